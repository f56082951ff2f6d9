/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes from one descriptor to another: read(2), write(2), close(2). */
#ifndef COPY_H
#define COPY_H

#include <stdint.h>

/*
 * Copies until the end of `from` and returns how many bytes there were; -1
 * with errno, EFBIG if there are more than `max` of them.
 */
int64_t copy_bytes(int to, int from, int64_t max);

/* close(2) that leaves errno as it is. */
void copy_close(int fd);

#endif
