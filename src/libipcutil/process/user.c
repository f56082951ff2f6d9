/* SPDX-License-Identifier: BSD-2-Clause */
/* The recorded users of an object; see user.h. */
#include <errno.h>
#include <signal.h>

#include "base/copy.h"
#include "base/proc.h"
#include "model/kind.h"
#include "process/user.h"

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/*
 * A semaphore without a pid was not used by our PID namespace. It was never
 * used at all only if no process can be outside.
 */
bool
user_get(const struct ipc_object *o, const struct grounds *grounds, int64_t i,
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
		if (user->pid == UNKNOWN &&
		    !(grounds->sight->outside & o->kind->bit))
			user->time = UNKNOWN;
	} else
		return false;
	return true;
}

/* True if only a kernel thread, or nothing, has the pid: these are no users. */
static bool
is_nobody(int64_t pid, const struct grounds *grounds)
{
	return grounds_count_all(grounds, 0) &&
	       census_find(grounds->census, pid) == NULL;
}

/*
 * Pids are reused. A process that was started after the object was used seems
 * to have reused the pid, but the clock may have been set in between.
 */
enum user_state
user_state(const struct user *user, const struct grounds *grounds)
{
	int64_t start;

	if (user->pid == UNKNOWN)
		return user->time == UNKNOWN ? USER_NEVER : USER_ELSEWHERE;
	if (kill((pid_t)user->pid, 0) == -1 && errno == ESRCH)
		return USER_GONE;
	if (grounds->sight->foreign)
		return USER_UNCERTAIN;
	if (is_nobody(user->pid, grounds))
		return USER_GONE;
	start = proc_start_time(user->pid, 0);
	if (start == UNKNOWN)
		return errno == ESRCH ? USER_GONE : USER_UNCERTAIN;
	/* After the clock was set, another process may have the pid. */
	return timeline_is_sure(grounds->timeline, user->time) &&
		       timeline_ran(grounds->timeline, start, user->time)
		   ? USER_ALIVE
		   : USER_RECYCLED;
}

char *
user_creator(const struct ipc_object *o, const struct grounds *grounds)
{
	const struct user creator = { "creator", o->cpid, o->ctime };
	struct text text = { 0 };
	int dirfd;

	if (o->cpid == UNKNOWN || user_state(&creator, grounds) != USER_ALIVE)
		return NULL;
	if ((dirfd = proc_open_process(o->cpid)) == -1)
		return NULL;
	if (proc_command(dirfd, &text) == -1)
		text_free(&text);
	copy_close(dirfd);
	return text.s;
}
