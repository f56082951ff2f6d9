/* SPDX-License-Identifier: BSD-2-Clause */
/* Declarations that Linux has and some C libraries (musl, older ones) lack. */
#ifndef COMPAT_H
#define COMPAT_H

#include <sys/stat.h>

#ifndef HAVE_STATX
#include <sys/syscall.h>

#include <linux/stat.h>
#include <unistd.h>

static inline int
statx(int dirfd, const char *restrict path, int flags, unsigned mask,
    struct statx *restrict st)
{
	return (int)syscall(SYS_statx, dirfd, path, flags, mask, st);
}
#endif

#ifndef HAVE_FSOPEN
#include <sys/syscall.h>

#include <unistd.h>

#define FSOPEN_CLOEXEC 1
#define FSCONFIG_CMD_CREATE 6
#define FSMOUNT_CLOEXEC 1
#define OPEN_TREE_CLONE 1
#define OPEN_TREE_CLOEXEC O_CLOEXEC
#define MOVE_MOUNT_F_EMPTY_PATH 4

static inline int
fsopen(const char *type, unsigned flags)
{
	return (int)syscall(SYS_fsopen, type, flags);
}

static inline int
fsconfig(int fd, unsigned command, const char *key, const void *value, int aux)
{
	return (int)syscall(SYS_fsconfig, fd, command, key, value, aux);
}

static inline int
fsmount(int fd, unsigned flags, unsigned attributes)
{
	return (int)syscall(SYS_fsmount, fd, flags, attributes);
}

static inline int
open_tree(int dirfd, const char *path, unsigned flags)
{
	return (int)syscall(SYS_open_tree, dirfd, path, flags);
}

static inline int
move_mount(
    int from, const char *what, int to, const char *where, unsigned flags)
{
	return (int)syscall(SYS_move_mount, from, what, to, where, flags);
}
#endif

#ifndef ALLPERMS
#define ALLPERMS (S_ISUID | S_ISGID | S_ISVTX | S_IRWXU | S_IRWXG | S_IRWXO)
#endif

/* A flag of msgrcv(2). */
#ifndef MSG_COPY
#define MSG_COPY 040000
#endif

#endif
