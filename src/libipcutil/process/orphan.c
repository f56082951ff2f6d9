/* SPDX-License-Identifier: BSD-2-Clause */
/* Orphan verdicts; see orphan.h. */
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

/* True if all possible holders and waiters were seen and there are none. */
static bool
is_unused(const struct ipc_object *o)
{
	return (!(o->kind->bit & KINDS_HELD) || o->holders == 0) &&
	       (!(o->kind->bit & KINDS_WAITED) || o->waiters == 0) &&
	       o->undo_by.n <= 0;
}

/* The certain verdict: 1, 0 or UNKNOWN. */
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
 * 1 if all recorded users have ended, 0 if one is alive, else UNKNOWN. The
 * creator of a queue or set is not recorded, and no process needs to hold one.
 * So before its first use nothing shows that its creator has ended.
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

/* The likely verdict; a certain verdict is likely as well. */
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

/* Processes outside the PID namespace are counted but not listed. */
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
		text_str(t, "no process");
	else
		text_str(t, o->nattch > 0 ? "somebody who was not found"
					  : "no process that was found");
}

/* The library's counter is too high if a waiter was killed while it waited. */
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

/* A process with an SEM_UNDO adjustment has probably locked the semaphore. */
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
