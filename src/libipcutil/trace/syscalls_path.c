/* SPDX-License-Identifier: BSD-2-Clause */
/* POSIX memory and semaphores: paths in /dev/shm; see syscalls_part.h. */
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "backend/posix_file.h"
#include "base/xalloc.h"
#include "trace/syscalls_part.h"

bool
syscall_set_path(struct call *call, const char *path)
{
	const char *file = path + strlen(SHM_DIR);
	bool sem;

	if (strncmp(path, SHM_DIR "/", sizeof(SHM_DIR)) != 0)
		return false;
	while (*file == '/')
		file++;
	/* Files in directories below /dev/shm are no objects. */
	if (*file == '\0' || strchr(file, '/') != NULL)
		return false;
	sem = sem_layout_is_file(file, UNKNOWN);
	call->object.kind = sem ? &posix_sem_kind : &posix_shm_kind;
	xasprintf(
	    &call->object.name, "/%s", sem ? file + strlen(SEM_PREFIX) : file);
	return true;
}

static void
set_path(struct pending *p, uint64_t address)
{
	struct text path = { 0 };

	/* It is one in there, as the kernel has seen to it when it began. */
	if (pending_name(p, address, &path) &&
	    strncmp(path.s, SHM_DIR "/", sizeof(SHM_DIR)) == 0)
		p->none = !syscall_set_path(&p->call, path.s);
	text_free(&path);
}

/* The descriptor knows better than memory, which may be of a stack. */
void
leave_open(struct pending *p, int64_t result)
{
	char link[PATH_MAX + 1];

	if (result < 0 || !p->alone ||
	    !thread_link(p->thread, (int)result, link, sizeof(link)) ||
	    strncmp(link, SHM_DIR "/", sizeof(SHM_DIR)) != 0)
		return;
	free(p->call.object.name);
	p->call.object.name = NULL;
	p->call.object.kind = NULL;
	p->none = !syscall_set_path(&p->call, link);
}

/* The call does what the word says to the path in this argument. */
static void
enter_path(struct pending *p, const char *word, size_t argument)
{
	p->call.word = word;
	set_path(p, p->args[argument]);
}

static void
enter_opened(struct pending *p, uint64_t path, uint64_t flags)
{
	p->call.word = flags & O_CREAT ? "create" : "open";
	set_path(p, path);
}

void
enter_open(struct pending *p)
{
	enter_opened(p, p->args[0], p->args[1]);
}

void
enter_openat(struct pending *p)
{
	enter_opened(p, p->args[1], p->args[2]);
}

void
enter_unlink(struct pending *p)
{
	enter_path(p, "unlink", 0);
}

void
enter_unlinkat(struct pending *p)
{
	enter_path(p, "unlink", 1);
}

/*
 * sem_open(3) gives a new semaphore its name by link(2), once it is complete.
 */
void
enter_link(struct pending *p)
{
	enter_path(p, "create", 1);
}

void
enter_linkat(struct pending *p)
{
	enter_path(p, "create", 3);
}

/* The new name; the old one is in /dev/shm, too, as that is a file system. */
void
enter_rename(struct pending *p)
{
	enter_path(p, "rename", 1);
}

void
enter_renameat(struct pending *p)
{
	enter_path(p, "rename", 3);
}
