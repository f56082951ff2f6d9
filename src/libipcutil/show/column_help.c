/* SPDX-License-Identifier: BSD-2-Clause */
/* What a field of objects means for one kind of them; see column_help(). */
#include <string.h>

#include "show/column.h"

/* Where the meaning for all kinds speaks of others, or can be closer. */
static const struct {
	const char *name;
	unsigned kinds;
	const char *help;
} helps[] = {
	{ "was", KINDS_POSIX, "name that it had before it was removed" },
	{ "was", KINDS_SYSV, "key that it had before it was removed" },
	{ "ctime", KIND_POSIX_MQ, "message, change, or its file read" },
	{ "ctime", KIND_POSIX_SHM, "attributes or contents changed" },
	{ "ctime", KIND_POSIX_SEM, "attributes or contents changed" },
	{ "ctime", KIND_SYSV_MSG, "created, or attributes changed" },
	{ "ctime", KIND_SYSV_SHM, "created, or attributes changed" },
	{ "ctime", KIND_SYSV_SEM, "created, or attributes or values set" },
	{ "mtime", KIND_POSIX_MQ, "last message sent or received" },
	{ "mtime", KINDS_IN_SHM, "file last written" },
	{ "atime", KIND_POSIX_MQ, "message in or out, or its file read" },
	{ "atime", KINDS_IN_SHM, "file last read" },
	{ "atime", KINDS_SYSV, "last attached" },
	{ "age", KIND_POSIX_MQ, "time since a message, or since created" },
	{ "age", KINDS_ALL, "time since created or changed" },
	{ "idle", KIND_POSIX_MQ, "time since a message, or since created" },
	{ "idle", KIND_SYSV_MSG, "time since a message or change" },
	{ "idle", KIND_SYSV_SHM, "time since used; 0 while attached" },
	{ "idle", KIND_SYSV_SEM, "time since an operation or change" },
	{ "rss", KIND_POSIX_SHM, "memory in use, swapped-out pages included" },
	{ "rss", KIND_SYSV_SHM, "memory in use" },
	{ "status", KIND_SYSV_SHM, "dest: was removed; locked: not swapped" },
	{ "status", KIND_POSIX_SEM, "truncated or 32-bit: cannot be used" },
	{ "nsems", KIND_POSIX_SEM, "semaphores: always one" },
	{ "value", KIND_POSIX_SEM, "value of the semaphore" },
	{ "value", KIND_SYSV_SEM, "value, if the set has one semaphore" },
	{ "holders", KIND_POSIX_MQ, "processes that have it open" },
	{ "holders", KINDS_POSIX, "processes that have it open or mapped" },
	{ "holders", KINDS_SYSV, "processes that have it attached" },
	{ "waiters", KIND_POSIX_MQ | KIND_SYSV_MSG,
	    "threads blocked in sending or receiving" },
	{ "waiters", KIND_POSIX_SEM, "threads blocked in sem_wait(3)" },
	{ "waiters", KIND_SYSV_SEM, "threads blocked in semop(2)" },
	{ "orphan", KINDS_ALL, "yes if no living process can use it" },
	{ "likely_orphan", KINDS_ALL,
	    "whether no process holds it and its recorded users have ended" },
};

const char *
column_help(const struct column *column, unsigned kind)
{
	size_t i;

	for (i = 0; i < sizeof(helps) / sizeof(*helps); i++)
		if (helps[i].kinds & kind &&
		    strcmp(helps[i].name, column->name) == 0)
			return helps[i].help;
	return column->help;
}
