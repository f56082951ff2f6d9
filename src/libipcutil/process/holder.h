/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who holds an object: the processes that have it mapped, attached or open.
 * Joined by device and inode, which also serves what was unlinked, a semaphore
 * that the C library made under another name, and two names for one file.
 */
#ifndef HOLDER_H
#define HOLDER_H

#include "process/walk.h"

/* What ipc_process.how may be: mapped, open, or "both". */
extern const char holder_mapped[];
extern const char holder_open[];
extern const char holder_both[];

/*
 * In the end it counts what was found. A number is known if every process was
 * looked at, or if the kernel's own count of a segment says that all were
 * found.
 */
extern const struct walk_visitor holder_visitor;

#endif
