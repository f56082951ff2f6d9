/* SPDX-License-Identifier: BSD-2-Clause */
/* Whatever describes itself as BTF: what is found is of the sort asked for. */
#include <stdlib.h>

#include "kernel/btf.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kernel_layout layout;
	size_t i;

	if (!btf_find(data, size, &layout))
		return 0;
	for (i = 0; i < KERNEL_MEMBERS; i++)
		if (layout.places[i].sort != KERNEL_UNKNOWN &&
		    layout.places[i].sort != kernel_names[i].sort)
			abort();
	return 0;
}
