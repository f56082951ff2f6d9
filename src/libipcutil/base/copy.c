/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes from one descriptor to another; see copy.h. */
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/copy.h"
#include "base/patience.h"

/*
 * Blocks of this size are examined for zeros: the smallest page size of Linux.
 */
#define BLOCK 4096

/* So much is handed on at once at most, so that progress can be shown. */
#define RUN (1 << 20)

/* This much fits into the cache of a processor; larger buffers are slower. */
#define CHUNK 131072

/* A signal may end poll(2) early. The callers repeat their call anyway. */
static void
wait_for(int fd, short event)
{
	struct pollfd one = { .fd = fd, .events = event };

	poll(&one, 1, -1);
}

static bool
is_to_wait(int error)
{
	return error == EAGAIN || error == EWOULDBLOCK;
}

/*
 * O_NONBLOCK keeps open(2) from waiting for a lease. A FIFO opened like that
 * reads as ended until a writer has opened it, so poll(2) waits for the writer.
 */
int
copy_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;
	int flags;

	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode))
		wait_for(fd, POLLIN);
	if ((flags = fcntl(fd, F_GETFL)) == -1 ||
	    fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) == -1) {
		copy_close(fd);
		return -1;
	}
	return fd;
}

const char *
copy_strerror(int error)
{
	if (is_to_wait(error))
		return "is under another process's lease; cannot be opened now";
	return strerror(error);
}

int
copy_write(int fd, const char *s, size_t length)
{
	ssize_t n;

	for (; length != 0; s += n, length -= (size_t)n) {
		if ((n = write(fd, s, length)) != -1)
			continue;
		n = 0;
		if (is_to_wait(errno))
			wait_for(fd, POLLOUT);
		else if (errno != EINTR)
			return -1;
	}
	return 0;
}

int64_t
copy_read(int fd, char *buffer, size_t size)
{
	ssize_t n;

	while ((n = read(fd, buffer, size)) == -1) {
		if (is_to_wait(errno))
			wait_for(fd, POLLIN);
		else if (errno != EINTR)
			return -1;
		if (patience_left() == PATIENCE_SIGNALLED) {
			errno = EINTR;
			return -1;
		}
	}
	return n;
}

bool
copy_extent(int fd, int64_t offset, int64_t max, int64_t *end)
{
	off_t data, hole;

	*end = max;
	/* No page is a hole in part, and one that is a hole reads as zeros. */
	if (max > offset && offset / BLOCK == (max - 1) / BLOCK)
		return true;
	/* cppcheck-suppress invalidFunctionArg */
	data = lseek(fd, offset, SEEK_DATA);
	if (data == -1 && errno != ENXIO)
		return true;
	if (data == -1 || data > offset) {
		if (data != -1 && data < max)
			*end = data;
		return false;
	}
	/* cppcheck-suppress invalidFunctionArg */
	hole = lseek(fd, offset, SEEK_HOLE);
	if (hole > offset && hole < max)
		*end = hole;
	return true;
}

bool
copy_is_zeros(const char *s, size_t size)
{
	return size == 0 || (s[0] == 0 && memcmp(s, s + 1, size - 1) == 0);
}

int
copy_split(const char *s, size_t size, const struct copy_sink *sink)
{
	size_t n, block;
	int status = 0;
	bool zeros = false;

	for (; size != 0 && status == 0; s += n, size -= n) {
		n = 0;
		do {
			block = size - n < BLOCK ? size - n : BLOCK;
			if (n == 0)
				zeros = copy_is_zeros(s, block);
			else if (copy_is_zeros(s + n, block) != zeros)
				break;
			n += block;
		} while (n < size && n < RUN);
		status = zeros ? sink->zeros(sink->arg, (int64_t)n)
			       : sink->data(sink->arg, s, n);
	}
	return status;
}

/*
 * Moves past the hole at the file's offset. Returns its length, or 0 if there
 * is none.
 */
static int64_t
skip_hole(int fd, const struct stat *st)
{
	off_t at = lseek(fd, 0, SEEK_CUR);
	int64_t end;

	if (at == -1 || at >= st->st_size)
		return 0;
	/* copy_extent() has moved the offset, so set it either way. */
	if (copy_extent(fd, at, st->st_size, &end))
		end = at;
	return lseek(fd, end, SEEK_SET) == end ? end - at : 0;
}

int
copy_all(int from, int64_t max, const struct copy_sink *sink)
{
	static char buffer[CHUNK];
	struct stat st;
	bool has_holes;
	int64_t length, n;
	int status;

	has_holes = fstat(from, &st) == 0 && S_ISREG(st.st_mode);
	for (length = 0;; length += n) {
		if (has_holes && (n = skip_hole(from, &st)) != 0)
			status =
			    n > max - length ? 0 : sink->zeros(sink->arg, n);
		else {
			n = copy_read(from, buffer, sizeof(buffer));
			if (n <= 0)
				return (int)n;
			status = n > max - length
				     ? 0
				     : copy_split(buffer, (size_t)n, sink);
		}
		if (n > max - length) {
			errno = EFBIG;
			return -1;
		}
		if (status != 0)
			return status;
	}
}

int64_t
copy_bound(int to, int from)
{
	int64_t bytes, pages;
	struct statvfs fs;
	struct stat st;

	if (fstat(from, &st) == 0 && S_ISREG(st.st_mode) && st.st_size != 0)
		return INT64_MAX;
	if (fstatvfs(to, &fs) == 0 && fs.f_blocks != 0)
		return __builtin_mul_overflow(fs.f_bavail, fs.f_frsize, &bytes)
			   ? INT64_MAX
			   : bytes;
	pages = sysconf(_SC_PHYS_PAGES);
	return __builtin_mul_overflow(pages, sysconf(_SC_PAGESIZE), &bytes)
		   ? INT64_MAX
		   : bytes;
}

static int
write_data(void *arg, const char *s, size_t size)
{
	return copy_out_data(arg, s, size);
}

static int
write_zeros(void *arg, int64_t size)
{
	return copy_out_zeros(arg, size);
}

int64_t
copy_bytes(int to, int from, int64_t max)
{
	struct copy_out out = copy_out(to);
	struct copy_sink sink = { write_data, write_zeros, &out };
	int64_t bound = copy_bound(to, from);

	if (copy_all(from, max < bound ? max : bound, &sink) == -1) {
		if (errno == EFBIG && bound < max)
			errno = ENOSPC;
		return -1;
	}
	return copy_out_end(&out) == -1 ? -1 : lseek(to, 0, SEEK_CUR);
}

struct copy_out
copy_out(int fd)
{
	int flags = fcntl(fd, F_GETFL);
	struct stat st;

	return (struct copy_out){
		.fd = fd,
		.seeks = flags != -1 && !(flags & O_APPEND) &&
			 fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
			 lseek(fd, 0, SEEK_CUR) == st.st_size,
	};
}

int
copy_out_data(struct copy_out *out, const char *s, size_t length)
{
	out->hole = false;
	return copy_write(out->fd, s, length);
}

int
copy_out_zeros(struct copy_out *out, int64_t length)
{
	static const char zeros[65536];
	int64_t n;

	if (out->seeks && lseek(out->fd, length, SEEK_CUR) != -1) {
		out->hole = true;
		return 0;
	}
	for (; length > 0; length -= n) {
		n = length < (int64_t)sizeof(zeros) ? length
						    : (int64_t)sizeof(zeros);
		if (copy_write(out->fd, zeros, (size_t)n) == -1)
			return -1;
	}
	return 0;
}

/*
 * A hole at the end belongs to the file only once ftruncate(2) has set the
 * size.
 */
int
copy_out_end(struct copy_out *out)
{
	off_t end;

	if (!out->hole)
		return 0;
	out->hole = false;
	end = lseek(out->fd, 0, SEEK_CUR);
	return end == -1 ? -1 : ftruncate(out->fd, end);
}

void
copy_close(int fd)
{
	int error = errno;

	close(fd);
	errno = error;
}
