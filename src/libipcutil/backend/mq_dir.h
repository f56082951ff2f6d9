/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The directory that the queues of our IPC namespace are in: mq_overview(7).
 * With privilege it is that of a mount which nobody else sees; without, it is
 * /dev/mqueue, where the queues of another IPC namespace may be mounted.
 */
#ifndef MQ_DIR_H
#define MQ_DIR_H

#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

/*
 * Untold: none of its queues can be opened by name. No call tells then, but one
 * that makes a queue; it is taken for ours as long as nothing speaks against
 * it. Doubtful: it does.
 */
enum mq_whose { MQ_OURS, MQ_UNTOLD, MQ_DOUBTFUL, MQ_FOREIGN };

/*
 * Opens it. -1 with errno: ENODEV if there is none, EXDEV if it is another
 * namespace's, ENOTUNIQ if that is in doubt, ENOSYS if there are no queues.
 */
int mq_dir_open(void);

/* That of a mount of our own. -1 with errno, as EPERM without privilege. */
int mq_dir_open_detached(void);

/* /dev/mqueue, as it would be opened by mq_dir_open(). */
int mq_dir_open_mounted(void);

/*
 * Whether mq_dir_open() takes /dev/mqueue for ours though nothing tells. No
 * file is changed by asking.
 */
bool mq_dir_is_believed(void);

/*
 * What is known of whose queues are on that device, if none could be opened,
 * by our IPC namespace and the device that /proc is on: for the first namespace
 * the kernel makes the file system itself, before any process can make one, and
 * devices are numbered as they come. A pure function.
 */
enum mq_whose mq_dir_by_device(int64_t ipc_ns, dev_t queues, dev_t proc);

/*
 * Opens a queue of our namespace, by its name with the slash, in whatever way
 * is allowed, so that it tells what it is. -1 with errno.
 */
int mq_dir_open_by_name(const char *name);

#endif
