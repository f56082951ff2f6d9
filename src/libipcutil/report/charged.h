/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How much memory the kernel charges to users against RLIMIT_MSGQUEUE. It is
 * read from kernel memory (kernel/charge.h), so it is known only where that can
 * be read; getrlimit(2).
 */
#ifndef CHARGED_H
#define CHARGED_H

#include "kernel/charge.h"

/*
 * Returns the bytes charged to the calling user; UNKNOWN if they cannot be
 * read.
 */
int64_t charged_own(void);

/*
 * Says why charges cannot be read, as a constant; NULL if they can be. It reads
 * again, so it is only for who asks.
 */
const char *charged_refusal(void);

/*
 * Loads the charges of all users; the list is empty if they cannot be read. The
 * caller frees it with kernel_charges_free() in either case.
 */
void charged_load(struct kernel_charges *);

/*
 * Returns the bytes charged to this uid in our user namespace; UNKNOWN if the
 * list has no entry for it.
 */
int64_t charged_of(const struct kernel_charges *, int64_t uid);

#endif
