/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A tar archive, read member by member, compressed or not; by libarchive(3).
 * Nothing is taken for granted of who wrote it.
 */
#ifndef TAR_IN_H
#define TAR_IN_H

#include <stddef.h>
#include <stdint.h>

struct tar_in;

/*
 * Begins to read from the descriptor, which stays the caller's. NULL if this
 * suite was built without: then *why is a constant that says so.
 */
struct tar_in *tar_in_open(int fd, const char **why);
void tar_in_close(struct tar_in *);

/*
 * The next member, which is a regular file; its name lives until the next call.
 * 1, or 0 at the end, or -1: see tar_in_error().
 */
int tar_in_next(struct tar_in *, const char **name, int64_t *size);

/*
 * The next bytes of it, which begin at *offset and not before the last ended,
 * and do not go beyond its size; what is between is zeros. 1, 0, -1 as above.
 */
int tar_in_data(
    struct tar_in *, const char **data, size_t *size, int64_t *offset);

/* What went wrong; lives until the next call. */
const char *tar_in_error(const struct tar_in *);

#endif
