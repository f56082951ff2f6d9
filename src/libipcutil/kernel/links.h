/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's lists and trees, walked while others may change them: never
 * further than a bound. Errors as in reader.h; ELOOP if there are more than the
 * bound, or the tree is deeper than any can be.
 */
#ifndef LINKS_H
#define LINKS_H

#include "kernel/reader.h"

/* Bytes of the largest entry of a tree. */
#define KERNEL_ENTRY 512

/*
 * Called with the address of an entry's struct list_head; not 0 ends it. Each
 * entry must point back to the one before, else it is EAGAIN.
 */
int kernel_list(struct kernel *, uint64_t head, int64_t most,
    int (*call)(void *arg, uint64_t link), void *arg);

/* Of what structures a tree consists, and which member is the link. */
struct kernel_tree {
	enum kernel_member entry; /* at most KERNEL_ENTRY bytes */
	enum kernel_member link;
};

/*
 * Called for each entry, the rightmost first, with its address and what was
 * read of it; not 0 ends the walk. `root' is the address of a struct rb_root.
 */
int kernel_tree(struct kernel *, uint64_t root, const struct kernel_tree *,
    int64_t most, int (*call)(void *arg, uint64_t address, const char *entry),
    void *arg);

#endif
