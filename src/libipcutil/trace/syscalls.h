/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system calls that are traced: what each does to which object, by its
 * arguments and its result. A table of functions, one row a call.
 */
#ifndef SYSCALLS_H
#define SYSCALLS_H

#include "trace/call.h"
#include "trace/reader.h"
#include "trace/thread.h"

struct syscall_row;

/* A call that has begun. */
struct pending {
	struct call call;
	const struct syscall_row *row; /* NULL: there is none */
	struct thread *thread;
	struct threads *threads;
	uint64_t args[TRACE_ARGS];
	int64_t began; /* CLOCK_MONOTONIC, as now */
	int64_t now;   /* the time of the record at hand */
	bool fresh;    /* memory is as it was, as far as records tell */
	bool running;  /* the call has not ended, as far as records tell */
	bool alone;    /* no other such call of the thread was recorded since */
	bool last;     /* nothing of the thread was recorded since */
	size_t data;   /* so many bytes of a message are wanted */
	int64_t read;  /* when its message was read, if it has begun */
	bool strange;  /* the caller is where we cannot see */
	bool none;     /* it is of no object */
};

struct syscall_row {
	const char *name;
	unsigned kinds; /* KIND_... that it can be of */
	/* The argument that is a path in /dev/shm: others are not recorded. */
	const char *path;
	void (*enter)(struct pending *);
	/*
	 * Called with the result, see syscall_error(). NULL: it adds nothing.
	 */
	void (*leave)(struct pending *, int64_t result);
};

extern const struct syscall_row syscall_rows[];
extern const size_t syscall_count;

/* Whether the call is on a file in /dev/shm, which is in no IPC namespace. */
bool syscall_is_by_name(const struct syscall_row *);

/* The errno that a result stands for; 0: it is none. */
int syscall_error(int64_t result);

/* Adds operations as "0-1,1+1u": num, op, and u for SEM_UNDO, n IPC_NOWAIT. */
struct sembuf;
void syscall_write_ops(const struct sembuf *, size_t n, struct text *);

/*
 * The object that a path in /dev/shm stands for, into the call; false if it is
 * none.
 */
bool syscall_set_path(struct call *, const char *path);

#endif
