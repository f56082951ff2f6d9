/* SPDX-License-Identifier: BSD-2-Clause */
/* What is in a POSIX queue; see peek.h. */
#include <errno.h>
#include <mqueue.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "kernel/links.h"
#include "kernel/peek.h"
#include "kernel/task.h"

#define TRIES 10
#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

static const struct kernel_tree tree = { K_NODE, K_NODE_RB };

/* What the queue counts. */
struct counts {
	int64_t messages;
	int64_t bytes;
};

struct look {
	struct kernel *k;
	const struct kernel_queue_limits *limits;
	struct counts counts;
	int64_t bytes; /* found so far */
	size_t page;   /* bytes of a page, in which messages are kept */
	char *buffer;  /* of a page */
	struct kernel_messages *out;
};

/* It changed while it was looked at, or so it seems. */
static int
torn(void)
{
	errno = EAGAIN;
	return -1;
}

static void *
grow(void *v, size_t *room, size_t wanted, size_t size)
{
	if (wanted <= *room)
		return v;
	*room = wanted + *room;
	return xreallocarray(v, *room, size);
}

/* Room for one more message, and for its data. */
static struct kernel_message *
add(struct kernel_messages *m, size_t size)
{
	struct kernel_message *message;

	m->v = grow(m->v, &m->room, m->n + 1, sizeof(*m->v));
	m->data = grow(m->data, &m->data_room, m->used + size + 1, 1);
	message = &m->v[m->n++];
	*message = (struct kernel_message){ .size = size, .at = m->used };
	m->used += size + 1;
	m->data[m->used - 1] = '\0';
	return message;
}

/* What of a message is in no page of its own with the beginning. */
static int
read_segments(struct look *l, uint64_t segment, char *to, size_t left)
{
	size_t header = kernel_size(l->k, K_SEGMENT), n;

	for (; left > 0; to += n, left -= n) {
		n = left < l->page - header ? left : l->page - header;
		if (kernel_read(l->k, segment, l->buffer, header + n) == -1)
			return -1;
		memcpy(to, l->buffer + header, n);
		segment = kernel_pick_pointer(l->k, l->buffer, K_SEGMENT_NEXT);
	}
	return 0;
}

/*
 * The beginning of a message: with one read as far as it may reach. No page is
 * there in part, so up to the end of the page that can do no harm.
 */
static int
read_beginning(struct look *l, uint64_t address, size_t *got)
{
	size_t header = kernel_size(l->k, K_MESSAGE);
	size_t to_end = l->page - address % l->page;

	*got = header + (size_t)l->limits->message_size;
	if (*got > to_end)
		*got = to_end > header ? to_end : header;
	return kernel_read(l->k, address, l->buffer, *got);
}

/* The data of a message whose beginning is in the buffer. */
static int
read_data(struct look *l, uint64_t address, size_t got, char *to, size_t size)
{
	uint64_t segment = kernel_pick_pointer(l->k, l->buffer, K_MESSAGE_NEXT);
	size_t header = kernel_size(l->k, K_MESSAGE);
	size_t first = size < l->page - header ? size : l->page - header;
	size_t here = got - header < first ? got - header : first;

	memcpy(to, l->buffer + header, here);
	if (here < first && kernel_read(l->k, address + header + here,
				to + here, first - here) == -1)
		return -1;
	return read_segments(l, segment, to + first, size - first);
}

static int
look_at_message(
    struct look *l, uint64_t address, int64_t priority, uint64_t *next)
{
	struct kernel_message *message;
	int64_t size;
	size_t got;

	if (read_beginning(l, address, &got) == -1)
		return -1;
	size = kernel_pick(l->k, l->buffer, K_MESSAGE_SIZE);
	*next = kernel_pick_pointer(l->k, l->buffer, K_MESSAGE_LIST);
	if (kernel_pick(l->k, l->buffer, K_MESSAGE_TYPE) != priority ||
	    (int64_t)l->out->n == l->counts.messages || size < 0 ||
	    size > l->limits->message_size ||
	    (l->bytes += size) > l->counts.bytes)
		return torn();
	message = add(l->out, (size_t)size);
	message->address = address;
	message->priority = priority;
	return read_data(
	    l, address, got, l->out->data + message->at, (size_t)size);
}

/* The messages of one priority; the first member of a list is the next one. */
static int
look_at_node(void *arg, uint64_t address, const char *node)
{
	struct look *l = arg;
	uint64_t link = kernel_pick_pointer(l->k, node, K_NODE_LIST), message;
	uint64_t head = address + kernel_offset(l->k, K_NODE_LIST);
	int64_t priority = kernel_pick(l->k, node, K_NODE_PRIORITY);

	while (link != head) {
		message = link - kernel_offset(l->k, K_MESSAGE_LIST);
		if (look_at_message(l, message, priority, &link) == -1)
			return -1;
	}
	return 0;
}

static int
read_counts(struct kernel *k, uint64_t queue, struct counts *counts)
{
	uint64_t attr;

	if (kernel_address(k, queue, K_QUEUE_ATTR, &attr) == -1 ||
	    kernel_number(k, attr, K_ATTR_CURMSGS, &counts->messages) == -1)
		return -1;
	return kernel_number(k, queue, K_QUEUE_QSIZE, &counts->bytes);
}

static bool
is_possible(const struct look *l)
{
	const struct kernel_queue_limits *most = l->limits;

	return l->counts.messages >= 0 && l->counts.bytes >= 0 &&
	       l->counts.messages <= most->messages &&
	       l->counts.bytes / (most->message_size + 1) <= most->messages;
}

/* One walk, which finds as much as is counted before and after. */
static int
walk(struct look *l, uint64_t queue)
{
	struct counts after;
	uint64_t root;

	l->bytes = 0;
	l->out->n = l->out->used = 0;
	if (read_counts(l->k, queue, &l->counts) == -1)
		return -1;
	if (!is_possible(l))
		return torn();
	if (kernel_address(l->k, queue, K_QUEUE_TREE, &root) == -1 ||
	    kernel_tree(l->k, root, &tree, l->counts.messages + 1, look_at_node,
		l) == -1 ||
	    read_counts(l->k, queue, &after) == -1)
		return -1;
	if (after.messages != l->counts.messages ||
	    after.bytes != l->counts.bytes ||
	    (int64_t)l->out->n != after.messages || l->bytes != after.bytes)
		return torn();
	return 0;
}

/* The members of a message are compared one by one: between them is padding. */
static bool
are_same(const struct kernel_messages *a, const struct kernel_messages *b)
{
	size_t i;

	if (a->n != b->n || a->used != b->used ||
	    (a->used != 0 && memcmp(a->data, b->data, a->used) != 0))
		return false;
	for (i = 0; i < a->n; i++)
		if (a->v[i].address != b->v[i].address ||
		    a->v[i].priority != b->v[i].priority ||
		    a->v[i].size != b->v[i].size)
			return false;
	return true;
}

static int
walk_twice(struct look *l, uint64_t queue, struct kernel_messages *out,
    struct kernel_messages *again)
{
	l->out = out;
	if (walk(l, queue) == -1)
		return -1;
	l->out = again;
	if (walk(l, queue) == -1)
		return -1;
	return are_same(out, again) ? 0 : torn();
}

/* What cannot be read at all is no change; what differs between looks is. */
static int
try_often(struct look *l, uint64_t queue, struct kernel_messages *out)
{
	struct kernel_messages again = { 0 };
	bool changes = false;
	int i, status = -1;

	for (i = 0; i < TRIES && status == -1; i++) {
		status = walk_twice(l, queue, out, &again);
		if (status == -1 && errno == ENOTSUP)
			break;
		changes |= status == -1 && errno == EAGAIN;
	}
	kernel_messages_free(&again);
	if (status == 0)
		return 0;
	errno = changes ? EBUSY : ENOTSUP;
	return -1;
}

/* What is read at once, and then taken apart, must be whole. */
static int
check_layout(const struct kernel *k, size_t page)
{
	static const enum kernel_member of_message[] = {
		K_MESSAGE_LIST,
		K_MESSAGE_NEXT,
		K_MESSAGE_SIZE,
		K_MESSAGE_TYPE,
	};
	static const enum kernel_member of_node[] = {
		K_NODE_LIST,
		K_NODE_PRIORITY,
	};
	static const enum kernel_member of_segment[] = { K_SEGMENT_NEXT };

	if (kernel_has_within(k, K_MESSAGE, of_message, LENGTH(of_message)) ==
		-1 ||
	    kernel_has_within(k, K_NODE, of_node, LENGTH(of_node)) == -1 ||
	    kernel_has_within(k, K_SEGMENT, of_segment, LENGTH(of_segment)) ==
		-1)
		return -1;
	if (kernel_size(k, K_MESSAGE) < page &&
	    kernel_size(k, K_SEGMENT) < page)
		return 0;
	errno = ENOTSUP;
	return -1;
}

int
kernel_peek_within(struct kernel *k, int fd,
    const struct kernel_queue_limits *limits, struct kernel_messages *out)
{
	struct look l = {
		.k = k,
		.limits = limits,
		.page = (size_t)sysconf(_SC_PAGESIZE),
	};
	uint64_t inode, queue;
	int status;

	*out = (struct kernel_messages){ 0 };
	if (check_layout(k, l.page) == -1 ||
	    kernel_inode(k, fd, &inode) == -1 ||
	    kernel_container(k, inode, K_QUEUE_INODE, &queue) == -1) {
		errno = ENOTSUP;
		return -1;
	}
	l.buffer = xmalloc(l.page);
	status = try_often(&l, queue, out);
	free(l.buffer);
	if (status == -1)
		kernel_messages_free(out);
	return status;
}

int
kernel_peek(struct kernel *k, int fd, struct kernel_messages *out)
{
	struct kernel_queue_limits limits;
	struct mq_attr attr;

	if (mq_getattr(fd, &attr) == -1)
		return -1;
	limits = (struct kernel_queue_limits){
		.messages = attr.mq_maxmsg,
		.message_size = attr.mq_msgsize,
	};
	return kernel_peek_within(k, fd, &limits, out);
}

void
kernel_messages_free(struct kernel_messages *m)
{
	free(m->v);
	free(m->data);
	*m = (struct kernel_messages){ 0 };
}
