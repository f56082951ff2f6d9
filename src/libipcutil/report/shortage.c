/* SPDX-License-Identifier: BSD-2-Clause */
/* Explains which limits are used up, and by whom; see shortage.h. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/amount.h"
#include "base/xalloc.h"
#include "process/ghost.h"
#include "report/advice.h"
#include "report/charged.h"
#include "report/limit_rows.h"
#include "report/shortage.h"
#include "report/shortage_queue.h"
#include "report/shortage_words.h"

unsigned
shortage_kinds(unsigned kinds)
{
	const struct limit_row *row;
	unsigned all = kinds;

	for (row = limit_rows; row->name != NULL; row++)
		if (row->use.kinds & kinds)
			all |= row->use.kinds | row->kind;
	return all;
}

unsigned
shortage_need(void)
{
	return NEED_ATTR;
}

/* Inserts a part by its amount; equal amounts stay in the order of arrival. */
static void
part_add(struct shortage_parts *parts, const struct shortage_part *part)
{
	size_t i = parts->n;

	if (i == SHORTAGE_NAMED) {
		parts->more++;
		if (part->amount <= parts->v[--i].amount)
			return;
	} else
		parts->n++;
	for (; i > 0 && parts->v[i - 1].amount < part->amount; i--)
		parts->v[i] = parts->v[i - 1];
	parts->v[i] = *part;
}

static int
by_uid(const void *a, const void *b)
{
	const struct shortage_part *one = a, *two = b;

	return one->uid < two->uid ? -1 : one->uid > two->uid;
}

/* Merges the parts of the same owner; returns the number of owners. */
static size_t
merge_owners(struct shortage_part *parts, size_t n)
{
	size_t i, owners = 0;

	qsort(parts, n, sizeof(*parts), by_uid);
	for (i = 0; i < n; i++) {
		if (owners == 0 || parts[owners - 1].uid != parts[i].uid) {
			parts[owners] = parts[i];
			parts[owners++].object = NULL;
		} else {
			parts[owners - 1].amount = amount_add(
			    parts[owners - 1].amount, parts[i].amount);
			parts[owners - 1].objects++;
		}
	}
	return owners;
}

/* Adds an object's part; returns its amount, or 0 if it is unknown. */
static int64_t
add_object(
    struct shortage *s, const struct limit_use *use, const struct ipc_object *o)
{
	struct shortage_part part = {
		.object = o,
		.uid = o->uid,
		.amount = use->part(o),
		.objects = 1,
	};

	if (part.amount == UNKNOWN)
		s->unread++;
	if (part.amount <= 0)
		return 0;
	if (ghost_is_one(o))
		s->removed = amount_add(s->removed, part.amount);
	part_add(&s->objects, &part);
	return part.amount;
}

/*
 * Says whether the object counts. An object that could not be looked at may
 * belong to any owner.
 */
static bool
is_part(const struct shortage *s, const struct limit_use *use,
    const struct ipc_object *o)
{
	return use->part != NULL && (use->kinds & o->kind->bit) &&
	       (s->uid == UNKNOWN || s->uid == o->uid ||
		   (o->uid == UNKNOWN && o->mode == UNKNOWN));
}

/* Adds up the objects and their owners; returns the sum. */
static int64_t
add_up(struct shortage *s, const struct limit_use *use,
    const struct ipc_list *list)
{
	struct shortage_part *owners;
	int64_t amount, sum = 0;
	size_t i, n = 0;

	owners = xreallocarray(NULL, list->n, sizeof(*owners));
	for (i = 0; i < list->n; i++) {
		if (!is_part(s, use, list->v[i]))
			continue;
		if ((amount = add_object(s, use, list->v[i])) == 0)
			continue;
		sum = amount_add(sum, amount);
		owners[n++] = (struct shortage_part){
			.uid = list->v[i]->uid,
			.amount = amount,
			.objects = 1,
		};
	}
	n = merge_owners(owners, n);
	for (i = 0; i < n; i++)
		part_add(&s->owners, &owners[i]);
	free(owners);
	return sum;
}

/*
 * Sets what is used (if the kernel does not report it) and what no known object
 * accounts for. Neither is known if an object could not be read.
 */
static void
account(
    struct shortage *s, const struct limit_use *use, int64_t sum, bool whole)
{
	int64_t rest;

	s->unaccounted = UNKNOWN;
	if (s->limit.untold)
		s->limit.used = whole && s->unread == 0 ? sum : UNKNOWN;
	else if (use->part != NULL && s->limit.used != UNKNOWN &&
		 s->unread == 0) {
		rest = s->limit.used - use->itself - sum;
		/* Objects may be created while they are listed. */
		s->unaccounted = rest > 0 ? rest : 0;
	}
	s->limit.share = limit_share(&s->limit);
}

static void
finish(struct shortage *s, const struct limit_use *use,
    const struct limit *limits, size_t n)
{
	struct text remedy = { 0 };

	s->more_objects = s->objects.more;
	s->more_owners = s->owners.more;
	s->objects.words = shortage_names(&s->objects);
	s->owners.words = shortage_names(&s->owners);
	s->effect = use->effect;
	advice_raise(&remedy, &s->limit, 0, limits, n);
	s->remedy = remedy.s;
	s->relief = shortage_relief(s, use);
	/* Pools of huge pages belong to no namespace. */
	if (use->relief == NULL)
		s->relief = advice_there(s->relief);
}

static void
of_limit(struct shortage *s, const struct limit *limit, int64_t uid,
    const struct shortage_list *from, const struct limit *limits, size_t n)
{
	const struct limit_use *use = &limit->row->use;

	*s = (struct shortage){
		.limit = *limit,
		.uid = uid,
		.senders.n = UNKNOWN,
		.readers.n = UNKNOWN,
	};
	if (use->kinds & KIND_POSIX_SHM)
		litter_find(&s->litter);
	account(s, use, add_up(s, use, from->list),
	    (from->missed & use->kinds) == 0);
	finish(s, use, limits, n);
}

/*
 * Lists the users to whom the limit may matter: those who own such objects or
 * are charged for some, and the calling user. Returns their number.
 */
static size_t
users_of(const struct limit_use *use, const struct ipc_list *list,
    const struct kernel_charges *charges, struct shortage_part *users)
{
	size_t i, n = 1;

	users[0] = (struct shortage_part){ .uid = getuid() };
	for (i = 0; i < charges->n; i++)
		if (charges->v[i].ours && charges->v[i].bytes > 0)
			users[n++] = (struct shortage_part){
				.uid = charges->v[i].uid,
			};
	for (i = 0; i < list->n; i++)
		if ((use->kinds & list->v[i]->kind->bit) &&
		    list->v[i]->uid != UNKNOWN)
			users[n++] = (struct shortage_part){
				.uid = list->v[i]->uid,
			};
	return merge_owners(users, n);
}

/*
 * Returns the limit as it applies to this user: with what the kernel counts, or
 * else with what was seen.
 */
static struct limit
limit_of_user(const struct limit *limit, const struct kernel_charges *charges,
    int64_t uid)
{
	struct limit own = *limit;

	own.used = charged_of(charges, uid);
	own.untold = own.used == UNKNOWN;
	own.meaning =
	    own.untold ? limit->row->meaning : limit->row->use.told_meaning;
	return own;
}

static size_t
of_users(struct shortage *s, const struct limit *limit,
    const struct kernel_charges *charges, const struct shortage_list *from,
    const struct limit *limits, size_t n)
{
	const struct ipc_list *list = from->list;
	struct shortage_part *users;
	struct limit own;
	size_t i, found;

	users = xreallocarray(NULL, list->n + charges->n + 1, sizeof(*users));
	found = users_of(&limit->row->use, list, charges, users);
	for (i = 0; i < found; i++) {
		own = limit_of_user(limit, charges, users[i].uid);
		of_limit(&s[i], &own, users[i].uid, from, limits, n);
	}
	free(users);
	return found;
}

size_t
shortage_find(struct shortage **out, const struct shortage_list *from,
    unsigned kinds, void (*failed)(void *, const char *, const char *),
    void *arg)
{
	const struct ipc_list *list = from->list;
	struct kernel_charges charges = { 0 };
	struct limit *limits;
	struct shortage *all;
	size_t i, n, found = 0;

	if (kinds & KIND_POSIX_MQ)
		charged_load(&charges);
	n = limits_load(&limits, shortage_kinds(kinds), failed, arg);
	/*
	 * There are no more users than objects and charges, and the calling
	 * user.
	 */
	all = xreallocarray(NULL, n + SHORTAGE_QUEUES + list->n + charges.n + 1,
	    sizeof(struct shortage));
	for (i = 0; i < n; i++) {
		if (!(limits[i].row->use.kinds & kinds))
			continue;
		if (limits[i].row->use.of_user)
			found += of_users(
			    &all[found], &limits[i], &charges, from, limits, n);
		else
			of_limit(&all[found++], &limits[i], UNKNOWN, from,
			    limits, n);
	}
	found += shortage_queues(&all[found], list, kinds);
	free(limits);
	kernel_charges_free(&charges);
	*out = all;
	return found;
}

void
shortage_free(struct shortage *all, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		free(all[i].objects.words);
		free(all[i].owners.words);
		free(all[i].remedy);
		free(all[i].relief);
		free(all[i].words);
		litter_free(&all[i].litter);
		/* The objects own what is in these lists. */
		free(all[i].senders.v);
		free(all[i].readers.v);
	}
	free(all);
}
