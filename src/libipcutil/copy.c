/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes from one descriptor to another; see copy.h. */
#include <errno.h>
#include <unistd.h>

#include "copy.h"

static int
write_all(int fd, const char *s, size_t length)
{
	ssize_t n;

	for (; length != 0; s += n, length -= (size_t)n)
		if ((n = write(fd, s, length)) == -1)
			return -1;
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
		if (write_all(to, buffer, (size_t)n) == -1)
			return -1;
		length += n;
	}
	return n == -1 ? -1 : length;
}

void
copy_close(int fd)
{
	int error = errno;

	close(fd);
	errno = error;
}
