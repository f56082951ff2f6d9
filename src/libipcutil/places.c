/* SPDX-License-Identifier: BSD-2-Clause */
/* Which IPC namespaces there are; see namespace.h. */
#include <sys/stat.h>

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kind.h"
#include "namespace.h"
#include "parse.h"
#include "posix.h"
#include "xalloc.h"

struct walk {
	struct ipc_place *places;
	int64_t n;
	size_t hidden;
};

static int64_t
stat_number(int dirfd, const char *path, bool device)
{
	struct stat st;

	if (fstatat(dirfd, path, &st, 0) == -1)
		return UNKNOWN;
	return (int64_t)(device ? st.st_dev : st.st_ino);
}

static bool
ends_in(const char *s, size_t length, const char *end)
{
	size_t n = strlen(end);

	return length > n && strncmp(s + length - n, end, n) == 0;
}

/*
 * The last part of the control group that is a service or a scope, as systemd
 * and those who run containers name them, or else the very last:
 * "/machine.slice/libpod-1f0e.scope/container".
 */
static char *
unit_of(const char *path)
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
read_unit(int dirfd, const char *pid)
{
	char *path, *line = NULL, *unit = NULL;
	size_t size = 0;
	FILE *fp = NULL;
	int fd;

	xasprintf(&path, "%s/cgroup", pid);
	fd = openat(dirfd, path, O_RDONLY | O_CLOEXEC);
	free(path);
	if (fd == -1)
		return NULL;
	if ((fp = fdopen(fd, "r")) == NULL) {
		close(fd);
		return NULL;
	}
	while (unit == NULL && getline(&line, &size, fp) > 0)
		if (strncmp(line, "0::", 3) == 0)
			unit = unit_of(line + 3);
	free(line);
	fclose(fp);
	return unit;
}

/* What this process sees that none before it did. */
static unsigned
new_kinds(const struct walk *walk, int64_t ns, int64_t shm)
{
	unsigned kinds = KINDS_ALL;
	int64_t i;
	size_t k;

	for (i = 0; i < walk->n; i++)
		for (k = 0; ipc_kinds[k] != NULL; k++)
			if (ipc_kinds[k]->in_ipc_ns
				? walk->places[i].ns == ns
				: shm == UNKNOWN || walk->places[i].shm == shm)
				kinds &= ~ipc_kinds[k]->bit;
	return kinds;
}

static void
look_at(struct walk *walk, int dirfd, const char *pid)
{
	struct ipc_place place = { 0 };
	char *path;

	parse_number(pid, 1, INT32_MAX, &place.pid);
	xasprintf(&path, "%s/ns/ipc", pid);
	errno = 0;
	place.ns = stat_number(dirfd, path, false);
	free(path);
	if (place.ns == UNKNOWN) {
		walk->hidden += errno == EACCES || errno == EPERM;
		return;
	}
	xasprintf(&path, "%s/root" SHM_DIR, pid);
	place.shm = stat_number(dirfd, path, true);
	free(path);
	if ((place.kinds = new_kinds(walk, place.ns, place.shm)) == 0)
		return;
	place.unit = read_unit(dirfd, pid);
	walk->places = xreallocarray(
	    walk->places, (size_t)walk->n + 1, sizeof(*walk->places));
	walk->places[walk->n++] = place;
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
		if (isdigit((unsigned char)entry->d_name[0]))
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
