/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where members are in the structures of the running kernel. They are looked up
 * by name, because their offsets differ between kernels. A member that does not
 * exist, or has another type than expected, is unknown, and functions that need
 * it fail with ENOTSUP.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

enum kernel_member {
	K_AREA,
	K_AREA_END,
	K_AREA_FLAGS,
	K_AREA_LINK,
	K_AREA_MEMORY,
	K_AREA_START,
	K_ATTR_CURMSGS,
	K_CACHED_ROOT,
	K_CRED_EUID,
	K_CRED_UCOUNTS,
	K_CRED_USER_NS,
	K_FDTABLE_FD,
	K_FILES_FDT,
	K_FILE_INODE,
	K_IDR_TREE,
	K_IDS_IDR,
	K_INODE_LINK,
	K_INODE_MAPPING,
	K_INODE_MODE,
	K_INODE_NUMBER,
	K_IPC_NS_IDS,
	K_IPC_NS_MOUNT,
	K_LOCK_COUNT,
	K_MAPPING_AREAS,
	K_MAPPING_LOCK,
	K_MEMORY_OWNER,
	K_MEMORY_USERS,
	K_MESSAGE,
	K_MESSAGE_LIST,
	K_MESSAGE_NEXT,
	K_MESSAGE_SIZE,
	K_MESSAGE_TYPE,
	K_MOUNT_SUPER,
	K_MSG_PERM,
	K_MSG_RECEIVERS,
	K_MSG_SENDERS,
	K_NODE,
	K_NODE_LIST,
	K_NODE_PRIORITY,
	K_NODE_RB,
	K_PERM_ID,
	K_PIDNS_IDR,
	K_PID_LEVEL,
	K_PID_NUMBERS,
	K_PROXY_IPC_NS,
	K_QUEUE_ATTR,
	K_QUEUE_INODE,
	K_QUEUE_QSIZE,
	K_QUEUE_TREE,
	K_QUEUE_UCOUNTS,
	K_QUEUE_WAITERS,
	K_RB_LEFT,
	K_RB_RIGHT,
	K_RB_ROOT,
	K_RECEIVER,
	K_RECEIVER_LINK,
	K_RECEIVER_MODE,
	K_RECEIVER_SIZE,
	K_RECEIVER_TASK,
	K_RECEIVER_TYPE,
	K_RLIMIT_MSGQUEUE,
	K_SEGMENT,
	K_SEGMENT_NEXT,
	K_SEM,
	K_SEM_ALTER,
	K_SEM_CONST,
	K_SENDER,
	K_SENDER_LINK,
	K_SENDER_SIZE,
	K_SENDER_TASK,
	K_SET_ALTER,
	K_SET_CONST,
	K_SET_COUNT,
	K_SET_PERM,
	K_SET_SEMS,
	K_SET_UNDOS,
	K_SHM_FILE,
	K_SHM_PERM,
	K_SIGNAL_LIVE,
	K_SLEEPER,
	K_SLEEPER_BLOCKING,
	K_SLEEPER_COUNT,
	K_SLEEPER_LINK,
	K_SLEEPER_OPS,
	K_SLEEPER_TASK,
	K_SUPER_DEVICE,
	K_SUPER_INODES,
	K_SYSVSEM_UNDO,
	K_TASK,
	K_TASK_COMM,
	K_TASK_CRED,
	K_TASK_FILES,
	K_TASK_FLAGS,
	K_TASK_LEADER,
	K_TASK_LINK,
	K_TASK_MEMORY,
	K_TASK_PID,
	K_TASK_PROXY,
	K_TASK_SIGNAL,
	K_TASK_SYSVSEM,
	K_UCOUNTS_NS,
	K_UCOUNTS_RLIMIT,
	K_UCOUNTS_UID,
	K_UNDO_ARRAY,
	K_UNDO_LINK,
	K_UNDO_OWNER,
	K_UNDO_POINTER,
	K_UPID_NS,
	K_UPID_NUMBER,
	K_WAITER,
	K_WAITER_LINK,
	K_WAITER_MESSAGE,
	K_WAITER_TASK,
	K_XARRAY_HEAD,
	K_XNODE,
	K_XNODE_SHIFT,
	K_XNODE_SLOTS,
	KERNEL_MEMBERS,
};

enum kernel_sort {
	KERNEL_UNKNOWN,
	KERNEL_NUMBER,
	KERNEL_POINTER,
	KERNEL_ARRAY,
	KERNEL_STRUCT, /* or a union */
	KERNEL_VALUE,  /* value of an enumeration, not a member */
};

struct kernel_name {
	const char *type;
	const char *member; /* NULL: the structure itself, for its size */
	enum kernel_sort sort;
};

/* The members to look up, by enum kernel_member. */
extern const struct kernel_name kernel_names[KERNEL_MEMBERS];

struct kernel_place {
	enum kernel_sort sort; /* KERNEL_UNKNOWN: it was not found */
	uint32_t offset;       /* in bytes; the number of a KERNEL_VALUE */
	uint32_t size;	       /* in bytes; of an array, all elements */
	uint32_t element;      /* size of an array's element, in bytes */
	bool is_signed;
};

struct kernel_layout {
	struct kernel_place places[KERNEL_MEMBERS];
};

#endif
