/* SPDX-License-Identifier: BSD-2-Clause */
/* Tasks of the kernel; see task.h. */
#include "kernel/task.h"

int
kernel_inode(struct kernel *k, int fd, uint64_t *inode)
{
	static const enum kernel_member to_table[] = {
		K_TASK_FILES,
		K_FILES_FDT,
		K_FDTABLE_FD,
	};
	uint64_t table, file;

	if (kernel_follow(k, k->task, to_table, 3, &table) == -1 ||
	    kernel_read(k, table + (uint64_t)fd * sizeof(file), &file,
		sizeof(file)) == -1)
		return -1;
	return kernel_pointer(k, file, K_FILE_INODE, inode);
}
