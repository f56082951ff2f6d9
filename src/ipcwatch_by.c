/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch: by whom events are. */
#include <poll.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch_record.h"
#include "model/kind.h"
#include "record/recording.h"
#include "show/value_process.h"

/* How long the kernel may take from what a look can see to telling of it. */
#define LATE 20

static bool
is_made_or_removed(const struct ipc_event *event)
{
	return (event->event & (EVENT_CREATE | EVENT_REMOVE)) != 0;
}

/* Finds the process in the events of fanotify(7), if one is there by now. */
static bool
find_told(struct watch *watch, const struct ipc_object *object, bool made,
    struct ipc_process *by)
{
	struct pollfd told = { .events = POLLIN };

	if (watch->culprits == NULL)
		return false;
	if (culprits_find(watch->culprits, object, made, by))
		return true;
	if (watch->waited || object->kind->open_dir == NULL)
		return false;
	watch->waited = true;
	told.fd = culprits_fd(watch->culprits);
	if (poll(&told, 1, LATE) <= 0)
		return false;
	culprits_read(watch->culprits);
	return culprits_find(watch->culprits, object, made, by);
}

bool
by_of_object(struct watch *watch, const struct ipc_object *object, bool made,
    struct ipc_process *by)
{
	if (watch->recording != NULL)
		return recording_by(watch->recording, object, made, by);
	return find_told(watch, object, made, by);
}

/*
 * A segment records one pid for attaching and detaching, that of the last.
 * Which call it was is told by the two times: the later, or the one that
 * changed.
 */
static bool
was_last(const struct ipc_event *event)
{
	const struct ipc_object *before = event->before, *after = event->after;

	if (before == NULL || !(event->event & (EVENT_ATTACH | EVENT_DETACH)))
		return true;
	if (event->event == EVENT_ATTACH)
		return after->dtime == before->dtime ||
		       after->atime > after->dtime;
	return after->atime == before->atime || after->dtime > after->atime;
}

/* Finds the process that a System V object records as its last user. */
static bool
find_recorded(const struct watch *watch, const struct ipc_event *event,
    struct ipc_process *by)
{
	const struct ipc_object *o = event->after;
	const struct {
		unsigned events;
		int64_t pid;
		int64_t time;
		const char *how;
	} users[] = {
		{ EVENT_SEND | EVENT_FULL, o->lspid, o->stime, "last sender" },
		{ EVENT_RECEIVE | EVENT_EMPTY, o->lrpid, o->rtime,
		    "last receiver" },
		{ EVENT_ATTACH, o->lpid, o->atime, "last to attach" },
		{ EVENT_DETACH, o->lpid, o->dtime, "last to detach" },
		{ EVENT_CREATE, o->cpid, o->ctime, "creator" },
	};
	size_t i;

	for (i = 0; i < sizeof(users) / sizeof(*users); i++)
		if (users[i].events & event->event)
			break;
	if (i == sizeof(users) / sizeof(*users) || users[i].pid == UNKNOWN ||
	    users[i].pid == 0 || !was_last(event))
		return false;
	by->pid = users[i].pid;
	by->how = users[i].how;
	/* In a recording, another process may have that pid by now. */
	if (watch->recording == NULL)
		culprit_look(by, users[i].time);
	return true;
}

bool
by_find(
    struct watch *watch, const struct ipc_event *event, struct ipc_process *by)
{
	const struct ipc_object *object = event_object(event);

	*by = (struct ipc_process){
		.pid = UNKNOWN, .tid = UNKNOWN, .uid = UNKNOWN
	};
	if (object == NULL)
		return false;
	if (event->process != NULL) {
		by->pid = event->process->pid;
		by->tid = event->process->tid;
		by->uid = event->process->uid;
		by->how = event->process->how;
		if (event->process->command != NULL)
			by->command = xstrdup(event->process->command);
		return true;
	}
	if (is_made_or_removed(event) && !(object->kind->bit & KINDS_SYSV))
		return by_of_object(
		    watch, object, event->event == EVENT_CREATE, by);
	return event->after != NULL && object->kind->bit & KINDS_SYSV &&
	       find_recorded(watch, event, by);
}

void
by_write(struct text *t, const struct ipc_process *by)
{
	text_number(t, by->pid);
	if (by->command != NULL) {
		text_char(t, '/');
		text_escape(t, by->command, ESCAPE_SPACE);
	}
	if (by->uid != UNKNOWN) {
		text_char(t, ' ');
		text_escape(t, user_from_uid((uid_t)by->uid, 0), ESCAPE_SPACE);
	}
	if (by->how != NULL && strcmp(by->how, CULPRIT_TOLD) != 0) {
		text_str(t, " (");
		text_str(t, by->how);
		text_char(t, ')');
	}
}

bool
by_is_wanted(const struct options *o)
{
	return o->by || o->jsonl || o->command != NULL || o->record != NULL ||
	       (o->format != NULL && strstr(o->format, "%{by}") != NULL);
}

void
by_open(struct watch *watch)
{
	const struct options *o = watch->o;
	unsigned kinds = watched_kinds(o);

	if (!by_is_wanted(o) || !(kinds & ~KINDS_SYSV))
		return;
	watch->culprits = culprits_open(kinds);
	if (watch->culprits == NULL && o->by)
		cli_warn("--by",
		    "processes that create and remove POSIX objects are "
		    "unknown: needs root (CAP_SYS_ADMIN)");
}
