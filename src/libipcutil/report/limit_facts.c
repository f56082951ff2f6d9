/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kernel says of limits; see limit_facts.h. */
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/statvfs.h>

#include <string.h>
#include <unistd.h>

#include "backend/posix.h"
#include "report/limit_facts.h"

/* The kernel's structures on 64-bit machines, see limit_queue_cost(). */
#define MSG_MSG_SIZE 48
#define TREE_NODE_SIZE 48
#define PRIO_MAX_COUNT 32768

/* The kernel's way to say that there is no bound is an enormous number. */
static int64_t
bound(uint64_t number)
{
	return number >= INT64_MAX ? LIMITLESS : (int64_t)number;
}

static int64_t
read_rlimit(int resource)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit) == -1)
		return UNKNOWN;
	return limit.rlim_cur == RLIM_INFINITY ? LIMITLESS
					       : bound(limit.rlim_cur);
}

int64_t
limit_queue_cost(int64_t messages, int64_t size)
{
	int64_t nodes = messages < PRIO_MAX_COUNT ? messages : PRIO_MAX_COUNT;
	int64_t cost;

	if (messages == UNKNOWN || size == UNKNOWN)
		return UNKNOWN;
	if (__builtin_mul_overflow(messages, size + MSG_MSG_SIZE, &cost) ||
	    __builtin_add_overflow(cost, nodes * TREE_NODE_SIZE, &cost))
		return INT64_MAX;
	return cost;
}

static int
gather_posix_mq(struct limit_facts *facts)
{
	struct ipc_list list = { 0 };
	const struct ipc_object *queue;
	int status;
	size_t i;

	facts->fixed_prio = PRIO_MAX_COUNT;
	facts->queues_max = posix_setting(SYS_MQ "queues_max");
	facts->msg_max = posix_setting(SYS_MQ "msg_max");
	facts->msg_default = posix_setting(SYS_MQ "msg_default");
	facts->msgsize_max = posix_setting(SYS_MQ "msgsize_max");
	facts->msgsize_default = posix_setting(SYS_MQ "msgsize_default");
	facts->rlimit_msgqueue = read_rlimit(RLIMIT_MSGQUEUE);
	status = posix_mq_kind.list(&posix_mq_kind, &list, NEED_ATTR, NULL);
	if (status == 0) {
		facts->queues = (int64_t)list.n;
		facts->queue_bytes = 0;
	}
	for (i = 0; i < list.n && facts->queue_bytes != UNKNOWN; i++) {
		queue = list.v[i];
		if (queue->uid != (int64_t)getuid())
			continue;
		if (queue->max_messages == UNKNOWN)
			facts->queue_bytes = UNKNOWN;
		else
			facts->queue_bytes += limit_queue_cost(
			    queue->max_messages, queue->max_message_size);
	}
	ipc_list_free(&list);
	return status;
}

static int
gather_sysv_msg(struct limit_facts *facts)
{
	struct msginfo info;

	if (msgctl(0, IPC_INFO, (struct msqid_ds *)(void *)&info) == -1)
		return -1;
	facts->msgmni = info.msgmni;
	facts->msgmnb = info.msgmnb;
	facts->msgmax = info.msgmax;
	if (msgctl(0, MSG_INFO, (struct msqid_ds *)(void *)&info) == -1)
		return -1;
	facts->msg_ids = info.msgpool;
	return 0;
}

static int
gather_posix_shm(struct limit_facts *facts)
{
	struct statvfs fs;

	if (statvfs(SHM_DIR, &fs) == -1)
		return -1;
	/* A tmpfs without a limit has no size at all. */
	facts->shm_size = LIMITLESS;
	facts->shm_inodes = LIMITLESS;
	if (fs.f_blocks != 0) {
		facts->shm_size = (int64_t)(fs.f_blocks * fs.f_frsize);
		facts->shm_size_used =
		    (int64_t)((fs.f_blocks - fs.f_bfree) * fs.f_frsize);
	}
	if (fs.f_files != 0) {
		facts->shm_inodes = (int64_t)fs.f_files;
		facts->shm_inodes_used = (int64_t)(fs.f_files - fs.f_ffree);
	}
	return 0;
}

static int
gather_sysv_shm(struct limit_facts *facts)
{
	struct shminfo limits;
	struct shm_info info;

	facts->rlimit_memlock = read_rlimit(RLIMIT_MEMLOCK);
	if (shmctl(0, IPC_INFO, (struct shmid_ds *)(void *)&limits) == -1)
		return -1;
	facts->shmmni = bound(limits.shmmni);
	facts->shmall = bound(limits.shmall);
	facts->shmmax = bound(limits.shmmax);
	if (shmctl(0, SHM_INFO, (struct shmid_ds *)(void *)&info) == -1)
		return -1;
	facts->shm_ids = info.used_ids;
	facts->shm_pages = (int64_t)info.shm_tot;
	return 0;
}

static int
gather_posix_sem(struct limit_facts *facts)
{
	facts->fixed_sem_value = INT32_MAX;
	return 0;
}

static int
gather_sysv_sem(struct limit_facts *facts)
{
	union {
		struct seminfo *info;
	} arg;
	struct seminfo info;

	arg.info = &info;
	if (semctl(0, 0, IPC_INFO, arg) == -1)
		return -1;
	facts->semmni = info.semmni;
	facts->semmns = info.semmns;
	facts->semmsl = info.semmsl;
	facts->semopm = info.semopm;
	facts->fixed_semvmx = info.semvmx;
	if (semctl(0, 0, SEM_INFO, arg) == -1)
		return -1;
	facts->sem_ids = info.semusz;
	facts->sems = info.semaem;
	return 0;
}

static const struct source {
	const struct ipc_kind *kind;
	int (*gather)(struct limit_facts *);
} sources[] = {
	{ &posix_mq_kind, gather_posix_mq },
	{ &sysv_msg_kind, gather_sysv_msg },
	{ &posix_shm_kind, gather_posix_shm },
	{ &sysv_shm_kind, gather_sysv_shm },
	{ &posix_sem_kind, gather_posix_sem },
	{ &sysv_sem_kind, gather_sysv_sem },
};

void
limit_facts_init(struct limit_facts *facts)
{
	memset(facts, 0xff, sizeof(*facts)); /* all UNKNOWN */
}

int
limit_facts_gather(struct limit_facts *facts, const struct ipc_kind *kind)
{
	size_t i;

	for (i = 0; i < sizeof(sources) / sizeof(*sources); i++)
		if (sources[i].kind == kind)
			return sources[i].gather(facts);
	return 0;
}
