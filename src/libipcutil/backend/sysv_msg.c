/* SPDX-License-Identifier: BSD-2-Clause */
/* System V message queues, msgctl(2). */
#include <sys/msg.h>

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/sysv.h"
#include "backend/sysv_record.h"
#include "base/amount.h"
#include "base/compat.h"
#include "base/setting.h"
#include "base/shield.h"
#include "base/xalloc.h"
#include "model/queue.h"

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
stat_queue(struct sysv_answer *answer, int where, int command)
{
	struct msqid_ds ds = { 0 };
	int id = msgctl(where, command, &ds);

	sysv_answer_perm(answer, &ds.msg_perm);
	answer->msg.ctime = ds.msg_ctime;
	answer->msg.stime = ds.msg_stime;
	answer->msg.rtime = ds.msg_rtime;
	answer->msg.messages = ds.msg_qnum;
	answer->msg.bytes = ds.__msg_cbytes;
	answer->msg.max_bytes = ds.msg_qbytes;
	answer->msg.lspid = ds.msg_lspid;
	answer->msg.lrpid = ds.msg_lrpid;
	return id;
}

static void
fill_queue(struct ipc_object *o, const struct sysv_answer *answer)
{
	o->ctime = sysv_time(answer->msg.ctime);
	o->stime = sysv_time(answer->msg.stime);
	o->rtime = sysv_time(answer->msg.rtime);
	o->messages = (int64_t)answer->msg.messages;
	o->bytes = (int64_t)answer->msg.bytes;
	/* Root may set any capacity. */
	o->max_bytes = amount_of(answer->msg.max_bytes);
	o->lspid = sysv_pid(answer->msg.lspid);
	o->lrpid = sysv_pid(answer->msg.lrpid);
}

static void
times(struct ipc_object *o)
{
	o->made = o->ctime;
	o->used = sysv_later(o->ctime, sysv_later(o->stime, o->rtime));
}

static void
more(struct ipc_object *o, unsigned need)
{
	(void)need;
	times(o);
}

static int
remove_id(int id)
{
	return msgctl(id, IPC_RMID, NULL);
}

static int
create(void)
{
	return msgget(IPC_PRIVATE, 0);
}

static const struct sysv sysv = {
	.proc = "/proc/sysvipc/msg",
	.next_id = "/proc/sys/kernel/msg_next_id",
	.stat_any = MSG_STAT_ANY,
	.last = last,
	.count = count,
	.lookup = lookup,
	.stat = stat_queue,
	.fill = fill_queue,
	.more = more,
	.create = create,
	.remove = remove_id,
};

static int
set(struct ipc_object *o, const struct ipc_attr *attr)
{
	struct msqid_ds ds = { 0 };
	int64_t bytes =
	    attr->max_bytes != UNKNOWN ? attr->max_bytes : o->max_bytes;

	if (sysv_owner(&ds.msg_perm, o, attr) == -1)
		return -1;
	ds.msg_qbytes = (msglen_t)bytes;
	return msgctl((int)o->id, IPC_SET, &ds);
}

static int
make(struct ipc_object *o, const struct ipc_attr *attr)
{
	bool more = attr->max_bytes != UNKNOWN ||
		    (!sysv_is_ours(attr) &&
			(attr->uid != UNKNOWN || attr->gid != UNKNOWN));
	int id;

	shield_up();
	if (sysv_choose_id(o->kind, attr) == -1)
		return -1;
	id = msgget(sysv_key(o), sysv_first_mode(attr, more));
	if (sysv_take_id(o, attr, id) == -1)
		return -1;
	if (more && (sysv_stat(o, 0) == -1 || set(o, attr) == -1))
		return sysv_undo(o);
	return 0;
}

/* Bytes of the buffer for a message at first. */
#define FIRST_ROOM (64 * 1024)

/* The buffer of msgsnd(2) and msgrcv(2): the type, then the bytes. */
struct letter {
	long type;
	char data[];
};

static struct letter *
letter(const struct ipc_queue *queue)
{
	return (struct letter *)(void *)queue->buffer;
}

static void
make_room(struct ipc_queue *queue, size_t size)
{
	if (size <= queue->room && queue->buffer != NULL)
		return;
	queue->buffer =
	    xreallocarray(queue->buffer, sizeof(struct letter) + size + 1, 1);
	queue->room = size;
}

/* The largest message allowed, in bytes; UNKNOWN if it cannot be read. */
static int64_t
largest(void)
{
	struct msginfo info;

	if (msgctl(0, IPC_INFO, (struct msqid_ds *)(void *)&info) != -1)
		return info.msgmax;
	return setting_number("/proc/sys/kernel/msgmax", 0);
}

/* A message that is larger than the queue's capacity would wait forever. */
static int
open_queue(
    struct ipc_queue *queue, const struct ipc_object *o, enum queue_use use)
{
	struct ipc_object now = *o;
	int64_t most = largest();

	(void)use;
	if (sysv_stat(&now, 0) == -1)
		return -1;
	queue->handle = (int)now.id;
	queue->max_size = most;
	if (most == UNKNOWN ||
	    (now.max_bytes != UNKNOWN && now.max_bytes < most))
		queue->max_size = now.max_bytes;
	/*
	 * The buffer is doubled for larger messages, so it must not begin with
	 * 0.
	 */
	make_room(queue, queue->max_size > 0 && queue->max_size < FIRST_ROOM
			     ? (size_t)queue->max_size
			     : FIRST_ROOM);
	return 0;
}

static int
send_message(struct ipc_queue *queue, const struct ipc_message *message)
{
	if (queue->max_size != UNKNOWN &&
	    (int64_t)message->size > queue->max_size) {
		errno = EMSGSIZE;
		return -1;
	}
	make_room(queue, message->size);
	letter(queue)->type =
	    message->type != UNKNOWN ? (long)message->type : 1;
	memcpy(letter(queue)->data, message->data, message->size);
	return msgsnd(queue->handle, queue->buffer, message->size,
	    queue->nowait ? IPC_NOWAIT : 0);
}

/* E2BIG: the buffer was enlarged, try again; EMSGSIZE: it cannot grow. */
static int
take(struct ipc_queue *queue, struct ipc_message *message, long type, int flags)
{
	ssize_t n =
	    msgrcv(queue->handle, queue->buffer, queue->room, type, flags);

	if (n == -1 && errno == E2BIG) {
		if (queue->room > INT_MAX / 2) {
			errno = EMSGSIZE;
			return -1;
		}
		make_room(queue, queue->room * 2);
		errno = E2BIG;
	}
	if (n == -1)
		return -1;
	letter(queue)->data[n] = '\0';
	*message = (struct ipc_message){
		.type = letter(queue)->type,
		.priority = UNKNOWN,
		.data = letter(queue)->data,
		.size = (size_t)n,
	};
	return 0;
}

static int
receive(struct ipc_queue *queue, struct ipc_message *message)
{
	int flags =
	    (queue->nowait ? IPC_NOWAIT : 0) | (queue->except ? MSG_EXCEPT : 0);

	if (take(queue, message, (long)queue->type, flags) == 0)
		return 0;
	if (errno == ENOMSG)
		errno = EAGAIN;
	return -1;
}

/*
 * MSG_COPY copies at most msgmax bytes. For a larger message, sent when msgmax
 * was larger, it fails with EINVAL; also for a queue that was removed, and
 * where the call is forbidden. An index behind the last message has no message.
 */
static int
peek(struct ipc_queue *queue, struct ipc_message *message, int64_t index)
{
	struct msqid_ds ds;
	int status;

	do
		status =
		    take(queue, message, (long)index, MSG_COPY | IPC_NOWAIT);
	while (status == -1 && errno == E2BIG);
	if (status == 0)
		return 0;
	if (errno != EINVAL)
		return -1;
	if (msgctl(queue->handle, IPC_STAT, &ds) == -1)
		errno = EIDRM;
	else
		errno = index < (int64_t)ds.msg_qnum ? EMSGSIZE : ENOMSG;
	return -1;
}

static void
close_queue(struct ipc_queue *queue)
{
	(void)queue;
}

static const struct ipc_queue_ops queue_ops = {
	.open = open_queue,
	.send = send_message,
	.receive = receive,
	.peek = peek,
	.close = close_queue,
};

const struct ipc_kind sysv_msg_kind = {
	.word = "mq",
	.api = "sysv",
	.title = "System V message queues",
	.place = "msgctl(2), /proc/sysvipc/msg",
	.bit = KIND_SYSV_MSG,
	.in_ipc_ns = true,
	.own = &sysv,
	.list = sysv_list,
	.records = sysv_records,
	.recall = sysv_recall,
	.stat = sysv_stat,
	.times = times,
	.make = make,
	.remove = sysv_remove,
	.clear = sysv_clear,
	.set = set,
	.queue = &queue_ops,
	.strerror = sysv_strerror,
};
