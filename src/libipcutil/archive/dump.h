/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes objects into an archive: the list of objects first, then the contents
 * of each, then notes about objects that are missing or may have changed.
 */
#ifndef DUMP_H
#define DUMP_H

#include "archive/tar_out.h"
#include "model/list.h"

struct dump {
	struct tar_out *out;
	struct kernel *kernel; /* NULL: POSIX queues cannot be read */
	bool receive;	       /* remove messages from queues */
	int64_t taken;	       /* messages received from the last object */
	struct text notes;     /* owned */
};

enum dumped {
	DUMP_DONE,
	DUMP_CHANGED, /* written, but it changed or may have */
	DUMP_MISSING, /* not written; errno says why */
	DUMP_STOPPED, /* archive not writable; errno says why */
};

/* Returns what must have been read of each object: NEED_... */
unsigned dump_need(void);

/* Writes the list of the objects that follow. Returns 0, or -1 with errno. */
int dump_list(struct dump *, const struct ipc_list *);

/*
 * Writes an object of the list, as it was when it was read for the list. The
 * caller ignores SIGIO: a lease is used to find out whether somebody else may
 * write to the memory, fcntl(2).
 */
enum dumped dump_object(struct dump *, struct ipc_object *);

/*
 * Writes the notes and ends the archive. Returns 0, or -1 with errno. Frees
 * what the structure owns; `kernel` stays the caller's.
 */
int dump_end(struct dump *);

#endif
