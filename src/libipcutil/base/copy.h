/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bytes from one descriptor to another: read(2), write(2), close(2). What is
 * shared with another process may have been made non-blocking by it: then
 * EAGAIN means to wait.
 */
#ifndef COPY_H
#define COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Opens a file that the user named, to be read. It waits for whoever writes
 * into a fifo, but not for a lease (F_SETLEASE of fcntl(2)) that another
 * process has on a file: EAGAIN. -1 with errno.
 */
int copy_open(const char *path) __attribute__((warn_unused_result));

/* What errno of copy_open() means. */
const char *copy_strerror(int error);

/* Writes them all. 0, or -1 with errno. */
int copy_write(int fd, const char *, size_t)
    __attribute__((warn_unused_result));

/*
 * As read(2), which a signal does not interrupt unless patience_left() says
 * that it asked us to end: then -1 with EINTR.
 */
int64_t copy_read(int fd, char *, size_t) __attribute__((warn_unused_result));

/*
 * Whether there are data at the offset of a file, rather than a hole, which
 * reads as zeros; *end, at most `max`, is where that changes. What knows of no
 * holes has none.
 */
bool copy_extent(int fd, int64_t offset, int64_t max, int64_t *end);

/* Whether it is zeros and nothing else. */
bool copy_is_zeros(const char *, size_t);

/* Where bytes go, in order. Both return 0, or what ends the copying. */
struct copy_sink {
	int (*data)(void *arg, const char *, size_t);
	int (*zeros)(void *arg, int64_t);
	void *arg;
};

/* Hands on the bytes, pages of zeros among them as zeros. */
int copy_split(const char *, size_t, const struct copy_sink *)
    __attribute__((warn_unused_result));

/*
 * Hands on all there is in `from`, its holes and its pages of zeros as zeros.
 * 0, or what the sink has returned; -1 with errno, EFBIG if there are more
 * than `max` bytes.
 */
int copy_all(int from, int64_t max, const struct copy_sink *)
    __attribute__((warn_unused_result));

/*
 * The most bytes to take from what may have no end (a pipe, a device) into a
 * file: what its file system has room for, or the machine, if that has no
 * bound. Zeros take no room and would go on for ever. INT64_MAX if `from` is a
 * regular file.
 */
int64_t copy_bound(int to, int from);

/*
 * Copies until the end of `from` into a new file, leaving holes, and returns
 * how many bytes there were; -1 with errno, EFBIG if there are more than `max`
 * of them, ENOSPC if more than copy_bound().
 */
int64_t copy_bytes(int to, int from, int64_t max)
    __attribute__((warn_unused_result));

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
int copy_out_data(struct copy_out *, const char *, size_t)
    __attribute__((warn_unused_result));
int copy_out_zeros(struct copy_out *, int64_t)
    __attribute__((warn_unused_result));
int copy_out_end(struct copy_out *) __attribute__((warn_unused_result));

/* close(2) that leaves errno as it is. */
void copy_close(int fd);

#endif
