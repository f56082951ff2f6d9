/* SPDX-License-Identifier: BSD-2-Clause */
/* Walks over lists and trees of the kernel; see links.h. */
#include <errno.h>

#include "kernel/links.h"

/* A red-black tree of four billion entries is not deeper. */
#define DEPTH 64

/* The two members of struct list_head. */
struct link {
	uint64_t next;
	uint64_t before;
};

int
kernel_list(struct kernel *k, uint64_t head, int64_t most,
    int (*call)(void *arg, uint64_t link), void *arg)
{
	uint64_t before = head, at;
	struct link link;
	int status;
	int64_t n;

	if (kernel_read(k, head, &link, sizeof(link)) == -1)
		return -1;
	for (n = 0; (at = link.next) != head; n++, before = at) {
		if (n == most) {
			errno = ELOOP;
			return -1;
		}
		if (kernel_read(k, at, &link, sizeof(link)) == -1)
			return -1;
		/*
		 * An entry that was removed still points to the list, or
		 * elsewhere.
		 */
		if (link.before != before) {
			errno = EAGAIN;
			return -1;
		}
		if ((status = call(arg, at)) != 0)
			return status;
	}
	return 0;
}

struct walk {
	struct kernel *k;
	const struct kernel_tree *tree;
	struct {
		uint64_t address;
		char entry[KERNEL_ENTRY];
	} stack[DEPTH];
	int depth;
	int64_t left; /* entries left until the bound */
};

/* Pushes an entry and all entries down its right side, which come first. */
static int
descend(struct walk *w, uint64_t link)
{
	uint32_t to_link = kernel_offset(w->k, w->tree->link);
	char *entry;

	while (link != 0) {
		if (w->depth == DEPTH || w->left-- == 0) {
			errno = ELOOP;
			return -1;
		}
		w->stack[w->depth].address = link - to_link;
		entry = w->stack[w->depth].entry;
		if (kernel_read(w->k, link - to_link, entry,
			kernel_size(w->k, w->tree->entry)) == -1)
			return -1;
		w->depth++;
		link = kernel_pick_pointer(w->k, entry + to_link, K_RB_RIGHT);
	}
	return 0;
}

static int
check_tree(const struct kernel *k, const struct kernel_tree *tree)
{
	const enum kernel_member used[] = {
		tree->entry,
		tree->link,
		K_RB_LEFT,
		K_RB_RIGHT,
		K_RB_ROOT,
	};

	if (kernel_has(k, used, sizeof(used) / sizeof(*used)) == -1)
		return -1;
	if (kernel_size(k, tree->entry) <= KERNEL_ENTRY &&
	    kernel_is_within(k, tree->link, kernel_size(k, tree->entry)) &&
	    kernel_is_within(k, K_RB_LEFT, kernel_size(k, tree->link)) &&
	    kernel_is_within(k, K_RB_RIGHT, kernel_size(k, tree->link)))
		return 0;
	errno = ENOTSUP;
	return -1;
}

int
kernel_tree(struct kernel *k, uint64_t root, const struct kernel_tree *tree,
    int64_t most, int (*call)(void *arg, uint64_t address, const char *entry),
    void *arg)
{
	struct walk w = { .k = k, .tree = tree, .left = most };
	uint64_t link, left;
	char *entry;
	int status;

	if (check_tree(k, tree) == -1 ||
	    kernel_pointer(k, root, K_RB_ROOT, &link) == -1 ||
	    descend(&w, link) == -1)
		return -1;
	while (w.depth > 0) {
		entry = w.stack[--w.depth].entry;
		left = kernel_pick_pointer(
		    k, entry + kernel_offset(k, tree->link), K_RB_LEFT);
		status = call(arg, w.stack[w.depth].address, entry);
		if (status != 0)
			return status;
		if (descend(&w, left) == -1)
			return -1;
	}
	return 0;
}
