/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes from one descriptor to another: read(2), write(2), close(2). */
#ifndef COPY_H
#define COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Copies until the end of `from` and returns how many bytes there were; -1
 * with errno, EFBIG if there are more than `max` of them.
 */
int64_t copy_bytes(int to, int from, int64_t max);

/*
 * Writes them all, going on where a signal interrupts. 0, or -1 with errno.
 */
int copy_write(int fd, const char *, size_t);

/*
 * Writing with holes: zeros become a hole where the file ends at the place
 * that is written to, and are written anywhere else.
 */
struct copy_out {
	int fd;
	bool seeks; /* a hole can be left */
	bool hole;  /* the last that was written was one */
};
struct copy_out copy_out(int fd);
/* All three: 0, or -1 with errno. */
int copy_out_data(struct copy_out *, const char *, size_t);
int copy_out_zeros(struct copy_out *, int64_t);
int copy_out_end(struct copy_out *);

/* close(2) that leaves errno as it is. */
void copy_close(int fd);

#endif
