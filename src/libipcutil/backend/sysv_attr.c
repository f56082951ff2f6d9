/* SPDX-License-Identifier: BSD-2-Clause */
/* Owner, group and mode of System V objects as they are set; see sysv.h. */
#include <sys/ipc.h>

#include <errno.h>
#include <unistd.h>

#include "backend/sysv.h"
#include "base/userns.h"

/*
 * Our user and group are looked up once: it takes as long as creating an
 * object.
 */
static bool
is_us(int64_t uid, int64_t gid)
{
	static int64_t our_uid = UNKNOWN, our_gid = UNKNOWN;

	if (our_uid == UNKNOWN) {
		our_uid = userns_uid(geteuid());
		our_gid = userns_gid(getegid());
	}
	if (our_uid == UNKNOWN || our_gid == UNKNOWN)
		return uid == UNKNOWN && gid == UNKNOWN;
	return (uid == UNKNOWN || uid == our_uid) &&
	       (gid == UNKNOWN || gid == our_gid);
}

bool
sysv_is_ours(const struct ipc_attr *attr)
{
	return attr->mode == 0600 && is_us(attr->uid, attr->gid);
}

int
sysv_first_mode(const struct ipc_attr *attr, bool more)
{
	return IPC_CREAT | IPC_EXCL | (more ? 0600 : (int)attr->mode);
}

static int64_t
either(int64_t wanted, int64_t now)
{
	return wanted != UNKNOWN ? wanted : now;
}

int
sysv_owner(struct ipc_perm *perm, const struct ipc_object *now,
    const struct ipc_attr *attr)
{
	int64_t uid = either(attr->uid, now->uid);
	int64_t gid = either(attr->gid, now->gid);

	if (uid == UNKNOWN || gid == UNKNOWN) {
		errno = EOVERFLOW;
		return -1;
	}
	*perm = (struct ipc_perm){
		.uid = (uid_t)uid,
		.gid = (gid_t)gid,
		.mode = (unsigned short)either(attr->mode, now->mode),
	};
	return 0;
}
