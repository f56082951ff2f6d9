/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel whose memory is the input: whatever is in it, each walk comes to an
 * end, and ends as soon as it cannot read any more. Addresses go round, so that
 * nearly all of them are in there.
 */
#include <stdlib.h>
#include <string.h>

#include "kernel/charge.h"
#include "kernel/ids.h"
#include "kernel/mappers.h"
#include "kernel/mqueues.h"
#include "kernel/peek.h"
#include "kernel/undo.h"
#include "kernel/wait.h"

#define SIZE 4096      /* of the memory */
#define WILD 0xff      /* the highest byte of addresses that lead nowhere */
#define PATIENCE 20000 /* reads before all of them fail */
#define REFUSED 1000   /* of these, before it counts as no end */

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static char memory[SIZE];
static int64_t reads;

static int
read_memory(struct kernel *k, uint64_t address, void *to, size_t n)
{
	size_t at = address % SIZE;

	(void)k;
	if (++reads > PATIENCE + REFUSED)
		abort();
	if (reads > PATIENCE || address >> 56 == WILD || n > SIZE - at)
		return -1;
	memcpy(to, memory + at, n);
	return 0;
}

/* Members lie where they like, as long as walks take them for possible. */
static void
describe(struct kernel *k)
{
	struct kernel_place *place;
	size_t i;

	for (i = 0; i < KERNEL_MEMBERS; i++) {
		place = &k->layout.places[i];
		*place = (struct kernel_place){
			.sort = kernel_names[i].sort,
			.offset = (uint32_t)(i * 8 % 64),
			.size = kernel_names[i].member == NULL ? 96 : 8,
			.element = 8,
			.is_signed = true,
		};
		if (place->sort == KERNEL_STRUCT &&
		    kernel_names[i].member != NULL)
			place->size = 32;
		if (kernel_names[i].member == NULL)
			place->offset = 0;
	}
	k->layout.places[K_RB_LEFT].offset = 0;
	k->layout.places[K_RB_RIGHT].offset = 8;
	k->layout.places[K_RLIMIT_MSGQUEUE].offset = 0;
	k->layout.places[K_TASK_COMM].size = KERNEL_COMMAND;
	k->layout.places[K_QUEUE_WAITERS].size = 16;
	k->layout.places[K_XNODE_SLOTS].size = 64 * sizeof(uint64_t);
	k->layout.places[K_UNDO_POINTER].sort =
	    memory[0] & 1 ? KERNEL_POINTER : KERNEL_UNKNOWN;
}

static void
look_at_ids(struct kernel *k, const struct kernel_pids *pids, int64_t id)
{
	struct kernel_waiters waiters;
	struct kernel_mappers mappers;
	struct kernel_undos undos;
	struct kernel_ids ids;
	uint64_t found, inode;

	if (kernel_ids_begin(k, KERNEL_QUEUES, &ids) == 0 &&
	    kernel_ids_find(k, &ids, id, &found) == 0) {
		kernel_waiters_of_queue(k, pids, found, &waiters);
		kernel_waiters_free(&waiters);
	}
	if (kernel_ids_begin(k, KERNEL_SETS, &ids) == 0 &&
	    kernel_ids_find(k, &ids, id, &found) == 0) {
		kernel_waiters_of_set(k, pids, found, &waiters);
		kernel_waiters_free(&waiters);
		kernel_undos(k, found, &undos);
		kernel_undos_free(&undos);
	}
	if (kernel_ids_begin(k, KERNEL_SEGMENTS, &ids) == 0 &&
	    kernel_ids_find(k, &ids, id, &found) == 0 &&
	    kernel_segment_inode(k, found, &inode) == 0) {
		kernel_mappers(k, pids, inode, &mappers);
		kernel_mappers_free(&mappers);
	}
}

/* Each by an address of its own, as if it had been found. */
static void
look_at_objects(struct kernel *k, const struct kernel_pids *pids)
{
	struct kernel_waiters waiters;
	struct kernel_mappers mappers;
	struct kernel_undos undos;

	reads = 0;
	kernel_waiters_of_queue(k, pids, 0x200, &waiters);
	kernel_waiters_free(&waiters);
	reads = 0;
	kernel_waiters_of_set(k, pids, 0x300, &waiters);
	kernel_waiters_free(&waiters);
	reads = 0;
	kernel_waiters_of_mqueue(k, pids, 0x400, &waiters);
	kernel_waiters_free(&waiters);
	reads = 0;
	kernel_undos(k, 0x500, &undos);
	kernel_undos_free(&undos);
	reads = 0;
	kernel_mappers(k, pids, 0x600, &mappers);
	kernel_mappers_free(&mappers);
}

static int
count(void *arg, uint64_t queue, int64_t inode)
{
	(void)arg;
	(void)queue;
	(void)inode;
	return 0;
}

static void
look_at_users(struct kernel *k)
{
	static const struct kernel_queue_limits limits = { 10, 100 };
	struct kernel_messages messages = { 0 };
	struct kernel_charges charges;

	reads = 0;
	kernel_mqueues(k, count, NULL);
	reads = 0;
	kernel_charges(k, &charges);
	kernel_charges_free(&charges);
	reads = 0;
	kernel_peek_within(k, 3, &limits, &messages);
	kernel_messages_free(&messages);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kernel k = { .read = read_memory, .task = 0x100 };
	struct kernel_pids pids = { 0 };

	memset(memory, 0, sizeof(memory));
	if (size != 0)
		memcpy(memory, data, size < SIZE ? size : SIZE);
	describe(&k);
	reads = 0;
	kernel_pids_begin(&k, &pids);
	if (pids.level < 0 || pids.level > 32)
		pids.level = 0;
	reads = 0;
	look_at_ids(&k, &pids, memory[1]);
	look_at_objects(&k, &pids);
	look_at_users(&k);
	return 0;
}
