/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pools of huge pages, from which segments with SHM_HUGETLB are made. There is
 * a pool for each page size: Documentation/admin-guide/mm/hugetlbpage.rst in
 * the kernel, shmget(2). Nothing here sets errno or allocates.
 */
#ifndef HUGE_POOL_H
#define HUGE_POOL_H

#include <stdint.h>

/*
 * Sizes of huge pages: the first is 16 KiB, each is twice the one before, the
 * last is 16 GiB.
 */
#define HUGE_POOLS 21
#define HUGE_POOL_PAGE(nth) (INT64_C(16384) << (nth))

/* In pages; UNKNOWN if there is no such pool or it cannot be read. */
struct huge_pool {
	int64_t pages; /* maximum, including pages beyond the size set */
	int64_t used;  /* in use or reserved */
};

/* Reads all HUGE_POOLS pools from a directory such as HUGE_PAGES. */
void huge_pools_read(struct huge_pool *, const char *root);

/*
 * Returns the bytes of the default huge page, from a file such as
 * /proc/meminfo; UNKNOWN if it does not say so.
 */
int64_t huge_pool_usual(const char *meminfo);

#endif
