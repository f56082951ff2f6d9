/* SPDX-License-Identifier: BSD-2-Clause */
/* Which IPC namespaces there are; see namespace.h. */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/proc.h"
#include "base/xalloc.h"
#include "model/kind.h"
#include "process/namespace.h"

struct walk {
	struct ipc_place *places;
	int64_t n;
	size_t hidden;
};

static bool
ends_in(const char *s, size_t length, const char *end)
{
	size_t n = strlen(end);

	return length > n && strncmp(s + length - n, end, n) == 0;
}

char *
ipc_unit(const char *path)
{
	const char *unit = NULL, *p;
	bool named = false;
	size_t n, length = 0;

	for (p = path; *p == '/'; p += n) {
		n = strcspn(++p, "/\n");
		if (n == 0)
			continue;
		if (ends_in(p, n, ".scope") || ends_in(p, n, ".service"))
			named = true;
		else if (named)
			continue;
		unit = p;
		length = n;
	}
	return unit != NULL ? xstrndup(unit, length) : NULL;
}

static char *
read_unit(int procfd)
{
	int fd = openat(procfd, "cgroup", O_RDONLY | O_CLOEXEC);
	char *line = NULL, *unit = NULL;
	size_t size = 0;
	FILE *fp;

	if (fd == -1)
		return NULL;
	if ((fp = fdopen(fd, "r")) == NULL) {
		close(fd);
		return NULL;
	}
	while (unit == NULL && getline(&line, &size, fp) > 0)
		if (strncmp(line, "0::", 3) == 0)
			unit = ipc_unit(line + 3);
	free(line);
	fclose(fp);
	return unit;
}

static bool
has(const struct ipc_place *place, const struct ipc_kind *kind,
    const struct ipc_place *other)
{
	if (kind->in_ipc_ns)
		return place->ns == other->ns;
	return other->shm == UNKNOWN ||
	       (place->shm == other->shm && place->dir == other->dir);
}

/* What this process sees that none before it did. */
static unsigned
new_kinds(const struct walk *walk, const struct ipc_place *place)
{
	unsigned kinds = KINDS_ALL;
	int64_t i;
	size_t k;

	for (i = 0; i < walk->n; i++)
		for (k = 0; ipc_kinds[k] != NULL; k++)
			if (has(&walk->places[i], ipc_kinds[k], place))
				kinds &= ~ipc_kinds[k]->bit;
	return kinds;
}

/* What cannot be looked at because it has ended is not hidden. */
static int
see(struct walk *walk, int procfd, struct ipc_place *place)
{
	struct stat st;
	int shm;

	if (fstatat(procfd, "ns/ipc", &st, 0) == -1) {
		walk->hidden += errno == EACCES || errno == EPERM;
		return -1;
	}
	place->ns = (int64_t)st.st_ino;
	if ((shm = ipc_open_shm(procfd)) == -1)
		return 0;
	if (fstat(shm, &st) == 0) {
		place->shm = (int64_t)st.st_dev;
		place->dir = (int64_t)st.st_ino;
	}
	close(shm);
	return 0;
}

static void
look_at(struct walk *walk, int dirfd, const char *pid)
{
	struct ipc_place place = { .shm = UNKNOWN, .dir = UNKNOWN };
	int fd = openat(dirfd, pid, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1)
		return;
	place.pid = proc_parse_pid(pid);
	if (see(walk, fd, &place) == 0 &&
	    (place.kinds = new_kinds(walk, &place)) != 0) {
		place.unit = read_unit(fd);
		walk->places = xreallocarray(
		    walk->places, (size_t)walk->n + 1, sizeof(*walk->places));
		walk->places[walk->n++] = place;
	}
	close(fd);
}

int64_t
ipc_places(struct ipc_place **places, size_t *hidden)
{
	struct walk walk = { 0 };
	const struct dirent *entry;
	DIR *dir;

	*places = NULL;
	*hidden = 0;
	if ((dir = opendir("/proc")) == NULL)
		return -1;
	while ((entry = readdir(dir)) != NULL)
		if (proc_parse_pid(entry->d_name) != UNKNOWN)
			look_at(&walk, dirfd(dir), entry->d_name);
	closedir(dir);
	*places = walk.places;
	*hidden = walk.hidden;
	return walk.n;
}

void
ipc_places_free(struct ipc_place *places, int64_t n)
{
	while (n-- > 0)
		free(places[n].unit);
	free(places);
}
