/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The POSIX queues of a namespace are the inodes of its file system; see
 * mqueues.h.
 */
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "kernel/links.h"
#include "kernel/mqueues.h"
#include "kernel/task.h"

#define MOST (INT64_C(1) << 24) /* queues in one namespace */

struct walk {
	struct kernel *k;
	int (*call)(void *arg, uint64_t queue, int64_t inode);
	void *arg;
};

/* The root directory of the file system is an inode as well: skip it. */
static int
look_at_link(void *arg, uint64_t link)
{
	const struct walk *walk = arg;
	uint64_t inode, queue;
	int64_t mode, number;

	if (kernel_container(walk->k, link, K_INODE_LINK, &inode) == -1 ||
	    kernel_number(walk->k, inode, K_INODE_MODE, &mode) == -1)
		return -1;
	if (!S_ISREG((mode_t)mode))
		return 0;
	if (kernel_number(walk->k, inode, K_INODE_NUMBER, &number) == -1 ||
	    kernel_container(walk->k, inode, K_QUEUE_INODE, &queue) == -1)
		return -1;
	return walk->call(walk->arg, queue, number);
}

static int
find_super(struct kernel *k, uint64_t *super)
{
	static const enum kernel_member to_super[] = {
		K_IPC_NS_MOUNT,
		K_MOUNT_SUPER,
	};
	uint64_t ns;

	if (kernel_ipc_namespace(k, &ns) == -1)
		return -1;
	return kernel_follow(k, ns, to_super, 2, super);
}

int
kernel_mqueues(struct kernel *k,
    int (*call)(void *arg, uint64_t queue, int64_t inode), void *arg)
{
	struct walk walk = { .k = k, .call = call, .arg = arg };
	uint64_t super, inodes;

	if (find_super(k, &super) == -1 ||
	    kernel_address(k, super, K_SUPER_INODES, &inodes) == -1)
		return -1;
	return kernel_list(k, inodes, MOST, look_at_link, &walk);
}

/* The kernel keeps the minor number in the lower 20 bits of a device. */
int
kernel_mqueues_device(struct kernel *k, int64_t *device)
{
	uint64_t super;
	int64_t dev;

	if (find_super(k, &super) == -1 ||
	    kernel_number(k, super, K_SUPER_DEVICE, &dev) == -1)
		return -1;
	*device =
	    (int64_t)makedev((unsigned)(dev >> 20), (unsigned)(dev & 0xfffff));
	return 0;
}
