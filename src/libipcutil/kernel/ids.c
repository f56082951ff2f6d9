/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System V objects by their ids; see ids.h. The index of an object in the
 * kernel's table is in the lower bits of its id.
 */
#include <errno.h>

#include "kernel/ids.h"
#include "kernel/task.h"

/* The bits of an id that are the index; more with ipcmni_extend. */
#define INDEX 0x7fff
#define INDEX_EXTENDED 0xffffff

static const enum kernel_member perms[] = {
	[KERNEL_SETS] = K_SET_PERM,
	[KERNEL_QUEUES] = K_MSG_PERM,
	[KERNEL_SEGMENTS] = K_SHM_PERM,
};

int
kernel_ids_begin(
    struct kernel *k, enum kernel_sysv sort, struct kernel_ids *ids)
{
	static const enum kernel_member used[] = {
		K_IPC_NS_IDS,
		K_IDS_IDR,
		K_PERM_ID,
	};
	uint64_t ns;

	if (kernel_has(k, used, sizeof(used) / sizeof(*used)) == -1 ||
	    kernel_has(k, &perms[sort], 1) == -1 ||
	    kernel_ipc_namespace(k, &ns) == -1)
		return -1;
	ids->sort = sort;
	return kernel_idr_begin(k,
	    ns + kernel_offset(k, K_IPC_NS_IDS) +
		sort * k->layout.places[K_IPC_NS_IDS].element +
		kernel_offset(k, K_IDS_IDR),
	    &ids->table);
}

/* Finds the object at an index; ENOENT if it has another id. */
static int
find_at(struct kernel *k, struct kernel_ids *ids, uint64_t index, int64_t id,
    uint64_t *object)
{
	uint64_t perm;
	int64_t found;

	if (kernel_idr_find(k, &ids->table, index, &perm) == -1 ||
	    kernel_number(k, perm, K_PERM_ID, &found) == -1)
		return -1;
	if (found != id) {
		errno = ENOENT;
		return -1;
	}
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
