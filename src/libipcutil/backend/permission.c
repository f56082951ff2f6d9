/* SPDX-License-Identifier: BSD-2-Clause */
/* Whether this process may use an object; see permission.h. */
#include <stdlib.h>
#include <unistd.h>

#include "backend/permission.h"
#include "base/privilege.h"
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

/* The first of owner, group and others that we are counts alone. */
static int64_t
bits_of(const struct ipc_object *o)
{
	int64_t us = geteuid();

	if (o->uid == us || o->cuid == us)
		return o->mode >> 6;
	if (is_our_group(o->gid) ||
	    (o->cgid != UNKNOWN && is_our_group(o->cgid)))
		return o->mode >> 3;
	return o->mode;
}

bool
permission_allows(const struct ipc_object *o, int64_t wanted)
{
	bool sysv = o->kind->bit & KINDS_SYSV;

	return o->mode == UNKNOWN || (bits_of(o) & wanted) == wanted ||
	       privilege_has(sysv ? CAP_IPC_OWNER : CAP_DAC_OVERRIDE);
}
