/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Constants of the kernel's interface; they never change. They are copied here
 * as the kernel's headers are often older than the running kernel, or missing.
 */
#ifndef LINUX_H
#define LINUX_H

#include <sys/ioctl.h>

/* capabilities(7) */
#define CAP_CHOWN 0
#define CAP_DAC_OVERRIDE 1
#define CAP_FOWNER 3
#define CAP_IPC_LOCK 14
#define CAP_IPC_OWNER 15
#define CAP_SYS_PTRACE 19
#define CAP_SYS_ADMIN 21
#define CAP_SYS_RESOURCE 24
#define CAP_CHECKPOINT_RESTORE 40

/* futex(2) */
#define FUTEX_WAIT 0
#define FUTEX_WAKE 1
#define FUTEX_WAIT_BITSET 9
#define FUTEX_CMD_MASK ~(128 | 256) /* the operation without its flags */

/* ioctl_nsfs(2) */
#define NS_GET_USERNS _IO(0xb7, 1)
#define NS_GET_NSTYPE _IO(0xb7, 3)

/* File systems, in statfs(2). */
#define TMPFS_MAGIC 0x01021994
#define RAMFS_MAGIC 0x858458f6
#define HUGETLBFS_MAGIC 0x958458f6
#define NSFS_MAGIC 0x6e736673

#endif
