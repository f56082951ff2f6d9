/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the IPC namespaces in use; see namespace.h. */
#include <sys/stat.h>

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
#include "process/place_shm.h"

struct places {
	struct ipc_place *v;
	int64_t n;
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

/* True if both places have the same objects of this kind. */
static bool
has(const struct ipc_place *place, const struct ipc_kind *kind,
    const struct ipc_place *other)
{
	if (kind->in_ipc_ns)
		return place->ns == other->ns;
	return other->shm == UNKNOWN ||
	       (place->shm == other->shm && place->dir == other->dir);
}

/* The kinds of which no earlier place has the same objects. */
static unsigned
new_kinds(const struct places *places, const struct ipc_place *place)
{
	unsigned kinds = KINDS_ALL;
	int64_t i;
	size_t k;

	for (i = 0; i < places->n; i++)
		for (k = 0; ipc_kinds[k] != NULL; k++)
			if (has(&places->v[i], ipc_kinds[k], place))
				kinds &= ~ipc_kinds[k]->bit;
	return kinds;
}

static enum proc_seen
see_shm(int procfd, struct ipc_place *place)
{
	enum proc_seen seen = PROC_SEEN;
	int shm = place_open_shm(procfd);
	struct stat st;

	if (shm == -1)
		/* There is no /dev/shm, or it is not a directory. */
		return errno == ENOENT || errno == ENOTDIR || errno == ELOOP
			   ? PROC_SEEN
			   : proc_why_not(errno);
	if (fstat(shm, &st) == 0) {
		place->shm = (int64_t)st.st_dev;
		place->dir = (int64_t)st.st_ino;
	} else
		seen = PROC_HIDDEN;
	close(shm);
	return seen;
}

static enum proc_seen
look_at(void *arg, const struct proc_process *process)
{
	struct ipc_place place = {
		.pid = process->pid,
		.shm = UNKNOWN,
		.dir = UNKNOWN,
	};
	struct places *places = arg;
	enum proc_seen seen;

	place.ns = proc_namespace(process->dirfd, "ns/ipc");
	if (place.ns == UNKNOWN)
		/* A process that has ended is in no namespace. */
		return proc_why_not(errno) == PROC_GONE ? PROC_EMPTY
							: PROC_HIDDEN;
	seen = see_shm(process->dirfd, &place);
	if (seen == PROC_GONE || (place.kinds = new_kinds(places, &place)) == 0)
		return seen;
	place.unit = read_unit(process->dirfd);
	places->v =
	    xreallocarray(places->v, (size_t)places->n + 1, sizeof(*places->v));
	places->v[places->n++] = place;
	return seen;
}

int64_t
ipc_places_more(struct ipc_place **v, int64_t n, struct proc_count *count)
{
	struct places places = { *v, n };
	int status = proc_each(look_at, &places, count);

	*v = places.v;
	if (status == 0)
		return places.n;
	while (places.n > n)
		free(places.v[--places.n].unit);
	return -1;
}

int64_t
ipc_places(struct ipc_place **v, struct proc_count *count)
{
	int64_t n;
	int error;

	*v = NULL;
	if ((n = ipc_places_more(v, 0, count)) != -1)
		return n;
	error = errno;
	free(*v);
	*v = NULL;
	errno = error;
	return -1;
}

void
ipc_places_free(struct ipc_place *places, int64_t n)
{
	while (n-- > 0)
		free(places[n].unit);
	free(places);
}
