/* SPDX-License-Identifier: BSD-2-Clause */
/* The files of /proc/PID, each reader given the same bytes. */
#include <stdlib.h>
#include <string.h>

#include "base/proc.h"
#include "base/xalloc.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size);
	struct proc_area area;
	struct proc_stat stat;
	struct proc_call call;
	struct proc_mount mount;

	/* Device and inode may be any, as of a file system of a user's. */
	if (proc_parse_area(s, &area) && area.segment &&
	    strstr(s, "/SYSV") == NULL)
		abort();
	if (proc_parse_stat(s, &stat) && stat.start < 0)
		abort();
	if (proc_parse_call(s, &call) && call.nr < 0)
		abort();
	if (proc_parse_pid(s) == 0)
		abort();
	if (proc_parse_mount(s, &mount) && mount.id < 0)
		abort();
	proc_parse_namespace(s);
	proc_field(s, "CapEff:", 16);
	free(s);
	return 0;
}
