/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notices when objects are created, removed or changed, as far as the kernel
 * reports it: for POSIX objects, by inotify(7) on their directories.
 */
#ifndef NOTICE_H
#define NOTICE_H

#include <stdbool.h>

/*
 * Returns a descriptor that poll(2) finds readable when objects of these kinds
 * (KIND_...) have changed; the caller closes it. -1 with errno. Kinds that
 * cannot be watched are no error.
 */
int notice_open(unsigned kinds);

/*
 * Reads all events and drops them: the caller looks at the objects to see what
 * has changed. False if the kernel has lost events.
 */
bool notice_read(int fd);

#endif
