/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects, written into an archive: the list of them first, then what is in
 * each, then notes of those that are not in it as they should be.
 */
#ifndef DUMP_H
#define DUMP_H

#include "archive/tar_out.h"

struct dump {
	struct tar_out *out;
	struct kernel *kernel; /* NULL: POSIX queues cannot be looked at */
	bool receive;	       /* messages are taken off */
	int64_t taken;	       /* messages of the last object, if so */
	struct text notes;     /* owned */
};

enum dumped {
	DUMP_DONE,
	DUMP_CHANGED, /* it is there, but changed meanwhile, or may have */
	DUMP_MISSING, /* it is not there, by errno */
	DUMP_STOPPED, /* the archive cannot be written, by errno */
};

/* What must have been read of each object: NEED_... */
unsigned dump_need(void);

/* Begins with the list of the objects that are to come. 0, or -1 with errno. */
int dump_list(struct dump *, const struct ipc_list *);

/*
 * Then each of them, as it was when it was read for the list. The signal SIGIO
 * is to be ignored: whether somebody else may write to memory is asked by way
 * of a lease, fcntl(2).
 */
enum dumped dump_object(struct dump *, struct ipc_object *);

/* The end: 0, or -1 with errno. Frees what the structure has, but kernel. */
int dump_end(struct dump *);

#endif
