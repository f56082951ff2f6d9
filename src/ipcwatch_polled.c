/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipcwatch --until: POSIX queues that are polled. Nothing is taken off, and
 * mq_notify(3) stays free: what makes a queue readable or writable wakes us.
 */
#include <sys/epoll.h>

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "ipcwatch.h"
#include "model/kind.h"

/*
 * Maximum number of queues kept open, which other programs may well have;
 * queues beyond it are only looked at every interval.
 */
#define POLLED_MAX 256

struct polled {
	int epoll;
	size_t n;
	struct {
		struct ipc_queue queue;
		int64_t ino;
	} v[POLLED_MAX];
};

struct polled *
polled_new(void)
{
	struct polled *polled = xmalloc(sizeof(*polled));

	polled->n = 0;
	polled->epoll = epoll_create1(EPOLL_CLOEXEC);
	return polled;
}

void
polled_free(struct polled *polled)
{
	size_t i;

	if (polled == NULL)
		return;
	for (i = 0; i < polled->n; i++)
		ipc_queue_close(&polled->v[i].queue);
	close(polled->epoll);
	free(polled);
}

size_t
polled_count(const struct polled *polled)
{
	return polled->n;
}

int
polled_fd(const struct polled *polled)
{
	return polled->epoll;
}

static bool
is_listed(const struct ipc_list *list, int64_t ino)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->v[i]->kind == &posix_mq_kind &&
		    list->v[i]->ino == ino)
			return true;
	return false;
}

static bool
is_polled(const struct polled *polled, int64_t ino)
{
	size_t i;

	for (i = 0; i < polled->n; i++)
		if (polled->v[i].ino == ino)
			return true;
	return false;
}

/* A queue that was removed must not live on because of us. */
static void
drop_gone(struct polled *polled, const struct ipc_list *list)
{
	size_t i, kept = 0;

	for (i = 0; i < polled->n; i++)
		if (is_listed(list, polled->v[i].ino))
			polled->v[kept++] = polled->v[i];
		else
			ipc_queue_close(&polled->v[i].queue);
	polled->n = kept;
}

static void
add(struct polled *polled, struct ipc_object *object)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLET };
	struct ipc_queue queue;

	if (polled->n == POLLED_MAX || is_polled(polled, object->ino))
		return;
	if (ipc_queue_open(&queue, object, QUEUE_RECEIVE, true) == -1 &&
	    ipc_queue_open(&queue, object, QUEUE_SEND, true) == -1)
		return;
	if (epoll_ctl(polled->epoll, EPOLL_CTL_ADD, queue.handle, &event) ==
	    -1) {
		ipc_queue_close(&queue);
		return;
	}
	polled->v[polled->n].queue = queue;
	polled->v[polled->n++].ino = object->ino;
}

void
polled_update(struct polled *polled, const struct ipc_list *list)
{
	size_t i;

	drop_gone(polled, list);
	for (i = 0; i < list->n; i++)
		if (list->v[i]->kind == &posix_mq_kind)
			add(polled, list->v[i]);
}

void
polled_read(struct polled *polled)
{
	struct epoll_event events[64];

	while (epoll_wait(polled->epoll, events, 64, 0) == 64)
		continue;
}
