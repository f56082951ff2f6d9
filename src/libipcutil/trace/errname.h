/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names of errors. strerrorname_np(3) is missing in some C libraries, and it
 * does not know errors that only the kernel uses.
 */
#ifndef ERRNAME_H
#define ERRNAME_H

/*
 * Returns the name of a positive error number, such as "EAGAIN", as a constant;
 * NULL if these calls never fail with it. A call that the kernel would restart
 * after a signal is shown as EINTR, because a caller with a handler sees that.
 */
const char *errname(int error);

#endif
