/* SPDX-License-Identifier: BSD-2-Clause */
/* Settings of the kernel; see setting.h. */
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/amount.h"
#include "base/copy.h"
#include "base/setting.h"
#include "base/unknown.h"

/*
 * Reads with one read(2): the kernel gives the whole value to the first read
 * only. A line without a newline was cut off, and a number in it could be
 * another number, so it is refused.
 */
bool
setting_line(const char *path, char *line, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *end = NULL;
	int64_t n;

	if (fd == -1)
		return false;
	n = copy_read(fd, line, size);
	close(fd);
	if (n > 0)
		end = memchr(line, '\n', (size_t)n);
	if (end == NULL)
		return false;
	*end = '\0';
	return true;
}

int64_t
setting_number(const char *path, int nth)
{
	uintmax_t number = 0;
	char line[256];
	char *p = line, *end;

	if (!setting_line(path, line, sizeof(line)))
		return UNKNOWN;
	for (; nth >= 0; nth--, p = end) {
		number = strtoumax(p, &end, 10);
		if (end == p)
			return UNKNOWN;
	}
	return amount_of(number);
}
