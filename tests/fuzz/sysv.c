/* SPDX-License-Identifier: BSD-2-Clause */
/* The first line is the heading of a file in /proc/sysvipc, the rest a line. */
#include <stdlib.h>
#include <string.h>

#include "backend/sysv.h"
#include "base/xalloc.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *heading = xstrndup((const char *)data, size);
	struct ipc_object *o = ipc_object_new(&sysv_shm_kind);
	struct sysv_heading columns;
	char *line = strchr(heading, '\n');

	if (line != NULL)
		*line++ = '\0';
	if (sysv_parse_heading(&columns, heading) && line != NULL &&
	    sysv_parse_line(&columns, line, o))
		if (o->key != UNKNOWN && (o->key < 0 || o->key > UINT32_MAX))
			abort();
	ipc_object_free(o);
	free(heading);
	return 0;
}
