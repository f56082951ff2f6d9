/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel counts against RLIMIT_MSGQUEUE of users, where its memory
 * may be read (kernel/charge.h); getrlimit(2).
 */
#ifndef CHARGED_H
#define CHARGED_H

#include "kernel/charge.h"

/* Bytes of who asks; UNKNOWN if they are not told. */
int64_t charged_own(void);

/* Those of everybody, none if they are not told. To be freed in any case. */
void charged_load(struct kernel_charges *);

/* Bytes of a user of our user namespace; UNKNOWN if there is no account. */
int64_t charged_of(const struct kernel_charges *, int64_t uid);

#endif
