/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The /dev/shm of another place, put over ours in a mount namespace that is
 * ours alone (open_tree(2), move_mount(2)). It is not trusted: nothing of it is
 * followed, and in a user namespace it must belong to a user of that namespace.
 *
 * procfd is the directory of a process in /proc; it remains the caller's. All
 * functions return a descriptor, which is the caller's, or 0; or -1 with errno:
 * ESRCH if the process has ended or moved on, EPERM without CAP_SYS_ADMIN.
 */
#ifndef PLACE_SHM_H
#define PLACE_SHM_H

#include <stdint.h>

#include "process/namespace.h"

/* Opens a file of the process. */
int place_open(int procfd, const char *file, int flags);

/* Its /dev/shm: ENOENT if it has none, ENOTDIR if that is a link. */
int place_open_shm(int procfd);

/*
 * Whether what is open as fd is the file with that inode number, on that device
 * if it is not UNKNOWN; ESRCH if not.
 */
int place_check_file(int fd, int64_t dev, int64_t ino);

/*
 * Enters the /dev/shm of the process, which must be that of the place unless it
 * is NULL. Where it cannot be shown this is no failure, as queues and System V
 * objects have no need of it: shm_dir_block() is told why, with the pid.
 */
int place_shm_enter(const char *pid, int procfd, const struct ipc_place *);

/* In its place a directory in which nothing is, nor can be made. */
int place_shm_enter_none(void);

/* What is wrong with its /dev/shm; NULL if the errno tells of something else.
 */
const char *place_shm_strerror(int error);

#endif
