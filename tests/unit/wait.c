/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of wait.h and ids.h, in a kernel that is made here. */
#include <errno.h>

#include "fake_sysv.h"
#include "kernel/wait.h"
#include "tap.h"

struct message {
	int64_t type, size;
};

static struct fake fake; /* the kernel */
static struct kernel_pids pids;
static struct fake_task *us, *worker, *thread, *foreign;

static void
begin(void)
{
	fake_init(&fake);
	fake_tasks_describe(&fake);
	fake_mqueues_describe(&fake);
	fake_sysv_describe(&fake);
	FAKE_PLACE(&fake, K_MESSAGE_TYPE, struct message, type, KERNEL_NUMBER);
	FAKE_PLACE(&fake, K_MESSAGE_SIZE, struct message, size, KERNEL_NUMBER);
	us = fake_task(&fake, "ipcls", NULL, 2, 102, 0);
	worker = fake_task(&fake, "worker", NULL, 7, 107, 8);
	thread = fake_task(&fake, "its thread", worker, 9, 109, 8);
	foreign = fake_task(&fake, "foreign", NULL, 0, 7, 0);
	fake_namespace(&fake, us);
	kernel_pids_begin(&fake.kernel, &pids);
}

static struct fake_receiver *
add_receiver(struct fake_queue *queue, const struct fake_task *task, int mode,
    int64_t type)
{
	struct fake_receiver *r = FAKE_NEW(&fake, struct fake_receiver);

	*r = (struct fake_receiver){
		.task = fake_address(&fake, task),
		.mode = mode,
		.type = type,
		.size = 300,
	};
	fake_list_add(&fake, &queue->receivers, &r->link);
	return r;
}

static void
add_sleeper(struct fake_list *list, const struct fake_task *task,
    const struct fake_sembuf *ops, int n, int blocking)
{
	struct fake_sembuf *copy =
	    fake_alloc(&fake, (size_t)n * sizeof(*copy), 8);
	struct fake_sleeper *s = FAKE_NEW(&fake, struct fake_sleeper);

	memcpy(copy, ops, (size_t)n * sizeof(*copy));
	*s = (struct fake_sleeper){
		.task = fake_address(&fake, task),
		.ops = fake_address(&fake, copy),
		.blocking = fake_address(&fake, copy + blocking),
		.nops = n,
	};
	fake_list_add(&fake, list, &s->link);
}

static int
of_queue(const struct fake_queue *queue, struct kernel_waiters *w)
{
	fake.reads = 0;
	return kernel_waiters_of_queue(
	    &fake.kernel, &pids, fake_address(&fake, queue), w);
}

static int
of_set(const struct fake_set *set, struct kernel_waiters *w)
{
	fake.reads = 0;
	return kernel_waiters_of_set(
	    &fake.kernel, &pids, fake_address(&fake, set), w);
}

static void
test_queue(void)
{
	struct fake_queue *queue;
	struct fake_sender *sender;
	struct kernel_waiters w;

	begin();
	queue = fake_queue(&fake, 5);
	CHECK_INT(of_queue(queue, &w), 0, "nobody");
	CHECK_INT(w.list.n + w.outside, 0, "nobody");
	add_receiver(queue, worker, 1, 0);
	add_receiver(queue, thread, 4, 42);
	add_receiver(queue, foreign, 2, 1);
	sender = FAKE_NEW(&fake, struct fake_sender);
	sender->task = fake_address(&fake, us);
	sender->size = 77;
	fake_list_add(&fake, &queue->senders, &sender->link);
	CHECK_INT(of_queue(queue, &w), 0, "four");
	CHECK_INT(w.list.n, 3, "of ours");
	CHECK_INT(w.outside, 1, "outside");
	CHECK_INT(w.list.v[0].pid, 7, "the first");
	CHECK_INT(w.list.v[0].uid, 8, "the first");
	CHECK(w.list.v[0].typed && w.list.v[0].type == 0, "any type");
	CHECK_INT(w.list.v[0].max_size, 300, "the first");
	CHECK_INT(w.list.v[1].pid, 7, "a thread");
	CHECK_INT(w.list.v[1].tid, 9, "a thread");
	CHECK_STR(w.list.v[1].command, "worker", "a thread");
	CHECK_INT(w.list.v[1].type, -42, "the lowest to 42");
	CHECK_STR(w.list.v[2].how, "send", "the sender");
	CHECK_INT(w.list.v[2].bytes, 77, "the sender");
	kernel_waiters_free(&w);
	fake_free(&fake);
}

static void
test_set(void)
{
	static const struct fake_sembuf three[] = { { 0, 1, 0 }, { 1, -1, 0 },
		{ 2, -3, 0 } };
	static const struct fake_sembuf zero[] = { { 2, 0, 0 } };
	struct kernel_waiters w;
	struct fake_set *set;

	begin();
	set = fake_set(&fake, 5);
	CHECK_INT(of_set(set, &w), 0, "nobody");
	CHECK_INT(w.list.n, 0, "nobody");
	add_sleeper(&set->alter, worker, three, 3, 1);
	add_sleeper(&set->sems[2].constant, thread, zero, 1, 0);
	add_sleeper(&set->sems[0].alter, foreign, zero, 1, 0);
	/* Which it is that blocks may not be known. */
	add_sleeper(&set->constant, us, three, 3, 7);
	CHECK_INT(of_set(set, &w), 0, "four");
	CHECK_INT(w.list.n, 3, "of ours");
	CHECK_INT(w.outside, 1, "outside");
	CHECK_INT(w.list.v[0].blocks, 2, "the second of three");
	CHECK_INT(w.list.v[0].ops.n, 6, "the second of three");
	CHECK_INT(w.list.v[0].ops.v[2], 1, "semaphore 1");
	CHECK_INT(w.list.v[0].ops.v[3], -1, "less one");
	CHECK_INT(w.list.v[1].blocks, UNKNOWN, "none of them");
	CHECK_INT(w.list.v[2].tid, 9, "of semaphore 2");
	CHECK_INT(w.list.v[2].ops.v[1], 0, "of semaphore 2");
	kernel_waiters_free(&w);
	fake_free(&fake);
}

static void
add_to_mqueue(struct fake_mqueue *queue, int list, const struct fake_task *task)
{
	struct fake_mq_waiter *w = FAKE_NEW(&fake, struct fake_mq_waiter);
	struct message *message = FAKE_NEW(&fake, struct message);

	*message = (struct message){ .type = 9, .size = 12 };
	w->task = fake_address(&fake, task);
	w->message = list == 0 ? fake_address(&fake, message) : 0;
	fake_list_add(&fake, &queue->waiters[list].list, &w->link);
}

static void
test_mqueue(void)
{
	struct fake_mqueue *queue;
	struct kernel_waiters w;

	begin();
	queue = FAKE_NEW(&fake, struct fake_mqueue);
	fake_list_init(&fake, &queue->waiters[0].list);
	fake_list_init(&fake, &queue->waiters[1].list);
	add_to_mqueue(queue, 0, worker);
	add_to_mqueue(queue, 1, thread);
	CHECK_INT(kernel_waiters_of_mqueue(
		      &fake.kernel, &pids, fake_address(&fake, queue), &w),
	    0, "two");
	CHECK_INT(w.list.n, 2, "two");
	CHECK_STR(w.list.v[0].how, "send", "the first");
	CHECK_INT(w.list.v[0].priority, 9, "the first");
	CHECK_INT(w.list.v[0].bytes, 12, "the first");
	CHECK_STR(w.list.v[1].how, "receive", "the second");
	CHECK_INT(w.list.v[1].bytes, UNKNOWN, "the second");
	kernel_waiters_free(&w);
	fake_free(&fake);
}

static struct fake_ids *
ids_of(enum kernel_sysv sort)
{
	struct fake_proxy *proxy =
	    (void *)(fake.memory + (us->proxy - FAKE_BASE));

	return (struct fake_ids *)(void *)(fake.memory +
					   (proxy->ipc_ns - FAKE_BASE)) +
	       sort;
}

static void
check_found(enum kernel_sysv sort, int64_t id, const void *wanted, int error)
{
	struct kernel_ids ids;
	uint64_t at = 0;
	char about[24];
	int status;

	snprintf(about, sizeof(about), "id %lld", (long long)id);
	fake.reads = 0;
	CHECK_INT(kernel_ids_begin(&fake.kernel, sort, &ids), 0, about);
	status = kernel_ids_find(&fake.kernel, &ids, id, &at);
	CHECK_INT(status, wanted != NULL ? 0 : -1, about);
	if (wanted == NULL)
		CHECK_INT(errno, error, about);
	else
		CHECK(at == fake_address(&fake, wanted), about);
	CHECK(fake.reads < 100, about);
}

static void
test_ids(void)
{
	struct fake_node *top, *leaf;
	struct fake_set *set, *other;
	struct fake_queue *queue;

	begin();
	check_found(KERNEL_SETS, 0, NULL, ENOENT);
	set = fake_set(&fake, 0);
	ids_of(KERNEL_SETS)->head = fake_address(&fake, &set->perm);
	check_found(KERNEL_SETS, 0, set, 0);
	check_found(KERNEL_SETS, 1, NULL, ENOENT);
	check_found(KERNEL_QUEUES, 0, NULL, ENOENT);
	/* Index 70 is 6 in the second leaf; its id counts how often. */
	top = FAKE_NEW(&fake, struct fake_node);
	leaf = FAKE_NEW(&fake, struct fake_node);
	other = fake_set(&fake, 3 * 32768 + 70);
	top->shift = 6;
	top->slots[1] = fake_address(&fake, leaf) | FAKE_NODE;
	leaf->slots[6] = fake_address(&fake, &other->perm);
	ids_of(KERNEL_SETS)->head = fake_address(&fake, top) | FAKE_NODE;
	check_found(KERNEL_SETS, 3 * 32768 + 70, other, 0);
	check_found(KERNEL_SETS, 2 * 32768 + 70, NULL, ENOENT);
	check_found(KERNEL_SETS, 3 * 32768 + 71, NULL, ENOENT);
	check_found(KERNEL_SETS, 3 * 32768 + 6, NULL, ENOENT);
	check_found(KERNEL_SETS, 32767, NULL, ENOENT);
	queue = fake_queue(&fake, 70);
	ids_of(KERNEL_QUEUES)->head = fake_address(&fake, &queue->perm);
	check_found(KERNEL_QUEUES, 70, NULL, ENOENT);
	/* A node that is its own child, one that is no memory. */
	top->slots[1] = fake_address(&fake, top) | FAKE_NODE;
	check_found(KERNEL_SETS, 70, NULL, ELOOP);
	top->slots[1] = UINT64_MAX - 1;
	check_found(KERNEL_SETS, 70, NULL, EFAULT);
	top->shift = 77;
	check_found(KERNEL_SETS, 70, NULL, EAGAIN);
	fake_free(&fake);
}

/* It fails with that errno, and within a bound. */
static void
check_fails(const struct fake_queue *queue, int error, const char *about)
{
	struct kernel_waiters w;

	CHECK_INT(of_queue(queue, &w), -1, about);
	CHECK_INT(errno, error, about);
	CHECK(fake.reads < 2000, about);
	kernel_waiters_free(&w);
}

static void
test_hostile(void)
{
	static const struct fake_sembuf one[] = { { 0, -1, 0 } };
	struct fake_receiver *r;
	struct fake_queue *queue;
	struct kernel_waiters w;
	struct fake_set *set;

	begin();
	queue = fake_queue(&fake, 5);
	r = add_receiver(queue, worker, 1, 0);
	r->link.next = fake_address(&fake, &r->link);
	check_fails(queue, EAGAIN, "a loop");
	r->link.next = 8;
	check_fails(queue, EFAULT, "astray");
	r->link.next = fake_address(&fake, &queue->receivers);
	r->task = 12345;
	check_fails(queue, EFAULT, "no task");
	r->task = fake_address(&fake, thread);
	thread->leader = UINT64_MAX;
	check_fails(queue, EFAULT, "no process");
	fake.kernel.layout.places[K_RECEIVER_TYPE].sort = KERNEL_UNKNOWN;
	check_fails(queue, ENOTSUP, "a member is missing");
	set = fake_set(&fake, 5);
	add_sleeper(&set->alter, worker, one, 1, 0);
	set->nsems = INT32_MAX;
	CHECK_INT(of_set(set, &w), -1, "two thousand million");
	kernel_waiters_free(&w);
	set->nsems = -1;
	CHECK_INT(of_set(set, &w), -1, "less than none");
	CHECK(fake.reads < 2000, "less than none");
	kernel_waiters_free(&w);
	fake_free(&fake);
}

static struct fake_receiver *changing;
static int64_t until;

/* Until so many were read, it waits for something else each time. */
static void
change(struct fake *f)
{
	if (f->reads < until)
		changing->type++;
}

static void
test_change(void)
{
	struct fake_queue *queue;
	struct kernel_waiters w;

	begin();
	queue = fake_queue(&fake, 5);
	changing = add_receiver(queue, worker, 2, 0);
	fake.before = change;
	until = 30;
	CHECK_INT(of_queue(queue, &w), 0, "it settles");
	CHECK_INT(w.list.n, 1, "it settles");
	CHECK_INT(w.list.v[0].type, changing->type, "it settles");
	kernel_waiters_free(&w);
	until = INT64_MAX;
	check_fails(queue, EAGAIN, "it never does");
	fake_free(&fake);
}

static const struct tap_test tests[] = {
	{ "kernel_waiters: of a queue, with what for", test_queue },
	{ "kernel_waiters: of a set, with the operation that blocks",
	    test_set },
	{ "kernel_waiters: of a POSIX queue", test_mqueue },
	{ "kernel_waiters: lists that lead astray end it", test_hostile },
	{ "kernel_waiters: what changes is looked at again", test_change },
	{ "kernel_ids_find: the object of this id, or none", test_ids },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
