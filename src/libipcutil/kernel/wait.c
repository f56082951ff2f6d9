/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds waiters in the kernel's lists; see wait.h. */
#include <sys/sem.h>

#include <errno.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "kernel/links.h"
#include "kernel/wait.h"

#define MOST 100000 /* threads that wait in one list */
#define MOST_OPS 4096
#define MOST_SEMS (1 << 24)
#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

/* How msgrcv(2) chooses a message, from ipc/msg.c of the kernel. */
#define SEARCH_ANY 1
#define SEARCH_LESSEQUAL 4

struct look {
	struct kernel *k;
	const struct kernel_pids *pids;
	uint64_t object;
	int (*walk)(struct look *);
	struct kernel_waiters *out;
	struct text trace; /* all that was read, to compare two walks */
};

static void
remember(struct look *l, const void *bytes, size_t n)
{
	text_add(&l->trace, bytes, n);
}

/* Adds a waiting thread. *added is NULL if it is outside our PID namespace. */
static int
add(struct look *l, uint64_t task, const char *how, struct ipc_process **added)
{
	struct ipc_processes *list = &l->out->list;

	*added = ipc_process_add(list, UNKNOWN);
	(*added)->how = how;
	if (kernel_describe(l->k, l->pids, task, *added) == -1)
		return -1;
	remember(l, &task, sizeof(task));
	if ((*added)->pid != UNKNOWN)
		return 0;
	free((*added)->command);
	list->n--;
	l->out->outside++;
	*added = NULL;
	return 0;
}

/* Copies the structure of which the link is a member. */
static int
read_entry(struct look *l, enum kernel_member whole, enum kernel_member member,
    uint64_t link, void *to, size_t room)
{
	size_t size = kernel_size(l->k, whole);
	uint64_t base;

	if (size > room) {
		errno = ENOTSUP;
		return -1;
	}
	if (kernel_container(l->k, link, member, &base) == -1 ||
	    kernel_read(l->k, base, to, size) == -1)
		return -1;
	remember(l, &base, sizeof(base));
	remember(l, to, size);
	return 0;
}

static int
add_receiver(void *arg, uint64_t link)
{
	struct look *l = arg;
	struct ipc_process *added;
	char entry[KERNEL_ENTRY];
	int64_t mode;

	if (read_entry(l, K_RECEIVER, K_RECEIVER_LINK, link, entry,
		sizeof(entry)) == -1 ||
	    add(l, kernel_pick_pointer(l->k, entry, K_RECEIVER_TASK), "receive",
		&added) == -1)
		return -1;
	if (added == NULL)
		return 0;
	mode = kernel_pick(l->k, entry, K_RECEIVER_MODE);
	added->typed = true;
	added->type = kernel_pick(l->k, entry, K_RECEIVER_TYPE);
	if (mode == SEARCH_ANY)
		added->type = 0;
	else if (mode == SEARCH_LESSEQUAL)
		added->type = -added->type;
	added->max_size = kernel_pick(l->k, entry, K_RECEIVER_SIZE);
	return 0;
}

static int
add_sender(void *arg, uint64_t link)
{
	struct look *l = arg;
	struct ipc_process *added;
	char entry[KERNEL_ENTRY];

	if (read_entry(
		l, K_SENDER, K_SENDER_LINK, link, entry, sizeof(entry)) == -1 ||
	    add(l, kernel_pick_pointer(l->k, entry, K_SENDER_TASK), "send",
		&added) == -1)
		return -1;
	if (added != NULL)
		added->bytes = kernel_pick(l->k, entry, K_SENDER_SIZE);
	return 0;
}

static int
walk_list(struct look *l, uint64_t base, enum kernel_member head,
    int (*call)(void *, uint64_t))
{
	uint64_t at;

	if (kernel_address(l->k, base, head, &at) == -1)
		return -1;
	return kernel_list(l->k, at, MOST, call, l);
}

static int
walk_queue(struct look *l)
{
	static const enum kernel_member of_receiver[] = {
		K_RECEIVER_LINK,
		K_RECEIVER_MODE,
		K_RECEIVER_SIZE,
		K_RECEIVER_TASK,
		K_RECEIVER_TYPE,
	};
	static const enum kernel_member of_sender[] = {
		K_SENDER_LINK,
		K_SENDER_SIZE,
		K_SENDER_TASK,
	};

	if (kernel_has_within(
		l->k, K_RECEIVER, of_receiver, LENGTH(of_receiver)) == -1 ||
	    kernel_has_within(l->k, K_SENDER, of_sender, LENGTH(of_sender)) ==
		-1 ||
	    walk_list(l, l->object, K_MSG_RECEIVERS, add_receiver) == -1)
		return -1;
	return walk_list(l, l->object, K_MSG_SENDERS, add_sender);
}

/* Reads the operations, and which of them blocks. */
static int
read_ops(struct look *l, const char *entry, struct ipc_process *waiter)
{
	int64_t n = kernel_pick(l->k, entry, K_SLEEPER_COUNT), i;
	uint64_t at = kernel_pick_pointer(l->k, entry, K_SLEEPER_OPS);
	uint64_t blocks = kernel_pick_pointer(l->k, entry, K_SLEEPER_BLOCKING);
	struct sembuf ops[MOST_OPS];

	if (n <= 0 || n > MOST_OPS) {
		errno = EAGAIN;
		return -1;
	}
	if (kernel_read(l->k, at, ops, (size_t)n * sizeof(*ops)) == -1)
		return -1;
	remember(l, ops, (size_t)n * sizeof(*ops));
	for (i = 0; i < n; i++) {
		ipc_array_add(&waiter->ops, ops[i].sem_num);
		ipc_array_add(&waiter->ops, ops[i].sem_op);
	}
	if (blocks >= at && blocks - at < (uint64_t)n * sizeof(*ops))
		waiter->blocks = (int64_t)((blocks - at) / sizeof(*ops)) + 1;
	return 0;
}

static int
add_sleeper(void *arg, uint64_t link)
{
	struct look *l = arg;
	struct ipc_process *added;
	char entry[KERNEL_ENTRY];

	if (read_entry(l, K_SLEEPER, K_SLEEPER_LINK, link, entry,
		sizeof(entry)) == -1 ||
	    add(l, kernel_pick_pointer(l->k, entry, K_SLEEPER_TASK), "semop",
		&added) == -1)
		return -1;
	return added == NULL ? 0 : read_ops(l, entry, added);
}

/*
 * A list of waiters that would change the set, and one of those that wait for
 * 0.
 */
static int
walk_pending(struct look *l, uint64_t base, enum kernel_member alter,
    enum kernel_member constant)
{
	if (walk_list(l, base, alter, add_sleeper) == -1)
		return -1;
	return walk_list(l, base, constant, add_sleeper);
}

/*
 * A thread that waits for one semaphore is in the lists of that semaphore; one
 * that waits for several is in the lists of the set. All list heads are read at
 * once, because most are empty: they point to themselves.
 */
static int
walk_sems(struct look *l, uint64_t sems, int64_t n)
{
	size_t size = kernel_size(l->k, K_SEM);
	uint64_t base = sems, alter, constant;
	char *all = xreallocarray(NULL, (size_t)n, size);
	const char *sem = all;
	int status;

	status = kernel_read(l->k, sems, all, (size_t)n * size);
	for (; status == 0 && n > 0; n--, sem += size, base += size) {
		alter = base + kernel_offset(l->k, K_SEM_ALTER);
		constant = base + kernel_offset(l->k, K_SEM_CONST);
		if (kernel_pick_pointer(l->k, sem, K_SEM_ALTER) != alter ||
		    kernel_pick_pointer(l->k, sem, K_SEM_CONST) != constant)
			status =
			    walk_pending(l, base, K_SEM_ALTER, K_SEM_CONST);
	}
	free(all);
	return status;
}

static int
walk_set(struct look *l)
{
	static const enum kernel_member of_sleeper[] = {
		K_SLEEPER_BLOCKING,
		K_SLEEPER_COUNT,
		K_SLEEPER_LINK,
		K_SLEEPER_OPS,
		K_SLEEPER_TASK,
	};
	static const enum kernel_member of_sem[] = { K_SEM_ALTER, K_SEM_CONST };
	uint64_t sems;
	int64_t n;

	if (kernel_has_within(
		l->k, K_SLEEPER, of_sleeper, LENGTH(of_sleeper)) == -1 ||
	    kernel_has_within(l->k, K_SEM, of_sem, LENGTH(of_sem)) == -1 ||
	    kernel_number(l->k, l->object, K_SET_COUNT, &n) == -1 ||
	    kernel_address(l->k, l->object, K_SET_SEMS, &sems) == -1)
		return -1;
	if (n <= 0 || n > MOST_SEMS) {
		errno = EAGAIN;
		return -1;
	}
	if (walk_pending(l, l->object, K_SET_ALTER, K_SET_CONST) == -1)
		return -1;
	return walk_sems(l, sems, n);
}

/* A sender's message exists already. */
static int
read_message(struct look *l, const char *entry, struct ipc_process *waiter)
{
	uint64_t message = kernel_pick_pointer(l->k, entry, K_WAITER_MESSAGE);

	if (kernel_number(l->k, message, K_MESSAGE_SIZE, &waiter->bytes) ==
		-1 ||
	    kernel_number(l->k, message, K_MESSAGE_TYPE, &waiter->priority) ==
		-1)
		return -1;
	remember(l, &waiter->bytes, sizeof(waiter->bytes));
	remember(l, &waiter->priority, sizeof(waiter->priority));
	return 0;
}

static int
add_mqueue_waiter(struct look *l, uint64_t link, const char *how, bool sends)
{
	struct ipc_process *added;
	char entry[KERNEL_ENTRY];

	if (read_entry(
		l, K_WAITER, K_WAITER_LINK, link, entry, sizeof(entry)) == -1 ||
	    add(l, kernel_pick_pointer(l->k, entry, K_WAITER_TASK), how,
		&added) == -1)
		return -1;
	return added == NULL || !sends ? 0 : read_message(l, entry, added);
}

static int
add_mqueue_sender(void *arg, uint64_t link)
{
	return add_mqueue_waiter(arg, link, "send", true);
}

static int
add_mqueue_receiver(void *arg, uint64_t link)
{
	return add_mqueue_waiter(arg, link, "receive", false);
}

/* Two lists: senders, then receivers. */
static int
walk_mqueue(struct look *l)
{
	static const enum kernel_member of_waiter[] = {
		K_WAITER_LINK,
		K_WAITER_MESSAGE,
		K_WAITER_TASK,
	};
	static const enum kernel_member of_head[] = { K_QUEUE_WAITERS };
	uint64_t first, size;

	if (kernel_has_within(l->k, K_WAITER, of_waiter, LENGTH(of_waiter)) ==
		-1 ||
	    kernel_has(l->k, of_head, 1) == -1 ||
	    kernel_address(l->k, l->object, K_QUEUE_WAITERS, &first) == -1)
		return -1;
	size = l->k->layout.places[K_QUEUE_WAITERS].element;
	if (kernel_size(l->k, K_QUEUE_WAITERS) != 2 * size) {
		errno = ENOTSUP;
		return -1;
	}
	if (walk_list(l, first, K_WAITER_LINK, add_mqueue_sender) == -1)
		return -1;
	return walk_list(l, first + size, K_WAITER_LINK, add_mqueue_receiver);
}

static int
walk_anew(void *arg)
{
	struct look *l = arg;

	ipc_processes_clear(&l->out->list);
	l->out->outside = 0;
	return l->walk(l);
}

static int
look(struct kernel *k, const struct kernel_pids *pids, uint64_t object,
    int (*walk)(struct look *), struct kernel_waiters *out)
{
	struct look l = {
		.k = k,
		.pids = pids,
		.object = object,
		.walk = walk,
		.out = out,
	};

	*out = (struct kernel_waiters){ 0 };
	return kernel_twice(walk_anew, &l, &l.trace);
}

int
kernel_waiters_of_queue(struct kernel *k, const struct kernel_pids *pids,
    uint64_t queue, struct kernel_waiters *out)
{
	return look(k, pids, queue, walk_queue, out);
}

int
kernel_waiters_of_set(struct kernel *k, const struct kernel_pids *pids,
    uint64_t set, struct kernel_waiters *out)
{
	return look(k, pids, set, walk_set, out);
}

int
kernel_waiters_of_mqueue(struct kernel *k, const struct kernel_pids *pids,
    uint64_t queue, struct kernel_waiters *out)
{
	return look(k, pids, queue, walk_mqueue, out);
}

void
kernel_waiters_free(struct kernel_waiters *waiters)
{
	ipc_processes_clear(&waiters->list);
	free(waiters->list.v);
	waiters->list.v = NULL;
}
