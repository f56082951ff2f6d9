/* SPDX-License-Identifier: BSD-2-Clause */
/* Whether an object is left behind; see orphan.h. */
#include "process/orphan.h"
#include "model/kind.h"
#include "process/doubt.h"
#include "process/user.h"

static bool
is_in_use(const struct ipc_object *o)
{
	return o->held_by.n > 0 || o->waited_by.n > 0 || o->nattch > 0 ||
	       o->waiters > 0 || o->undo_by.n > 0 || o->holders_outside > 0 ||
	       o->waiters_outside > 0;
}

/* Whether all who could hold it or wait for it were seen, and nobody does. */
static bool
is_unused(const struct ipc_object *o)
{
	return (!(o->kind->bit & KINDS_HELD) || o->holders == 0) &&
	       (!(o->kind->bit & KINDS_WAITED) || o->waiters == 0) &&
	       o->undo_by.n <= 0;
}

static int64_t
judge(const struct ipc_object *o, const struct grounds *grounds)
{
	doubt_fn *const *doubt;

	if (is_in_use(o))
		return 0;
	if (!is_unused(o) || !grounds_count_all(grounds, o->kind->bit))
		return UNKNOWN;
	for (doubt = doubts; *doubt != NULL; doubt++)
		if ((*doubt)(o, grounds, NULL))
			return UNKNOWN;
	return 1;
}

/*
 * Whether those who are recorded to have used it have all ended. Who made a
 * queue or a set is not recorded, and nobody need hold it: before anybody has
 * used it, nothing says that its maker is gone.
 */
static int64_t
users_have_ended(const struct ipc_object *o, const struct grounds *grounds)
{
	bool any = false, certain = true;
	enum user_state state;
	struct user user;
	int64_t i;

	for (i = 0; user_get(o, grounds, i, &user); i++) {
		state = user_state(&user, grounds);
		if (state == USER_ALIVE)
			return 0;
		any |= state != USER_NEVER;
		certain &= state == USER_NEVER || state == USER_GONE;
	}
	return certain && (any || !(o->kind->bit & KINDS_SYSV)) ? 1 : UNKNOWN;
}

/* The weaker verdict: what is certain is likely, too. */
static int64_t
judge_likely(const struct ipc_object *o, const struct grounds *grounds)
{
	int64_t ended;

	if (o->orphan != UNKNOWN)
		return o->orphan;
	if ((o->kind->bit & KINDS_MQ && o->messages > 0) || o->undo_by.n > 0)
		return 0;
	ended = users_have_ended(o, grounds);
	if (ended == 1 && (!is_unused(o) || (o->kind->bit & KINDS_MQ &&
						o->messages == UNKNOWN)))
		return UNKNOWN;
	return ended;
}

void
orphan_judge(struct ipc_object *o, const struct grounds *grounds)
{
	o->orphan = judge(o, grounds);
	o->likely_orphan = judge_likely(o, grounds);
}

/* Those are in no list. */
static void
tell_outside(int64_t n, struct text *t)
{
	if (n <= 0)
		return;
	text_str(t, ", ");
	text_number(t, n);
	text_str(t, " of them outside of this PID namespace");
}

static void
explain_holders(const struct ipc_object *o, struct text *t)
{
	bool attached = o->kind->bit == KIND_SYSV_SHM;
	int64_t outside =
	    o->holders_outside != UNKNOWN ? o->holders_outside : 0;
	int64_t n = outside + (o->held_by.n > 0 ? o->held_by.n : 0);

	if (!(o->kind->bit & KINDS_HELD))
		return;
	clause_add(t, attached ? "attached by " : "held by ");
	if (n > 0) {
		if (o->holders == UNKNOWN)
			text_str(t, "at least ");
		clause_number(t, n, "process", "processes");
		tell_outside(outside, t);
	} else if (o->holders == 0)
		text_str(t, "nobody");
	else
		text_str(t, o->nattch > 0 ? "somebody who was not found"
					  : "nobody that could be seen");
}

/* The library's count outlives those who are killed while they wait. */
static void
explain_count(const struct ipc_object *o, struct text *t)
{
	int64_t counted = o->ncnt.n > 0 ? o->ncnt.v[0] : UNKNOWN;

	if (o->kind->bit != KIND_POSIX_SEM || counted <= o->waiters ||
	    o->waiters == UNKNOWN)
		return;
	clause_add(t, "of ");
	text_number(t, counted);
	text_str(t, " counted as waiting ");
	text_number(t, counted - o->waiters);
	text_str(t, counted - o->waiters == 1 ? " is gone" : " are gone");
}

static void
explain_waiters(const struct ipc_object *o, struct text *t)
{
	int64_t n = o->waited_by.n > 0 ? o->waited_by.n : 0;

	if (o->waiters_outside != UNKNOWN)
		n += o->waiters_outside;
	if (n == 0)
		return;
	clause_add(t, "awaited by ");
	if (o->waiters == UNKNOWN)
		text_str(t, "at least ");
	clause_number(t, n, "thread", "threads");
	tell_outside(o->waiters_outside, t);
}

/* SEM_UNDO is for locks: whoever has such has taken what it will give back. */
static void
explain_undos(const struct ipc_object *o, struct text *t)
{
	if (o->undo_by.n <= 0)
		return;
	clause_add(t, "to be undone when ");
	clause_number(t, o->undo_by.n, "process", "processes");
	text_str(t, o->undo_by.n == 1 ? " ends" : " end");
}

void
orphan_explain(
    const struct ipc_object *o, const struct grounds *grounds, struct text *t)
{
	text_add(t, "", 0);
	explain_holders(o, t);
	explain_waiters(o, t);
	explain_undos(o, t);
	explain_count(o, t);
	doubt_messages(o, grounds, t);
	doubt_taken(o, grounds, t);
	doubt_tell_users(o, grounds, t);
	doubt_owners(o, grounds, t);
	doubt_tell_time(o, grounds, t);
	clause_add(t, "");
	sight_describe(grounds->sight, o->kind->bit, t);
}

void
orphan_doubt(
    const struct ipc_object *o, const struct grounds *grounds, struct text *t)
{
	doubt_fn *const *doubt;

	text_add(t, "", 0);
	for (doubt = doubts; *doubt != NULL; doubt++)
		(*doubt)(o, grounds, t);
	if (is_unused(o) && grounds_count_all(grounds, o->kind->bit))
		return;
	clause_add(t, "");
	sight_describe(grounds->sight, o->kind->bit, t);
}
