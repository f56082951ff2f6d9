/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entries of the kernel's tables of numbers; see idr.h. A tree (struct xarray)
 * leads from an index to its entry. Each node has 64 slots. A slot that points
 * to another node has bit 1 set.
 */
#include <errno.h>

#include "base/unknown.h"
#include "kernel/idr.h"

#define SLOTS 64
#define DEPTH 8 /* levels of nodes */

static int
fail(int error)
{
	errno = error;
	return -1;
}

int
kernel_idr_begin(struct kernel *k, uint64_t address, struct kernel_idr *idr)
{
	static const enum kernel_member used[] = {
		K_IDR_TREE,
		K_XARRAY_HEAD,
		K_XNODE_SHIFT,
		K_XNODE_SLOTS,
	};

	if (kernel_has(k, used, sizeof(used) / sizeof(*used)) == -1)
		return -1;
	if (kernel_size(k, K_XNODE_SLOTS) != sizeof(idr->slots))
		return fail(ENOTSUP);
	idr->group = UNKNOWN;
	return kernel_address(k, address, K_IDR_TREE, &idr->root);
}

static bool
is_node(uint64_t entry)
{
	return (entry & 3) == 2 && entry > 4096;
}

/* Reads the 64 slots of the lowest node, which has this index. */
static int
descend(struct kernel *k, struct kernel_idr *idr, uint64_t index)
{
	uint64_t entry, node, at;
	int64_t shift;
	int depth;

	idr->group = UNKNOWN;
	if (kernel_pointer(k, idr->root, K_XARRAY_HEAD, &entry) == -1)
		return -1;
	/* A tree that has only index 0 has no node. */
	if (!is_node(entry)) {
		if (index != 0 || entry == 0)
			return fail(ENOENT);
		idr->slots[0] = entry;
		return 0;
	}
	for (depth = 0; depth < DEPTH; depth++) {
		node = entry - 2;
		if (kernel_number(k, node, K_XNODE_SHIFT, &shift) == -1)
			return -1;
		if (shift < 0 || shift > 32)
			return fail(EAGAIN);
		if (shift == 0)
			break;
		at = index >> shift;
		if (depth == 0 && at >= SLOTS)
			return fail(ENOENT);
		at = node + kernel_offset(k, K_XNODE_SLOTS) +
		     at % SLOTS * sizeof(entry);
		if (kernel_read(k, at, &entry, sizeof(entry)) == -1)
			return -1;
		if (!is_node(entry))
			return fail(ENOENT);
	}
	if (depth == DEPTH || (depth == 0 && index >= SLOTS))
		return fail(depth == DEPTH ? ELOOP : ENOENT);
	if (kernel_read(k, node + kernel_offset(k, K_XNODE_SLOTS), idr->slots,
		sizeof(idr->slots)) == -1)
		return -1;
	idr->group = (int64_t)(index / SLOTS);
	return 0;
}

int
kernel_idr_find(
    struct kernel *k, struct kernel_idr *idr, uint64_t index, uint64_t *entry)
{
	if (idr->group != (int64_t)(index / SLOTS) &&
	    descend(k, idr, index) == -1)
		return -1;
	*entry = idr->slots[index % SLOTS];
	return *entry == 0 || is_node(*entry) ? fail(ENOENT) : 0;
}
