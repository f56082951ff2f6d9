/* SPDX-License-Identifier: BSD-2-Clause */
/* The column table of objects; see column.h. */
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "backend/ref.h"
#include "model/list.h"
#include "show/column.h"
#include "show/value_process.h"

static void
get_object(const void *row, size_t offset, struct value *v)
{
	(void)offset;
	ref_format(row, v->room, sizeof(v->room));
	value_set_text(v, v->room);
}

static const struct value_type type_object = {
	.name = "object",
	.class = VALUE_TEXT,
	.get = get_object,
	.text = value_ref_text,
	.json = value_text_json,
};

static void
get_kind(const void *row, size_t offset, struct value *v)
{
	const struct ipc_object *o = row;

	(void)offset;
	value_set_text(v, o->kind->word);
}

static void
get_api(const void *row, size_t offset, struct value *v)
{
	const struct ipc_object *o = row;

	(void)offset;
	value_set_text(v, o->kind->api);
}

/* A notification is a signal, a thread, or nobody is registered. */
static void
get_notify(const void *row, size_t offset, struct value *v)
{
	int64_t notify = value_number_at(row, offset);
	const char *name = NULL;

	if (notify == UNKNOWN || notify >= NOTIFY_THREAD) {
		value_set_text(v, notify == UNKNOWN	    ? NULL
				  : notify == NOTIFY_THREAD ? "thread"
							    : "none");
		return;
	}
#ifdef HAVE_SIGABBREV_NP
	name = sigabbrev_np((int)notify);
#endif
	if (name != NULL)
		snprintf(v->room, sizeof(v->room), "SIG%s", name);
	else
		snprintf(v->room, sizeof(v->room), "signal%d", (int)notify);
	value_set_text(v, v->room);
}

/*
 * Type of a column whose text is computed from a row. The programs' own words
 * need no escaping.
 */
#define COMPUTED(get_it, reject)                                               \
	{                                                                      \
		.name = "text", .class = VALUE_TEXT, .get = get_it,            \
		.text = value_ref_text, .json = value_text_json,               \
		.wrong = (reject)                                              \
	}
static const struct value_type type_kind = COMPUTED(get_kind, value_wrong_kind);
static const struct value_type type_api = COMPUTED(get_api, value_wrong_api);
static const struct value_type type_notify = COMPUTED(get_notify, NULL);

/* A member whose type differs from that of the column does not compile. */
#define AT(member, type)                                                       \
	_Generic(((struct ipc_object *)0)->member, type                        \
		 : offsetof(struct ipc_object, member))
#define INT(member) AT(member, int64_t)
#define ARRAY(member) AT(member, struct ipc_array)
#define PROCESSES(member) AT(member, struct ipc_processes)

static const struct column columns[] = {
	{ "object", &type_object, 0, KINDS_ALL, 0,
	    "the object, as all programs accept it" },
	{ "kind", &type_kind, 0, KINDS_ALL, 0, "mq, shm or sem" },
	{ "api", &type_api, 0, KINDS_ALL, 0, "posix or sysv" },
	{ "name", &value_text, AT(name, char *), KINDS_POSIX, 0,
	    "name of a POSIX object" },
	{ "was", &value_text, AT(was, char *),
	    KINDS_POSIX | KIND_SYSV_SHM | KINDS_SOME, NEED_AREAS,
	    "name, or key, that it had before it was removed" },
	{ "id", &value_number, INT(id), KINDS_SYSV, 0,
	    "identifier of a System V object" },
	{ "key", &value_key, INT(key), KINDS_SYSV, 0,
	    "key of a System V object; 0 is IPC_PRIVATE" },
	{ "ns", &value_number, INT(ns), KINDS_ALL, 0,
	    "IPC namespace, as an inode number" },
	{ "unit", &value_text, AT(unit, char *), KINDS_ALL | KINDS_SOME, 0,
	    "service or container whose namespace it is" },
	{ "owner", &value_user, INT(uid), KINDS_ALL, 0, "owner" },
	{ "uid", &value_id, INT(uid), KINDS_ALL, 0, "owner's user id" },
	{ "group", &value_group, INT(gid), KINDS_ALL, 0, "owner's group" },
	{ "gid", &value_id, INT(gid), KINDS_ALL, 0, "owner's group id" },
	{ "creator", &value_user, INT(cuid), KINDS_SYSV, 0,
	    "user who created it" },
	{ "cuid", &value_id, INT(cuid), KINDS_SYSV, 0, "creator's user id" },
	{ "creator_group", &value_group, INT(cgid), KINDS_SYSV, 0,
	    "creator's group" },
	{ "cgid", &value_id, INT(cgid), KINDS_SYSV, 0, "creator's group id" },
	{ "mode", &value_mode, INT(mode), KINDS_ALL, 0,
	    "permissions, in octal" },
	{ "perms", &value_perms, INT(mode), KINDS_ALL, 0,
	    "permissions, as ls shows them" },
	{ "label", &value_text, AT(label, char *), KINDS_POSIX | KINDS_SOME,
	    NEED_LABEL, "label of a security module, as SELinux" },
	{ "ctime", &value_time, INT(ctime), KINDS_ALL, 0,
	    "created, or owner, mode or limits changed" },
	{ "mtime", &value_time, INT(mtime), KINDS_POSIX, 0,
	    "file last written; of a queue: last message in or out" },
	{ "btime", &value_time, INT(btime), KINDS_POSIX | KINDS_SOME, 0,
	    "created" },
	{ "stime", &value_time, INT(stime), KIND_SYSV_MSG | KINDS_SOME, 0,
	    "last message sent" },
	{ "rtime", &value_time, INT(rtime), KIND_SYSV_MSG | KINDS_SOME, 0,
	    "last message received" },
	{ "atime", &value_time, INT(atime),
	    KINDS_POSIX | KIND_SYSV_SHM | KINDS_SOME, 0,
	    "last attached; of POSIX objects: file last read" },
	{ "dtime", &value_time, INT(dtime), KIND_SYSV_SHM | KINDS_SOME, 0,
	    "last detached" },
	{ "otime", &value_time, INT(otime), KIND_SYSV_SEM | KINDS_SOME, 0,
	    "last semaphore operation" },
	{ "age", &value_duration, INT(age), KINDS_ALL, 0,
	    "time since created or changed; POSIX queue: since a message" },
	{ "idle", &value_duration, INT(idle),
	    KINDS_MQ | KINDS_SYSV | KINDS_SOME, 0,
	    "time since it was last used" },
	{ "messages", &value_number, INT(messages), KINDS_MQ, NEED_ATTR,
	    "messages in the queue" },
	{ "bytes", &value_size, INT(bytes), KINDS_MQ, NEED_QUEUE_FILE,
	    "bytes of the messages in the queue" },
	{ "max_messages", &value_number, INT(max_messages), KIND_POSIX_MQ,
	    NEED_ATTR, "messages that fit" },
	{ "max_bytes", &value_size, INT(max_bytes), KIND_SYSV_MSG, 0,
	    "bytes that fit" },
	{ "max_message_size", &value_size, INT(max_message_size), KIND_POSIX_MQ,
	    NEED_ATTR, "size of the largest message" },
	{ "fill", &value_percent, INT(fill), KINDS_MQ, NEED_ATTR,
	    "how full it is; 100 is full" },
	{ "fill_by", &value_text, AT(fill_by, const char *), KINDS_MQ,
	    NEED_ATTR, "messages or bytes, whichever fill it most" },
	{ "lspid", &value_number, INT(lspid), KIND_SYSV_MSG | KINDS_SOME, 0,
	    "process that sent last" },
	{ "lrpid", &value_number, INT(lrpid), KIND_SYSV_MSG | KINDS_SOME, 0,
	    "process that received last" },
	{ "notify", &type_notify, INT(notify), KIND_POSIX_MQ, NEED_QUEUE_FILE,
	    "notification by mq_notify(3): a signal, thread, none" },
	{ "notify_pid", &value_number, INT(notify_pid),
	    KIND_POSIX_MQ | KINDS_SOME, NEED_QUEUE_FILE,
	    "process registered with mq_notify(3)" },
	{ "size", &value_size, INT(size), KINDS_SHM, 0, "size" },
	{ "rss", &value_size, INT(rss), KINDS_SHM, NEED_RSS,
	    "memory in use; POSIX objects: including swapped-out pages" },
	{ "swap", &value_size, INT(swap), KIND_SYSV_SHM, NEED_RSS,
	    "swapped out" },
	{ "page_size", &value_size, INT(page_size), KINDS_SHM,
	    NEED_PAGE_SIZE | NEED_AREAS, "size of its pages" },
	{ "nattch", &value_number, INT(nattch), KIND_SYSV_SHM, 0,
	    "times it is attached" },
	{ "cpid", &value_number, INT(cpid), KIND_SYSV_SHM | KINDS_SOME, 0,
	    "process that created it" },
	{ "lpid", &value_number, INT(lpid), KIND_SYSV_SHM | KINDS_SOME, 0,
	    "process that attached or detached last" },
	{ "status", &value_text, AT(status, const char *),
	    KIND_SYSV_SHM | KIND_POSIX_SEM | KINDS_SOME, 0,
	    "dest, locked, truncated, 32-bit" },
	{ "dest", &value_truth, INT(dest), KIND_SYSV_SHM, 0,
	    "was removed; disappears when it is detached" },
	{ "locked", &value_truth, INT(locked), KIND_SYSV_SHM, 0,
	    "kept from being swapped out" },
	{ "nsems", &value_number, INT(nsems), KINDS_SEM, 0,
	    "semaphores in the set" },
	{ "value", &value_number, INT(value), KINDS_SEM, NEED_VALUES,
	    "value, if it is one semaphore" },
	{ "values", &value_list, ARRAY(values), KINDS_SEM, NEED_VALUES,
	    "value of each semaphore" },
	{ "pid", &value_list, ARRAY(pid), KIND_SYSV_SEM, NEED_SEMS,
	    "process of the last operation on each" },
	{ "ncnt", &value_list, ARRAY(ncnt), KINDS_SEM, NEED_SEMS,
	    "threads that wait for each to increase" },
	{ "zcnt", &value_list, ARRAY(zcnt), KIND_SYSV_SEM, NEED_SEMS,
	    "threads that wait for each to be zero" },
	{ "command", &value_text, AT(command, char *),
	    KIND_SYSV_SHM | KINDS_SOME, NEED_COMMAND,
	    "command of the process that created it" },
	{ "holders", &value_number, INT(holders), KINDS_HELD, NEED_HOLDERS,
	    "processes that have it open, mapped or attached" },
	{ "holders_outside", &value_number, INT(holders_outside),
	    KINDS_SHM | KIND_POSIX_SEM, NEED_HOLDERS,
	    "holders outside of this PID namespace" },
	{ "waiters", &value_number, INT(waiters), KINDS_WAITED, NEED_WAITERS,
	    "threads that are blocked on it" },
	{ "waiters_outside", &value_number, INT(waiters_outside),
	    KIND_POSIX_MQ | KIND_SYSV_MSG | KIND_SYSV_SEM, NEED_WAITERS,
	    "waiters outside of this PID namespace" },
	{ "holder_pids", &value_pids, ARRAY(holder_pids), KINDS_HELD,
	    NEED_HOLDERS, "the processes that hold it" },
	{ "holder_commands", &value_commands, PROCESSES(held_by), KINDS_HELD,
	    NEED_HOLDERS, "their commands" },
	{ "waiter_pids", &value_pids, ARRAY(waiter_pids), KINDS_WAITED,
	    NEED_WAITERS, "the processes that wait for it" },
	{ "held_by", &value_holders, PROCESSES(held_by), KINDS_HELD,
	    NEED_HOLDERS, "processes that hold it, and how" },
	{ "waited_by", &value_waiters, PROCESSES(waited_by), KINDS_WAITED,
	    NEED_WAITERS, "processes that wait for it, and their calls" },
	{ "undo_by", &value_undos, PROCESSES(undo_by), KIND_SYSV_SEM,
	    NEED_WAITERS, "processes with SEM_UNDO adjustments" },
	{ "orphan", &value_truth, INT(orphan), KINDS_ALL, NEED_VERDICT,
	    "no living process can use it" },
	{ "likely_orphan", &value_truth, INT(likely_orphan), KINDS_ALL,
	    NEED_VERDICT,
	    "no process holds it, and its recorded users have ended" },
	{ "evidence", &value_evidence, AT(evidence, char *), KINDS_ALL,
	    NEED_VERDICT | NEED_EVIDENCE, "evidence for and against that" },
};

/*
 * Says whether the object has a value in the column. Columns marked KINDS_SOME
 * count as "has none": not every object of the kind has one. The column `value`
 * exists for a single semaphore only.
 */
static bool
object_has(const struct column *column, const void *row)
{
	const struct ipc_object *o = row;

	if (!(column->kinds & o->kind->bit) || column->kinds & KINDS_SOME)
		return false;
	return column->offset != offsetof(struct ipc_object, value) ||
	       o->nsems <= 1;
}

static int
object_cmp(const void *a, const void *b)
{
	return ipc_object_cmp(a, b);
}

const struct table object_table = {
	.name = "objects",
	.columns = columns,
	.n = sizeof(columns) / sizeof(*columns),
	.cmp = object_cmp,
	.has = object_has,
};
