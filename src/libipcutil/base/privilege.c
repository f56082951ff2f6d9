/* SPDX-License-Identifier: BSD-2-Clause */
/* The privileges of this process; see privilege.h. */
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/parse.h"
#include "base/privilege.h"
#include "base/proc.h"

/* The length of a uid_map that maps every user id. */
#define ALL_USERS INT64_C(0xffffffff)

/* _LINUX_CAPABILITY_VERSION_3, with two words for each set: capget(2). */
#define CAPABILITY_VERSION 0x20080522

bool
privilege_has(int capability)
{
	struct {
		uint32_t version;
		int pid;
	} header = {
		.version = CAPABILITY_VERSION,
	};
	struct {
		uint32_t effective, permitted, inheritable;
	} data[2];

	/* The C library does not declare capget(2). */
	if (syscall(SYS_capget, &header, data) == -1)
		return false;
	return data[capability / 32].effective >> capability % 32 & 1;
}

bool
privilege_can_be_had(int capability)
{
	return prctl(PR_CAPBSET_READ, capability, 0, 0, 0) == 1;
}

bool
privilege_is_first(void)
{
	int64_t inside, outside, length;
	struct text text = { 0 };
	bool first = false;
	const char *p;

	if (proc_read(AT_FDCWD, "/proc/self/uid_map", &text) == 0) {
		p = text.s;
		first = parse_kernel(&p, 10, &inside) &&
			parse_kernel(&p, 10, &outside) &&
			parse_kernel(&p, 10, &length) && inside == 0 &&
			outside == 0 && length == ALL_USERS;
	}
	text_free(&text);
	return first;
}
