/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory for a system call that is not told how long it is, and takes or writes
 * as much as there is by then: behind the last byte lies a page that nobody may
 * touch, so that the call fails with EFAULT; mmap(2), mprotect(2).
 */
#ifndef FENCE_H
#define FENCE_H

#include <stddef.h>

/*
 * So many bytes, all of them 0xff, good until the next call: the memory is
 * kept, as to map it takes longer than most calls it is for. It exits, as
 * xmalloc() does, where there is no memory.
 */
void *fence_bytes(size_t);

#endif
