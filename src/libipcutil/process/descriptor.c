/* SPDX-License-Identifier: BSD-2-Clause */
/* The descriptors of objects; see descriptor.h. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/proc.h"
#include "base/xalloc.h"
#include "process/descriptor.h"

#define READ 1
#define WRITE 2

/* Converts flags of open(2). O_PATH gives no access. */
static int64_t
access_of(int64_t flags)
{
	if (flags == UNKNOWN)
		return UNKNOWN;
	if (flags & O_PATH)
		return 0;
	switch (flags & O_ACCMODE) {
	case O_RDONLY:
		return READ;
	case O_WRONLY:
		return WRITE;
	case O_RDWR:
		return READ | WRITE;
	}
	return UNKNOWN;
}

void
descriptor_add(struct ipc_process *process, int procfd, const char *name)
{
	int64_t access = UNKNOWN;
	struct text info = { 0 };
	char *file;

	xasprintf(&file, "fdinfo/%s", name);
	if (proc_read(procfd, file, &info) == 0 && info.len != 0)
		access = access_of(proc_field(info.s, "flags:", 8));
	/* Names are numbers like pids; 0 is not a pid. */
	ipc_array_add(&process->descriptors,
	    strcmp(name, "0") == 0 ? 0 : proc_parse_pid(name));
	ipc_array_add(&process->descriptors, access);
	free(file);
	text_free(&info);
}
