/* SPDX-License-Identifier: BSD-2-Clause */
/* Threads that the kernel leaves out; see aside.h. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/copy.h"
#include "base/proc.h"
#include "base/unknown.h"
#include "base/xalloc.h"
#include "trace/aside.h"

#define LIST "set_event_notrace_pid"
#define FORK "options/event-fork"

/* The calls after which leaving a thread out takes less time than its calls. */
#define OFTEN 100
#define PERIOD (SECOND / 10)

struct aside {
	const struct instance *instance;
	struct threads *threads;
	int64_t ipc_ns;
	int64_t *wanted; /* threads that are to be in the list */
	size_t n;
	size_t room;
	int64_t written; /* when it was */
	bool filled;
	/*
	 * A bit for each number that has been in the list. If the kernel
	 * removes one that ends while it copies the list, the copy keeps it.
	 */
	unsigned char *numbers;
	size_t size; /* in bytes */
	struct aside_missed missed;
};

bool
aside_is_possible(const struct instance *instance)
{
	return faccessat(instance->dir, LIST, W_OK, 0) == 0 &&
	       faccessat(instance->dir, FORK, W_OK, 0) == 0;
}

struct aside *
aside_begin(
    const struct instance *instance, struct threads *threads, int64_t ipc_ns)
{
	struct aside *aside;

	if (instance_write(instance, FORK, "1") == -1)
		return NULL;
	aside = xmalloc(sizeof(*aside));
	*aside = (struct aside){
		.instance = instance, .threads = threads, .ipc_ns = ipc_ns
	};
	return aside;
}

void
aside_end(struct aside *aside)
{
	if (aside == NULL)
		return;
	free(aside->wanted);
	free(aside->numbers);
	free(aside);
}

static void
note_number(struct aside *aside, int64_t tid)
{
	size_t at = (size_t)tid / 8, size = at + 4096;

	if (at >= aside->size) {
		aside->numbers = xreallocarray(aside->numbers, size, 1);
		memset(aside->numbers + aside->size, 0, size - aside->size);
		aside->size = size;
	}
	aside->numbers[at] |= (unsigned char)(1U << (tid % 8));
}

static bool
has_number(const struct aside *aside, int64_t tid)
{
	size_t at = (size_t)tid / 8;

	return at < aside->size &&
	       (aside->numbers[at] & (1U << (tid % 8))) != 0;
}

struct emptied {
	bool filled;
	int64_t now;
};

static void
take_back(void *arg, struct thread *thread)
{
	const struct emptied *emptied = arg;

	if (thread->aside != 0)
		thread->back = emptied->now;
	thread->aside = 0;
	thread->calls = 0;
}

/* All are recorded again. */
static void
empty(struct aside *aside)
{
	struct emptied emptied = { 0 };

	if (!aside->filled || instance_write(aside->instance, LIST, "") == -1)
		return;
	emptied.now = clock_now(CLOCK_MONOTONIC);
	threads_each(aside->threads, take_back, &emptied);
	aside->filled = false;
	aside->n = 0;
	if (aside->size != 0)
		memset(aside->numbers, 0, aside->size);
}

void
aside_called(struct aside *aside, struct thread *thread, int64_t time)
{
	/* It was recorded before the list was written. */
	if (aside == NULL || time <= thread->aside || ++thread->calls != OFTEN)
		return;
	aside->wanted = xgrow(
	    aside->wanted, aside->n, &aside->room, sizeof(*aside->wanted));
	aside->wanted[aside->n++] = thread->tid;
}

void
aside_born(
    struct aside *aside, const struct thread *parent, struct thread *thread)
{
	if (aside == NULL)
		return;
	thread->aside = parent->aside;
	if (thread->aside != 0)
		note_number(aside, thread->tid);
	else if (has_number(aside, thread->tid))
		empty(aside);
}

/* Children that it makes right after it has entered are in the list, too. */
void
aside_enters(struct aside *aside, const struct thread *thread)
{
	if (aside != NULL && thread->ipc_ns != aside->ipc_ns)
		empty(aside);
}

void
aside_entered(
    struct aside *aside, const struct thread *thread, int64_t time, bool again)
{
	int64_t missing;

	if (aside == NULL || (thread->ipc_ns != aside->ipc_ns &&
				 thread->ipc_ns != UNKNOWN && !again))
		return;
	empty(aside);
	missing = thread->back - time;
	if (missing <= 0)
		return;
	aside->missed.threads++;
	if (aside->missed.longest < missing)
		aside->missed.longest = missing;
}

void
aside_lost(struct aside *aside)
{
	if (aside != NULL)
		empty(aside);
}

/* As it is now. One that has ended is in none. */
static bool
is_elsewhere(const struct aside *aside, int tasks, const char *number)
{
	int64_t ipc_ns;
	char *file;

	xasprintf(&file, "%s/ns/ipc", number);
	ipc_ns = proc_namespace(tasks, file);
	free(file);
	if (ipc_ns == UNKNOWN)
		return errno == ENOENT || errno == ESRCH;
	return ipc_ns != aside->ipc_ns;
}

/*
 * Whether each thread of its process is in another namespace, this one too. If
 * one of them executes a program, it takes the number of the first one.
 */
static bool
is_foreign(const struct aside *aside, const struct thread *thread)
{
	bool foreign = true, found = false;
	const struct dirent *entry;
	int dirfd, fd = -1;
	DIR *dir;

	if (thread->own_pid == UNKNOWN ||
	    (dirfd = proc_open_process(thread->own_pid)) == -1)
		return false;
	fd = openat(dirfd, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	copy_close(dirfd);
	if (fd == -1 || (dir = fdopendir(fd)) == NULL) {
		copy_close(fd);
		return false;
	}
	while (foreign && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		foreign = is_elsewhere(aside, fd, entry->d_name);
		found |= proc_parse_pid(entry->d_name) == thread->own_tid;
	}
	closedir(dir);
	return foreign && found;
}

void
aside_write(struct aside *aside)
{
	struct text text = { 0 };
	struct thread *thread;
	int64_t now;
	size_t i, n = 0;

	if (aside == NULL || aside->n == 0)
		return;
	now = clock_now(CLOCK_MONOTONIC);
	if (now - aside->written < PERIOD)
		return;
	for (i = 0; i < aside->n; i++) {
		thread = threads_find(aside->threads, aside->wanted[i]);
		if (thread == NULL || !is_foreign(aside, thread))
			continue;
		note_number(aside, thread->tid);
		text_number(&text, thread->tid);
		text_char(&text, '\n');
		aside->wanted[n++] = thread->tid;
	}
	aside->n = 0;
	if (n != 0) {
		/* If it fails, some may be in there. */
		aside->filled = true;
		instance_append(aside->instance, LIST, text.s);
		now = clock_now(CLOCK_MONOTONIC);
	}
	for (i = 0; i < n; i++) {
		thread = threads_get(aside->threads, aside->wanted[i]);
		thread->aside = now;
		thread->calls = 0;
	}
	aside->written = now;
	text_free(&text);
}

struct aside_missed
aside_missed(const struct aside *aside)
{
	const struct aside_missed none = { 0 };

	return aside == NULL ? none : aside->missed;
}
