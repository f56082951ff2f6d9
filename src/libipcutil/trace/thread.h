/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The threads whose calls are traced. The kernel numbers them as its first PID
 * namespace does. What one is, is asked of /proc when it is first met, or known
 * from its birth: a child is in the IPC namespace of its parent, unless
 * clone(2) says otherwise, and has its command until it gets another. So a
 * process that has ended before anybody could look is known all the same.
 *
 * What is not known stays unknown. Names and memory can only be read as long as
 * a process lives.
 */
#ifndef THREAD_H
#define THREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct thread {
	int64_t tid;	 /* as the first PID namespace has it */
	int64_t process; /* the same of its process; UNKNOWN */
	int64_t own_tid; /* as ours has it; UNKNOWN: it is not in there */
	int64_t own_pid;
	int64_t ipc_ns;	 /* inode number of the IPC namespace; UNKNOWN */
	int64_t shm;	 /* device of its /dev/shm; UNKNOWN */
	uint64_t making; /* flags of unshare(2) or setns(2), which has begun */
	bool roots;	 /* it may have other mounts than when we looked */
	int64_t others;	 /* threads of it that are known, if it is a process */
	bool joined;	 /* it is one of these */
	bool ended;	 /* and others of its process have not */
	bool gone; /* from /proc, so that nothing more can be read of it */
	char command[17];
	/* Whether its calls are left out, kept by aside.h. */
	unsigned calls; /* that were recorded */
	int64_t aside;	/* since when; 0: they are not */
	int64_t back;	/* until when they were; 0 */
	/* The caller's own data about its call: released with the thread. */
	void *call;
	/* Names behind descriptors and addresses, of a process. */
	struct thread_name *names;
	size_t nnames;
	struct thread *next;
};

/* The object behind a descriptor, or of a segment attached at an address. */
struct thread_name {
	uint64_t number;
	int64_t seen; /* when it was learnt */
	int64_t id;   /* UNKNOWN: it has a name */
	char *name;   /* owned, or NULL */
};

struct threads;

/*
 * NULL with errno if a thread cannot be told from here: ENOTSUP in a PID
 * namespace below the first, where the kernel's memory may not be read. A
 * thread that is forgotten has its `call` released, also if that is NULL.
 */
struct threads *threads_new(void (*release)(void *call));
void threads_free(struct threads *);

/* The thread, looked at if it is new; never NULL. */
struct thread *threads_get(struct threads *, int64_t tid);
/* The thread, or NULL if it is new. */
struct thread *threads_find(struct threads *, int64_t tid);
/* The process of a thread, or itself if that is not known. */
struct thread *threads_process(struct threads *, struct thread *);

/* Calls `each` with every thread that is known. */
void threads_each(
    struct threads *, void (*each)(void *arg, struct thread *), void *arg);

/* It was made by another, with these flags of clone(2). */
void threads_born(struct threads *, int64_t parent, int64_t tid,
    const char *command, uint64_t flags);
void threads_renamed(struct threads *, int64_t tid, const char *command);
/*
 * It begins to make namespaces of its own, by flags of unshare(2), and it has
 * made these, or failed.
 */
void threads_unshare(struct threads *, int64_t tid, uint64_t flags);
void threads_unshared(struct threads *, int64_t tid, bool made);
/* It has entered others: which, has to be looked at. */
void threads_moved(struct threads *, int64_t tid);
/*
 * A process that has other threads is known until these have ended, too. The
 * process of which it was the last one, as ours numbers it; UNKNOWN.
 */
int64_t threads_ended(struct threads *, int64_t tid);

/*
 * Its directory below /proc; -1 with errno. One that has ended is looked for
 * once only, as many of its records may still be there.
 */
int thread_open(struct thread *);

/* The device of the /dev/shm that it sees; UNKNOWN. */
int64_t thread_shm(struct thread *);

/*
 * Returns the name of the queue behind a descriptor, with its slash; NULL if it
 * is no queue, or cannot be read. A name is used again for 10 ms. The string
 * belongs to the process.
 */
const char *thread_queue(
    struct threads *, struct thread *, int fd, int64_t now);
/*
 * Reads the link of a descriptor; false if that fails, or if the file has been
 * unlinked.
 */
bool thread_link(struct thread *, int fd, char *link, size_t size);

/*
 * The descriptor is another one since then: with this name, unless it is NULL,
 * or, if it still is the same, what can be seen behind it.
 */
void thread_reopened(struct threads *, struct thread *, int fd,
    const char *name, bool same, int64_t then);

/* A new process inherits its parent's descriptors and attached segments. */
void thread_inherit(struct thread *child, const struct thread *parent);

/* Which segment is attached at that address; UNKNOWN. */
int64_t thread_segment(struct threads *, struct thread *, uint64_t address);
void thread_attached(
    struct threads *, struct thread *, uint64_t address, int64_t id);

/*
 * Copies memory of the thread as it is now, or a string of it. False if it
 * cannot be read.
 */
bool thread_read(struct thread *, uint64_t address, void *to, size_t length);
bool thread_string(struct thread *, uint64_t address, struct text *);

#endif
