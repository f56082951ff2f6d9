/* SPDX-License-Identifier: BSD-2-Clause */
/* /proc/PID/uid_map: who everybody is, is somebody; see userns.h. */
#include <stdlib.h>

#include "base/userns.h"
#include "base/xalloc.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *map = xstrndup((const char *)data, size);

	if (userns_maps(map, -1))
		abort();
	if (*map == '\0' && userns_maps_all(map))
		abort();
	userns_maps_all(map);
	userns_maps(map, 0);
	userns_maps(map, 65534);
	userns_maps(map, INT64_MAX);
	free(map);
	return 0;
}
