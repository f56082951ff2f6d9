/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads a tar archive, compressed or not, member by member, with libarchive(3).
 * The archive is not trusted.
 */
#ifndef TAR_IN_H
#define TAR_IN_H

#include <stddef.h>
#include <stdint.h>

struct tar_in;

/*
 * Starts reading from the descriptor, which stays the caller's. Returns NULL if
 * that is impossible, and sets *why to a constant message. The caller frees the
 * result with tar_in_close().
 */
struct tar_in *tar_in_open(int fd, const char **why);
void tar_in_close(struct tar_in *);

/*
 * Goes to the next member, which is a regular file. Returns 1, 0 at the end, or
 * -1 and tar_in_error() says why. The name is valid until the next call.
 */
int tar_in_next(struct tar_in *, const char **name, int64_t *size);

/*
 * Reads the next bytes of the member. They begin at *offset, which is not
 * before the end of the last bytes, and stay within the size; bytes in between
 * are zeros. Returns as tar_in_next().
 */
int tar_in_data(
    struct tar_in *, const char **data, size_t *size, int64_t *offset);

/* Says what failed; valid until the next call. */
const char *tar_in_error(const struct tar_in *);

#endif
