/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel charges each user for POSIX queues, against RLIMIT_MSGQUEUE:
 * queues without a name, and those of all namespaces, included. A user has an
 * account in each user namespace; the kernel counts in those above, too.
 */
#ifndef CHARGE_H
#define CHARGE_H

#include "kernel/reader.h"

struct kernel_charge {
	uint64_t account; /* never shown: which one it is */
	int64_t uid;
	int64_t bytes;
	bool ours; /* it is one of our user namespace */
};

struct kernel_charges {
	struct kernel_charge *v;
	size_t n;
	size_t room;
};

/* What we are charged ourselves, in bytes. */
int kernel_charge_own(struct kernel *, int64_t *bytes);

/*
 * Of each user who has a process, or a queue in our IPC namespace. To be freed
 * also after -1.
 */
int kernel_charges(struct kernel *, struct kernel_charges *);
void kernel_charges_free(struct kernel_charges *);

#endif
