/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The directory with the message queues of our IPC namespace: mq_overview(7).
 * With privilege it is a mount of our own that no other process sees. Without
 * privilege it is /dev/mqueue, where the queues of another namespace may be
 * mounted.
 */
#ifndef MQ_DIR_H
#define MQ_DIR_H

#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

/*
 * The owner of the queues that a directory shows. MQ_UNTOLD: no queue in it can
 * be opened by name, so no system call tells, unless we created a queue; it is
 * taken for ours as long as nothing contradicts. MQ_DOUBTFUL: something
 * contradicts.
 */
enum mq_whose { MQ_OURS, MQ_UNTOLD, MQ_DOUBTFUL, MQ_FOREIGN };

/*
 * Opens the directory; the caller closes it. -1 with errno: ENODEV if there is
 * none, EXDEV if it belongs to another namespace, ENOTUNIQ if that is in doubt,
 * ENOSYS if the kernel has no queues.
 */
int mq_dir_open(void);

/*
 * Opens the directory of a mount of our own: fsopen(2). -1 with errno, EPERM
 * without privilege. The caller closes it.
 */
int mq_dir_open_detached(void);

/* Opens /dev/mqueue, with the errors of mq_dir_open(). */
int mq_dir_open_mounted(void);

/*
 * True if mq_dir_open() takes /dev/mqueue for ours without proof. Asking
 * changes no file.
 */
bool mq_dir_is_believed(void);

/*
 * Decides whose queues are on a device if none could be opened, from our IPC
 * namespace and the device of /proc. The kernel creates the file system of the
 * first namespace itself, before any process can create one, and device numbers
 * grow. A pure function.
 */
enum mq_whose mq_dir_by_device(int64_t ipc_ns, dev_t queues, dev_t proc);

/*
 * Opens a queue of our namespace by its name, with the slash, for reading or
 * else for writing, to ask for its attributes. -1 with errno of mq_open(3); the
 * caller closes it.
 */
int mq_dir_open_by_name(const char *name);

#endif
