/* SPDX-License-Identifier: BSD-2-Clause */
/* Notices changes of objects; see notice.h. */
#include <sys/inotify.h>

#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include "backend/notice.h"
#include "base/copy.h"
#include "base/xalloc.h"
#include "model/kind.h"

#define WANTED                                                                 \
	(IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB |     \
	    IN_MODIFY)

/* A mount of our own has no path, but /proc/self/fd leads to it. */
static void
watch(int fd, const struct ipc_kind *kind)
{
	int dirfd = kind->open_dir(kind);
	char *path;

	if (dirfd == -1)
		return;
	xasprintf(&path, "/proc/self/fd/%d", dirfd);
	inotify_add_watch(fd, path, WANTED);
	free(path);
	copy_close(dirfd);
}

int
notice_open(unsigned kinds)
{
	int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	size_t i;

	if (fd == -1)
		return -1;
	/*
	 * The caller also looks from time to time, so a failed watch is no
	 * error.
	 */
	for (i = 0; ipc_kinds[i] != NULL; i++)
		if (kinds & ipc_kinds[i]->bit && ipc_kinds[i]->open_dir != NULL)
			watch(fd, ipc_kinds[i]);
	return fd;
}

bool
notice_read(int fd)
{
	static char buffer[65536]
	    __attribute__((aligned(__alignof__(struct inotify_event))));
	const struct inotify_event *event;
	bool whole = true;
	ssize_t n, at;

	while ((n = read(fd, buffer, sizeof(buffer))) > 0)
		for (at = 0; at < n;
		     at += (ssize_t)(sizeof(*event) + event->len)) {
			event = (const struct inotify_event *)(const void
				*)(buffer + at);
			if (event->mask & IN_Q_OVERFLOW)
				whole = false;
		}
	return whole;
}
