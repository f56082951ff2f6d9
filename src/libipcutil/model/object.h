/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One flat structure for the objects of all six kinds, and lists of them.
 *
 * Every number is an int64_t; UNKNOWN is what the object does not have or we
 * may not read. A missing string is NULL, an unknown array has n of UNKNOWN.
 * Keys are widened unsigned: 0xffffffff is a key. Times are seconds since
 * 1970, sizes bytes, pids those of our PID namespace.
 */
#ifndef OBJECT_H
#define OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/unknown.h"

struct ipc_kind;

/* Numbers in a row; owned by whoever holds the structure. */
struct ipc_array {
	int64_t n;
	int64_t *v;
};

/*
 * A process that holds an object, or a thread that waits for it. The command
 * is owned, any bytes, NULL if it could not be read.
 */
struct ipc_process {
	int64_t pid;
	int64_t tid; /* of a holder UNKNOWN */
	int64_t uid;
	char *command;
	const char *how; /* constant: see holder.h and waiter.h */
	/* Of waiters, if it is what they wait for: */
	bool typed;	      /* it wants a message of a type: */
	int64_t type;	      /* as msgrcv(2) has it; any number */
	int64_t bytes;	      /* size of the message that it has to send */
	int64_t max_size;     /* largest message that it takes */
	int64_t priority;     /* of the message that it has to send */
	struct ipc_array ops; /* of semop(2): number, operation, and so on */
	int64_t blocks;	      /* which of these it is, from 1 on */
	/* Of holders, where it is mapped: start, end, access, and so on. */
	struct ipc_array areas;
	/* If NEED_USES asked for it, by which descriptors: number, access. */
	struct ipc_array descriptors;
};

/* n is UNKNOWN as long as nobody has looked for them. */
struct ipc_processes {
	int64_t n;
	struct ipc_process *v;
};

struct ipc_object {
	const struct ipc_kind *kind;

	char *was;  /* its name, or key, before it was removed; owned */
	char *name; /* POSIX: as mq_open(3) takes it, with its slash; owned */
	int64_t id;
	int64_t key;
	int64_t dev; /* POSIX: of its file; with ino, which object it is */
	int64_t ino;
	int64_t ns; /* inode number of the IPC namespace it lives in */
	char *unit; /* the service or container whose that is; owned */

	int64_t uid;
	int64_t gid;
	int64_t cuid;
	int64_t cgid;
	int64_t mode; /* permission bits only */
	char *label;  /* that a security module gave it: any bytes; owned */

	int64_t ctime;
	int64_t mtime;
	int64_t btime;
	int64_t stime;
	int64_t rtime;
	int64_t atime;
	int64_t dtime;
	int64_t otime;
	int64_t made; /* made, or last changed where that is not known */
	int64_t used; /* last used; INT64_MAX: in use now */
	int64_t age;  /* seconds since made */
	int64_t idle; /* seconds since used */

	int64_t messages;
	int64_t bytes;
	int64_t max_messages;
	int64_t max_bytes;
	int64_t max_message_size;
	int64_t fill;	     /* percent, rounded down: 100 is full */
	const char *fill_by; /* what there is most of: bytes, messages */
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
	const char *status; /* constant */

	int64_t nsems;
	int64_t value; /* if it is one semaphore */
	struct ipc_array values;
	struct ipc_array pid;
	struct ipc_array ncnt;
	struct ipc_array zcnt;

	/* Who was seen; there may be more where the number is UNKNOWN. */
	struct ipc_processes held_by;
	struct ipc_processes waited_by;
	/* Whose end changes the set: ops has semaphores and adjustments. */
	struct ipc_processes undo_by;
	struct ipc_array holder_pids;
	struct ipc_array waiter_pids; /* each once */
	int64_t holders;
	int64_t holders_outside; /* of these, outside of our PID namespace */
	int64_t waiters;	 /* threads */
	int64_t waiters_outside; /* of these, outside of our PID namespace */
	int64_t orphan;		 /* 0 or 1 */
	int64_t likely_orphan;
	char *evidence; /* for that, in words; owned */
	char *doubt;	/* why it is not certain, in words; owned */
	char *command;	/* of the process that made it; owned */
};

/* What struct ipc_object's notify may be beside a signal number. */
enum ipc_notify { NOTIFY_THREAD = 1000, NOTIFY_NONE };

/* A list owns its objects. Start with { 0 }. */
struct ipc_list {
	struct ipc_object **v;
	size_t n;
	size_t size;
};

/* An object of which nothing but the kind is known. */
void ipc_object_init(struct ipc_object *, const struct ipc_kind *);
/* A new one, to be freed. */
struct ipc_object *ipc_object_new(const struct ipc_kind *);
void ipc_object_free(struct ipc_object *);

/* Room for n numbers, all UNKNOWN; what was there before is freed. */
void ipc_array_set(struct ipc_array *, size_t n);

void ipc_array_add(struct ipc_array *, int64_t);

/* Whether the number is one of them; of an array that is UNKNOWN, it is not. */
bool ipc_array_has(const struct ipc_array *, int64_t);

/* Adds a process of which nothing is known yet but the pid; it is returned. */
struct ipc_process *ipc_process_add(struct ipc_processes *, int64_t pid);
/* Adds where it has the object mapped; access as in proc(5), 1 being `r'. */
void ipc_process_add_area(
    struct ipc_process *, uint64_t start, uint64_t end, int64_t access);
/* Adds one that belonged to another list. */
void ipc_processes_take(struct ipc_processes *, const struct ipc_process *);
/* Frees what they have, so that there are none. */
void ipc_processes_clear(struct ipc_processes *);
/*
 * Sorts them by pid and tid, and leaves of each one; true if that dropped any.
 */
bool ipc_processes_unique(struct ipc_processes *);

/* Takes the object over. */
void ipc_list_add(struct ipc_list *, struct ipc_object *);
/* Frees the objects from the nth on. */
void ipc_list_cut(struct ipc_list *, size_t n);
void ipc_list_free(struct ipc_list *);

/* Order by kind, namespace, then name or id; 0 if these are the same. */
int ipc_object_cmp(const struct ipc_object *, const struct ipc_object *);
/* Sorts by that order. */
void ipc_list_sort(struct ipc_list *);
/* The same of what one place has, dropping objects that are there twice. */
void ipc_list_unique(struct ipc_list *);

#endif
