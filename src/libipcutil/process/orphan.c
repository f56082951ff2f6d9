/* SPDX-License-Identifier: BSD-2-Clause */
/* Whether an object is left behind; see orphan.h. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/proc.h"
#include "model/kind.h"
#include "process/orphan.h"

#define NS INT64_C(1000000000)

/* A process that has used the object, as the kernel remembers it. */
struct user {
	const char *what;
	int64_t pid;
	int64_t time; /* when that was; UNKNOWN: never */
};

enum state {
	NEVER,	   /* nobody has */
	ALIVE,	   /* it can be who has its pid now */
	GONE,	   /* nobody has its pid */
	RECYCLED,  /* who has its pid now is younger than that */
	ELSEWHERE, /* outside of our PID namespace */
	UNCERTAIN  /* somebody has its pid; more may not be known */
};

static const struct {
	const char *words; /* behind what it was, and its pid */
	bool numbered;
} states[] = {
	[NEVER] = { NULL, false },
	[ALIVE] = { "is alive", true },
	[GONE] = { "is gone", true },
	[RECYCLED] = { "is gone, and its pid another's", true },
	[ELSEWHERE] = { "is outside of this PID namespace", false },
	[UNCERTAIN] = { "may be alive", true },
};

/*
 * A pid is used again. Whoever began after the object was used is not who used
 * it; but a time before the machine was booted is that of a clock that was
 * wrong then, and says nothing.
 */
static enum state
state_of(const struct user *user, const struct sight *sight, int64_t boot_time)
{
	int64_t start;

	if (user->pid == UNKNOWN)
		return user->time == UNKNOWN ? NEVER : ELSEWHERE;
	if (kill((pid_t)user->pid, 0) == -1 && errno == ESRCH)
		return GONE;
	if (sight->foreign)
		return UNCERTAIN;
	start = proc_start_time(user->pid, boot_time);
	if (start == UNKNOWN)
		return errno == ESRCH ? GONE : UNCERTAIN;
	/* Times of objects are whole seconds, and clocks are set. */
	if (user->time != UNKNOWN && user->time >= boot_time / NS &&
	    start / NS > user->time + 1)
		return RECYCLED;
	return ALIVE;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/*
 * The ith of those who have used the object; false if there are no more. Of a
 * semaphore that nobody in our PID namespace has used, whether anybody has is
 * known only if all processes are in there.
 */
static bool
get_user(const struct ipc_object *o, const struct sight *sight, int64_t i,
    struct user *user)
{
	const struct user segment[] = {
		{ "creator", o->cpid, o->ctime },
		{ "last user", o->lpid, later(o->atime, o->dtime) },
	};
	const struct user queue[] = {
		{ "last sender", o->lspid, o->stime },
		{ "last receiver", o->lrpid, o->rtime },
	};

	if (o->kind->bit == KIND_SYSV_SHM && i < 2)
		*user = segment[i];
	else if (o->kind->bit == KIND_SYSV_MSG && i < 2)
		*user = queue[i];
	else if (o->kind->bit == KIND_SYSV_SEM && i < o->pid.n) {
		*user = (struct user){
			"last user",
			o->pid.v[i],
			later(o->otime, o->ctime),
		};
		if (user->pid == UNKNOWN && !(sight->outside & o->kind->bit))
			user->time = UNKNOWN;
	} else
		return false;
	return true;
}

/* Whether those who used it say that it is left behind: 0, 1 or UNKNOWN. */
static int64_t
judge_users(
    const struct ipc_object *o, const struct sight *sight, int64_t boot_time)
{
	bool any = false, certain = true;
	enum state state;
	struct user user;
	int64_t i;

	for (i = 0; get_user(o, sight, i, &user); i++) {
		state = state_of(&user, sight, boot_time);
		if (state == ALIVE)
			return 0;
		any |= state != NEVER;
		certain &= state != ELSEWHERE && state != UNCERTAIN;
	}
	/*
	 * Who made a queue or a set is not recorded, and nobody need hold it:
	 * before anybody has used it, nothing says that its maker is gone.
	 */
	if (o->kind->bit & KINDS_SYSV && !any)
		return UNKNOWN;
	return certain ? 1 : UNKNOWN;
}

void
orphan_judge(struct ipc_object *o, const struct sight *sight, int64_t boot_time)
{
	bool unheld = !(o->kind->bit & KINDS_HELD) || o->holders == 0;
	bool unawaited = !(o->kind->bit & KINDS_WAITED) || o->waiters == 0;

	if (o->held_by.n > 0 || o->waited_by.n > 0 || o->nattch > 0)
		o->orphan = 0;
	else {
		o->orphan = judge_users(o, sight, boot_time);
		if (o->orphan == 1 && (!unheld || !unawaited))
			o->orphan = UNKNOWN;
	}
}

static void
add_clause(struct text *t, const char *s)
{
	if (t->len > 0)
		text_str(t, "; ");
	text_str(t, s);
}

static void
add_number(struct text *t, int64_t n, const char *one, const char *many)
{
	text_number(t, n);
	text_char(t, ' ');
	text_str(t, n == 1 ? one : many);
}

static void
explain_holders(const struct ipc_object *o, struct text *t)
{
	bool attached = o->kind->bit == KIND_SYSV_SHM;

	if (!(o->kind->bit & KINDS_HELD))
		return;
	add_clause(t, attached ? "attached by " : "held by ");
	if (o->held_by.n > 0) {
		if (o->holders == UNKNOWN)
			text_str(t, "at least ");
		add_number(t, o->held_by.n, "process", "processes");
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
	add_clause(t, "of ");
	text_number(t, counted);
	text_str(t, " counted as waiting ");
	text_number(t, counted - o->waiters);
	text_str(t, counted - o->waiters == 1 ? " is gone" : " are gone");
}

static void
explain_waiters(const struct ipc_object *o, struct text *t)
{
	if (o->waited_by.n <= 0)
		return;
	add_clause(t, "awaited by ");
	if (o->waiters == UNKNOWN)
		text_str(t, "at least ");
	add_number(t, o->waited_by.n, "thread", "threads");
}

/* Many semaphores of a set have the same last user. */
static bool
was_told(const struct ipc_object *o, const struct sight *sight, int64_t i,
    int64_t pid)
{
	struct user user;

	while (i-- > 0)
		if (get_user(o, sight, i, &user) && user.pid == pid)
			return true;
	return false;
}

static void
explain_users(const struct ipc_object *o, const struct sight *sight,
    int64_t boot_time, struct text *t)
{
	enum state state;
	struct user user;
	bool any = false;
	int64_t i;

	for (i = 0; get_user(o, sight, i, &user); i++) {
		state = state_of(&user, sight, boot_time);
		any |= state != NEVER;
		if (state == NEVER || was_told(o, sight, i, user.pid))
			continue;
		add_clause(t, user.what);
		text_char(t, ' ');
		if (states[state].numbered) {
			text_number(t, user.pid);
			text_char(t, ' ');
		}
		text_str(t, states[state].words);
	}
	if (o->kind->bit & KINDS_SYSV && !any)
		add_clause(t, "never used, and its maker is not recorded");
}

static void
explain_time(const struct ipc_object *o, struct text *t)
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
	bool was_used;
	size_t i = 0;

	/* While it is in use, or where using it leaves no trace. */
	if (o->idle == UNKNOWN || o->used == INT64_MAX)
		return;
	while (i < 3 && o->idle < units[i].seconds)
		i++;
	was_used = o->stime != UNKNOWN || o->rtime != UNKNOWN ||
		   o->atime != UNKNOWN || o->dtime != UNKNOWN ||
		   o->otime != UNKNOWN;
	add_clause(t, was_used ? "last used " : "made or changed ");
	add_number(t, o->idle / units[i].seconds, units[i].one, units[i].many);
	text_str(t, " ago");
}

void
orphan_explain(const struct ipc_object *o, const struct sight *sight,
    int64_t boot_time, struct text *t)
{
	text_add(t, "", 0);
	explain_holders(o, t);
	explain_waiters(o, t);
	explain_count(o, t);
	explain_users(o, sight, boot_time, t);
	explain_time(o, t);
	add_clause(t, "");
	sight_describe(sight, o->kind->bit, t);
}

char *
orphan_creator(
    const struct ipc_object *o, const struct sight *sight, int64_t boot_time)
{
	const struct user creator = { "creator", o->cpid, o->ctime };
	struct text text = { 0 };
	char path[64];

	if (o->cpid == UNKNOWN || state_of(&creator, sight, boot_time) != ALIVE)
		return NULL;
	snprintf(path, sizeof(path), "/proc/%lld/comm", (long long)o->cpid);
	if (proc_read(AT_FDCWD, path, &text) == -1 || text.len == 0) {
		text_free(&text);
		return NULL;
	}
	text.s[text.len - 1] = '\0';
	return text.s;
}
