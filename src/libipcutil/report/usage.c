/* SPDX-License-Identifier: BSD-2-Clause */
/* Totals of objects by kind and by owner; see usage.h. */
#include <stdlib.h>

#include "base/amount.h"
#include "base/xalloc.h"
#include "report/usage.h"

#define AT(member, type)                                                       \
	_Generic(((struct usage *)0)->member, type                             \
		 : offsetof(struct usage, member))
#define WORDS(member) AT(member, const char *)
#define INT(member) AT(member, int64_t)

static const struct column columns[] = {
	{ "by", &value_text, WORDS(by), KINDS_ALL, 0,
	    "kind or owner: the subject of the total" },
	{ "kind", &value_kind, WORDS(kind), KINDS_ALL, 0, "mq, shm or sem" },
	{ "api", &value_api, WORDS(api), KINDS_ALL, 0, "posix or sysv" },
	{ "owner", &value_user, INT(uid), KINDS_ALL, 0, "owner" },
	{ "uid", &value_number, INT(uid), KINDS_ALL, 0, "owner's user id" },
	{ "objects", &value_number, INT(objects), KINDS_ALL, 0,
	    "how many objects" },
	{ "size", &value_size, INT(size), KINDS_SHM, 0,
	    "size of shared memory" },
	{ "rss", &value_size, INT(rss), KINDS_SHM, 0, "shared memory in use" },
	{ "swap", &value_size, INT(swap), KINDS_SHM, 0,
	    "shared memory swapped out" },
	{ "nattch", &value_number, INT(nattch), KINDS_SHM, 0,
	    "times segments are attached" },
	{ "messages", &value_number, INT(messages), KINDS_MQ, 0,
	    "messages in queues" },
	{ "bytes", &value_size, INT(bytes), KINDS_MQ, 0,
	    "bytes of the messages in queues" },
	{ "nsems", &value_number, INT(nsems), KINDS_SEM, 0, "semaphores" },
};

const struct table usage_table = {
	.name = "usage",
	.columns = columns,
	.n = sizeof(columns) / sizeof(*columns),
};

/* Fields that are added up; both tables use these names. */
static const char *const summed[] = {
	"size",
	"rss",
	"swap",
	"nattch",
	"messages",
	"bytes",
	"nsems",
};

#define SUMS (sizeof(summed) / sizeof(*summed))

struct sums {
	const struct column *from[SUMS]; /* of an object */
	const struct column *to[SUMS];	 /* of a total */
};

static const struct sums *
find_sums(void)
{
	static struct sums sums;
	size_t i;

	for (i = 0; i < SUMS && sums.to[SUMS - 1] == NULL; i++) {
		sums.from[i] = column_named(&object_table, summed[i]);
		sums.to[i] = column_named(&usage_table, summed[i]);
	}
	return &sums;
}

unsigned
usage_need(void)
{
	const struct sums *sums = find_sums();
	unsigned need = 0;
	size_t i;

	for (i = 0; i < SUMS; i++)
		need |= sums->from[i]->need;
	return need;
}

static int64_t *
total_at(struct usage *usage, const struct column *column)
{
	return (int64_t *)(void *)((char *)usage + column->offset);
}

/* Says whether some of these kinds have the field. */
static bool
counts(const struct sums *sums, size_t i, unsigned kinds)
{
	return (sums->from[i]->kinds & sums->to[i]->kinds & kinds) != 0;
}

void
usage_add(struct usage *usage, const struct ipc_object *o)
{
	const struct sums *sums = find_sums();
	int64_t *total;
	size_t i;

	usage->objects = amount_add(usage->objects, 1);
	for (i = 0; i < SUMS; i++) {
		if (!counts(sums, i, o->kind->bit))
			continue;
		total = total_at(usage, sums->to[i]);
		*total = amount_add(*total, column_number(sums->from[i], o));
	}
}

static const struct usage blank = {
	.uid = UNKNOWN,
	.size = UNKNOWN,
	.rss = UNKNOWN,
	.swap = UNKNOWN,
	.nattch = UNKNOWN,
	.messages = UNKNOWN,
	.bytes = UNKNOWN,
	.nsems = UNKNOWN,
};

struct usage
usage_begin(unsigned kinds, unsigned missed)
{
	const struct sums *sums = find_sums();
	struct usage usage = blank;
	size_t i;

	if (kinds & missed)
		usage.objects = UNKNOWN;
	for (i = 0; i < SUMS; i++)
		if (counts(sums, i, kinds) && !counts(sums, i, kinds & missed))
			*total_at(&usage, sums->to[i]) = 0;
	return usage;
}

static void
sum_kind(struct usage *usage, const struct ipc_list *list,
    const struct ipc_kind *kind, unsigned missed)
{
	size_t i;

	*usage = usage_begin(kind->bit, missed);
	usage->by = "kind";
	usage->kind = kind->word;
	usage->api = kind->api;
	for (i = 0; i < list->n; i++)
		if (list->v[i]->kind == kind)
			usage_add(usage, list->v[i]);
}

static int
by_owner(const void *a, const void *b)
{
	const struct ipc_object *one = *(struct ipc_object *const *)a;
	const struct ipc_object *two = *(struct ipc_object *const *)b;

	return one->uid < two->uid ? -1 : one->uid > two->uid;
}

static size_t
sum_owners(struct usage *usages, const struct ipc_list *list, unsigned kinds,
    unsigned missed)
{
	struct ipc_object **v;
	size_t i, n = 0;

	v = xreallocarray(NULL, list->n, sizeof(*v));
	for (i = 0; i < list->n; i++)
		v[i] = list->v[i];
	qsort(v, list->n, sizeof(*v), by_owner);
	for (i = 0; i < list->n; i++) {
		if (i == 0 || v[i]->uid != v[i - 1]->uid) {
			usages[n] = usage_begin(kinds, missed);
			usages[n].by = "owner";
			usages[n++].uid = v[i]->uid;
		}
		usage_add(&usages[n - 1], v[i]);
	}
	free(v);
	return n;
}

size_t
usage_sum(struct usage **out, const struct ipc_list *list, unsigned kinds,
    unsigned missed)
{
	struct usage *usages;
	size_t i, n = 0;

	for (i = 0; ipc_kinds[i] != NULL; i++)
		continue;
	usages = xreallocarray(NULL, i + list->n, sizeof(*usages));
	for (i = 0; ipc_kinds[i] != NULL; i++)
		if (kinds & ipc_kinds[i]->bit)
			sum_kind(&usages[n++], list, ipc_kinds[i], missed);
	n += sum_owners(usages + n, list, kinds, missed);
	*out = usages;
	return n;
}

const char *
usage_capped(const struct usage *usage)
{
	const struct sums *sums = find_sums();
	size_t i;

	for (i = 0; i < SUMS; i++)
		if (amount_is_capped(column_number(sums->to[i], usage)))
			return sums->to[i]->name;
	return NULL;
}
