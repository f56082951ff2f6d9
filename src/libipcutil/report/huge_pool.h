/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pools of huge pages that segments are made from with SHM_HUGETLB, one for
 * each size of page: Documentation/admin-guide/mm/hugetlbpage.rst in the
 * kernel, shmget(2).
 */
#ifndef HUGE_POOL_H
#define HUGE_POOL_H

#include <stdint.h>

/*
 * Huge pages are of 16 KiB, which is the first, up to 16 GiB, which is the
 * last; each is twice as large as the one before.
 */
#define HUGE_POOLS 21
#define HUGE_POOL_PAGE(nth) (INT64_C(16384) << (nth))

/* In pages; UNKNOWN where there is no such pool, or it cannot be read. */
struct huge_pool {
	int64_t pages; /* the most there may be, with those over the size set */
	int64_t used;  /* those given or promised to somebody */
};

/* Reads all of HUGE_POOLS in a directory as HUGE_PAGES. */
void huge_pools_read(struct huge_pool *, const char *root);

/*
 * Bytes of the huge page that is had without naming a size, by a file as
 * /proc/meminfo; UNKNOWN if it does not say so.
 */
int64_t huge_pool_usual(const char *meminfo);

#endif
