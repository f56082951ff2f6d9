/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of peek.h, in a kernel that is made here. */
#include <errno.h>
#include <unistd.h>

#include "fake_kernel.h"
#include "kernel/peek.h"
#include "tap.h"

#define FD 5

struct message {
	uint64_t security;
	struct fake_list list;
	int64_t type;
	int64_t size;
	uint64_t next;
};

struct segment {
	uint64_t next;
	uint64_t more;
};

struct node {
	int32_t priority;
	struct fake_list list;
	struct fake_rb rb;
};

struct queue {
	struct {
		int64_t flags, curmsgs;
	} attr;
	struct {
		uint64_t node;
	} tree;
	int64_t qsize;
	struct {
		int64_t i_ino;
	} inode;
};

struct file {
	uint64_t mode, inode;
};

struct pointers {
	uint64_t other, to;
};

static struct fake fake; /* the kernel */
static struct queue *queue;
static size_t page;
static bool one_by_one; /* blocks cannot be read several at once */

static void
describe(struct fake *f)
{
	FAKE_PLACE(f, K_TASK_FILES, struct pointers, to, KERNEL_POINTER);
	FAKE_PLACE(f, K_FILES_FDT, struct pointers, to, KERNEL_POINTER);
	FAKE_PLACE(f, K_FDTABLE_FD, struct pointers, to, KERNEL_POINTER);
	FAKE_PLACE(f, K_FILE_INODE, struct file, inode, KERNEL_POINTER);
	FAKE_PLACE(
	    f, K_ATTR_CURMSGS, struct queue, attr.curmsgs, KERNEL_NUMBER);
	FAKE_PLACE(f, K_QUEUE_ATTR, struct queue, attr, KERNEL_STRUCT);
	FAKE_PLACE(f, K_QUEUE_QSIZE, struct queue, qsize, KERNEL_NUMBER);
	FAKE_PLACE(f, K_QUEUE_TREE, struct queue, tree, KERNEL_STRUCT);
	FAKE_PLACE(f, K_QUEUE_INODE, struct queue, inode, KERNEL_STRUCT);
	FAKE_WHOLE(f, K_MESSAGE, struct message);
	FAKE_PLACE(f, K_MESSAGE_LIST, struct message, list, KERNEL_STRUCT);
	FAKE_PLACE(f, K_MESSAGE_NEXT, struct message, next, KERNEL_POINTER);
	FAKE_PLACE(f, K_MESSAGE_SIZE, struct message, size, KERNEL_NUMBER);
	FAKE_PLACE(f, K_MESSAGE_TYPE, struct message, type, KERNEL_NUMBER);
	FAKE_WHOLE(f, K_SEGMENT, struct segment);
	FAKE_PLACE(f, K_SEGMENT_NEXT, struct segment, next, KERNEL_POINTER);
	FAKE_WHOLE(f, K_NODE, struct node);
	FAKE_PLACE(f, K_NODE_LIST, struct node, list, KERNEL_STRUCT);
	FAKE_PLACE(f, K_NODE_RB, struct node, rb, KERNEL_STRUCT);
	FAKE_PLACE(f, K_NODE_PRIORITY, struct node, priority, KERNEL_NUMBER);
	FAKE_PLACE(f, K_RB_LEFT, struct fake_rb, left, KERNEL_POINTER);
	FAKE_PLACE(f, K_RB_RIGHT, struct fake_rb, right, KERNEL_POINTER);
	FAKE_PLACE(f, K_RB_ROOT, struct pointers, other, KERNEL_POINTER);
}

static uint64_t
point_to(uint64_t to)
{
	struct pointers *p = FAKE_NEW(&fake, struct pointers);

	p->to = to;
	return fake_address(&fake, p);
}

/* An empty queue, open as FD. */
static void
begin(void)
{
	struct file *file;
	uint64_t *table;

	page = (size_t)sysconf(_SC_PAGESIZE);
	fake_init(&fake);
	if (one_by_one)
		fake.kernel.chain = NULL;
	describe(&fake);
	/* K_ATTR_CURMSGS counts from the attributes, not from the queue. */
	fake.kernel.layout.places[K_ATTR_CURMSGS].offset -=
	    offsetof(struct queue, attr);
	queue = FAKE_NEW(&fake, struct queue);
	file = FAKE_NEW(&fake, struct file);
	file->inode = fake_address(&fake, &queue->inode);
	table = fake_alloc(&fake, 16 * sizeof(*table), 64);
	table[FD] = fake_address(&fake, file);
	fake.kernel.task =
	    point_to(point_to(point_to(fake_address(&fake, table))));
}

static struct node *
add_node(int priority)
{
	struct node *node = FAKE_NEW(&fake, struct node);

	node->priority = priority;
	fake_list_init(&fake, &node->list);
	return node;
}

static uint64_t
rb(const struct node *node)
{
	return node != NULL ? fake_address(&fake, &node->rb) : 0;
}

/* As the kernel keeps it: a page, then pages with a header of their own. */
static struct message *
add_message(struct node *node, const char *data, size_t size)
{
	size_t first = page - sizeof(struct message), n;
	struct message *m;
	struct segment *s;
	uint64_t *next;

	n = size < first ? size : first;
	m = fake_alloc(
	    &fake, sizeof(*m) + n, sizeof(*m) + n > page / 4 ? page : page / 4);
	m->type = node->priority;
	m->size = (int64_t)size;
	memcpy(m + 1, data, n);
	next = &m->next;
	for (data += n, size -= n; size > 0; data += n, size -= n) {
		n = page - sizeof(*s);
		if (n > size)
			n = size;
		s = fake_alloc(&fake, sizeof(*s) + n, page);
		*next = fake_address(&fake, s);
		next = &s->next;
		memcpy(s + 1, data, n);
	}
	fake_list_add(&fake, &node->list, &m->list);
	queue->attr.curmsgs++;
	queue->qsize += m->size;
	return m;
}

static const struct kernel_queue_limits limits = {
	.messages = 100,
	.message_size = 20000,
};

static int
peek(struct kernel_messages *m)
{
	fake.reads = 0;
	return kernel_peek_within(&fake.kernel, FD, &limits, m);
}

/* It fails with that errno, and within a bound. */
static void
check_fails(int error, const char *about)
{
	struct kernel_messages m;

	errno = 0;
	CHECK_INT(peek(&m), -1, about);
	CHECK_INT(errno, error, about);
	CHECK(m.v == NULL && m.data == NULL && m.n == 0, about);
	CHECK(fake.reads < 20 * (4 * limits.messages + 100), about);
}

static void
test_empty(void)
{
	struct kernel_messages m;

	begin();
	CHECK_INT(peek(&m), 0, "no node");
	CHECK_INT((int64_t)m.n, 0, "no node");
	kernel_messages_free(&m);
	/* One that is kept for later. */
	queue->tree.node = rb(add_node(3));
	CHECK_INT(peek(&m), 0, "an empty node");
	CHECK_INT((int64_t)m.n, 0, "an empty node");
	kernel_messages_free(&m);
	fake_free(&fake);
}

static void
test_order(void)
{
	static const char *const wanted[] = { "a", "b", "c", "d", "", "f" };
	struct node *low, *middle, *high, *higher;
	struct kernel_messages m;
	size_t i;

	begin();
	low = add_node(0);
	middle = add_node(7);
	high = add_node(8);
	higher = add_node(32767);
	add_message(low, "", 0);
	add_message(low, "f", 1);
	add_message(middle, "d", 1);
	add_message(high, "c", 1);
	add_message(higher, "a", 1);
	add_message(higher, "b", 1);
	queue->tree.node = rb(middle);
	middle->rb.left = rb(low);
	middle->rb.right = rb(higher);
	higher->rb.left = rb(high);
	CHECK_INT(peek(&m), 0, "six messages");
	CHECK_INT((int64_t)m.n, 6, "six messages");
	for (i = 0; i < m.n; i++)
		CHECK_STR(m.data + m.v[i].at, wanted[i], wanted[i]);
	CHECK_INT(m.v[1].priority, 32767, "b");
	CHECK_INT(m.v[3].priority, 7, "d");
	CHECK_INT((int64_t)m.v[4].size, 0, "no bytes");
	kernel_messages_free(&m);
	fake_free(&fake);
}

/* Around the sizes at which another page begins. */
static void
test_sizes(void)
{
	const size_t first = page - sizeof(struct message);
	const size_t more = page - sizeof(struct segment);
	const size_t sizes[] = { first - 1, first, first + 1, first + more - 1,
		first + more, first + more + 1, first + 2 * more + 1, 16000 };
	struct kernel_messages m;
	struct node *node;
	char *data;
	size_t i, j;

	begin();
	node = add_node(0);
	queue->tree.node = rb(node);
	data = malloc(20000);
	for (i = 0; i < 20000; i++)
		data[i] = (char)(i * 7 + i / 251);
	for (i = 0; i < TAP_LENGTH(sizes); i++)
		add_message(node, data + i, sizes[i]);
	CHECK_INT(peek(&m), 0, "eight sizes");
	CHECK_INT((int64_t)m.n, (int64_t)TAP_LENGTH(sizes), "eight sizes");
	for (j = 0; j < m.n; j++) {
		CHECK_INT((int64_t)m.v[j].size, (int64_t)sizes[j], "size");
		CHECK(memcmp(m.data + m.v[j].at, data + j, sizes[j]) == 0,
		    "data");
		CHECK_INT(m.data[m.v[j].at + m.v[j].size], '\0', "the NUL");
	}
	free(data);
	kernel_messages_free(&m);
	fake_free(&fake);
}

/* A queue of two nodes, to be damaged. */
static struct node *
begin_two(struct message **message)
{
	struct node *node, *other;

	begin();
	node = add_node(2);
	other = add_node(1);
	*message = add_message(node, "abc", 3);
	add_message(node, "def", 3);
	add_message(other, "ghi", 3);
	queue->tree.node = rb(node);
	node->rb.left = rb(other);
	return node;
}

/* Each of them: undamaged it could be looked at, damaged it cannot. */
#define DAMAGED(damage, error, about)                                          \
	do {                                                                   \
		node = begin_two(&message);                                    \
		CHECK_INT(peek(&m), 0, about);                                 \
		kernel_messages_free(&m);                                      \
		damage;                                                        \
		check_fails(error, about);                                     \
		fake_free(&fake);                                              \
	} while (0)

static void
test_hostile(void)
{
	struct kernel_messages m;
	struct message *message;
	struct node *node;

	DAMAGED(message->list.next = fake_address(&fake, &message->list), EBUSY,
	    "a list that leads back into itself");
	DAMAGED(message->list.next = 8, ENOTSUP, "a list into nowhere");
	DAMAGED(message->list.next = UINT64_MAX - 4, ENOTSUP,
	    "a list to the end of memory");
	DAMAGED(node->rb.left = rb(node), EBUSY, "a tree that is a loop");
	DAMAGED(node->rb.right = rb(node), ENOTSUP, "a loop to the right");
	DAMAGED(node->rb.right = 0x10, ENOTSUP, "a tree into nowhere");
	DAMAGED(message->size = INT64_MAX, EBUSY, "a huge message");
	DAMAGED(message->size = -1, EBUSY, "less than nothing");
	DAMAGED(message->size = 19999, EBUSY, "more than the queue holds");
	DAMAGED(message->type = 9, EBUSY, "another priority than its node");
	DAMAGED(queue->attr.curmsgs = INT64_MAX, EBUSY, "a huge count");
	DAMAGED(queue->attr.curmsgs = -1, EBUSY, "a count below 0");
	DAMAGED(queue->qsize = INT64_MAX, EBUSY, "a huge size");
	DAMAGED(queue->attr.curmsgs = 4, EBUSY, "a message too few");
	DAMAGED(queue->attr.curmsgs = 2, EBUSY, "a message too many");
	DAMAGED(queue->qsize = 8, EBUSY, "a byte too many");
	DAMAGED(queue->qsize = 10, EBUSY, "a byte too few");
	DAMAGED(fake.kernel.task = 0, ENOTSUP, "no task");
	DAMAGED(fake.kernel.layout.places[K_QUEUE_QSIZE].sort = KERNEL_UNKNOWN,
	    ENOTSUP, "no member of that name");
	DAMAGED(fake.kernel.layout.places[K_MESSAGE_SIZE].sort = KERNEL_UNKNOWN,
	    ENOTSUP, "no size");
	DAMAGED(fake.kernel.layout.places[K_MESSAGE].size = 8, ENOTSUP,
	    "a message that ends before its members");
	DAMAGED(fake.kernel.layout.places[K_NODE].size = 1 << 20, ENOTSUP,
	    "a huge node");
}

/* A message whose rest is missing. */
static void
test_missing_segment(void)
{
	struct kernel_messages m;
	struct message *message;
	struct node *node;
	char *data = tap_repeat('x', 10000);

	begin();
	node = add_node(0);
	queue->tree.node = rb(node);
	message = add_message(node, data, 10000);
	CHECK_INT(peek(&m), 0, "whole");
	kernel_messages_free(&m);
	message->next = 0;
	check_fails(ENOTSUP, "the second page is missing");
	free(data);
	fake_free(&fake);
}

static struct message *changing;
static int64_t when, again;

/* One byte of a message, from the nth read on, at each or only once. */
static void
change(struct fake *f)
{
	if (f->reads == when || (again > 0 && f->reads > when))
		((char *)(changing + 1))[0]++;
}

/* At whatever moment it changes: what is shown was there before or after. */
static void
test_change(void)
{
	struct kernel_messages m;
	int64_t n;

	begin_two(&changing);
	CHECK_INT(peek(&m), 0, "at rest");
	n = fake.reads;
	kernel_messages_free(&m);
	fake.before = change;
	for (again = 0, when = 1; when <= n; when++) {
		*(char *)(changing + 1) = 'a';
		CHECK_INT(peek(&m), 0, "changed once");
		CHECK(m.n == 3 && (m.data[m.v[0].at] == 'a' ||
				      m.data[m.v[0].at] == 'b'),
		    "changed once");
		kernel_messages_free(&m);
	}
	again = when = 1;
	check_fails(EBUSY, "changed at every read");
	fake_free(&fake);
}

/* As an older kernel may refuse the program that reads chains of blocks. */
static void
test_one_by_one(void)
{
	one_by_one = true;
	test_empty();
	test_order();
	test_sizes();
	test_hostile();
	test_missing_segment();
	test_change();
	one_by_one = false;
}

/* What a queue counts is only an estimate of what is found in it. */
static void
test_estimates(void)
{
	static const size_t bytes[] = { 0, 1, 100000, 1 << 19, 3 << 20,
		SIZE_MAX };
	struct kernel_messages m = { 0 };
	struct kernel_message *message;
	size_t i, j, wrong = 0;

	for (i = 0; i < TAP_LENGTH(bytes); i++) {
		kernel_messages_begin(&m, bytes[i], bytes[i]);
		CHECK(m.n == 0 && m.used == 0, "nothing is left");
		for (j = 0; j < 300; j++) {
			message = kernel_messages_add(&m, 40 * j);
			memset(m.data + message->at, (int)j, message->size);
		}
		for (j = 0; j < m.n; j++)
			wrong += m.v[j].size != 40 * j ||
				 m.data[m.v[j].at + m.v[j].size] != '\0' ||
				 (j > 0 && m.data[m.v[j].at] != (char)j) ||
				 (j > 0 &&
				     m.data[m.v[j].at + 40 * j - 1] != (char)j);
		CHECK_INT((int64_t)m.n, 300, "messages");
		CHECK_INT((int64_t)wrong, 0, "wrong bytes");
	}
	CHECK(m.data_room < 1 << 23, "no room for what was not there");
	kernel_messages_free(&m);
}

static const struct tap_test tests[] = {
	{ "kernel_peek: an empty queue has no messages", test_empty },
	{ "kernel_peek: messages come in the order of receipt", test_order },
	{ "kernel_peek: messages of more than a page are whole", test_sizes },
	{ "kernel_peek: a page that is missing is no message",
	    test_missing_segment },
	{ "kernel_peek: what makes no sense ends it, and soon", test_hostile },
	{ "kernel_peek: a change meanwhile is seen, and it looks again",
	    test_change },
	{ "kernel_messages: what is expected need not come", test_estimates },
	{ "kernel_peek: the same where each block is read by itself",
	    test_one_by_one },
};

int
main(void)
{
	page = (size_t)sysconf(_SC_PAGESIZE);
	return tap_run(tests, TAP_LENGTH(tests));
}
