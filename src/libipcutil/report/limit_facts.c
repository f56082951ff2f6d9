/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Values of limits and their use, as the kernel reports them; see
 * limit_facts.h.
 */
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/statvfs.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "backend/shm_dir.h"
#include "backend/sysv.h"
#include "base/amount.h"
#include "base/setting.h"
#include "base/userns.h"
#include "model/sems.h"
#include "report/charged.h"
#include "report/limit_facts.h"
#include "report/limit_part.h"
#include "report/limit_proc.h"

/* Sizes of kernel structures on 64-bit machines; see limit_queue_cost(). */
#define MSG_MSG_SIZE 48
#define TREE_NODE_SIZE 48
#define PRIO_MAX_COUNT 32768

/* The kernel expresses "no bound" as an enormous number. */
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

/* Prefer what the kernel counts: it includes queues that cannot be listed. */
static void
take_charge(struct limit_facts *facts)
{
	int64_t bytes = charged_own();

	if (bytes == UNKNOWN)
		return;
	facts->queue_bytes = bytes;
	facts->charged = 1;
}

/*
 * Says whether the queue may belong to the user. Nothing is known about a queue
 * that could not be looked at, so it may.
 */
static bool
may_be_ours(const struct ipc_object *queue)
{
	if (queue->uid == UNKNOWN && queue->mode == UNKNOWN)
		return true;
	return queue->uid == userns_uid(getuid());
}

static int
gather_posix_mq(struct limit_facts *facts)
{
	struct ipc_list list = { 0 };
	const struct ipc_object *queue;
	int status, error;
	size_t i;

	facts->fixed_prio = PRIO_MAX_COUNT;
	facts->queues_max = setting_number(SYS_MQ "queues_max", 0);
	facts->msg_max = setting_number(SYS_MQ "msg_max", 0);
	facts->msg_default = setting_number(SYS_MQ "msg_default", 0);
	facts->msgsize_max = setting_number(SYS_MQ "msgsize_max", 0);
	facts->msgsize_default = setting_number(SYS_MQ "msgsize_default", 0);
	facts->rlimit_msgqueue = read_rlimit(RLIMIT_MSGQUEUE);
	status = posix_mq_kind.list(&posix_mq_kind, &list, NEED_ATTR, NULL);
	error = errno;
	if (status == 0) {
		facts->queues = (int64_t)list.n;
		facts->queue_bytes = 0;
	}
	for (i = 0; i < list.n && facts->queue_bytes != UNKNOWN; i++) {
		queue = list.v[i];
		if (!may_be_ours(queue))
			continue;
		facts->queue_bytes = amount_add(
		    facts->queue_bytes, limit_queue_cost(queue->max_messages,
					    queue->max_message_size));
	}
	ipc_list_free(&list);
	take_charge(facts);
	errno = error;
	return status;
}

/*
 * Notes the refused call; its errno is reported, because /proc did not have
 * everything either.
 */
static int
refuse(struct limit_facts *facts, const char *call, int error)
{
	facts->refused = call;
	errno = error;
	return -1;
}

static int
limits_of_msg(struct limit_facts *facts)
{
	struct msginfo info;
	int error;

	if (msgctl(0, IPC_INFO, (struct msqid_ds *)(void *)&info) != -1) {
		facts->msgmni = info.msgmni;
		facts->msgmnb = info.msgmnb;
		facts->msgmax = info.msgmax;
		return 0;
	}
	error = errno;
	facts->msgmni = setting_number(SYS_KERNEL "msgmni", 0);
	facts->msgmnb = setting_number(SYS_KERNEL "msgmnb", 0);
	facts->msgmax = setting_number(SYS_KERNEL "msgmax", 0);
	if (facts->msgmni == UNKNOWN || facts->msgmnb == UNKNOWN ||
	    facts->msgmax == UNKNOWN)
		return refuse(facts, "msgctl(IPC_INFO)", error);
	return 0;
}

/* Number of queues in use. */
static int
use_of_msg(struct limit_facts *facts)
{
	struct limit_proc_sum sum;
	struct msginfo info;
	int error;

	if (msgctl(0, MSG_INFO, (struct msqid_ds *)(void *)&info) != -1) {
		facts->msg_ids = info.msgpool;
		return 0;
	}
	error = errno;
	if (limit_proc_sum(&sum, &sysv_msg_kind, limit_one) == -1)
		return refuse(facts, "msgctl(MSG_INFO)", error);
	facts->msg_ids = sum.objects;
	return 0;
}

/* A file system of any type may be mounted there and report any numbers. */
static int64_t
bytes_of(uint64_t blocks, int64_t size)
{
	return amount_multiply(bound(blocks), size);
}

static int
gather_posix_shm(struct limit_facts *facts)
{
	struct statvfs fs;

	/*
	 * Do not report the file system of something else that is mounted
	 * there.
	 */
	if (shm_dir_blocked() != NULL) {
		errno = ENOLINK;
		return -1;
	}
	if (statvfs(SHM_DIR, &fs) == -1)
		return -1;
	/* A tmpfs without a limit reports 0 blocks. */
	facts->shm_size = LIMITLESS;
	facts->shm_inodes = LIMITLESS;
	if (fs.f_blocks != 0) {
		facts->shm_size = bytes_of(fs.f_blocks, (int64_t)fs.f_frsize);
		facts->shm_size_used =
		    bytes_of(fs.f_blocks - fs.f_bfree, (int64_t)fs.f_frsize);
	}
	if (fs.f_files != 0) {
		facts->shm_inodes = (int64_t)fs.f_files;
		facts->shm_inodes_used = (int64_t)(fs.f_files - fs.f_ffree);
	}
	return 0;
}

static int
limits_of_shm(struct limit_facts *facts)
{
	struct shminfo limits;
	int error;

	facts->rlimit_memlock = read_rlimit(RLIMIT_MEMLOCK);
	if (shmctl(0, IPC_INFO, (struct shmid_ds *)(void *)&limits) != -1) {
		facts->shmmni = bound(limits.shmmni);
		facts->shmall = bound(limits.shmall);
		facts->shmmax = bound(limits.shmmax);
		return 0;
	}
	error = errno;
	facts->shmmni = setting_number(SYS_KERNEL "shmmni", 0);
	facts->shmall = setting_number(SYS_KERNEL "shmall", 0);
	facts->shmmax = setting_number(SYS_KERNEL "shmmax", 0);
	if (facts->shmmni == UNKNOWN || facts->shmall == UNKNOWN ||
	    facts->shmmax == UNKNOWN)
		return refuse(facts, "shmctl(IPC_INFO)", error);
	return 0;
}

static int
use_of_shm(struct limit_facts *facts)
{
	struct limit_proc_sum sum;
	struct shm_info info;
	int error;

	if (shmctl(0, SHM_INFO, (struct shmid_ds *)(void *)&info) != -1) {
		facts->shm_ids = info.used_ids;
		facts->shm_pages = (int64_t)info.shm_tot;
		return 0;
	}
	error = errno;
	if (limit_proc_sum(&sum, &sysv_shm_kind, limit_pages) == -1)
		return refuse(facts, "shmctl(SHM_INFO)", error);
	facts->shm_ids = sum.objects;
	facts->shm_pages = sum.amount;
	return 0;
}

/* A kernel without huge pages has no pools; that is not an error. */
static int
gather_huge(struct limit_facts *facts)
{
	huge_pools_read(facts->huge, HUGE_PAGES);
	return 0;
}

static int
gather_posix_sem(struct limit_facts *facts)
{
	facts->fixed_sem_value = INT32_MAX;
	return 0;
}

/* The caller of semctl(2) is the one to define this. */
union semun {
	int val;
	struct seminfo *info;
};

static int
limits_of_sem(struct limit_facts *facts)
{
	struct seminfo info = { 0 };
	int error;

	facts->fixed_semvmx = SYSV_SEM_MAX;
	if (semctl(0, 0, IPC_INFO, (union semun){ .info = &info }) != -1) {
		facts->semmni = info.semmni;
		facts->semmns = info.semmns;
		facts->semmsl = info.semmsl;
		facts->semopm = info.semopm;
		return 0;
	}
	error = errno;
	facts->semmsl = setting_number(SYS_KERNEL "sem", 0);
	facts->semmns = setting_number(SYS_KERNEL "sem", 1);
	facts->semopm = setting_number(SYS_KERNEL "sem", 2);
	facts->semmni = setting_number(SYS_KERNEL "sem", 3);
	if (facts->semmsl == UNKNOWN || facts->semmns == UNKNOWN ||
	    facts->semopm == UNKNOWN || facts->semmni == UNKNOWN)
		return refuse(facts, "semctl(IPC_INFO)", error);
	return 0;
}

static int
use_of_sem(struct limit_facts *facts)
{
	struct limit_proc_sum sum;
	struct seminfo info = { 0 };
	int error;

	if (semctl(0, 0, SEM_INFO, (union semun){ .info = &info }) != -1) {
		facts->sem_ids = info.semusz;
		facts->sems = info.semaem;
		return 0;
	}
	error = errno;
	if (limit_proc_sum(&sum, &sysv_sem_kind, limit_sems) == -1)
		return refuse(facts, "semctl(SEM_INFO)", error);
	facts->sem_ids = sum.objects;
	facts->sems = sum.amount;
	return 0;
}

/*
 * Functions that gather the facts of a kind. Limits and use have separate ones
 * if separate calls report them.
 */
static const struct source {
	const struct ipc_kind *kind;
	int (*gather)(struct limit_facts *);
} sources[] = {
	{ &posix_mq_kind, gather_posix_mq },
	{ &sysv_msg_kind, limits_of_msg },
	{ &sysv_msg_kind, use_of_msg },
	{ &posix_shm_kind, gather_posix_shm },
	{ &sysv_shm_kind, limits_of_shm },
	{ &sysv_shm_kind, use_of_shm },
	{ &sysv_shm_kind, gather_huge },
	{ &posix_sem_kind, gather_posix_sem },
	{ &sysv_sem_kind, limits_of_sem },
	{ &sysv_sem_kind, use_of_sem },
};

void
limit_facts_init(struct limit_facts *facts)
{
	memset(facts, 0xff, sizeof(*facts)); /* all UNKNOWN */
	facts->refused = NULL;
}

int
limit_facts_gather(struct limit_facts *facts, const struct ipc_kind *kind)
{
	int error = 0;
	size_t i;

	facts->refused = NULL;
	for (i = 0; i < sizeof(sources) / sizeof(*sources); i++)
		if (sources[i].kind == kind && sources[i].gather(facts) == -1)
			error = errno;
	errno = error;
	return error == 0 ? 0 : -1;
}
