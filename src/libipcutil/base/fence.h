/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory for system calls that are not told how large the buffer is (semctl(2)
 * with GETALL and SETALL), and use as much as the set needs by then. The page
 * behind the last byte cannot be accessed, so the call fails with EFAULT
 * instead of using memory of ours: mmap(2), mprotect(2).
 */
#ifndef FENCE_H
#define FENCE_H

#include <stddef.h>

/*
 * Returns so many bytes, all of them 0xff. They belong to this module and are
 * valid until the next call: the mapping is kept, because making it takes
 * longer than most of the calls that use it. Exits, as xmalloc() does, if there
 * is no memory.
 */
void *fence_bytes(size_t);

#endif
