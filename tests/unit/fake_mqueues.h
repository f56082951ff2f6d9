/* SPDX-License-Identifier: BSD-2-Clause */
/* The POSIX queues of a namespace, in a kernel that is made by a test. */
#ifndef FAKE_MQUEUES_H
#define FAKE_MQUEUES_H

#include <sys/stat.h>

#include "fake_tasks.h"

/* Who waits: in the kernel on the stack of the thread. */
struct fake_mq_waiter {
	uint64_t task;
	struct fake_list link;
	uint64_t message;
	int32_t state;
};

struct fake_mqueue {
	uint64_t account;
	struct {
		uint64_t other;
		struct fake_list list;
	} waiters[2];
	struct {
		uint16_t mode;
		int64_t number;
		struct fake_list link;
	} inode;
};

struct fake_namespace {
	char ids[512];
	uint64_t mount;
};

struct fake_mount {
	uint64_t super;
};

struct fake_super {
	uint64_t other;
	struct fake_list inodes;
};

static inline void
fake_mqueues_describe(struct fake *f)
{
	FAKE_PLACE(
	    f, K_IPC_NS_MOUNT, struct fake_namespace, mount, KERNEL_POINTER);
	FAKE_PLACE(f, K_MOUNT_SUPER, struct fake_mount, super, KERNEL_POINTER);
	FAKE_PLACE(f, K_SUPER_INODES, struct fake_super, inodes, KERNEL_STRUCT);
	FAKE_PLACE(f, K_QUEUE_INODE, struct fake_mqueue, inode, KERNEL_STRUCT);
	FAKE_PLACE(
	    f, K_QUEUE_WAITERS, struct fake_mqueue, waiters, KERNEL_ARRAY);
	f->kernel.layout.places[K_QUEUE_WAITERS].element =
	    sizeof(((struct fake_mqueue *)NULL)->waiters[0]);
	FAKE_WHOLE(f, K_WAITER, struct fake_mq_waiter);
	FAKE_PLACE(
	    f, K_WAITER_LINK, struct fake_mq_waiter, link, KERNEL_STRUCT);
	FAKE_PLACE(
	    f, K_WAITER_TASK, struct fake_mq_waiter, task, KERNEL_POINTER);
	FAKE_PLACE(f, K_WAITER_MESSAGE, struct fake_mq_waiter, message,
	    KERNEL_POINTER);
	FAKE_PLACE(
	    f, K_QUEUE_UCOUNTS, struct fake_mqueue, account, KERNEL_POINTER);
	FAKE_PLACE(
	    f, K_INODE_MODE, struct fake_mqueue, inode.mode, KERNEL_NUMBER);
	FAKE_PLACE(
	    f, K_INODE_NUMBER, struct fake_mqueue, inode.number, KERNEL_NUMBER);
	FAKE_PLACE(
	    f, K_INODE_LINK, struct fake_mqueue, inode.link, KERNEL_STRUCT);
	/* These count from the inode. */
	f->kernel.layout.places[K_INODE_MODE].offset -=
	    offsetof(struct fake_mqueue, inode);
	f->kernel.layout.places[K_INODE_NUMBER].offset -=
	    offsetof(struct fake_mqueue, inode);
	f->kernel.layout.places[K_INODE_LINK].offset -=
	    offsetof(struct fake_mqueue, inode);
}

/* The namespace of this task, with nothing in it; its file system. */
static inline struct fake_super *
fake_namespace(struct fake *f, struct fake_task *task)
{
	struct fake_proxy *proxy = FAKE_NEW(f, struct fake_proxy);
	struct fake_namespace *ns = FAKE_NEW(f, struct fake_namespace);
	struct fake_mount *mount = FAKE_NEW(f, struct fake_mount);
	struct fake_super *super = FAKE_NEW(f, struct fake_super);

	task->proxy = fake_address(f, proxy);
	proxy->ipc_ns = fake_address(f, ns);
	ns->mount = fake_address(f, mount);
	mount->super = fake_address(f, super);
	fake_list_init(f, &super->inodes);
	return super;
}

static inline struct fake_mqueue *
fake_mqueue(struct fake *f, struct fake_super *super, int64_t number)
{
	struct fake_mqueue *queue = FAKE_NEW(f, struct fake_mqueue);

	queue->inode.mode = S_IFREG | 0600;
	queue->inode.number = number;
	fake_list_init(f, &queue->waiters[0].list);
	fake_list_init(f, &queue->waiters[1].list);
	fake_list_add(f, &super->inodes, &queue->inode.link);
	return queue;
}

#endif
