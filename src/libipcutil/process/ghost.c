/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects without a name; see ghost.h. */
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/sem_layout.h"
#include "base/compat.h"
#include "base/copy.h"
#include "base/proc.h"
#include "base/xalloc.h"
#include "model/kind.h"
#include "process/ghost.h"
#include "process/target.h"

#define DELETED " (deleted)"

struct scan {
	struct targets named; /* objects that have a name */
	struct ipc_list *list;
	int64_t mq;  /* device of queues; UNKNOWN: not looked for */
	int64_t shm; /* device of memory and semaphores */
	unsigned kinds;
	void *found; /* objects added to the list: tsearch(3) */
	int64_t tid; /* the thread whose directory is read */
	bool missed; /* a part of the process could not be examined */
};

static int64_t
device_of(const struct ipc_kind *kind)
{
	int fd = kind->open_dir(kind);
	int64_t dev = UNKNOWN;
	struct stat st;

	if (fd == -1)
		return UNKNOWN;
	if (fstat(fd, &st) == 0)
		dev = (int64_t)st.st_dev;
	close(fd);
	return dev;
}

/* The old name, without the " (deleted)" at the end of the path. */
static char *
old_name(const char *path, const struct ipc_kind *kind)
{
	size_t length = strlen(path), cut = strlen(DELETED);
	const char *name = strrchr(path, '/');
	char *was;

	if (length > cut && strcmp(path + length - cut, DELETED) == 0)
		length -= cut;
	name = name != NULL ? name + 1 : path;
	if (kind == &posix_sem_kind)
		name += strlen(SEM_PREFIX);
	xasprintf(&was, "/%.*s", (int)(path + length - name), name);
	return was;
}

/* A file that a process holds; its size may be UNKNOWN. */
struct found {
	int64_t dev;
	int64_t ino;
	int64_t size;
	const char *path;
};

static const struct ipc_kind *
kind_of(const struct scan *scan, const struct found *found)
{
	const char *name = strrchr(found->path, '/');

	if (found->dev == scan->mq)
		return &posix_mq_kind;
	name = name != NULL ? name + 1 : found->path;
	return sem_layout_is_file(name, found->size) ? &posix_sem_kind
						     : &posix_shm_kind;
}

static int
compare(const void *one, const void *two)
{
	const struct ipc_object *a = one, *b = two;

	if (a->dev != b->dev)
		return a->dev < b->dev ? -1 : 1;
	return a->ino < b->ino ? -1 : a->ino > b->ino;
}

static struct ipc_object *
find(const struct scan *scan, const struct found *found)
{
	const struct ipc_object key = { .dev = found->dev, .ino = found->ino };
	struct ipc_object *const *known;

	known = tfind(&key, &scan->found, compare);
	return known != NULL ? *known : NULL;
}

static struct ipc_object *
add_new(
    struct scan *scan, const struct ipc_kind *kind, const struct found *found)
{
	struct ipc_object *o = ipc_object_new(kind);

	o->dev = found->dev;
	o->ino = found->ino;
	o->was = old_name(found->path, kind);
	ipc_list_add(scan->list, o);
	xtsearch(o, &scan->found, compare);
	return o;
}

/* A name in fd/ replaces one in map_files/, which needs a privilege to open. */
static void
add(struct scan *scan, const struct found *found, char *name)
{
	const struct ipc_kind *kind = kind_of(scan, found);
	struct ipc_object *o = find(scan, found);

	if (o == NULL && scan->kinds & kind->bit)
		o = add_new(scan, kind, found);
	else if (o == NULL || strstr(o->name, "/fd/") != NULL) {
		free(name);
		return;
	}
	free(o->name);
	o->name = name;
}

static bool
is_ghost(const struct scan *scan, int64_t dev, int64_t ino)
{
	return dev != UNKNOWN && (dev == scan->mq || dev == scan->shm) &&
	       targets_find(&scan->named, dev, ino) == NULL;
}

/* Notes a part that could not be examined, unless the process has gone. */
static void
miss(struct scan *scan)
{
	if (proc_why_not(errno) != PROC_GONE)
		scan->missed = true;
}

/* Asks no file system that may not answer; see holder.c. */
static void
look_at_descriptor(struct scan *scan, int dirfd, const char *fd)
{
	char path[4096], *name;
	struct found found;
	struct statx st;
	ssize_t n;

	if (statx(dirfd, fd, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, 0, &st) ==
	    -1) {
		miss(scan);
		return;
	}
	found = (struct found){
		.dev = (int64_t)makedev(st.stx_dev_major, st.stx_dev_minor),
		.ino = (int64_t)st.stx_ino,
		.size = (int64_t)st.stx_size,
		.path = path,
	};
	if (!is_ghost(scan, found.dev, found.ino) || st.stx_nlink != 0 ||
	    !S_ISREG(st.stx_mode))
		return;
	if ((n = readlinkat(dirfd, fd, path, sizeof(path) - 1)) == -1) {
		miss(scan);
		return;
	}
	path[n] = '\0';
	xasprintf(&name, "/proc/%lld/fd/%s", (long long)scan->tid, fd);
	add(scan, &found, name);
}

static enum proc_seen
look_at_descriptors(struct scan *scan, int procfd)
{
	int fd = openat(procfd, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct dirent *entry;
	int error;
	DIR *dir;

	if (fd == -1 || (dir = fdopendir(fd)) == NULL) {
		error = errno;
		copy_close(fd);
		return proc_why_not(error);
	}
	for (errno = 0; (entry = readdir(dir)) != NULL; errno = 0)
		if (entry->d_name[0] != '.')
			look_at_descriptor(scan, dirfd(dir), entry->d_name);
	error = errno;
	closedir(dir);
	return error == 0 ? PROC_SEEN : proc_why_not(error);
}

/*
 * The name alone may look deleted: true if the file still has a link. Sets the
 * size if it can be read.
 */
static bool
has_link(int procfd, const char *file, int64_t *size)
{
	struct statx st;

	if (statx(procfd, file, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, 0, &st) ==
	    -1)
		return false;
	*size = (int64_t)st.stx_size;
	return st.stx_nlink != 0;
}

/* maps escapes a newline in a name; the link has the name as it is. */
static void
add_area(struct scan *scan, int procfd, const struct proc_area *area,
    const char *range)
{
	char path[4096], *name, *file;
	struct found found = {
		.dev = area->dev,
		.ino = area->ino,
		.size = UNKNOWN,
		.path = path,
	};
	ssize_t n;

	xasprintf(
	    &name, "/proc/%lld/map_files/%s", (long long)scan->tid, range);
	file = strstr(name, "map_files");
	n = readlinkat(procfd, file, path, sizeof(path) - 1);
	if (n == -1 || has_link(procfd, file, &found.size)) {
		if (n == -1)
			miss(scan);
		free(name);
		return;
	}
	path[n] = '\0';
	add(scan, &found, name);
}

static void
look_at_area(struct scan *scan, int procfd, char *line)
{
	size_t length = strlen(line), cut = strlen(DELETED);
	struct proc_area area;

	if (length < cut || strcmp(line + length - cut, DELETED) != 0)
		return;
	if (!proc_parse_area(line, &area)) {
		scan->missed = true;
		return;
	}
	if (!is_ghost(scan, area.dev, area.ino))
		return;
	line[strcspn(line, " ")] = '\0';
	add_area(scan, procfd, &area, line);
}

/* A process without a line has no memory. */
static enum proc_seen
look_at_lines(struct scan *scan, int procfd, FILE *fp)
{
	enum proc_seen seen = PROC_EMPTY;
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	while ((n = getline(&line, &size, fp)) > 0) {
		seen = PROC_SEEN;
		if (line[n - 1] != '\n') {
			scan->missed = true;
			break;
		}
		line[n - 1] = '\0';
		look_at_area(scan, procfd, line);
	}
	if (n == -1 && !feof(fp))
		seen = errno == ESRCH ? PROC_EMPTY : proc_why_not(errno);
	free(line);
	return seen;
}

static enum proc_seen
look_at_maps(struct scan *scan, int procfd)
{
	int fd = openat(procfd, "maps", O_RDONLY | O_CLOEXEC);
	enum proc_seen seen;
	FILE *fp;

	if (fd == -1 || (fp = fdopen(fd, "r")) == NULL) {
		seen = errno == ESRCH ? PROC_EMPTY : proc_why_not(errno);
		copy_close(fd);
		return seen;
	}
	seen = look_at_lines(scan, procfd, fp);
	fclose(fp);
	return seen;
}

static enum proc_seen
look_at_process(void *arg, const struct proc_process *process)
{
	struct scan *scan = arg;
	enum proc_seen seen;

	scan->tid = process->tid;
	scan->missed = false;
	seen = look_at_maps(scan, process->dirfd);
	if (seen == PROC_SEEN)
		seen = look_at_descriptors(scan, process->dirfd);
	return seen == PROC_SEEN && scan->missed ? PROC_HIDDEN : seen;
}

static void
forget(void *object)
{
	(void)object;
}

/* The old name is known even if we may not examine the object. */
static bool
is_there(struct ipc_object *o, unsigned need)
{
	if (o->was == NULL || o->kind->stat(o, need) == 0)
		return true;
	return errno == EACCES || errno == EPERM;
}

/* A process that held an object may have ended; then the object has gone. */
static void
fill_in(struct ipc_list *list, unsigned need)
{
	size_t i, kept = 0;

	for (i = 0; i < list->n; i++) {
		if (is_there(list->v[i], need))
			list->v[kept++] = list->v[i];
		else
			ipc_object_free(list->v[i]);
	}
	list->n = kept;
}

int
ghost_add(
    struct ipc_list *list, unsigned kinds, unsigned need, struct sight *sight)
{
	struct scan scan = {
		.list = list,
		.mq = UNKNOWN,
		.shm = UNKNOWN,
		.kinds = kinds,
	};
	int status = 0;

	if (kinds & KIND_POSIX_MQ)
		scan.mq = device_of(&posix_mq_kind);
	if (kinds & KINDS_IN_SHM)
		scan.shm = device_of(&posix_shm_kind);
	targets_init(&scan.named, list);
	sight_begin(sight);
	if (scan.mq != UNKNOWN || scan.shm != UNKNOWN)
		status = proc_each(look_at_process, &scan, &sight->count);
	tdestroy(scan.found, forget);
	targets_free(&scan.named);
	fill_in(list, need);
	return status;
}

bool
ghost_is_one(const struct ipc_object *o)
{
	return o->was != NULL || o->dest == 1;
}

void
ghost_keep(struct ipc_list *list)
{
	size_t i, kept = 0;

	for (i = 0; i < list->n; i++) {
		if (ghost_is_one(list->v[i]))
			list->v[kept++] = list->v[i];
		else
			ipc_object_free(list->v[i]);
	}
	list->n = kept;
}
