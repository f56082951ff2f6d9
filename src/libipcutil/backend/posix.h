/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Listing, examining and removing objects of the POSIX kinds, whose `own` is a
 * struct posix_files (posix_file.h). Only regular files are objects; other
 * files are never removed. 0, or -1 with an errno that posix_strerror()
 * explains.
 */
#ifndef POSIX_H
#define POSIX_H

#include "model/kind.h"
#include "model/list.h"

/* See list, stat, remove, remove_from and clear in kind.h. */
int posix_list(const struct ipc_kind *, struct ipc_list *, unsigned need,
    const struct ipc_skip *);
int posix_stat(struct ipc_object *, unsigned need);
int posix_remove(const struct ipc_object *);
int posix_remove_from(int dirfd, const struct ipc_object *seen);
int posix_clear(const struct ipc_kind *, const struct ipc_removal *);

/* As these, in a directory that is open already; they close it. */
int posix_list_dir(const struct ipc_kind *, struct ipc_list *, unsigned need,
    const struct ipc_skip *, int dirfd);
int posix_clear_dir(
    const struct ipc_kind *, const struct ipc_removal *, int dirfd);

#endif
