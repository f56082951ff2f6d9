/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects behind descriptors and addresses of a process, and its memory; see
 * thread.h.
 */
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/vfs.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "base/clock.h"
#include "base/copy.h"
#include "base/proc.h"
#include "base/xalloc.h"
#include "trace/thread.h"

/* For how long a descriptor is taken for the same object, in nanoseconds. */
#define FRESH (SECOND / 100)

/* Descriptors are even, addresses (of pages) odd. */
#define OF_DESCRIPTOR(fd) ((uint64_t)(unsigned)(fd) << 1)
#define OF_ADDRESS(address) ((address) | 1)

static struct thread_name *
find(struct thread *process, uint64_t number)
{
	size_t i;

	for (i = 0; i < process->nnames; i++)
		if (process->names[i].number == number)
			return &process->names[i];
	return NULL;
}

static struct thread_name *
find_or_add(struct thread *process, uint64_t number)
{
	struct thread_name *name = find(process, number);

	if (name != NULL)
		return name;
	process->names = xreallocarray(
	    process->names, process->nnames + 1, sizeof(*process->names));
	name = &process->names[process->nnames++];
	*name = (struct thread_name){ .number = number, .id = UNKNOWN };
	return name;
}

void
thread_inherit(struct thread *child, const struct thread *parent)
{
	struct thread_name *name;
	size_t i;

	for (i = 0; i < parent->nnames; i++) {
		name = find_or_add(child, parent->names[i].number);
		name->id = parent->names[i].id;
		free(name->name);
		name->name = parent->names[i].name == NULL
				 ? NULL
				 : xstrdup(parent->names[i].name);
	}
}

/*
 * The name of a queue as the link of its descriptor has it: with the directory
 * that it was opened in, and what the kernel adds once it is unlinked.
 */
static char *
name_of_link(char *link, bool unlinked)
{
	static const char deleted[] = " (deleted)";
	size_t length = strlen(link), more = strlen(deleted);
	char *slash;

	if (unlinked && length > more &&
	    strcmp(link + length - more, deleted) == 0)
		link[length - more] = '\0';
	slash = strrchr(link, '/');
	return slash == NULL ? NULL : xstrdup(slash);
}

/* NULL if it is no queue, or cannot be looked at. */
static char *
look(struct thread *thread, int fd)
{
	int dirfd = thread_open(thread), queue = -1;
	char file[32], link[PATH_MAX + 1], *name = NULL;
	struct statfs fs;
	struct stat st;
	ssize_t n = -1;

	if (dirfd == -1)
		return NULL;
	snprintf(file, sizeof(file), "fd/%d", fd);
	queue = openat(dirfd, file, O_PATH | O_CLOEXEC);
	if (queue != -1 && fstatfs(queue, &fs) == 0 &&
	    fs.f_type == MQUEUE_MAGIC && fstat(queue, &st) == 0)
		n = readlinkat(dirfd, file, link, sizeof(link) - 1);
	if (n > 0) {
		link[n] = '\0';
		name = name_of_link(link, st.st_nlink == 0);
	}
	copy_close(queue);
	copy_close(dirfd);
	return name;
}

bool
thread_link(struct thread *thread, int fd, char *link, size_t size)
{
	int dirfd = thread_open(thread);
	char file[32];
	struct stat st;
	ssize_t n = -1;

	if (dirfd == -1)
		return false;
	snprintf(file, sizeof(file), "fd/%d", fd);
	if (fstatat(dirfd, file, &st, 0) == 0 && st.st_nlink != 0)
		n = readlinkat(dirfd, file, link, size - 1);
	copy_close(dirfd);
	if (n <= 0)
		return false;
	link[n] = '\0';
	return true;
}

void
thread_reopened(struct threads *threads, struct thread *thread, int fd,
    const char *name, bool same, int64_t then)
{
	struct thread *process = threads_process(threads, thread);
	struct thread_name *known;
	char *seen = same ? look(thread, fd) : NULL;

	known = find_or_add(process, OF_DESCRIPTOR(fd));
	free(known->name);
	known->name = seen != NULL ? seen : name != NULL ? xstrdup(name) : NULL;
	known->seen = then;
}

const char *
thread_queue(
    struct threads *threads, struct thread *thread, int fd, int64_t now)
{
	struct thread *process = threads_process(threads, thread);
	struct thread_name *known = find(process, OF_DESCRIPTOR(fd));
	char *name;

	if (fd < 0)
		return NULL;
	if (known != NULL && now - known->seen < FRESH)
		return known->name;
	name = look(thread, fd);
	/* The process has ended; what was known before was true until then. */
	if (name == NULL)
		return known == NULL ? NULL : known->name;
	known = find_or_add(process, OF_DESCRIPTOR(fd));
	free(known->name);
	known->name = name;
	known->seen = now;
	return name;
}

void
thread_attached(struct threads *threads, struct thread *thread,
    uint64_t address, int64_t id)
{
	struct thread *process = threads_process(threads, thread);

	find_or_add(process, OF_ADDRESS(address))->id = id;
}

struct search {
	uint64_t address;
	int64_t id;
};

static void
look_at_area(void *arg, const struct proc_area *area)
{
	struct search *search = arg;

	if (area->start == search->address && area->segment == 1)
		search->id = area->ino;
}

/* Attached before anybody watched; its number is the inode's. */
static int64_t
find_area(struct thread *thread, uint64_t address)
{
	struct search search = { address, UNKNOWN };
	int dirfd = thread_open(thread), fd;

	if (dirfd == -1)
		return UNKNOWN;
	fd = openat(dirfd, "maps", O_RDONLY | O_CLOEXEC);
	if (fd != -1 && proc_read_areas(fd, look_at_area, &search) == -1)
		search.id = UNKNOWN;
	copy_close(fd);
	copy_close(dirfd);
	return search.id;
}

int64_t
thread_segment(struct threads *threads, struct thread *thread, uint64_t address)
{
	struct thread *process = threads_process(threads, thread);
	struct thread_name *known = find(process, OF_ADDRESS(address));

	return known != NULL ? known->id : find_area(thread, address);
}

bool
thread_read(struct thread *thread, uint64_t address, void *to, size_t length)
{
	struct iovec local = { to, length };
	struct iovec remote = { (void *)(uintptr_t)address, length };
	ssize_t n;

	if (thread->own_tid == UNKNOWN || thread->gone || length == 0)
		return false;
	n = process_vm_readv((pid_t)thread->own_tid, &local, 1, &remote, 1, 0);
	thread->gone = n == -1 && errno == ESRCH;
	return n == (ssize_t)length;
}

/* A page at a time, as what follows it may not be there. */
bool
thread_string(struct thread *thread, uint64_t address, struct text *text)
{
	const size_t page = 4096;
	char piece[4096];
	const char *end;
	size_t length;

	while (text->len < PATH_MAX) {
		length = page - address % page;
		if (!thread_read(thread, address, piece, length))
			return false;
		end = memchr(piece, '\0', length);
		text_add(
		    text, piece, end == NULL ? length : (size_t)(end - piece));
		if (end != NULL)
			return true;
		address += length;
	}
	return false;
}
