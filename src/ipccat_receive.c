/* SPDX-License-Identifier: BSD-2-Clause */
/* ipccat --receive: receives messages, which removes them from the queue. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/patience.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipccat.h"
#include "model/kind.h"

/* A message received while nobody reads stdout would be lost: check first. */
static void
check_reader(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO };

	if (poll(&out, 1, 0) != 1 || !(out.revents & (POLLERR | POLLHUP)))
		return;
	raise(SIGPIPE);
	errno = EPIPE;
	fail_stdout();
}

/* Nothing is received either if stdout is not open for writing. */
void
check_writable(void)
{
	int flags = fcntl(STDOUT_FILENO, F_GETFL);

	if (flags != -1 && (flags & O_ACCMODE) != O_RDONLY)
		return;
	errno = EBADF;
	fail_stdout();
}

static bool
is_pipe(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 &&
	       (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
}

/* Receives messages, with memory reserved to format them in. */
struct taker {
	const struct options *o;
	struct ipc_queue *queue;
	struct ipc_message message; /* the last */
	struct text room;
};

/*
 * Memory is reserved first: a message must not be received and then be lost
 * because memory runs out.
 */
static int
take(struct taker *taker)
{
	struct ipc_queue *queue = taker->queue;

	text_clear(&taker->room);
	message_reserve(&taker->room, queue->room, taker->o->form);
	return queue->kind->queue->receive(queue, &taker->message);
}

/* Whether the call is to be repeated: E2BIG, or EINTR without an end. */
static bool
is_to_repeat(int error)
{
	return error == E2BIG ||
	       (error == EINTR && patience_left() == PATIENCE_LEFT);
}

/* Receives a message; waits `ns` nanoseconds at most, or forever. */
static int
take_within(struct taker *taker, int64_t ns)
{
	int status;

	if (ns != PATIENCE_FOREVER)
		patience_set(ns);
	do {
		/* A signal may have come while the last message was written. */
		if (patience_left() == PATIENCE_SIGNALLED) {
			errno = EINTR;
			return -1;
		}
		status = take(taker);
	} while (status == -1 && is_to_repeat(errno));
	return status;
}

static bool
is_time_up(int status)
{
	return status == -1 && errno == EINTR &&
	       patience_left() == PATIENCE_TIMED_OUT;
}

/* As take_within(), but checks every second whether stdout is still read. */
static int
take_for_reader(struct taker *taker, int64_t ns)
{
	int status;

	for (;;) {
		check_reader();
		if (taker->queue->nowait ||
		    (ns != PATIENCE_FOREVER && ns <= SECOND))
			return take_within(taker, ns);
		status = take_within(taker, SECOND);
		if (!is_time_up(status))
			return status;
		if (ns != PATIENCE_FOREVER)
			ns -= SECOND;
	}
}

static int
fail_to_take(const struct options *o, const struct ref *ref,
    const struct ipc_object *object)
{
	if (errno == EAGAIN && o->all)
		return CLI_OK;
	if (errno == EAGAIN || errno == EINTR) {
		cli_warn(ref->text, errno == EAGAIN ? "no message is there"
						    : CLI_TIMED_OUT
					": no message came");
		return CLI_TIMEOUT;
	}
	if (errno == EIDRM) {
		cli_warn(ref->text, "was removed");
		return CLI_FAILED;
	}
	return fail(ref, object);
}

static bool
is_enough(const struct options *o, int64_t n)
{
	if (o->count != UNKNOWN)
		return n >= o->count;
	return !o->all && !o->follow && n >= 1;
}

static int
receive_all(const struct options *o, const struct ref *ref,
    const struct ipc_object *object, struct ipc_queue *queue)
{
	int (*take_one)(struct taker *, int64_t) =
	    is_pipe(STDOUT_FILENO) ? take_for_reader : take_within;
	struct taker taker = { .o = o, .queue = queue };
	int status = CLI_OK;
	int64_t n;

	for (n = 0; !is_enough(o, n); n++) {
		if (take_one(&taker, o->timeout) == -1) {
			status = patience_left() == PATIENCE_SIGNALLED
				     ? CLI_FAILED
				     : fail_to_take(o, ref, object);
			break;
		}
		show_message(o, ref, &taker.message, n, &taker.room);
	}
	text_free(&taker.room);
	return status;
}

int
receive(
    const struct options *o, const struct ref *ref, struct ipc_object *object)
{
	struct ipc_queue queue;
	int status;

	check_writable();
	if (ipc_queue_open(
		&queue, object, QUEUE_RECEIVE, o->nowait || o->all) == -1)
		return fail(ref, object);
	queue.type = o->type;
	queue.except = o->except;
	if (patience_start() == -1) {
		cli_warn("timer", strerror(errno));
		return CLI_FAILED;
	}
	status = receive_all(o, ref, object, &queue);
	ipc_queue_close(&queue);
	patience_end();
	return status;
}
