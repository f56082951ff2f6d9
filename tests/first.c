/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Preloaded into all that runs in tests/isolate: there, the PID namespace is
 * said to be the first one. Only in that one can a program know that it sees
 * every process, and the real one is no place for tests: it has other people's
 * processes in it.
 */
#include <sys/syscall.h>
#include <sys/types.h>

#include <string.h>
#include <unistd.h>

ssize_t __readlinkat_chk(int, const char *, char *, size_t, size_t);

ssize_t
readlinkat(int dirfd, const char *path, char *link, size_t size)
{
	static const char first[] = "pid:[4026531836]";
	ssize_t n = syscall(SYS_readlinkat, dirfd, path, link, size);

	if (n < (ssize_t)sizeof(first) - 1 || memcmp(link, "pid:[", 5) != 0)
		return n;
	memcpy(link, first, sizeof(first) - 1);
	return sizeof(first) - 1;
}

/* What a program calls that is compiled with _FORTIFY_SOURCE. */
ssize_t
__readlinkat_chk(
    int dirfd, const char *path, char *link, size_t size, size_t room)
{
	return readlinkat(dirfd, path, link, size < room ? size : room);
}
