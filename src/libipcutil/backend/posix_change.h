/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Creates and changes the files of POSIX objects. All functions return 0, or -1
 * with errno of open(2), fchown(2), fchmod(2), ftruncate(2) or linkat(2).
 */
#ifndef POSIX_CHANGE_H
#define POSIX_CHANGE_H

#include "model/kind.h"

/*
 * Creates the object's file with mode and owner, lets `fill` write its
 * contents, and only then gives it its name, which must be free (EEXIST). See
 * make in kind.h.
 */
int posix_make(const struct ipc_object *, const struct ipc_attr *,
    int (*fill)(int fd, const struct ipc_attr *));

/* Changes the owner of the file, if one is asked for. */
int posix_own(int fd, const struct ipc_attr *);

/*
 * Changes owner, mode and size, or nothing at all. With an unknown size fd may
 * be open with O_PATH.
 */
int posix_change(int fd, const struct ipc_attr *);

/*
 * 0 if the open file is the one that was loaded; -1 with ENOENT if another file
 * has taken its name.
 */
int posix_is_it(int fd, const struct ipc_object *);

/*
 * Changes owner and mode of the object's file if it is still the one that was
 * loaded, and closes it. If fd is -1 it fails and keeps errno.
 */
int posix_set_file(int fd, const struct ipc_object *, const struct ipc_attr *);

/* Changes owner and mode of an object: see set in kind.h. */
int posix_set(struct ipc_object *, const struct ipc_attr *);

#endif
