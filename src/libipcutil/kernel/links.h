/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Walks over lists and trees of the kernel, which may change them at the same
 * time, so there is always a bound. Errors are those of reader.h; ELOOP if
 * there are more entries than the bound, or the tree is deeper than any can be.
 */
#ifndef LINKS_H
#define LINKS_H

#include "kernel/reader.h"

/* The largest entry of a tree, in bytes. */
#define KERNEL_ENTRY 512

/*
 * Calls `call` with the address of each entry's struct list_head; it ends the
 * walk with a value other than 0, which is returned. Each entry has to point
 * back to the one before; otherwise it is EAGAIN.
 */
int kernel_list(struct kernel *, uint64_t head, int64_t most,
    int (*call)(void *arg, uint64_t link), void *arg);

/* The structure of a tree's entries, and their member that links them. */
struct kernel_tree {
	enum kernel_member entry; /* at most KERNEL_ENTRY bytes */
	enum kernel_member link;
};

/*
 * Calls `call` for each entry, the rightmost first, with its address and a copy
 * of it that is valid during the call. It ends the walk with a value other than
 * 0, which is returned. `root` is the address of a struct rb_root.
 */
int kernel_tree(struct kernel *, uint64_t root, const struct kernel_tree *,
    int64_t most, int (*call)(void *arg, uint64_t address, const char *entry),
    void *arg);

#endif
