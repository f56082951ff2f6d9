/* SPDX-License-Identifier: BSD-2-Clause */
/* What users are charged for POSIX queues; see charge.h. */
#include <errno.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "kernel/charge.h"
#include "kernel/mqueues.h"
#include "kernel/task.h"

/* The pointers that lead from a task to its account. */
static const enum kernel_member to_account[] = {
	K_TASK_CRED,
	K_CRED_UCOUNTS,
};

struct look {
	struct kernel *k;
	struct kernel_charges *out;
	uint64_t ns; /* our user namespace */
};

/* The address of the account's counter for queues. */
static int
address_of_counter(const struct kernel *k, uint64_t account, uint64_t *at)
{
	static const enum kernel_member used[] = {
		K_RLIMIT_MSGQUEUE,
		K_UCOUNTS_RLIMIT,
	};
	uint64_t element = k->layout.places[K_UCOUNTS_RLIMIT].element;
	uint64_t nth = kernel_offset(k, K_RLIMIT_MSGQUEUE);

	if (kernel_has(k, used, 2) == -1)
		return -1;
	if (element == sizeof(int64_t) &&
	    (nth + 1) * element <= kernel_size(k, K_UCOUNTS_RLIMIT))
		return kernel_address(
		    k, account + nth * element, K_UCOUNTS_RLIMIT, at);
	errno = ENOTSUP;
	return -1;
}

static int
read_charge(struct kernel *k, uint64_t account, int64_t *bytes)
{
	uint64_t at;

	if (address_of_counter(k, account, &at) == -1 ||
	    kernel_read(k, at, bytes, sizeof(*bytes)) == -1)
		return -1;
	if (*bytes >= 0)
		return 0;
	errno = EAGAIN;
	return -1;
}

/* A kuid_t is a structure that contains a number. */
static int
read_uid(struct kernel *k, uint64_t account, int64_t *uid)
{
	uint64_t at;
	uint32_t id;

	if (kernel_address(k, account, K_UCOUNTS_UID, &at) == -1 ||
	    kernel_read(k, at, &id, sizeof(id)) == -1)
		return -1;
	*uid = id;
	return 0;
}

static bool
is_there(const struct kernel_charges *charges, uint64_t account)
{
	size_t i;

	/*
	 * Processes of one user often follow each other, so begin at the end.
	 */
	for (i = charges->n; i > 0; i--)
		if (charges->v[i - 1].account == account)
			return true;
	return false;
}

static int
add(struct look *look, uint64_t account)
{
	struct kernel_charges *out = look->out;
	struct kernel_charge charge = { .account = account };
	uint64_t ns;

	if (account == 0 || is_there(out, account))
		return 0;
	if (kernel_pointer(look->k, account, K_UCOUNTS_NS, &ns) == -1 ||
	    read_uid(look->k, account, &charge.uid) == -1 ||
	    read_charge(look->k, account, &charge.bytes) == -1)
		return -1;
	charge.ours = ns == look->ns;
	out->v = xgrow(out->v, out->n, &out->room, sizeof(*out->v));
	out->v[out->n++] = charge;
	return 0;
}

/*
 * If the task or queue has another account by now, the memory of the old
 * account may have been reused: EAGAIN.
 */
static int
settle(uint64_t account, uint64_t now)
{
	if (account == now)
		return 0;
	errno = EAGAIN;
	return -1;
}

static int
add_process(void *arg, uint64_t task)
{
	struct look *look = arg;
	uint64_t account, now;

	if (kernel_follow(look->k, task, to_account, 2, &account) == -1 ||
	    add(look, account) == -1 ||
	    kernel_follow(look->k, task, to_account, 2, &now) == -1)
		return -1;
	return settle(account, now);
}

static int
add_queue(void *arg, uint64_t queue, int64_t inode)
{
	struct look *look = arg;
	uint64_t account, now;

	(void)inode;
	if (kernel_pointer(look->k, queue, K_QUEUE_UCOUNTS, &account) == -1 ||
	    add(look, account) == -1 ||
	    kernel_pointer(look->k, queue, K_QUEUE_UCOUNTS, &now) == -1)
		return -1;
	return settle(account, now);
}

static int
look_once(void *arg)
{
	static const enum kernel_member to_namespace[] = {
		K_TASK_CRED,
		K_CRED_USER_NS,
	};
	struct look *look = arg;

	look->out->n = 0;
	if (kernel_follow(look->k, look->k->task, to_namespace, 2, &look->ns) ==
		-1 ||
	    kernel_processes(look->k, add_process, look) == -1)
		return -1;
	return kernel_mqueues(look->k, add_queue, look);
}

int
kernel_charges(struct kernel *k, struct kernel_charges *out)
{
	struct look look = { .k = k, .out = out };

	*out = (struct kernel_charges){ 0 };
	return kernel_try(look_once, &look);
}

void
kernel_charges_free(struct kernel_charges *charges)
{
	free(charges->v);
	*charges = (struct kernel_charges){ 0 };
}

int
kernel_charge_own(struct kernel *k, int64_t *bytes)
{
	uint64_t account;

	if (kernel_follow(k, k->task, to_account, 2, &account) == -1)
		return -1;
	return read_charge(k, account, bytes);
}
