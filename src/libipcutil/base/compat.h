/* SPDX-License-Identifier: BSD-2-Clause */
/* What Linux has, and not every C library tells of: musl, and older ones. */
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

#ifndef ALLPERMS
#define ALLPERMS (S_ISUID | S_ISGID | S_ISVTX | S_IRWXU | S_IRWXG | S_IRWXO)
#endif

/* A flag of msgrcv(2). */
#ifndef MSG_COPY
#define MSG_COPY 040000
#endif

#endif
