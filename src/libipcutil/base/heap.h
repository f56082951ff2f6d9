/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Huge pages for memory that will be used. A fault for each 4 KiB takes a third
 * of the time in which 10,000 objects are read, and more in a virtual machine.
 * These are requests: if the kernel or the C library does otherwise, nothing
 * fails; madvise(2), MADV_HUGEPAGE, and mallopt(3).
 */
#ifndef HEAP_H
#define HEAP_H

#include <stddef.h>

/* Asks for huge pages in memory that was allocated; less than two get none. */
void heap_huge(void *, size_t bytes);

/*
 * Asks for huge pages in the next 31 MiB that malloc(3) will return in small
 * pieces. To be called whenever an array of thousands of objects grows.
 */
void heap_ahead(void);

#endif
