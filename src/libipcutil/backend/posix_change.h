/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making and changing the files that POSIX objects are. All functions return 0,
 * or -1 with errno.
 */
#ifndef POSIX_CHANGE_H
#define POSIX_CHANGE_H

#include "model/kind.h"

/*
 * Makes the object's file: with the mode and owner wanted, and as `fill` has
 * left it; only then it gets its name, never over one that is there. See make
 * in kind.h.
 */
int posix_make(const struct ipc_object *, const struct ipc_attr *,
    int (*fill)(int fd, const struct ipc_attr *));

/* Gives the file to the owner wanted, if any. */
int posix_own(int fd, const struct ipc_attr *);

/*
 * Gives it the owner, mode and size wanted, or changes nothing. fd may have
 * been opened with O_PATH, if the size is UNKNOWN.
 */
int posix_change(int fd, const struct ipc_attr *);

/*
 * 0 if what was opened is the file that was looked at; ENOENT if another has
 * taken its place.
 */
int posix_is_it(int fd, const struct ipc_object *);

/*
 * Changes owner and mode of the object's file, if it is still the one that was
 * looked at, and closes it; errno is as it was if fd is -1.
 */
int posix_set_file(int fd, const struct ipc_object *, const struct ipc_attr *);

/* Owner and mode of an object: see set in kind.h. */
int posix_set(struct ipc_object *, const struct ipc_attr *);

#endif
