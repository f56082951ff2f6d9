/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds the holders of an object: processes that have it mapped, attached or
 * open. Objects are identified by device and inode, so it also finds unlinked
 * objects, semaphores that were created under a temporary name, and files with
 * two names.
 */
#ifndef HOLDER_H
#define HOLDER_H

#include "process/walk.h"

/* The values of ipc_process.how. */
extern const char holder_mapped[];
extern const char holder_open[];
extern const char holder_both[];

/*
 * Its finish() counts the holders. A count is known if every process was
 * examined, or if the kernel's own number of attachments shows that all were
 * found; else it stays UNKNOWN.
 */
extern const struct walk_visitor holder_visitor;

#endif
