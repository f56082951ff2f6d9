/* SPDX-License-Identifier: BSD-2-Clause */
/* Huge pages for memory that will be used; see heap.h. */
#include <sys/mman.h>

#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/heap.h"

/* The most common size; of a larger one no page fits, which does no harm. */
#define HUGE_PAGE ((size_t)2 << 20)

void
heap_huge(void *p, size_t bytes)
{
	size_t before = -(uintptr_t)p % HUGE_PAGE;
	int error = errno;

	if (bytes >= 2 * HUGE_PAGE)
		madvise((char *)p + before,
		    (bytes - before) / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
	errno = error;
}

#define AHEAD (31 << 20)

/*
 * glibc cuts small pieces from the start of a large one that was freed. Its
 * record of what is free stands at the end of that, in a page that keeps its
 * neighbours from being a huge one: so the end is far away. Below the threshold
 * memory is not mapped by itself, and the greatest that glibc takes is 32 MiB.
 */
void
heap_ahead(void)
{
#ifdef M_MMAP_THRESHOLD
	int error = errno;
	void *p;

	mallopt(M_MMAP_THRESHOLD, 32 << 20);
	mallopt(M_TRIM_THRESHOLD, 64 << 20);
	if ((p = malloc(AHEAD)) != NULL)
		heap_huge(p, AHEAD);
	free(p);
	mallopt(M_MMAP_THRESHOLD, 4 << 20);
	errno = error;
#endif
}
