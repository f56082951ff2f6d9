/* SPDX-License-Identifier: BSD-2-Clause */
/* System V objects of a namespace, in a kernel that is made by a test. */
#ifndef FAKE_SYSV_H
#define FAKE_SYSV_H

#include "fake_mqueues.h"

#define FAKE_SEMS 3

struct fake_ids {
	uint64_t other;
	uint64_t head; /* of the tree */
};

/* Three of these are at the beginning of struct fake_namespace. */

struct fake_node {
	uint8_t shift;
	uint64_t slots[64];
};

struct fake_perm {
	int32_t id;
};

struct fake_queue {
	struct fake_list senders;
	struct fake_perm perm;
	struct fake_list receivers;
};

struct fake_receiver {
	struct fake_list link;
	uint64_t task;
	int32_t mode;
	int64_t type;
	int64_t size;
};

struct fake_sender {
	struct fake_list link;
	uint64_t task;
	uint64_t size;
};

struct fake_sem {
	int32_t value;
	struct fake_list alter, constant;
};

struct fake_set {
	struct fake_perm perm;
	struct fake_list alter, constant, undos;
	int32_t nsems;
	struct fake_sem sems[FAKE_SEMS];
};

struct fake_sembuf {
	uint16_t num;
	int16_t op, flags;
};

struct fake_sleeper {
	struct fake_list link;
	uint64_t task, ops, blocking;
	int32_t nops;
};

#define FAKE_NODE 2 /* the bit that tells a node from an object */

static inline void
fake_sysv_describe(struct fake *f)
{
	f->kernel.layout.places[K_IPC_NS_IDS] = (struct kernel_place){
		.sort = KERNEL_ARRAY,
		.size = 3 * sizeof(struct fake_ids),
		.element = sizeof(struct fake_ids),
	};
	FAKE_PLACE(f, K_IDS_IDR, struct fake_ids, head, KERNEL_STRUCT);
	FAKE_PLACE(f, K_IDR_TREE, struct fake_perm, id, KERNEL_STRUCT);
	FAKE_PLACE(f, K_XARRAY_HEAD, struct fake_ids, other, KERNEL_POINTER);
	FAKE_PLACE(f, K_XNODE_SHIFT, struct fake_node, shift, KERNEL_NUMBER);
	FAKE_PLACE(f, K_XNODE_SLOTS, struct fake_node, slots, KERNEL_ARRAY);
	FAKE_PLACE(f, K_PERM_ID, struct fake_perm, id, KERNEL_NUMBER);
	FAKE_PLACE(f, K_MSG_PERM, struct fake_queue, perm, KERNEL_STRUCT);
	FAKE_PLACE(
	    f, K_MSG_RECEIVERS, struct fake_queue, receivers, KERNEL_STRUCT);
	FAKE_PLACE(f, K_MSG_SENDERS, struct fake_queue, senders, KERNEL_STRUCT);
	FAKE_WHOLE(f, K_RECEIVER, struct fake_receiver);
	FAKE_PLACE(
	    f, K_RECEIVER_LINK, struct fake_receiver, link, KERNEL_STRUCT);
	FAKE_PLACE(
	    f, K_RECEIVER_TASK, struct fake_receiver, task, KERNEL_POINTER);
	FAKE_PLACE(
	    f, K_RECEIVER_MODE, struct fake_receiver, mode, KERNEL_NUMBER);
	FAKE_PLACE(
	    f, K_RECEIVER_TYPE, struct fake_receiver, type, KERNEL_NUMBER);
	FAKE_PLACE(
	    f, K_RECEIVER_SIZE, struct fake_receiver, size, KERNEL_NUMBER);
	FAKE_WHOLE(f, K_SENDER, struct fake_sender);
	FAKE_PLACE(f, K_SENDER_LINK, struct fake_sender, link, KERNEL_STRUCT);
	FAKE_PLACE(f, K_SENDER_TASK, struct fake_sender, task, KERNEL_POINTER);
	FAKE_PLACE(f, K_SENDER_SIZE, struct fake_sender, size, KERNEL_NUMBER);
	FAKE_WHOLE(f, K_SEM, struct fake_sem);
	FAKE_PLACE(f, K_SEM_ALTER, struct fake_sem, alter, KERNEL_STRUCT);
	FAKE_PLACE(f, K_SEM_CONST, struct fake_sem, constant, KERNEL_STRUCT);
	FAKE_PLACE(f, K_SET_PERM, struct fake_set, perm, KERNEL_STRUCT);
	FAKE_PLACE(f, K_SET_ALTER, struct fake_set, alter, KERNEL_STRUCT);
	FAKE_PLACE(f, K_SET_CONST, struct fake_set, constant, KERNEL_STRUCT);
	FAKE_PLACE(f, K_SET_UNDOS, struct fake_set, undos, KERNEL_STRUCT);
	FAKE_PLACE(f, K_SET_COUNT, struct fake_set, nsems, KERNEL_NUMBER);
	FAKE_PLACE(f, K_SET_SEMS, struct fake_set, sems, KERNEL_ARRAY);
	FAKE_WHOLE(f, K_SLEEPER, struct fake_sleeper);
	FAKE_PLACE(f, K_SLEEPER_LINK, struct fake_sleeper, link, KERNEL_STRUCT);
	FAKE_PLACE(
	    f, K_SLEEPER_TASK, struct fake_sleeper, task, KERNEL_POINTER);
	FAKE_PLACE(f, K_SLEEPER_OPS, struct fake_sleeper, ops, KERNEL_POINTER);
	FAKE_PLACE(f, K_SLEEPER_BLOCKING, struct fake_sleeper, blocking,
	    KERNEL_POINTER);
	FAKE_PLACE(
	    f, K_SLEEPER_COUNT, struct fake_sleeper, nops, KERNEL_NUMBER);
}

static inline struct fake_set *
fake_set(struct fake *f, int id)
{
	struct fake_set *set = FAKE_NEW(f, struct fake_set);
	int i;

	set->perm.id = id;
	set->nsems = FAKE_SEMS;
	fake_list_init(f, &set->alter);
	fake_list_init(f, &set->constant);
	fake_list_init(f, &set->undos);
	for (i = 0; i < FAKE_SEMS; i++) {
		fake_list_init(f, &set->sems[i].alter);
		fake_list_init(f, &set->sems[i].constant);
	}
	return set;
}

static inline struct fake_queue *
fake_queue(struct fake *f, int id)
{
	struct fake_queue *queue = FAKE_NEW(f, struct fake_queue);

	queue->perm.id = id;
	fake_list_init(f, &queue->senders);
	fake_list_init(f, &queue->receivers);
	return queue;
}

#endif
