/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Copies bytes from one descriptor to another: read(2), write(2), close(2).
 * Another process that shares a descriptor may have made it non-blocking;
 * EAGAIN then means that we have to wait with poll(2).
 */
#ifndef COPY_H
#define COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Opens a file that the user named, for reading. It waits until somebody opens
 * a FIFO for writing. It does not wait for a lease (F_SETLEASE of fcntl(2))
 * that another process has on the file: errno is EAGAIN then. -1 with errno;
 * the caller closes the descriptor.
 */
int copy_open(const char *path) __attribute__((warn_unused_result));

/* Text for an errno of copy_open(); a constant, or strerror(3)'s own memory. */
const char *copy_strerror(int error);

/* Writes all of the bytes. 0, or -1 with errno of write(2). */
int copy_write(int fd, const char *, size_t)
    __attribute__((warn_unused_result));

/*
 * As read(2), but a signal does not interrupt it unless patience_left() says
 * that the signal asked us to end: then -1 with EINTR.
 */
int64_t copy_read(int fd, char *, size_t) __attribute__((warn_unused_result));

/*
 * True if the file has data at the offset, false if it has a hole there, which
 * reads as zeros. *end is where that changes, `max` at most. A file system that
 * knows no holes has data everywhere. So has a part of one page: nothing is
 * asked about it, as reading zeros costs less. lseek(2) with SEEK_DATA and
 * SEEK_HOLE; it may move the offset of the descriptor.
 */
bool copy_extent(int fd, int64_t offset, int64_t max, int64_t *end);

/* True if all of the bytes are 0. */
bool copy_is_zeros(const char *, size_t);

/*
 * Receives the bytes of a copy, in order. Both functions return 0 to go on; the
 * copy ends with any other value and returns it.
 */
struct copy_sink {
	int (*data)(void *arg, const char *, size_t);
	int (*zeros)(void *arg, int64_t);
	void *arg;
};

/* Hands the bytes to the sink; blocks of 4096 zeros go to its zeros(). */
int copy_split(const char *, size_t, const struct copy_sink *)
    __attribute__((warn_unused_result));

/*
 * Hands all bytes from `from` on to the sink; holes and blocks of zeros go to
 * its zeros(). 0, or the value with which the sink ended the copy; -1 with
 * errno, EFBIG if there are more than `max` bytes.
 */
int copy_all(int from, int64_t max, const struct copy_sink *)
    __attribute__((warn_unused_result));

/*
 * The largest number of bytes to copy from a file that may never end (a pipe, a
 * device): the free space of the target's file system, or the machine's memory
 * if the file system has no size. Without it a source of zeros, which become a
 * hole and take no space, could be copied for ever. INT64_MAX if `from` is a
 * regular file that says its size.
 */
int64_t copy_bound(int to, int from);

/*
 * Copies all of `from` into a new file, leaving holes for zeros. Returns the
 * number of bytes; -1 with errno, EFBIG if there are more than `max` of them,
 * ENOSPC if more than copy_bound().
 */
int64_t copy_bytes(int to, int from, int64_t max)
    __attribute__((warn_unused_result));

/*
 * Writes with holes: zeros become a hole if the descriptor stands at the end of
 * a regular file; anywhere else they are written. The descriptor stays the
 * caller's.
 */
struct copy_out {
	int fd;
	bool seeks; /* zeros can be left out with lseek(2) */
	bool hole;  /* the last bytes written were a hole */
};
struct copy_out copy_out(int fd);
/*
 * All three return 0, or -1 with errno. copy_out_end() comes after the last
 * byte and gives the file its size.
 */
int copy_out_data(struct copy_out *, const char *, size_t)
    __attribute__((warn_unused_result));
int copy_out_zeros(struct copy_out *, int64_t)
    __attribute__((warn_unused_result));
int copy_out_end(struct copy_out *) __attribute__((warn_unused_result));

/* close(2) that keeps errno, for the way out after an error. */
void copy_close(int fd);

#endif
