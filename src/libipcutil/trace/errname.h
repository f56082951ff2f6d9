/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Errors by their names. strerrorname_np(3) is not in every C library, and
 * knows nothing of those that only the kernel has.
 */
#ifndef ERRNAME_H
#define ERRNAME_H

/*
 * The name of a positive number, as "EAGAIN", constant. A call that the kernel
 * would begin again after a signal has EINTR, as its caller sees it who has a
 * handler for it. NULL if it is none that these calls give.
 */
const char *errname(int error);

#endif
