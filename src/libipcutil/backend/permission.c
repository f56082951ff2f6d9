/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks whether this process may use an object; see permission.h. */
#include <sys/ioctl.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "backend/permission.h"
#include "base/copy.h"
#include "base/linux.h"
#include "base/privilege.h"
#include "base/userns.h"
#include "base/xalloc.h"
#include "model/kind.h"

static bool
is_our_group(int64_t gid)
{
	int i, n = getgroups(0, NULL);
	bool found = gid == (int64_t)getegid();
	gid_t *groups;

	if (found || n <= 0)
		return found;
	groups = xreallocarray(NULL, (size_t)n, sizeof(*groups));
	n = getgroups(n, groups);
	for (i = 0; !found && i < n; i++)
		found = (int64_t)groups[i] == gid;
	free(groups);
	return found;
}

/*
 * Only the first class that we belong to counts: owner, group or others. If
 * neither the owner's uid nor ours is mapped, the object may be ours, so all
 * classes count.
 */
static int64_t
bits_of(const struct ipc_object *o)
{
	int64_t us = userns_uid(geteuid());

	if (us == UNKNOWN && o->uid == UNKNOWN)
		return o->mode >> 6 | o->mode >> 3 | o->mode;
	if (us != UNKNOWN && (o->uid == us || o->cuid == us))
		return o->mode >> 6;
	if (is_our_group(o->gid) ||
	    (o->cgid != UNKNOWN && is_our_group(o->cgid)))
		return o->mode >> 3;
	return o->mode;
}

/*
 * Capabilities are valid in our user namespace. They are not valid for an IPC
 * namespace that belongs to a user namespace around ours; the ioctl fails with
 * EPERM then: ioctl_nsfs(2).
 */
static bool
is_above_ipc(void)
{
	int ns = open("/proc/self/ns/ipc", O_RDONLY | O_CLOEXEC), user;
	bool above;

	if (ns == -1)
		return true;
	user = ioctl(ns, NS_GET_USERNS);
	above = user != -1 || errno != EPERM;
	copy_close(user);
	copy_close(ns);
	return above;
}

/* True if a capability allows everything with the object. */
static bool
is_above(const struct ipc_object *o)
{
	if (o->kind->bit & KINDS_SYSV)
		return privilege_has(CAP_IPC_OWNER) && is_above_ipc();
	/* CAP_DAC_OVERRIDE needs owner and group to be mapped. */
	return privilege_has(CAP_DAC_OVERRIDE) && o->uid != UNKNOWN &&
	       o->gid != UNKNOWN;
}

bool
permission_allows(const struct ipc_object *o, int64_t wanted)
{
	return o->mode == UNKNOWN || (bits_of(o) & wanted) == wanted ||
	       is_above(o);
}
