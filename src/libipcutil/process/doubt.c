/* SPDX-License-Identifier: BSD-2-Clause */
/* Reasons to doubt an orphan verdict; see doubt.h. */
#include <search.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "model/kind.h"
#include "process/doubt.h"
#include "process/user.h"

#define NAMED 3	      /* how many processes are named */
#define USERS_NAMED 8 /* how many users in each state are named */

doubt_fn *const doubts[] = {
	doubt_messages,
	doubt_taken,
	doubt_users,
	doubt_owners,
	doubt_recent,
	NULL,
};

void
clause_add(struct text *t, const char *s)
{
	if (t->len > 0)
		text_str(t, "; ");
	text_str(t, s);
}

void
clause_number(struct text *t, int64_t n, const char *one, const char *many)
{
	text_number(t, n);
	text_char(t, ' ');
	text_str(t, n == 1 ? one : many);
}

/* A reason without a number in it. */
static bool
doubt(struct text *t, const char *clause)
{
	if (t != NULL)
		clause_add(t, clause);
	return true;
}

bool
doubt_messages(
    const struct ipc_object *o, const struct grounds *grounds, struct text *t)
{
	(void)grounds;
	if (!(o->kind->bit & KINDS_MQ) || o->messages == 0)
		return false;
	if (o->messages == UNKNOWN)
		return doubt(t, "its messages could not be counted");
	if (t != NULL) {
		clause_add(t, "");
		clause_number(
		    t, o->messages, "unread message", "unread messages");
	}
	return true;
}

/*
 * A value of 0 is a lock that is held, or a counter that is 0 between two
 * posts; only the users know. If one semaphore of a set is not 0, the others
 * are probably such counters. A set that was never operated on (otime) has its
 * first values.
 */
bool
doubt_taken(
    const struct ipc_object *o, const struct grounds *grounds, struct text *t)
{
	int64_t i;

	(void)grounds;
	if (!(o->kind->bit & KINDS_SEM) ||
	    (o->kind->bit == KIND_SYSV_SEM && o->otime == UNKNOWN))
		return false;
	if (o->values.n <= 0)
		return doubt(t, "its value could not be read");
	for (i = 0; i < o->values.n; i++)
		if (o->values.v[i] != 0)
			return false;
	return doubt(t, o->values.n == 1
			    ? "its value is 0, so somebody may have it"
			    : "all its values are 0, so somebody may have it");
}

static const struct {
	const char *words; /* after what it was, and its pid */
	const char *many;  /* of several */
	bool numbered;
	bool doubtful;
} states[] = {
	[USER_NEVER] = { NULL, NULL, false, false },
	[USER_GONE] = { "is gone", "are gone", true, false },
	[USER_ALIVE] = { "is alive", "are alive", true, true },
	[USER_RECYCLED] = { "may be alive, or its pid another's",
	    "may be alive, or their pids those of others", true, true },
	[USER_ELSEWHERE] = { "may be alive, outside of this PID namespace",
	    "may be alive, outside of this PID namespace", false, true },
	[USER_UNCERTAIN] = { "may be alive", "may be alive", true, true },
};

#define STATES (sizeof(states) / sizeof(*states))

static void
tell_user(const struct user *user, enum user_state state, struct text *t)
{
	clause_add(t, user->what);
	text_char(t, ' ');
	if (states[state].numbered) {
		text_number(t, user->pid);
		text_char(t, ' ');
	}
	text_str(t, states[state].words);
}

static void
tell_more(enum user_state state, int64_t n, struct text *t)
{
	clause_add(t, "");
	clause_number(t, n, "more recorded user ", "more recorded users ");
	text_str(t, n == 1 ? states[state].words : states[state].many);
}

/* Pids of recorded users, each once, in a tree of tsearch(3). */
struct told {
	struct ipc_array pids; /* by the number of the user */
	void *tree;
};

static int
by_pid(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
told_begin(struct told *told, const struct ipc_object *o,
    const struct grounds *grounds)
{
	struct user user;
	int64_t i;

	for (i = 0; user_get(o, grounds, i, &user); i++)
		ipc_array_add(&told->pids, user.pid);
}

/* Says whether no earlier user has the pid of the ith one. */
static bool
told_first(struct told *told, int64_t i)
{
	const int64_t *pid = &told->pids.v[i];
	const int64_t *const *found = xtsearch(pid, &told->tree, by_pid);

	return *found == pid;
}

static void
told_end(struct told *told)
{
	int64_t i;

	for (i = 0; told->tree != NULL; i++)
		tdelete(&told->pids.v[i], &told->tree, by_pid);
	free(told->pids.v);
}

/*
 * Names the recorded users, each once; the doubtful ones only, if they are
 * asked for. Many semaphores of a set may have the same last user, and a set of
 * 32,000 as many different ones: the first few in each state are named, and the
 * others counted. Returns whether there are any.
 */
static bool
tell_users(const struct ipc_object *o, const struct grounds *grounds,
    bool doubtful, struct text *t)
{
	int64_t counts[STATES] = { 0 }, i;
	enum user_state state;
	struct told told = { 0 };
	struct user user;
	bool any = false;

	if (t != NULL)
		told_begin(&told, o, grounds);
	for (i = 0; user_get(o, grounds, i, &user); i++) {
		state = user_state(&user, grounds);
		if (state == USER_NEVER ||
		    (doubtful && !states[state].doubtful))
			continue;
		any = true;
		if (t == NULL)
			break;
		if (told_first(&told, i) && counts[state]++ < USERS_NAMED)
			tell_user(&user, state, t);
	}
	told_end(&told);
	for (i = 0; i < (int64_t)STATES; i++)
		if (counts[i] > USERS_NAMED)
			tell_more(
			    (enum user_state)i, counts[i] - USERS_NAMED, t);
	return any;
}

void
doubt_tell_users(
    const struct ipc_object *o, const struct grounds *grounds, struct text *t)
{
	if (!tell_users(o, grounds, false, t) && o->kind->bit & KINDS_SYSV)
		clause_add(t, "never used, and its creator is not recorded");
}

bool
doubt_users(
    const struct ipc_object *o, const struct grounds *grounds, struct text *t)
{
	return tell_users(o, grounds, true, t);
}

/*
 * True if a time of a use is known. For POSIX memory and semaphores it is not
 * known whether a time of the file comes from a use.
 */
static bool
was_used(const struct ipc_object *o)
{
	return o->stime != UNKNOWN || o->rtime != UNKNOWN ||
	       o->dtime != UNKNOWN || o->otime != UNKNOWN ||
	       (o->kind->bit == KIND_SYSV_SHM && o->atime != UNKNOWN);
}

/* Whether a living process may have used the object when it was last used. */
enum owners {
	RAN, /* it had started before */
	/* It started later, but an ancestor without execve(2) may have run. */
	FORKED,
	LATER
};

static enum owners
owner_was(const struct census_process *process, const struct grounds *grounds,
    int64_t then)
{
	if (timeline_ran(grounds->timeline, process->start, then))
		return RAN;
	return timeline_ran(grounds->timeline, process->since, then) ? FORKED
								     : LATER;
}

/* The process that asks (ours) is not a user. */
static bool
is_owners(const struct census_process *process, const struct ipc_object *o)
{
	if (process->pid == getpid())
		return false;
	return census_is_of(process, o->uid) ||
	       (o->cuid != UNKNOWN && census_is_of(process, o->cuid));
}

/*
 * Appends "812/httpd, 815/httpd, 816/httpd, ...", without a semicolon, which
 * would end the clause.
 */
static void
name_process(const struct census_process *process, int64_t n, struct text *t)
{
	const char *p;

	text_str(t, n == 0 ? ": " : ", ");
	if (n == NAMED) {
		text_str(t, "...");
		return;
	}
	text_number(t, process->pid);
	text_char(t, '/');
	for (p = process->command; *p != '\0'; p++)
		text_char(t, *p > ' ' && *p <= '~' && *p != ';' ? *p : '?');
}

static void
tell_owners(const struct ipc_object *o, const struct grounds *grounds,
    enum owners which, int64_t count, struct text *t)
{
	int64_t then = ipc_object_last_trace(o), n = 0;
	const struct census *census = grounds->census;
	size_t i;

	clause_add(t, "");
	clause_number(t, count, "process", "processes");
	text_str(t, o->cuid == UNKNOWN || o->cuid == o->uid
			? " of its owner"
			: " of its owner or creator");
	if (which == FORKED)
		text_str(t, " may come from one that ran");
	else
		text_str(t, timeline_is_sure(grounds->timeline, then)
				? " ran"
				: " may have run");
	text_str(t, was_used(o) ? " at its last use" : " when it was created");
	for (i = 0; i < census->n && n <= NAMED; i++)
		if (is_owners(&census->v[i], o) &&
		    owner_was(&census->v[i], grounds, then) == which)
			name_process(&census->v[i], n++, t);
}

bool
doubt_owners(
    const struct ipc_object *o, const struct grounds *grounds, struct text *t)
{
	int64_t then = ipc_object_last_trace(o), counts[LATER + 1] = { 0 };
	const struct census *census = grounds->census;
	size_t i;

	if (o->uid == UNKNOWN)
		return doubt(t, "its owner is not known");
	if (o->kind->bit & KINDS_SYSV && o->cuid == UNKNOWN)
		return doubt(t, "its creator is not known");
	for (i = 0; census != NULL && i < census->n; i++)
		if (is_owners(&census->v[i], o))
			counts[owner_was(&census->v[i], grounds, then)]++;
	if (t != NULL && counts[RAN] != 0)
		tell_owners(o, grounds, RAN, counts[RAN], t);
	if (t != NULL && counts[FORKED] != 0)
		tell_owners(o, grounds, FORKED, counts[FORKED], t);
	return counts[RAN] != 0 || counts[FORKED] != 0;
}

static void
add_duration(struct text *t, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *one, *many;
	} units[] = {
		{ 86400, "day", "days" },
		{ 3600, "hour", "hours" },
		{ 60, "minute", "minutes" },
		{ 1, "second", "seconds" },
	};
	size_t i = 0;

	while (i < 3 && seconds < units[i].seconds)
		i++;
	clause_number(
	    t, seconds / units[i].seconds, units[i].one, units[i].many);
}

void
doubt_tell_time(
    const struct ipc_object *o, const struct grounds *grounds, struct text *t)
{
	int64_t then = ipc_object_last_trace(o);

	/* INT64_MAX: it is in use. */
	if (then == UNKNOWN || then == INT64_MAX)
		return;
	clause_add(t, was_used(o) ? "last used " : "created or changed ");
	add_duration(t, ipc_seconds_since(then, grounds->timeline->now));
	text_str(t, " ago");
	if (!timeline_is_sure(grounds->timeline, then))
		text_str(t, " by a clock that was set since");
}

bool
doubt_recent(
    const struct ipc_object *o, const struct grounds *grounds, struct text *t)
{
	int64_t then = ipc_object_last_trace(o);

	if (timeline_since(grounds->timeline, then) >= grounds->after)
		return false;
	if (t != NULL && then == UNKNOWN)
		clause_add(t, "when it was used is not known");
	else if (t != NULL)
		doubt_tell_time(o, grounds, t);
	return true;
}
