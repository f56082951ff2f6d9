/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects without a name; see ghost.h. */
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/posix.h"
#include "base/compat.h"
#include "base/copy.h"
#include "base/proc.h"
#include "base/xalloc.h"
#include "model/kind.h"
#include "process/ghost.h"
#include "process/target.h"

#define DELETED " (deleted)"

struct scan {
	struct targets named; /* what has a name */
	struct ipc_list *list;
	int64_t mq;  /* device, UNKNOWN if there is none to be looked for */
	int64_t shm; /* of memory and semaphores */
	unsigned kinds;
	struct sight *sight;
	const char *pid;
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

/* The path ends in " (deleted)", before which stands what it was. */
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

static const struct ipc_kind *
kind_of(const struct scan *scan, int64_t dev, const char *path)
{
	const char *name = strrchr(path, '/');

	if (dev == scan->mq)
		return &posix_mq_kind;
	name = name != NULL ? name + 1 : path;
	return strncmp(name, SEM_PREFIX, strlen(SEM_PREFIX)) == 0
		   ? &posix_sem_kind
		   : &posix_shm_kind;
}

static struct ipc_object *
find(const struct scan *scan, int64_t dev, int64_t ino)
{
	size_t i;

	for (i = 0; i < scan->list->n; i++)
		if (scan->list->v[i]->dev == dev &&
		    scan->list->v[i]->ino == ino)
			return scan->list->v[i];
	return NULL;
}

/* Of two ways to it a descriptor is the better: it takes no privilege. */
static void
add(struct scan *scan, int64_t dev, int64_t ino, const char *path, char *name)
{
	const struct ipc_kind *kind = kind_of(scan, dev, path);
	struct ipc_object *o = find(scan, dev, ino);

	if (o == NULL && scan->kinds & kind->bit) {
		o = ipc_object_new(kind);
		o->dev = dev;
		o->ino = ino;
		o->was = old_name(path, kind);
		ipc_list_add(scan->list, o);
	} else if (o == NULL || strstr(o->name, "/fd/") != NULL) {
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

static void
look_at_descriptor(struct scan *scan, int dirfd, const char *fd)
{
	char path[4096], *name;
	struct statx st;
	int64_t dev;
	ssize_t n;

	if (statx(dirfd, fd, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT,
		STATX_INO | STATX_NLINK | STATX_TYPE, &st) == -1)
		return;
	dev = (int64_t)makedev(st.stx_dev_major, st.stx_dev_minor);
	if (st.stx_nlink != 0 || !S_ISREG(st.stx_mode) ||
	    !is_ghost(scan, dev, (int64_t)st.stx_ino) ||
	    (n = readlinkat(dirfd, fd, path, sizeof(path) - 1)) == -1)
		return;
	path[n] = '\0';
	xasprintf(&name, "/proc/%s/fd/%s", scan->pid, fd);
	add(scan, dev, (int64_t)st.stx_ino, path, name);
}

static int
look_at_descriptors(struct scan *scan, int procfd)
{
	int fd = openat(procfd, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct dirent *entry;
	DIR *dir;

	if (fd == -1)
		return -1;
	if ((dir = fdopendir(fd)) == NULL) {
		copy_close(fd);
		return -1;
	}
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			look_at_descriptor(scan, dirfd(dir), entry->d_name);
	closedir(dir);
	return 0;
}

/* A link is left of what only seems to be deleted by its name. */
static bool
has_link(int procfd, const char *file)
{
	struct stat st;

	return fstatat(procfd, file, &st, 0) == 0 && st.st_nlink != 0;
}

/* The line has a newline in a name escaped, the link has not. */
static void
add_area(struct scan *scan, int procfd, const struct proc_area *area,
    const char *range)
{
	char path[4096], *name, *file;
	ssize_t n;

	xasprintf(&name, "/proc/%s/map_files/%s", scan->pid, range);
	file = strstr(name, "map_files");
	n = readlinkat(procfd, file, path, sizeof(path) - 1);
	if (n == -1 || has_link(procfd, file)) {
		free(name);
		return;
	}
	path[n] = '\0';
	add(scan, area->dev, area->ino, path, name);
}

static void
look_at_area(struct scan *scan, int procfd, char *line)
{
	size_t length = strlen(line), cut = strlen(DELETED);
	struct proc_area area;

	if (length < cut || strcmp(line + length - cut, DELETED) != 0 ||
	    !proc_parse_area(line, &area) ||
	    !is_ghost(scan, area.dev, area.ino))
		return;
	line[strcspn(line, " ")] = '\0';
	add_area(scan, procfd, &area, line);
}

/* ESRCH: it has no memory. */
static int
look_at_maps(struct scan *scan, int procfd)
{
	int fd = openat(procfd, "maps", O_RDONLY | O_CLOEXEC);
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	FILE *fp;

	if (fd == -1)
		return -1;
	if ((fp = fdopen(fd, "r")) == NULL) {
		copy_close(fd);
		return -1;
	}
	while ((n = getline(&line, &size, fp)) > 0) {
		line[n - 1] = '\0';
		look_at_area(scan, procfd, line);
	}
	free(line);
	fclose(fp);
	return 0;
}

static void
look_at_process(struct scan *scan, int procfd)
{
	if (look_at_maps(scan, procfd) == 0 &&
	    look_at_descriptors(scan, procfd) == 0)
		scan->sight->processes++;
	else if (errno == EACCES || errno == EPERM) {
		scan->sight->processes++;
		scan->sight->hidden++;
	}
}

static int
look_at_processes(struct scan *scan)
{
	const struct dirent *entry;
	DIR *dir = opendir("/proc");
	int fd;

	if (dir == NULL)
		return -1;
	while ((entry = readdir(dir)) != NULL) {
		if (proc_parse_pid(entry->d_name) == UNKNOWN)
			continue;
		fd = openat(dirfd(dir), entry->d_name,
		    O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (fd == -1)
			continue;
		scan->pid = entry->d_name;
		look_at_process(scan, fd);
		close(fd);
	}
	closedir(dir);
	return 0;
}

/* What it was is known, even if no more may be seen of it. */
static bool
is_there(struct ipc_object *o, unsigned need)
{
	if (o->was == NULL || o->kind->stat(o, need) == 0)
		return true;
	return errno == EACCES || errno == EPERM;
}

/* Who held one may have ended, and so has the object then. */
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
		.sight = sight,
	};
	int status = 0;

	if (kinds & KIND_POSIX_MQ)
		scan.mq = device_of(&posix_mq_kind);
	if (kinds & (KIND_POSIX_SHM | KIND_POSIX_SEM))
		scan.shm = device_of(&posix_shm_kind);
	targets_init(&scan.named, list);
	sight_begin(sight);
	if (scan.mq != UNKNOWN || scan.shm != UNKNOWN)
		status = look_at_processes(&scan);
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
