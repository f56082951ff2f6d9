/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mounts the /dev/shm of another place over ours, in a mount namespace that
 * only we use (open_tree(2), move_mount(2)). It is not trusted: no link in it
 * is followed, and in a user namespace it has to belong to a user of that
 * namespace.
 *
 * procfd is the directory of a process in /proc; it stays the caller's. All
 * functions return a descriptor, which the caller closes, or 0; or -1 with
 * errno: ESRCH if the process has ended or moved on, EPERM without
 * CAP_SYS_ADMIN.
 */
#ifndef PLACE_SHM_H
#define PLACE_SHM_H

#include <stdint.h>

/* Opens a file of the process. */
int place_open(int procfd, const char *file, int flags);

/* Opens its /dev/shm: ENOENT if it has none, ENOTDIR if that is a link. */
int place_open_shm(int procfd);

/*
 * 0 if the open file has that inode number, and that device unless it is
 * UNKNOWN; else -1 with ESRCH.
 */
int place_check_file(int fd, int64_t dev, int64_t ino);

/*
 * Enters the /dev/shm of the process; it has to be on this device and to have
 * this inode number, unless the device is UNKNOWN. If it cannot be shown, that
 * is no failure, because queues and System V objects do not need it:
 * shm_dir_block() is called with the reason and the pid.
 */
int place_shm_enter(const char *pid, int procfd, int64_t dev, int64_t ino);

/* Mounts an empty read-only directory instead. */
int place_shm_enter_none(void);

/*
 * What is wrong with its /dev/shm; a constant, or NULL if the errno is about
 * something else.
 */
const char *place_shm_strerror(int error);

#endif
