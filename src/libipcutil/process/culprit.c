/* SPDX-License-Identifier: BSD-2-Clause */
/* Which processes create and remove POSIX objects; see culprit.h. */
#include <sys/epoll.h>
#include <sys/fanotify.h>
#include <sys/syscall.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "base/clock.h"
#include "base/copy.h"
#include "base/proc.h"
#include "base/userns.h"
#include "base/xalloc.h"
#include "process/culprit.h"

/* From <linux/fanotify.h>, which not every C library has. */
#define REPORT_PIDFD 0x80U
#define REPORT_DIR_NAME 0xc00U /* directory and name */
#define INFO_NAME 2
#define INFO_PIDFD 4

#define NAMED (FAN_MOVED_TO | FAN_CREATE)
#define UNNAMED (FAN_MOVED_FROM | FAN_DELETE)

/* If there are more, the older half is dropped. */
#define RECORDS 8192

/* POSIX memory and semaphores share a directory; queues have their own. */
enum place { SHM, QUEUES, PLACES };

struct culprit {
	enum place place;
	uint64_t what; /* FAN_... */
	bool old;      /* a look has seen its effect */
	bool told[2];  /* reported as who removed [0], or created [1] */
	char name[NAME_MAX + 1];
	int64_t pid;
	int64_t uid;
	char *command; /* owned, or NULL */
};

struct culprits {
	int epoll;
	int fds[PLACES]; /* -1: not watched */
	struct culprit *v;
	size_t n;
	size_t seen; /* how many there were before the look */
};

/* What each information record of an event begins with. */
struct info {
	uint8_t type;
	uint8_t pad;
	uint16_t length;
};

/* Marks only the directory: events of its entries are reported. */
static int
open_place(const struct ipc_kind *kind)
{
	int dirfd = kind->open_dir(kind), fd, error;
	char path[64];

	if (dirfd == -1)
		return -1;
	fd = fanotify_init(FAN_CLASS_NOTIF | FAN_CLOEXEC | FAN_NONBLOCK |
			       REPORT_DIR_NAME | REPORT_PIDFD,
	    O_RDONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", dirfd);
	if (fd != -1 && fanotify_mark(fd, FAN_MARK_ADD, NAMED | UNNAMED,
			    AT_FDCWD, path) == -1) {
		error = errno;
		close(fd);
		errno = error;
		fd = -1;
	}
	copy_close(dirfd);
	return fd;
}

static enum place
place_of(const struct ipc_kind *kind)
{
	return kind->bit & KIND_POSIX_MQ ? QUEUES : SHM;
}

struct culprits *
culprits_open(unsigned kinds)
{
	struct culprits *c = xmalloc(sizeof(*c));
	struct epoll_event event = { .events = EPOLLIN };
	const struct ipc_kind *kind;
	int error = ENOTDIR, *fd;
	bool any = false;
	size_t i;

	*c = (struct culprits){ .epoll = epoll_create1(EPOLL_CLOEXEC),
		.fds = { -1, -1 } };
	for (i = 0; (kind = ipc_kinds[i]) != NULL; i++) {
		fd = &c->fds[place_of(kind)];
		if (!(kinds & kind->bit) || kind->open_dir == NULL || *fd != -1)
			continue;
		if ((*fd = open_place(kind)) == -1 ||
		    epoll_ctl(c->epoll, EPOLL_CTL_ADD, *fd, &event) == -1)
			error = errno;
		else
			any = true;
	}
	if (any)
		return c;
	culprits_free(c);
	errno = error;
	return NULL;
}

static void
forget(struct culprits *c)
{
	while (c->n > 0)
		free(c->v[--c->n].command);
	c->seen = 0;
}

void
culprits_free(struct culprits *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < PLACES; i++)
		copy_close(c->fds[i]);
	copy_close(c->epoll);
	forget(c);
	free(c->v);
	free(c);
}

int
culprits_fd(const struct culprits *c)
{
	return c->epoll;
}

/*
 * The descriptor of /proc/PID keeps to one process, even if the pid is reused.
 */
static void
look(int dirfd, struct ipc_process *process)
{
	struct text command = { 0 };

	if (proc_command(dirfd, &command) == 0) {
		process->uid = userns_of_process(dirfd);
		process->command = xstrdup(command.s);
	}
	text_free(&command);
}

void
culprit_look(struct ipc_process *process, int64_t time)
{
	int dirfd = proc_open_process(process->pid);
	int64_t start;

	if (dirfd == -1)
		return;
	start = proc_start_time(process->pid, proc_boot_time());
	if (time == UNKNOWN || (start != UNKNOWN && start / SECOND <= time + 1))
		look(dirfd, process);
	close(dirfd);
}

static void
add(struct culprits *c, const struct culprit *culprit)
{
	size_t kept = RECORDS / 2, gone, i;

	if (c->n == RECORDS) {
		gone = c->n - kept;
		for (i = 0; i < gone; i++)
			free(c->v[i].command);
		memmove(c->v, c->v + gone, kept * sizeof(*c->v));
		c->n = kept;
		c->seen = c->seen < gone ? 0 : c->seen - gone;
	}
	if (c->v == NULL)
		c->v = xreallocarray(NULL, RECORDS, sizeof(*c->v));
	c->v[c->n++] = *culprit;
}

/*
 * The name follows the file handle of the directory: fsid (8 bytes), length of
 * the handle (4), its type (4), the handle, the name.
 */
static bool
read_name(struct culprit *culprit, const char *info, size_t length)
{
	size_t at = sizeof(struct info) + 16;
	uint32_t handle;

	if (length < at)
		return false;
	memcpy(&handle, info + sizeof(struct info) + 8, sizeof(handle));
	if (handle > length - at)
		return false;
	at += handle;
	if (memchr(info + at, '\0', length - at) == NULL)
		return false;
	return strlcpy(culprit->name, info + at, sizeof(culprit->name)) <
	       sizeof(culprit->name);
}

/*
 * The event brings a pidfd. If a signal could still be sent after the files
 * were read, the process had not ended, so the pid was not reused meanwhile.
 */
static void
read_process(struct culprit *culprit, const char *info, size_t length)
{
	struct ipc_process process = { .uid = UNKNOWN };
	int fd, dirfd;

	if (length < sizeof(struct info) + sizeof(fd))
		return;
	memcpy(&fd, info + sizeof(struct info), sizeof(fd));
	if (fd < 0)
		return;
	dirfd = proc_open_process(culprit->pid);
	if (dirfd != -1) {
		look(dirfd, &process);
		close(dirfd);
	}
	if (syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0) == 0) {
		culprit->uid = process.uid;
		culprit->command = process.command;
	} else
		free(process.command);
	close(fd);
}

static void
read_event(struct culprits *c, enum place place,
    const struct fanotify_event_metadata *event)
{
	struct culprit culprit = { .place = place,
		.what = event->mask,
		.pid = event->pid == 0 ? UNKNOWN : event->pid,
		.uid = UNKNOWN };
	const char *at = (const char *)event + event->metadata_len;
	size_t left = event->event_len - event->metadata_len;
	bool named = false;
	struct info info;

	for (; left >= sizeof(info); at += info.length, left -= info.length) {
		memcpy(&info, at, sizeof(info));
		if (info.length < sizeof(info) || info.length > left)
			break;
		if (info.type == INFO_NAME)
			named = read_name(&culprit, at, info.length);
		else if (info.type == INFO_PIDFD)
			read_process(&culprit, at, info.length);
	}
	if (named && culprit.pid != UNKNOWN)
		add(c, &culprit);
	else
		free(culprit.command);
}

/*
 * If the kernel has lost events, all are dropped: otherwise a process could be
 * blamed for what another one did.
 */
static void
read_place(struct culprits *c, enum place place)
{
	static char buffer[65536] __attribute__((
	    aligned(__alignof__(struct fanotify_event_metadata))));
	struct fanotify_event_metadata *event;
	ssize_t n;

	while ((n = read(c->fds[place], buffer, sizeof(buffer))) > 0)
		for (event = (void *)buffer; FAN_EVENT_OK(event, n);
		     event = FAN_EVENT_NEXT(event, n)) {
			if (event->vers != FANOTIFY_METADATA_VERSION)
				return;
			if (event->mask & FAN_Q_OVERFLOW)
				forget(c);
			else
				read_event(c, place, event);
		}
}

void
culprits_read(struct culprits *c)
{
	int i;

	for (i = 0; i < PLACES; i++)
		if (c->fds[i] != -1)
			read_place(c, (enum place)i);
}

void
culprits_begin(struct culprits *c)
{
	culprits_read(c);
	c->seen = c->n;
}

/*
 * The look has seen the effect of the records before it. They are kept, as
 * ipcwatch may report a new object later: see its hold_back().
 */
void
culprits_end(struct culprits *c)
{
	size_t i;

	for (i = 0; i < c->seen; i++)
		c->v[i].old = true;
}

static bool
is_of(const struct culprit *culprit, enum place place, const char *file,
    uint64_t what)
{
	return culprit->place == place && (culprit->what & what) != 0 &&
	       strcmp(culprit->name, file) == 0;
}

/*
 * A new object was created by the last process that gave something this name.
 * An object that has gone was removed by the first process that, since the
 * object was last seen, removed the name or gave it to another file.
 */
static struct culprit *
find(struct culprits *c, enum place place, const char *file, bool made)
{
	struct culprit *last = NULL;
	size_t i;

	for (i = 0; i < c->n; i++) {
		if (!is_of(&c->v[i], place, file,
			made ? NAMED : UNNAMED | FAN_MOVED_TO))
			continue;
		last = &c->v[i];
		if (!made && !last->old && !last->told[made])
			break;
	}
	return last == NULL || last->told[made] ? NULL : last;
}

bool
culprits_find(struct culprits *c, const struct ipc_object *object, bool made,
    struct ipc_process *process)
{
	char path[POSIX_PATH_ROOM];
	struct culprit *culprit;

	if (object->kind->open_dir == NULL || object->name == NULL)
		return false;
	posix_path(object, path);
	culprit = find(c, place_of(object->kind), strrchr(path, '/') + 1, made);
	if (culprit == NULL)
		return false;
	culprit->told[made] = true;
	*process = (struct ipc_process){ .pid = culprit->pid,
		.tid = UNKNOWN,
		.uid = culprit->uid,
		.how = CULPRIT_TOLD };
	if (culprit->command != NULL)
		process->command = xstrdup(culprit->command);
	return true;
}
