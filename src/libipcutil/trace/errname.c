/* SPDX-License-Identifier: BSD-2-Clause */
/* Errors by their names; see errname.h. */
#include <errno.h>
#include <stddef.h>

#include "trace/errname.h"

/* Inside of the kernel: begin the call again, if no handler wants otherwise. */
enum {
	RESTART_SYS = 512,
	RESTART_NO_INTERRUPT = 513,
	RESTART_NO_HANDLER = 514,
	RESTART_BLOCK = 516,
};

#define NAME(error)                                                            \
	{                                                                      \
		error, #error                                                  \
	}

/* Errors in the manual pages of the calls, and those of security modules. */
static const struct {
	int error;
	const char *name;
} names[] = {
	NAME(E2BIG),
	NAME(EACCES),
	NAME(EAGAIN),
	NAME(EBADF),
	NAME(EBADMSG),
	NAME(EBUSY),
	NAME(ECONNREFUSED),
	NAME(EDQUOT),
	NAME(EEXIST),
	NAME(EFAULT),
	NAME(EFBIG),
	NAME(EIDRM),
	NAME(EINTR),
	NAME(EINVAL),
	NAME(EIO),
	NAME(EISDIR),
	NAME(ELOOP),
	NAME(EMFILE),
	NAME(EMLINK),
	NAME(EMSGSIZE),
	NAME(ENAMETOOLONG),
	NAME(ENFILE),
	NAME(ENODEV),
	NAME(ENOENT),
	NAME(ENOMEM),
	NAME(ENOMSG),
	NAME(ENOSPC),
	NAME(ENOSYS),
	NAME(ENOTDIR),
	NAME(ENOTEMPTY),
	NAME(ENXIO),
	NAME(EOPNOTSUPP),
	NAME(EOVERFLOW),
	NAME(EPERM),
	NAME(ERANGE),
	NAME(EROFS),
	NAME(ESRCH),
	NAME(ESTALE),
	NAME(ETIMEDOUT),
	NAME(ETXTBSY),
	NAME(EXDEV),
	{ RESTART_SYS, "EINTR" },
	{ RESTART_NO_INTERRUPT, "EINTR" },
	{ RESTART_NO_HANDLER, "EINTR" },
	{ RESTART_BLOCK, "EINTR" },
};

const char *
errname(int error)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (names[i].error == error)
			return names[i].name;
	return NULL;
}
