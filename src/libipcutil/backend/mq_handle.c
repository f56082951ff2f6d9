/* SPDX-License-Identifier: BSD-2-Clause */
/* POSIX message queues that are open; see mq_handle.h. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>

#include "backend/mq_dir.h"
#include "backend/mq_handle.h"
#include "backend/posix_file.h"
#include "base/copy.h"
#include "base/xalloc.h"
#include "model/queue.h"

/*
 * Opens a queue that has no name (/proc/PID/fd/N). Checking that it is a queue
 * needs the device of a queue directory.
 */
static mqd_t
open_nameless(const char *path, int flags)
{
	int dirfd = mq_dir_open();
	struct stat st;
	mqd_t queue = -1;

	if (dirfd == -1)
		return -1;
	if (fstat(dirfd, &st) == 0)
		queue = posix_open_nameless(path, flags, (int64_t)st.st_dev);
	copy_close(dirfd);
	return queue;
}

static mqd_t
open_named(const char *name, int flags)
{
	return posix_is_nameless(name) ? open_nameless(name, flags)
				       : mq_open(name, flags);
}

int
mq_handle_file(int dirfd, const char *file)
{
	int flags = O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(dirfd, file, flags | O_RDONLY);

	/* Write permission is enough for asking the attributes. */
	if (fd == -1 && errno == EACCES)
		fd = openat(dirfd, file, flags | O_WRONLY);
	return fd;
}

/*
 * Opens the queue through a mount of our own; that is as good as mq_open(3).
 * `error` is the errno if there is no such mount.
 */
static mqd_t
open_in_mount(const char *name, int error)
{
	int dirfd = mq_dir_open_detached();
	mqd_t queue;

	if (dirfd == -1) {
		errno = error;
		return -1;
	}
	queue = mq_handle_file(dirfd, name + 1);
	copy_close(dirfd);
	return queue;
}

mqd_t
mq_handle_look(const char *name)
{
	mqd_t queue = open_named(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (queue == (mqd_t)-1 && errno == EACCES)
		queue = open_named(name, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	/* A sandbox may refuse mq_open(3) and nothing else. */
	if (queue == (mqd_t)-1 && !posix_is_nameless(name) &&
	    (errno == EPERM || errno == ENOSYS || errno == EINVAL))
		queue = open_in_mount(name, errno);
	return queue;
}

/*
 * Opens with O_NONBLOCK, so as not to wait for a lease (fcntl(2)), and clears
 * it afterwards unless sending and receiving shall not wait either.
 */
static mqd_t
open_to_use(const char *name, int flags, bool nowait)
{
	mqd_t queue = open_named(name, flags | O_NONBLOCK | O_CLOEXEC);

	if (queue == (mqd_t)-1 || nowait)
		return queue;
	if (mq_setattr(queue, &(struct mq_attr){ .mq_flags = 0 }, NULL) == 0)
		return queue;
	copy_close(queue);
	return -1;
}

/* The size of the largest message is known only once the queue is open. */
static int
queue_open(
    struct ipc_queue *queue, const struct ipc_object *o, enum queue_use use)
{
	int flags = use == QUEUE_SEND ? O_WRONLY : O_RDONLY;
	struct mq_attr attr;

	queue->handle = open_to_use(o->name, flags, queue->nowait);
	if (queue->handle == -1)
		return -1;
	if (mq_getattr(queue->handle, &attr) == -1) {
		copy_close(queue->handle);
		return -1;
	}
	queue->max_size = attr.mq_msgsize;
	queue->room = (size_t)attr.mq_msgsize;
	queue->buffer = xmalloc(queue->room + 1);
	return 0;
}

static int
queue_send(struct ipc_queue *queue, const struct ipc_message *message)
{
	unsigned priority =
	    message->priority != UNKNOWN ? (unsigned)message->priority : 0;

	return mq_send(queue->handle, message->data, message->size, priority);
}

static int
queue_receive(struct ipc_queue *queue, struct ipc_message *message)
{
	unsigned priority;
	ssize_t n;

	n = mq_receive(queue->handle, queue->buffer, queue->room, &priority);
	if (n == -1)
		return -1;
	queue->buffer[n] = '\0';
	*message = (struct ipc_message){
		.type = UNKNOWN,
		.priority = priority,
		.data = queue->buffer,
		.size = (size_t)n,
	};
	return 0;
}

static void
queue_close(struct ipc_queue *queue)
{
	mq_close(queue->handle);
}

const struct ipc_queue_ops mq_handle_ops = {
	.open = queue_open,
	.send = queue_send,
	.receive = queue_receive,
	.close = queue_close,
};
