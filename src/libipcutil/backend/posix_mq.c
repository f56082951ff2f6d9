/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * POSIX message queues: the files of an mqueue file system, mq_overview(7).
 *
 * Every IPC namespace has such a file system. With privilege queues are listed
 * through a mount of our own, so it does not matter what is mounted on
 * /dev/mqueue. Without privilege they are listed through /dev/mqueue. A queue
 * that is named is opened by its name, which needs neither.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "backend/mq_dir.h"
#include "backend/mq_handle.h"
#include "backend/posix.h"
#include "backend/posix_change.h"
#include "backend/posix_file.h"
#include "backend/posix_label.h"
#include "backend/posix_mq.h"
#include "base/copy.h"
#include "base/parse.h"
#include "base/setting.h"
#include "base/shield.h"

#define MOUNT "mount -t mqueue none " MQ_DIR

/* These fields are known only of an open queue. */
#define QUEUE_OPENED (NEED_ATTR | NEED_QUEUE_FILE)

static int
open_dir(const struct ipc_kind *kind)
{
	(void)kind;
	return mq_dir_open();
}

/* Names in /dev/mqueue may be those of another namespace. */
static int
open_files(const struct ipc_kind *kind)
{
	(void)kind;
	return mq_dir_open_detached();
}

void
posix_mq_parse(struct ipc_object *o, const char *text)
{
	int64_t notify = 0, signo = 0;
	const struct {
		const char *key;
		int64_t *out;
	} fields[] = {
		{ "QSIZE:", &o->bytes },
		{ " NOTIFY:", &notify },
		{ "SIGNO:", &signo },
		{ "NOTIFY_PID:", &o->notify_pid },
	};
	const char *p;
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if ((p = strstr(text, fields[i].key)) != NULL) {
			p += strlen(fields[i].key);
			parse_kernel(&p, 10, fields[i].out);
		}
	/* 0: no process, or one outside our PID namespace. */
	if (o->notify_pid <= 0)
		o->notify_pid = UNKNOWN;
	if (o->bytes < 0)
		o->bytes = UNKNOWN;
	if (notify == SIGEV_THREAD)
		o->notify = NOTIFY_THREAD;
	else if (notify == SIGEV_NONE)
		o->notify = NOTIFY_NONE;
	else if (signo > 0)
		o->notify = signo;
}

static void
read_queue(struct ipc_object *o, int fd, unsigned need)
{
	struct mq_attr attr;
	char text[256];
	ssize_t n;

	if (mq_getattr(fd, &attr) == 0) {
		o->messages = attr.mq_curmsgs;
		o->max_messages = attr.mq_maxmsg;
		o->max_message_size = attr.mq_msgsize;
	}
	if (need & NEED_QUEUE_FILE &&
	    (n = pread(fd, text, sizeof(text) - 1, 0)) > 0) {
		text[n] = '\0';
		posix_mq_parse(o, text);
	}
}

/* Reading the file changes ctime, but only messages change mtime. */
static void
times(struct ipc_object *o)
{
	o->made = o->used = o->mtime;
}

static void
derive(struct ipc_object *o)
{
	times(o);
	/* The size of the file is not that of the queue. */
	o->size = o->rss = UNKNOWN;
}

static int
fill(struct ipc_object *o, int dirfd, const char *file, unsigned need)
{
	int fd;

	derive(o);
	if (!(need & QUEUE_OPENED))
		return 0;
	if ((fd = mq_handle_file(dirfd, file)) == -1)
		return errno == ENOENT ? -1 : 0;
	read_queue(o, fd, need);
	close(fd);
	return 0;
}

static const struct posix_files files = {
	.dir = MQ_DIR,
	.prefix = "",
	.fill = fill,
};

static int
list_mounted(const struct ipc_kind *kind, struct ipc_list *list, unsigned need,
    const struct ipc_skip *skip)
{
	int dirfd = mq_dir_open_mounted();

	return dirfd == -1 ? -1 : posix_list_dir(kind, list, need, skip, dirfd);
}

static int
queue_list(const struct ipc_kind *kind, struct ipc_list *list, unsigned need,
    const struct ipc_skip *skip)
{
	int dirfd = mq_dir_open_detached();

	if (dirfd != -1)
		return posix_list_dir(kind, list, need, skip, dirfd);
	return list_mounted(kind, list, need, skip);
}

/*
 * The queue exists, but we may not open it, or it is under a lease. Owner, mode
 * and times can be read where the directory can.
 */
static int
stat_unopened(struct ipc_object *o, unsigned need)
{
	int dirfd = open_dir(o->kind);

	if (dirfd == -1)
		return 0;
	if (posix_look(o, dirfd, o->name + 1) == 0) {
		derive(o);
		posix_label(o, dirfd, o->name + 1, need);
	}
	close(dirfd);
	return 0;
}

/* Opens it by name: a mount takes longer, and /dev/mqueue may be missing. */
static int
queue_stat(struct ipc_object *o, unsigned need)
{
	mqd_t queue = mq_handle_look(o->name);
	int status;

	if (queue == (mqd_t)-1)
		return errno == EACCES || errno == EAGAIN
			   ? stat_unopened(o, need)
			   : -1;
	status = posix_look(o, queue, "");
	derive(o);
	if (need & QUEUE_OPENED)
		read_queue(o, queue, need);
	posix_label(o, queue, "", need);
	mq_close(queue);
	return status;
}

/* mq_open(3) takes both limits or none. */
static struct mq_attr
complete(const struct ipc_attr *attr)
{
	int64_t messages = attr->max_messages, size = attr->max_message_size;

	if (messages == UNKNOWN)
		messages = setting_number(SYS_MQ "msg_default", 0);
	if (size == UNKNOWN)
		size = setting_number(SYS_MQ "msgsize_default", 0);
	return (struct mq_attr){ .mq_maxmsg = messages, .mq_msgsize = size };
}

static int
queue_make(struct ipc_object *o, const struct ipc_attr *attr)
{
	bool plain =
	    attr->max_messages == UNKNOWN && attr->max_message_size == UNKNOWN;
	struct mq_attr limits = complete(attr);
	mqd_t queue;
	int error;

	shield_up();
	queue = mq_open(o->name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
	    (mode_t)attr->mode, plain ? NULL : &limits);
	if (queue == (mqd_t)-1)
		return -1;
	if (posix_own(queue, attr) == -1) {
		error = errno;
		mq_unlink(o->name);
		mq_close(queue);
		errno = error;
		return -1;
	}
	mq_close(queue);
	return 0;
}

/*
 * Changing owner and mode needs no permission to read or write, so the file is
 * opened with O_PATH in the directory, if that is ours.
 */
static int
open_to_set(const struct ipc_object *o)
{
	int dirfd, fd, error;

	if (posix_is_nameless(o->name))
		return mq_handle_look(o->name);
	if ((dirfd = open_dir(o->kind)) != -1) {
		fd = posix_openat(dirfd, o->name + 1, O_PATH);
		copy_close(dirfd);
		return fd;
	}
	error = errno;
	/* Without a directory of our own the queue has to be opened by name. */
	if ((fd = mq_handle_look(o->name)) == -1 && errno == EACCES)
		errno = error;
	return fd;
}

static int
queue_set(struct ipc_object *o, const struct ipc_attr *attr)
{
	return posix_set_file(open_to_set(o), o, attr);
}

static int
queue_remove(const struct ipc_object *o)
{
	return posix_is_removed(o) ? -1 : mq_unlink(o->name);
}

static int
queue_clear(const struct ipc_kind *kind, const struct ipc_removal *removal)
{
	struct ipc_list list = { 0 };
	int dirfd, error, status;
	size_t i;

	if ((dirfd = mq_dir_open_detached()) != -1)
		return posix_clear_dir(kind, removal, dirfd);
	/*
	 * Names of another namespace's directory must not be removed here, so
	 * use mq_unlink(3) with names of a directory that passed as ours.
	 */
	status = list_mounted(kind, &list, 0, NULL);
	for (i = 0; i < list.n; i++) {
		error = mq_unlink(list.v[i]->name) == -1 ? errno : 0;
		if (error != ENOENT)
			removal->call(removal->arg, list.v[i], error);
	}
	ipc_list_free(&list);
	return status;
}

static const char *
queue_strerror(int error)
{
	switch (error) {
	case ENODEV:
		return access(MQ_DIR, F_OK) == 0 ? "not mounted: " MOUNT
						 : "not mounted: mkdir " MQ_DIR
						   " && " MOUNT;
	case EXDEV:
		return "shows the queues of another IPC namespace";
	case ENOTUNIQ:
		return "may show the queues of another IPC namespace: it was "
		       "not there when the machine was booted";
	case ENOSYS:
		return "this kernel has no POSIX message queues, or a sandbox "
		       "hides them";
	default:
		return posix_strerror(error);
	}
}

const struct ipc_kind posix_mq_kind = {
	.word = "mq",
	.api = "posix",
	.title = "POSIX message queues",
	.place = MQ_DIR,
	.bit = KIND_POSIX_MQ,
	.in_ipc_ns = true,
	.own = &files,
	.list = queue_list,
	.stat = queue_stat,
	.times = times,
	.open_dir = open_dir,
	.make = queue_make,
	.remove = queue_remove,
	.open_files = open_files,
	.remove_from = posix_remove_from,
	.clear = queue_clear,
	.set = queue_set,
	.queue = &mq_handle_ops,
	.strerror = queue_strerror,
};
