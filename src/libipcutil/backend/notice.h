/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Being told when objects are made, removed or changed, as far as the kernel
 * tells: of POSIX objects, by inotify(7) on the directories they are in.
 */
#ifndef NOTICE_H
#define NOTICE_H

#include <stdbool.h>

/*
 * A descriptor that can be read (poll(2)) when something has happened to
 * objects of these kinds: KIND_... -1 with errno; 0 kinds of these are no
 * error.
 */
int notice_open(unsigned kinds);

/*
 * Takes what was told off the descriptor; what it was, a look at the objects
 * shows. False if more happened than the kernel could keep.
 */
bool notice_read(int fd);

#endif
