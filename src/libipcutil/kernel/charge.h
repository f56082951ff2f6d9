/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The bytes for which the kernel charges each user because of POSIX queues,
 * limited by RLIMIT_MSGQUEUE: getrlimit(2). They include queues without a name
 * and those of all namespaces. A user has an account in each user namespace;
 * the kernel also counts in the accounts of the namespaces above. Errors are
 * those of reader.h.
 */
#ifndef CHARGE_H
#define CHARGE_H

#include "kernel/reader.h"

struct kernel_charge {
	uint64_t account; /* address of the account; never shown */
	int64_t uid;
	int64_t bytes;
	bool ours; /* the account belongs to our user namespace */
};

struct kernel_charges {
	struct kernel_charge *v;
	size_t n;
	size_t room;
};

/* What we are charged, in bytes. */
int kernel_charge_own(struct kernel *, int64_t *bytes);

/*
 * The charges of each user that has a process, or a queue in our IPC namespace.
 * Free *out with kernel_charges_free(), even after -1.
 */
int kernel_charges(struct kernel *, struct kernel_charges *);
void kernel_charges_free(struct kernel_charges *);

#endif
