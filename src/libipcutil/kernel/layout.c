/* SPDX-License-Identifier: BSD-2-Clause */
/* The members of the kernel's structures that are used; see layout.h. */
#include <stddef.h>

#include "kernel/layout.h"

const struct kernel_name kernel_names[KERNEL_MEMBERS] = {
	[K_ATTR_CURMSGS] = { "mq_attr", "mq_curmsgs", KERNEL_NUMBER },
	[K_FDTABLE_FD] = { "fdtable", "fd", KERNEL_POINTER },
	[K_FILES_FDT] = { "files_struct", "fdt", KERNEL_POINTER },
	[K_FILE_INODE] = { "file", "f_inode", KERNEL_POINTER },
	[K_MESSAGE] = { "msg_msg", NULL, KERNEL_STRUCT },
	[K_MESSAGE_LIST] = { "msg_msg", "m_list", KERNEL_STRUCT },
	[K_MESSAGE_NEXT] = { "msg_msg", "next", KERNEL_POINTER },
	[K_MESSAGE_SIZE] = { "msg_msg", "m_ts", KERNEL_NUMBER },
	[K_MESSAGE_TYPE] = { "msg_msg", "m_type", KERNEL_NUMBER },
	[K_NODE] = { "posix_msg_tree_node", NULL, KERNEL_STRUCT },
	[K_NODE_LIST] = { "posix_msg_tree_node", "msg_list", KERNEL_STRUCT },
	[K_NODE_PRIORITY] = { "posix_msg_tree_node", "priority",
	    KERNEL_NUMBER },
	[K_NODE_RB] = { "posix_msg_tree_node", "rb_node", KERNEL_STRUCT },
	[K_QUEUE_ATTR] = { "mqueue_inode_info", "attr", KERNEL_STRUCT },
	[K_QUEUE_INODE] = { "mqueue_inode_info", "vfs_inode", KERNEL_STRUCT },
	[K_QUEUE_QSIZE] = { "mqueue_inode_info", "qsize", KERNEL_NUMBER },
	[K_QUEUE_TREE] = { "mqueue_inode_info", "msg_tree", KERNEL_STRUCT },
	[K_RB_LEFT] = { "rb_node", "rb_left", KERNEL_POINTER },
	[K_RB_RIGHT] = { "rb_node", "rb_right", KERNEL_POINTER },
	[K_RB_ROOT] = { "rb_root", "rb_node", KERNEL_POINTER },
	[K_SEGMENT] = { "msg_msgseg", NULL, KERNEL_STRUCT },
	[K_SEGMENT_NEXT] = { "msg_msgseg", "next", KERNEL_POINTER },
	[K_TASK_FILES] = { "task_struct", "files", KERNEL_POINTER },
};
