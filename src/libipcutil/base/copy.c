/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes from one descriptor to another; see copy.h. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/copy.h"

int
copy_write(int fd, const char *s, size_t length)
{
	ssize_t n;

	for (; length != 0; s += n, length -= (size_t)n) {
		while ((n = write(fd, s, length)) == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
	}
	return 0;
}

int64_t
copy_bytes(int to, int from, int64_t max)
{
	char buffer[65536];
	int64_t length = 0;
	ssize_t n;

	while ((n = read(from, buffer, sizeof(buffer))) > 0) {
		if (n > max - length) {
			errno = EFBIG;
			return -1;
		}
		if (copy_write(to, buffer, (size_t)n) == -1)
			return -1;
		length += n;
	}
	return n == -1 ? -1 : length;
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

/* A hole at the very end is part of the file only once it has that size. */
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
