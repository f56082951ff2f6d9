/* SPDX-License-Identifier: BSD-2-Clause */
/* System V message queues, msgctl(2). */
#include <sys/msg.h>

#include "sysv.h"

static int
last(void)
{
	struct msginfo info;

	return msgctl(0, IPC_INFO, (struct msqid_ds *)(void *)&info);
}

static int64_t
count(void)
{
	struct msginfo info;

	if (msgctl(0, MSG_INFO, (struct msqid_ds *)(void *)&info) == -1)
		return -1;
	return info.msgpool;
}

static int
lookup(key_t key)
{
	return msgget(key, 0);
}

static int
read_queue(struct ipc_object *o, int where, int command)
{
	struct msqid_ds ds;
	int id;

	if ((id = msgctl(where, command, &ds)) == -1)
		return -1;
	sysv_perm(o, &ds.msg_perm);
	o->ctime = sysv_time(ds.msg_ctime);
	o->stime = sysv_time(ds.msg_stime);
	o->rtime = sysv_time(ds.msg_rtime);
	o->messages = (int64_t)ds.msg_qnum;
	o->bytes = (int64_t)ds.__msg_cbytes;
	o->max_bytes = (int64_t)ds.msg_qbytes;
	o->lspid = sysv_pid(ds.msg_lspid);
	o->lrpid = sysv_pid(ds.msg_lrpid);
	return id;
}

static void
more(struct ipc_object *o, unsigned need)
{
	(void)need;
	o->made = o->ctime;
	o->used = sysv_later(o->ctime, sysv_later(o->stime, o->rtime));
}

static int
remove_id(int id)
{
	return msgctl(id, IPC_RMID, NULL);
}

static const struct sysv sysv = {
	.proc = "/proc/sysvipc/msg",
	.stat_any = MSG_STAT_ANY,
	.last = last,
	.count = count,
	.lookup = lookup,
	.read = read_queue,
	.more = more,
	.remove = remove_id,
};

static int
set(int id, const struct ipc_attr *attr)
{
	struct msqid_ds ds;

	if (msgctl(id, IPC_STAT, &ds) == -1)
		return -1;
	if (attr->max_bytes != UNKNOWN)
		ds.msg_qbytes = (msglen_t)attr->max_bytes;
	sysv_own(&ds.msg_perm, attr);
	return msgctl(id, IPC_SET, &ds);
}

static int
make(struct ipc_object *o, const struct ipc_attr *attr)
{
	bool more = attr->uid != UNKNOWN || attr->gid != UNKNOWN ||
		    attr->max_bytes != UNKNOWN;
	int id = msgget(sysv_key(o), sysv_first_mode(attr, more));

	if (id == -1)
		return -1;
	if (more && set(id, attr) == -1)
		return sysv_undo(o->kind, id);
	o->id = id;
	return 0;
}

const struct ipc_kind sysv_msg_kind = {
	.word = "mq",
	.api = "sysv",
	.title = "System V message queues",
	.place = "/proc/sysvipc/msg",
	.bit = KIND_SYSV_MSG,
	.in_ipc_ns = true,
	.own = &sysv,
	.list = sysv_list,
	.stat = sysv_stat,
	.make = make,
	.remove = sysv_remove,
	.clear = sysv_clear,
	.strerror = sysv_strerror,
};
