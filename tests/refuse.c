/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loaded before a program (LD_PRELOAD): what seldom fails does, once.
 *
 *	REFUSE=N	the Nth allocation, counted from 1, fails with ENOMEM
 *	CUT=N		the Nth read(2), pread(2), write(2) or pwrite(2) that is
 *			asked for more than a byte does one byte
 *	CLOSE=N		the Nth close(2) says EIO, and closes all the same
 *	COUNTS=FILE	how many of each there were, at the end
 *
 * The C library's own calls of malloc(3) come by here, but not those of
 * write(2) and close(2) by stdio. It needs glibc.
 */
#include <sys/syscall.h>

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

static struct counter {
	long count;
	long at;
} allocations, transfers, closings;

static bool started;

/* The environment is there before any constructor of ours has run. */
static void
start(void)
{
	const char *word;

	started = true;
	if ((word = getenv("REFUSE")) != NULL)
		allocations.at = strtol(word, NULL, 10);
	if ((word = getenv("CUT")) != NULL)
		transfers.at = strtol(word, NULL, 10);
	if ((word = getenv("CLOSE")) != NULL)
		closings.at = strtol(word, NULL, 10);
}

/*
 * What glibc takes to look up a name is not refused: it cannot live without
 * (nss_database.c follows a null pointer, and asserts what is not so).
 */
static bool looking_up;

#define LOOK_UP(name, type, key)                                               \
	int name(key one, struct type *entry, char *buffer, size_t size,       \
	    struct type **found)                                               \
	{                                                                      \
		int (*real)(key, struct type *, char *, size_t,                \
		    struct type **) = dlsym(RTLD_NEXT, #name);                 \
		int error;                                                     \
                                                                               \
		looking_up = true;                                             \
		error = real(one, entry, buffer, size, found);                 \
		looking_up = false;                                            \
		return error;                                                  \
	}

LOOK_UP(getpwuid_r, passwd, uid_t)
LOOK_UP(getpwnam_r, passwd, const char *)
LOOK_UP(getgrgid_r, group, gid_t)
LOOK_UP(getgrnam_r, group, const char *)

static bool
is_its_turn(struct counter *counter)
{
	if (!started)
		start();
	return ++counter->count == counter->at;
}

static bool
refused(void)
{
	if (looking_up || !is_its_turn(&allocations))
		return false;
	errno = ENOMEM;
	return true;
}

void *
malloc(size_t size)
{
	return refused() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
	return refused() ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t size)
{
	return refused() ? NULL : __libc_realloc(p, size);
}

static size_t
cut(size_t size)
{
	return size > 1 && is_its_turn(&transfers) ? 1 : size;
}

ssize_t
read(int fd, void *data, size_t size)
{
	return syscall(SYS_read, fd, data, cut(size));
}

ssize_t
write(int fd, const void *data, size_t size)
{
	return syscall(SYS_write, fd, data, cut(size));
}

ssize_t
pread(int fd, void *data, size_t size, off_t at)
{
	return syscall(SYS_pread64, fd, data, cut(size), at);
}

ssize_t
pwrite(int fd, const void *data, size_t size, off_t at)
{
	return syscall(SYS_pwrite64, fd, data, cut(size), at);
}

/* As Linux does: the descriptor is free, whatever the answer. */
int
close(int fd)
{
	bool fails = is_its_turn(&closings);
	int status = (int)syscall(SYS_close, fd);

	if (status == -1 || !fails)
		return status;
	errno = EIO;
	return -1;
}

__attribute__((destructor)) static void
tell(void)
{
	const char *path = getenv("COUNTS");
	int fd;

	if (path == NULL)
		return;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1)
		return;
	dprintf(fd, "%ld %ld %ld\n", allocations.count, transfers.count,
	    closings.count);
	close(fd);
}
