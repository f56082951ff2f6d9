/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The structure of objects, the same for all six kinds.
 *
 * Every number is an int64_t, UNKNOWN if the object does not have it or we may
 * not read it. A missing string is NULL; a missing array has an n of UNKNOWN.
 * Keys are unsigned: 0xffffffff is a key. Times are seconds since 1970, sizes
 * bytes, pids those of our PID namespace.
 *
 * Without memory the functions exit (base/xalloc.h); they have no other errors.
 */
#ifndef OBJECT_H
#define OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/unknown.h"

struct ipc_kind;

/* An array of numbers; it belongs to the structure that contains it. */
struct ipc_array {
	int64_t n;
	int64_t *v;
	size_t room; /* for how many there is room in v */
};

/*
 * A process that holds an object, or a thread that waits for one. The command
 * is owned; it may contain any bytes and is NULL if it could not be read.
 */
struct ipc_process {
	int64_t pid;
	int64_t tid; /* the waiting thread; UNKNOWN of a holder */
	int64_t uid;
	char *command;
	const char *how; /* a constant: see holder.h and waiter.h */
	/* For waiters, as far as their system call has it: */
	bool typed;	      /* it waits for a message of a type */
	int64_t type;	      /* as in msgrcv(2): any number */
	int64_t bytes;	      /* size of the message that it wants to send */
	int64_t max_size;     /* size of the largest message that it accepts */
	int64_t priority;     /* of the message that it wants to send */
	struct ipc_array ops; /* of semop(2): num, op, num, op, ... */
	int64_t blocks;	      /* which of the ops blocks, from 1 on */
	/*
	 * For holders, the mappings: start, end, access, start, end, access,
	 * ...
	 */
	struct ipc_array areas;
	/* For holders, with NEED_USES, the descriptors: number, access, ... */
	struct ipc_array descriptors;
};

/* n is UNKNOWN until they have been searched for. */
struct ipc_processes {
	int64_t n;
	struct ipc_process *v;
	size_t room; /* as in struct ipc_array */
};

struct ipc_object {
	const struct ipc_kind *kind;

	char *was;  /* name or key before it was removed; owned */
	char *name; /* POSIX: as for mq_open(3), with its slash; owned */
	int64_t id;
	int64_t key;
	/* POSIX: device of its file; dev and ino identify the object. */
	int64_t dev;
	int64_t ino;
	int64_t ns; /* inode number of the IPC namespace it is in */
	/* Service or container that the namespace belongs to; owned. */
	char *unit;

	int64_t uid;
	int64_t gid;
	int64_t cuid;
	int64_t cgid;
	int64_t mode; /* permission bits only */
	char *label;  /* from a security module: any bytes; owned */

	int64_t ctime;
	int64_t mtime;
	int64_t btime;
	int64_t stime;
	int64_t rtime;
	int64_t atime;
	int64_t dtime;
	int64_t otime;
	int64_t made; /* creation; last change if that is not recorded */
	int64_t used; /* last used; INT64_MAX: in use now */
	int64_t age;  /* seconds since `made` */
	int64_t idle; /* seconds since `used` */

	int64_t messages;
	int64_t bytes;
	int64_t max_messages;
	int64_t max_bytes;
	int64_t max_message_size;
	int64_t fill; /* percent, rounded down: 100 is full */
	/* What is fullest: "bytes" or "messages"; a constant. */
	const char *fill_by;
	int64_t lspid;
	int64_t lrpid;
	int64_t notify; /* signal number, or one of enum ipc_notify */
	int64_t notify_pid;

	int64_t size;
	int64_t rss;	   /* bytes */
	int64_t swap;	   /* bytes */
	int64_t page_size; /* bytes */
	int64_t nattch;
	int64_t cpid;
	int64_t lpid;
	int64_t dest;	    /* 0 or 1 */
	int64_t locked;	    /* 0 or 1 */
	const char *status; /* a constant */

	int64_t nsems;
	int64_t value; /* of a POSIX semaphore */
	struct ipc_array values;
	struct ipc_array pid;
	struct ipc_array ncnt;
	struct ipc_array zcnt;

	/*
	 * The processes that were found; if the count is UNKNOWN there may be
	 * more.
	 */
	struct ipc_processes held_by;
	struct ipc_processes waited_by;
	/*
	 * Processes that change the set when they end (SEM_UNDO): ops is num,
	 * adjustment, ...
	 */
	struct ipc_processes undo_by;
	struct ipc_array holder_pids;
	struct ipc_array waiter_pids; /* each pid once */
	int64_t holders;
	int64_t holders_outside; /* those of them outside our PID namespace */
	int64_t waiters;	 /* threads */
	int64_t waiters_outside; /* those of them outside our PID namespace */
	int64_t orphan;		 /* 0 or 1 */
	int64_t likely_orphan;
	char *evidence; /* evidence for likely_orphan, as a sentence; owned */
	/* Why the verdict is not certain, as a sentence; owned. */
	char *doubt;
	char *command; /* command of the creating process; owned */
};

/* Values of `notify` that are not signal numbers. */
enum ipc_notify { NOTIFY_THREAD = 1000, NOTIFY_NONE };

/* Sets everything but the kind to unknown. */
void ipc_object_init(struct ipc_object *, const struct ipc_kind *);
/*
 * Allocates an object with ipc_object_init(); free it with ipc_object_free().
 */
struct ipc_object *ipc_object_new(const struct ipc_kind *);
void ipc_object_free(struct ipc_object *);

/* Makes it an array of n numbers, all UNKNOWN; the old numbers are lost. */
void ipc_array_set(struct ipc_array *, size_t n);

void ipc_array_add(struct ipc_array *, int64_t);

/* True if the array contains the number; false of an unknown array. */
bool ipc_array_has(const struct ipc_array *, int64_t);

/*
 * Appends a process of which only the pid is known. The pointer is valid until
 * the next one is added.
 */
struct ipc_process *ipc_process_add(struct ipc_processes *, int64_t pid);
/*
 * Appends a mapping of the object: addresses, and access as in struct
 * proc_area.
 */
void ipc_process_add_area(
    struct ipc_process *, uint64_t start, uint64_t end, int64_t access);
/* Appends a copy of the structure, and takes over what the process owns. */
void ipc_processes_take(struct ipc_processes *, const struct ipc_process *);
/* Frees the processes; n is 0 then. */
void ipc_processes_clear(struct ipc_processes *);
/* Sorts by pid and tid and drops duplicates. True if there were any. */
bool ipc_processes_unique(struct ipc_processes *);

#endif
