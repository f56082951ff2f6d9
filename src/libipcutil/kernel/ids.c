/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System V objects by their ids; see ids.h. A tree (struct xarray) leads from
 * an object's index, the lower bits of its id, to the object. Each node has 64
 * slots. A slot that points to another node has bit 1 set.
 */
#include <errno.h>

#include "base/unknown.h"
#include "kernel/ids.h"
#include "kernel/task.h"

#define SLOTS 64
#define DEPTH 8 /* levels of nodes */

/* The bits of an id that are the index; more with ipcmni_extend. */
#define INDEX 0x7fff
#define INDEX_EXTENDED 0xffffff

static const enum kernel_member perms[] = {
	[KERNEL_SETS] = K_SET_PERM,
	[KERNEL_QUEUES] = K_MSG_PERM,
	[KERNEL_SEGMENTS] = K_SHM_PERM,
};

static int
fail(int error)
{
	errno = error;
	return -1;
}

int
kernel_ids_begin(
    struct kernel *k, enum kernel_sysv sort, struct kernel_ids *ids)
{
	static const enum kernel_member used[] = {
		K_IPC_NS_IDS,
		K_IDS_IDR,
		K_IDR_TREE,
		K_XARRAY_HEAD,
		K_XNODE_SHIFT,
		K_XNODE_SLOTS,
		K_PERM_ID,
	};
	uint64_t ns;

	if (kernel_has(k, used, sizeof(used) / sizeof(*used)) == -1 ||
	    kernel_has(k, &perms[sort], 1) == -1 ||
	    kernel_ipc_namespace(k, &ns) == -1)
		return -1;
	if (kernel_size(k, K_XNODE_SLOTS) != sizeof(ids->slots))
		return fail(ENOTSUP);
	*ids = (struct kernel_ids){
		.sort = sort,
		.group = UNKNOWN,
		.root = ns + kernel_offset(k, K_IPC_NS_IDS) +
			sort * k->layout.places[K_IPC_NS_IDS].element +
			kernel_offset(k, K_IDS_IDR) +
			kernel_offset(k, K_IDR_TREE),
	};
	return 0;
}

static bool
is_node(uint64_t entry)
{
	return (entry & 3) == 2 && entry > 4096;
}

/* Reads the 64 slots of the lowest node, which has this index. */
static int
descend(struct kernel *k, struct kernel_ids *ids, uint64_t index)
{
	uint64_t entry, node, at;
	int64_t shift;
	int depth;

	ids->group = UNKNOWN;
	if (kernel_pointer(k, ids->root, K_XARRAY_HEAD, &entry) == -1)
		return -1;
	/* A tree that has only index 0 has no node. */
	if (!is_node(entry)) {
		if (index != 0 || entry == 0)
			return fail(ENOENT);
		ids->slots[0] = entry;
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
	if (kernel_read(k, node + kernel_offset(k, K_XNODE_SLOTS), ids->slots,
		sizeof(ids->slots)) == -1)
		return -1;
	ids->group = (int64_t)(index / SLOTS);
	return 0;
}

static int
entry_at(
    struct kernel *k, struct kernel_ids *ids, uint64_t index, uint64_t *entry)
{
	if (ids->group != (int64_t)(index / SLOTS) &&
	    descend(k, ids, index) == -1)
		return -1;
	*entry = ids->slots[index % SLOTS];
	return *entry == 0 || is_node(*entry) ? fail(ENOENT) : 0;
}

int
kernel_idr_find(struct kernel *k, uint64_t idr, uint64_t index, uint64_t *entry)
{
	static const enum kernel_member used[] = {
		K_IDR_TREE,
		K_XARRAY_HEAD,
		K_XNODE_SHIFT,
		K_XNODE_SLOTS,
	};
	struct kernel_ids ids = { .group = UNKNOWN };

	if (kernel_has(k, used, sizeof(used) / sizeof(*used)) == -1 ||
	    kernel_address(k, idr, K_IDR_TREE, &ids.root) == -1)
		return -1;
	if (kernel_size(k, K_XNODE_SLOTS) != sizeof(ids.slots))
		return fail(ENOTSUP);
	return entry_at(k, &ids, index, entry);
}

/* Finds the object at an index; ENOENT if it has another id. */
static int
find_at(struct kernel *k, struct kernel_ids *ids, uint64_t index, int64_t id,
    uint64_t *object)
{
	uint64_t perm;
	int64_t found;

	if (entry_at(k, ids, index, &perm) == -1)
		return -1;
	if (kernel_number(k, perm, K_PERM_ID, &found) == -1)
		return -1;
	if (found != id)
		return fail(ENOENT);
	return kernel_container(k, perm, perms[ids->sort], object);
}

int
kernel_ids_find(
    struct kernel *k, struct kernel_ids *ids, int64_t id, uint64_t *object)
{
	if (find_at(k, ids, (uint64_t)id & INDEX, id, object) == 0)
		return 0;
	if (errno != ENOENT || id <= INDEX)
		return -1;
	return find_at(k, ids, (uint64_t)id & INDEX_EXTENDED, id, object);
}
