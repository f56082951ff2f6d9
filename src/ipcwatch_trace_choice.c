/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --trace: which calls are those of the objects that were named. */
#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/proc.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch_trace.h"

/* More ids than a namespace can have with a key, unless it was set to more. */
#define KEYS 100000

/* Calls name a System V object by its id alone: the key that it has. */
struct known {
	const struct ipc_kind *kind;
	int64_t ns;
	int64_t id;
	int64_t key;
};

static int
compare(const void *a, const void *b)
{
	const struct known *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind->bit < y->kind->bit ? -1 : 1;
	if (x->ns != y->ns)
		return x->ns < y->ns ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static void
forget_all(struct choice *choice)
{
	struct known *known;

	while (choice->keys != NULL) {
		known = *(struct known **)choice->keys;
		tdelete(known, &choice->keys, compare);
		free(known);
	}
	choice->nkeys = 0;
}

static void
learn(struct choice *choice, const struct ipc_object *object)
{
	struct known wanted = { object->kind, object->ns, object->id,
		object->key };
	struct known **node = tfind(&wanted, &choice->keys, compare), *known;

	if (node != NULL) {
		(*node)->key = object->key;
		return;
	}
	/* Removals were lost, or seen by nobody, as the end of a namespace. */
	if (choice->nkeys == KEYS)
		forget_all(choice);
	known = xmalloc(sizeof(*known));
	*known = wanted;
	xtsearch(known, &choice->keys, compare);
	choice->nkeys++;
}

/* No other will have this id before it was made, which is seen, too. */
static void
forget(struct choice *choice, const struct known *wanted)
{
	struct known **node = tfind(wanted, &choice->keys, compare), *known;

	if (node == NULL)
		return;
	known = *node;
	tdelete(known, &choice->keys, compare);
	free(known);
	choice->nkeys--;
}

void
choice_key(struct choice *choice, struct call *call)
{
	struct ipc_object *object = &call->object;
	struct known wanted = { object->kind, object->ns, object->id, UNKNOWN };
	struct known **node;

	if (object->kind == NULL || object->id == UNKNOWN ||
	    object->ns == UNKNOWN || !(object->kind->bit & KINDS_SYSV))
		return;
	if (object->key != UNKNOWN) {
		learn(choice, object);
		return;
	}
	node = tfind(&wanted, &choice->keys, compare);
	if (node != NULL)
		object->key = (*node)->key;
	if (call->result != NULL && strcmp(call->word, "remove") == 0 &&
	    strcmp(call->result, "ok") == 0)
		forget(choice, &wanted);
}

static void
learn_all(struct choice *choice)
{
	int64_t ns = proc_own_namespace("ns/ipc");
	struct ipc_list list = { 0 };
	size_t i;

	for (i = 0; ipc_kinds[i] != NULL; i++)
		if (ipc_kinds[i]->bit & KINDS_SYSV)
			ipc_kinds[i]->list(ipc_kinds[i], &list, 0, NULL);
	for (i = 0; i < list.n; i++) {
		list.v[i]->ns = ns;
		if (ns != UNKNOWN && list.v[i]->key != 0 &&
		    list.v[i]->key != UNKNOWN)
			learn(choice, list.v[i]);
	}
	ipc_list_free(&list);
}

void
choice_begin(struct choice *choice, const struct options *o)
{
	size_t i;

	*choice = (struct choice){ .o = o };
	if (o->nrefs != 0)
		choice->named =
		    xreallocarray(NULL, o->nrefs, sizeof(*choice->named));
	for (i = 0; i < o->nrefs; i++) {
		choice->named[i] = NULL;
		if (o->refs[i].pattern)
			continue;
		choice->named[i] = ref_object(&o->refs[i]);
		if (choice->named[i] == NULL) {
			cli_warn(o->refs[i].text, strerror(errno));
			cli_exit(CLI_FAILED);
		}
	}
	learn_all(choice);
}

void
choice_end(struct choice *choice)
{
	size_t i;

	for (i = 0; i < choice->o->nrefs; i++)
		free(choice->named[i]);
	free(choice->named);
	forget_all(choice);
}

/* By what the operand has: a name, an id or a key. */
static bool
is_same(const struct ipc_object *named, const struct ipc_object *object)
{
	if (named->kind != object->kind)
		return false;
	if (named->name != NULL)
		return object->name != NULL &&
		       strcmp(named->name, object->name) == 0;
	if (named->id != UNKNOWN)
		return named->id == object->id;
	return named->key == object->key;
}

/* Whether the object of a call is known, and not only its kind. */
static bool
is_known(const struct ipc_object *object)
{
	return object->kind != NULL &&
	       (object->name != NULL || object->id != UNKNOWN ||
		   object->key != UNKNOWN);
}

/* An operand that is a whole kind selects what has no more than that. */
static bool
is_of_kind(const struct ref *ref, const struct ipc_object *object)
{
	return ref_is_whole(ref) && object->kind != NULL &&
	       (ref->kinds & object->kind->bit) != 0;
}

static bool
is_named(const struct choice *choice, const struct ipc_object *object)
{
	size_t i;

	for (i = 0; i < choice->o->nrefs; i++)
		if (choice->named[i] != NULL
			? is_same(choice->named[i], object)
			: is_of_kind(&choice->o->refs[i], object) ||
			      (is_known(object) &&
				  ref_match(&choice->o->refs[i], object)))
			return true;
	return false;
}

bool
choice_matches(struct choice *choice, const struct call *call)
{
	const struct options *o = choice->o;

	if ((o->pids.n != 0 && !ipc_array_has(&o->pids, call->pid)) ||
	    !(o->calls & call_word_bit(call->word)) ||
	    (o->filter != NULL && !expr_match(o->filter, call)))
		return false;
	if (o->nrefs == 0)
		return true;
	if (is_named(choice, &call->object))
		return true;
	choice->unnamed += !is_known(&call->object);
	return false;
}
