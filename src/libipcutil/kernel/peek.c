/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads the messages of a POSIX queue; see peek.h. */
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

/* The counters of the queue. */
struct counts {
	int64_t messages;
	int64_t bytes;
};

struct look {
	struct kernel *k;
	const struct kernel_queue_limits *limits;
	struct counts counts;
	size_t n;      /* messages found in this walk */
	int64_t bytes; /* and their bytes */
	size_t page;   /* page size; a message is kept in pieces of a page */
	char *blocks;  /* first pieces of messages, each in a page */
	char *rest;    /* the other pieces of one message */
	struct kernel_messages *out;
	/* This is the second walk, which has to find what is in `out`. */
	bool again;
};

/* The queue has changed during the walk, or the memory was reused. */
static int
torn(void)
{
	errno = EAGAIN;
	return -1;
}

/*
 * The first walk appends the message; the second compares it with the one found
 * there before and returns NULL if it differs.
 */
static struct kernel_message *
next_message(struct look *l, uint64_t address, int64_t priority, size_t size)
{
	struct kernel_message *message;

	if (!l->again) {
		message = kernel_messages_add(l->out, size);
		message->address = address;
		message->priority = priority;
	} else if (l->n == l->out->n) {
		return NULL;
	} else {
		message = &l->out->v[l->n];
		if (message->address != address ||
		    message->priority != priority || message->size != size)
			return NULL;
	}
	l->n++;
	return message;
}

/* The first walk copies the bytes; the second compares them. */
static int
put(const struct look *l, char *to, const char *from, size_t n)
{
	if (!l->again)
		memcpy(to, from, n);
	else if (memcmp(to, from, n) != 0)
		return torn();
	return 0;
}

/* Reads the pieces of a message after the first page. */
static int
read_segments(struct look *l, uint64_t segment, char *to, size_t left)
{
	size_t header = kernel_size(l->k, K_SEGMENT), room = l->page - header;
	struct kernel_chain chain = {
		.link = kernel_offset(l->k, K_SEGMENT_NEXT),
		.size = (uint32_t)(left < room ? header + left : l->page),
		.page = (uint32_t)l->page,
	};
	const char *block;
	size_t n, most;
	int i, got;

	/* Only the last piece may be shorter than a page. */
	chain.least =
	    (uint32_t)(left == 0 ? 0 : header + (left - 1) % room + 1);
	while (left > 0) {
		most = (left + room - 1) / room;
		got = kernel_chain(l->k, segment, &chain, l->rest,
		    most < KERNEL_CHAIN ? (int)most : KERNEL_CHAIN);
		if (got == -1)
			return -1;
		for (i = 0; i < got; i++, to += n, left -= n) {
			block = l->rest + (size_t)i * l->page;
			n = left < room ? left : room;
			if (kernel_block(&chain, segment) < header + n ||
			    put(l, to, block + header, n) == -1)
				return torn();
			segment = kernel_block_next(&chain, block);
		}
	}
	return 0;
}

/* Reads the data of a message whose first piece is in the block. */
static int
read_data(struct look *l, const struct kernel_message *message,
    const char *block, size_t got)
{
	uint64_t segment = kernel_pick_pointer(l->k, block, K_MESSAGE_NEXT);
	size_t header = kernel_size(l->k, K_MESSAGE), size = message->size;
	size_t first = size < l->page - header ? size : l->page - header;
	size_t here = got - header < first ? got - header : first;
	char *to = l->out->data + message->at;

	if (put(l, to, block + header, here) == -1)
		return -1;
	if (here < first && (kernel_read(l->k, message->address + header + here,
				 l->rest, first - here) == -1 ||
				put(l, to + here, l->rest, first - here) == -1))
		return -1;
	return read_segments(l, segment, to + first, size - first);
}

static int
look_at_message(struct look *l, uint64_t address, const char *block, size_t got,
    int64_t priority)
{
	const struct kernel_message *message;
	int64_t size = kernel_pick(l->k, block, K_MESSAGE_SIZE);

	if (kernel_pick(l->k, block, K_MESSAGE_TYPE) != priority || size < 0 ||
	    size > l->limits->message_size ||
	    (l->bytes += size) > l->counts.bytes)
		return torn();
	message = next_message(l, address, priority, (size_t)size);
	return message == NULL ? torn() : read_data(l, message, block, got);
}

/*
 * Reads the messages of one priority. The first member of struct list_head is
 * `next`. A block is a message with its data up to the end of its page: a page
 * is readable as a whole.
 */
static int
look_at_node(void *arg, uint64_t address, const char *node)
{
	struct look *l = arg;
	uint64_t link = kernel_pick_pointer(l->k, node, K_NODE_LIST), message;
	uint64_t head = address + kernel_offset(l->k, K_NODE_LIST);
	int64_t priority = kernel_pick(l->k, node, K_NODE_PRIORITY), left;
	size_t header = kernel_size(l->k, K_MESSAGE);
	int64_t room = (int64_t)(l->page - header);
	struct kernel_chain chain = {
		.link = kernel_offset(l->k, K_MESSAGE_LIST),
		.back = kernel_offset(l->k, K_MESSAGE_LIST),
		.size =
		    (uint32_t)(l->limits->message_size < room
				   ? (int64_t)header + l->limits->message_size
				   : (int64_t)l->page),
		.least = (uint32_t)header,
		.page = (uint32_t)l->page,
	};
	const char *block;
	int i = 0, n = 0;

	for (; link != head; i++) {
		message = link - chain.back;
		if (i == n) {
			left = l->counts.messages - (int64_t)l->n;
			if (left <= 0)
				return torn();
			i = 0;
			n = kernel_chain(l->k, message, &chain, l->blocks,
			    left < KERNEL_CHAIN ? (int)left : KERNEL_CHAIN);
			if (n == -1)
				return -1;
		}
		block = l->blocks + (size_t)i * l->page;
		link = kernel_block_next(&chain, block) + chain.back;
		if (look_at_message(l, message, block,
			kernel_block(&chain, message), priority) == -1)
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

/* One walk; it has to find as much as the counters say before and after it. */
static int
walk(struct look *l, uint64_t queue)
{
	struct counts after;
	uint64_t root;

	l->n = 0;
	l->bytes = 0;
	if (read_counts(l->k, queue, &l->counts) == -1)
		return -1;
	if (!is_possible(l))
		return torn();
	if (!l->again)
		kernel_messages_begin(l->out, (size_t)l->counts.messages,
		    (size_t)l->counts.bytes);
	if (kernel_address(l->k, queue, K_QUEUE_TREE, &root) == -1 ||
	    kernel_tree(l->k, root, &tree, l->counts.messages + 1, look_at_node,
		l) == -1 ||
	    read_counts(l->k, queue, &after) == -1)
		return -1;
	if (after.messages != l->counts.messages ||
	    after.bytes != l->counts.bytes || (int64_t)l->n != after.messages ||
	    l->n != l->out->n || l->bytes != after.bytes)
		return torn();
	return 0;
}

static int
walk_twice(struct look *l, uint64_t queue)
{
	l->again = false;
	if (walk(l, queue) == -1)
		return -1;
	l->again = true;
	return walk(l, queue);
}

/*
 * EBUSY if the queue has changed in one of the tries; ENOTSUP if every try
 * failed otherwise, as the structure must be unknown then.
 */
static int
try_often(struct look *l, uint64_t queue)
{
	bool changes = false;
	int i, status = -1;

	for (i = 0; i < TRIES && status == -1; i++) {
		status = walk_twice(l, queue);
		if (status == -1 && errno == ENOTSUP)
			break;
		changes |= status == -1 && errno == EAGAIN;
	}
	if (status == 0)
		return 0;
	errno = changes ? EBUSY : ENOTSUP;
	return -1;
}

/*
 * Members of structures that are copied whole have to be within the structure.
 */
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
		.out = out,
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
	l.blocks = xmalloc(2 * KERNEL_CHAIN * l.page);
	l.rest = l.blocks + KERNEL_CHAIN * l.page;
	status = try_often(&l, queue);
	free(l.blocks);
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
