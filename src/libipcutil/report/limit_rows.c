/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of limits; see limit_rows.h. */
#include <errno.h>
#include <stddef.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "backend/sysv.h"
#include "base/setting.h"
#include "report/limit_proc.h"
#include "report/limit_rows.h"

#define FACT(member) offsetof(struct limit_facts, member)

static int64_t
one(const struct ipc_attr *attr)
{
	(void)attr;
	return 1;
}

static int64_t
size(const struct ipc_attr *attr)
{
	return attr->size;
}

static int64_t
locked_size(const struct ipc_attr *attr)
{
	/*
	 * Huge pages are never swapped out, so they do not count as locked
	 * memory.
	 */
	return attr->lock == 1 && attr->huge == UNKNOWN ? attr->size : UNKNOWN;
}

static int64_t
pages(const struct ipc_attr *attr)
{
	return limit_whole_pages(attr->size, sysconf(_SC_PAGESIZE));
}

static int64_t
max_messages(const struct ipc_attr *attr)
{
	return attr->max_messages;
}

static int64_t
max_message_size(const struct ipc_attr *attr)
{
	return attr->max_message_size;
}

static int64_t
queue_cost(const struct ipc_attr *attr)
{
	int64_t messages = attr->max_messages, bytes = attr->max_message_size;

	if (messages == UNKNOWN)
		messages = setting_number(SYS_MQ "msg_default", 0);
	if (bytes == UNKNOWN)
		bytes = setting_number(SYS_MQ "msgsize_default", 0);
	return limit_queue_cost(messages, bytes);
}

static int64_t
max_bytes(const struct ipc_attr *attr)
{
	return attr->max_bytes;
}

static int64_t
nsems(const struct ipc_attr *attr)
{
	return attr->nsems != UNKNOWN ? attr->nsems
	       : attr->values.n > 0   ? attr->values.n
				      : 1;
}

/*
 * Returns the pages asked for from this pool; attr->huge is 0 for the default
 * size.
 */
static int64_t
huge_pages(const struct limit_row *row, const struct ipc_attr *attr)
{
	int64_t page = attr->huge;

	if (page == 0)
		page = huge_pool_usual("/proc/meminfo");
	return page == row->use.page ? limit_whole_pages(attr->size, page)
				     : UNKNOWN;
}

int64_t
limit_asked(const struct limit_row *row, const struct ipc_attr *attr)
{
	if (row->use.page != 0)
		return huge_pages(row, attr);
	return row->asked != NULL ? row->asked(attr) : UNKNOWN;
}

static int64_t
queue_of(const struct ipc_object *o)
{
	return limit_queue_cost(o->max_messages, o->max_message_size);
}

/* A semaphore file has 32 bytes and takes a page. */
static int64_t
memory_of(const struct ipc_object *o)
{
	return o->kind == &posix_sem_kind ? sysconf(_SC_PAGESIZE) : o->rss;
}

/*
 * Maximum number of ids (IPCMNI), unless ipcmni_extend is on the kernel's
 * command line.
 */
#define MOST_IDS 32768
#define MORE_IDS "boot with ipcmni_extend on the kernel's command line"

/* HARD_MSGMAX and HARD_MSGSIZEMAX in the kernel: they bind root too. */
#define MOST_MESSAGES 65536
#define MOST_MESSAGE_SIZE (16 << 20)

/* Objects that are files in SHM_DIR. */
#define FILES KINDS_IN_SHM

/* Only smaps shows who uses such pages; it gives their size in kB, too. */
#define POOL(nth, kilobytes, words)                                            \
	{                                                                      \
		.name = "hugepages-" kilobytes "kB", .kind = KIND_SYSV_SHM,    \
		.value = FACT(huge[nth].pages), .used = FACT(huge[nth].used),  \
		.unit = "pages",                                               \
		.setting =                                                     \
		    HUGE_PAGES "/hugepages-" kilobytes "kB/nr_hugepages",      \
		.meaning = "huge pages of " words, .error = ENOMEM,            \
		.use = {                                                       \
			.kinds = KIND_SYSV_SHM,                                \
			.page = HUGE_POOL_PAGE(nth),                           \
			.effect = "shmget(2) with SHM_HUGETLB fails with "     \
				  "ENOMEM",                                    \
			.remedy = "echo {} >" HUGE_PAGES                       \
				  "/hugepages-" kilobytes "kB/nr_hugepages",   \
			.relief = "grep -ls 'KernelPageSize: *" kilobytes      \
				  " kB' /proc/[0-9]*/smaps, then end who has " \
				  "them; or " IPCLS " -m --sysv -w "           \
				  "'nattch == 0', then " IPCRM,                \
		},                                                             \
	}

const struct limit_row limit_rows[] = {
	{ "queues_max", KIND_POSIX_MQ, NULL, FACT(queues_max), FACT(queues),
	    "queues", SYS_MQ "queues_max",
	    "queues in the IPC namespace; used: those with a name", one, ENOSPC,
	    {
		.part = limit_one,
		.kinds = KIND_POSIX_MQ,
		.untold = true,
		.most = INT32_MAX,
		.effect =
		    "mq_open(3) fails with ENOSPC, except with CAP_SYS_RESOURCE",
		.remedy = "sysctl -w fs.mqueue.queues_max={}",
	    } },
	{ "RLIMIT_MSGQUEUE", KIND_POSIX_MQ, NULL, FACT(rlimit_msgqueue),
	    FACT(queue_bytes), "bytes", "ulimit -q",
	    "memory set aside for all queues of one user; used: those with a "
	    "name in this namespace",
	    queue_cost, EMFILE,
	    {
		.part = queue_of,
		.kinds = KIND_POSIX_MQ,
		.of_user = true,
		.untold = true,
		.told = FACT(charged),
		.told_meaning = "memory set aside for all queues of one user",
		.effect = "mq_open(3) fails with EMFILE for this user",
		.remedy =
		    "ulimit -q {}, LimitMSGQUEUE={} in the unit of a service, or "
		    "prlimit --msgqueue={} --pid PID",
	    } },
	{ "msg_max", KIND_POSIX_MQ, "max_messages", FACT(msg_max), FACT(none),
	    "messages", SYS_MQ "msg_max", "messages in one queue", max_messages,
	    EINVAL,
	    { .most = MOST_MESSAGES,
		.remedy = "sysctl -w fs.mqueue.msg_max={}" } },
	{ "msg_default", KIND_POSIX_MQ, NULL, FACT(msg_default), FACT(none),
	    "messages", SYS_MQ "msg_default",
	    "messages in a queue made without attributes", NULL, 0,
	    { .most = MOST_MESSAGES,
		.remedy = "sysctl -w fs.mqueue.msg_default={}" } },
	{ "msgsize_max", KIND_POSIX_MQ, "max_message_size", FACT(msgsize_max),
	    FACT(none), "bytes", SYS_MQ "msgsize_max",
	    "size of the largest message", max_message_size, EINVAL,
	    { .most = MOST_MESSAGE_SIZE,
		.remedy = "sysctl -w fs.mqueue.msgsize_max={}" } },
	{ "msgsize_default", KIND_POSIX_MQ, NULL, FACT(msgsize_default),
	    FACT(none), "bytes", SYS_MQ "msgsize_default",
	    "size of a message in a queue made without attributes", NULL, 0,
	    { .most = MOST_MESSAGE_SIZE,
		.remedy = "sysctl -w fs.mqueue.msgsize_default={}" } },
	{ "MQ_PRIO_MAX", KIND_POSIX_MQ, NULL, FACT(fixed_prio), FACT(none),
	    "priorities", "fixed", "priorities of a message", NULL, 0, { 0 } },
	{ "msgmni", KIND_SYSV_MSG, NULL, FACT(msgmni), FACT(msg_ids), "queues",
	    SYS_KERNEL "msgmni", "queues in the IPC namespace", one, ENOSPC,
	    {
		.part = limit_one,
		.kinds = KIND_SYSV_MSG,
		.most = MOST_IDS,
		.beyond = MORE_IDS,
		.effect = "msgget(2) fails with ENOSPC",
		.remedy = "sysctl -w kernel.msgmni={}",
	    } },
	{ "msgmnb", KIND_SYSV_MSG, "max_bytes", FACT(msgmnb), FACT(none),
	    "bytes", SYS_KERNEL "msgmnb", "bytes in one new queue", max_bytes,
	    EPERM,
	    { .most = INT32_MAX, .remedy = "sysctl -w kernel.msgmnb={}" } },
	{ "msgmax", KIND_SYSV_MSG, NULL, FACT(msgmax), FACT(none), "bytes",
	    SYS_KERNEL "msgmax", "size of the largest message", NULL, 0,
	    { .most = INT32_MAX, .remedy = "sysctl -w kernel.msgmax={}" } },
	{ "shm_size", KIND_POSIX_SHM, "size", FACT(shm_size),
	    FACT(shm_size_used), "bytes", "mount -o remount,size= " SHM_DIR,
	    "memory of all that is in " SHM_DIR, size, ENOSPC,
	    {
		.part = memory_of,
		.kinds = FILES,
		.effect =
		    "write(2) fails with ENOSPC, and SIGBUS kills who writes to "
		    "mapped memory",
		.remedy = "mount -o remount,size={} " SHM_DIR,
	    } },
	{ "shm_inodes", KIND_POSIX_SHM, NULL, FACT(shm_inodes),
	    FACT(shm_inodes_used), "files",
	    "mount -o remount,nr_inodes= " SHM_DIR,
	    "objects and other files in " SHM_DIR, one, ENOSPC,
	    {
		.part = limit_one,
		.kinds = FILES,
		.itself = 1,
		.effect = "shm_open(3) and sem_open(3) fail with ENOSPC",
		.remedy = "mount -o remount,nr_inodes={} " SHM_DIR,
	    } },
	{ "shmmni", KIND_SYSV_SHM, NULL, FACT(shmmni), FACT(shm_ids),
	    "segments", SYS_KERNEL "shmmni", "segments in the IPC namespace",
	    one, ENOSPC,
	    {
		.part = limit_one,
		.kinds = KIND_SYSV_SHM,
		.most = MOST_IDS,
		.beyond = MORE_IDS,
		.effect = "shmget(2) fails with ENOSPC",
		.remedy = "sysctl -w kernel.shmmni={}",
	    } },
	{ "shmall", KIND_SYSV_SHM, NULL, FACT(shmall), FACT(shm_pages), "pages",
	    SYS_KERNEL "shmall", "pages of all segments", pages, ENOSPC,
	    {
		.part = limit_pages,
		.kinds = KIND_SYSV_SHM,
		.effect = "shmget(2) fails with ENOSPC",
		.remedy = "sysctl -w kernel.shmall={}",
	    } },
	{ "shmmax", KIND_SYSV_SHM, "size", FACT(shmmax), FACT(none), "bytes",
	    SYS_KERNEL "shmmax", "size of one segment", size, EINVAL,
	    { .remedy = "sysctl -w kernel.shmmax={}" } },
	POOL(0, "16", "16K"),
	POOL(1, "32", "32K"),
	POOL(2, "64", "64K"),
	POOL(3, "128", "128K"),
	POOL(4, "256", "256K"),
	POOL(5, "512", "512K"),
	POOL(6, "1024", "1.0M"),
	POOL(7, "2048", "2.0M"),
	POOL(8, "4096", "4.0M"),
	POOL(9, "8192", "8.0M"),
	POOL(10, "16384", "16M"),
	POOL(11, "32768", "32M"),
	POOL(12, "65536", "64M"),
	POOL(13, "131072", "128M"),
	POOL(14, "262144", "256M"),
	POOL(15, "524288", "512M"),
	POOL(16, "1048576", "1.0G"),
	POOL(17, "2097152", "2.0G"),
	POOL(18, "4194304", "4.0G"),
	POOL(19, "8388608", "8.0G"),
	POOL(20, "16777216", "16G"),
	{ "RLIMIT_MEMLOCK", KIND_SYSV_SHM, NULL, FACT(rlimit_memlock),
	    FACT(none), "bytes", "ulimit -l",
	    "memory of segments that one user has locked", locked_size, ENOMEM,
	    { .remedy =
		    "ulimit -l {K}, LimitMEMLOCK={} in the unit of a service, or prlimit --memlock={} --pid PID" } },
	{ "SEM_VALUE_MAX", KIND_POSIX_SEM, "value", FACT(fixed_sem_value),
	    FACT(none), "", "fixed", "value of a semaphore", NULL, 0, { 0 } },
	{ "semmni", KIND_SYSV_SEM, NULL, FACT(semmni), FACT(sem_ids), "sets",
	    SYS_KERNEL "sem, 4th", "sets in the IPC namespace", one, ENOSPC,
	    {
		.part = limit_one,
		.kinds = KIND_SYSV_SEM,
		.most = MOST_IDS,
		.beyond = MORE_IDS,
		.effect = "semget(2) fails with ENOSPC",
		.remedy =
		    "sysctl -w kernel.sem='{semmsl} {semmns} {semopm} {}'",
	    } },
	{ "semmns", KIND_SYSV_SEM, NULL, FACT(semmns), FACT(sems), "semaphores",
	    SYS_KERNEL "sem, 2nd", "semaphores of all sets", nsems, ENOSPC,
	    {
		.part = limit_sems,
		.kinds = KIND_SYSV_SEM,
		.most = INT32_MAX,
		.effect = "semget(2) fails with ENOSPC",
		.remedy =
		    "sysctl -w kernel.sem='{semmsl} {} {semopm} {semmni}'",
	    } },
	{ "semmsl", KIND_SYSV_SEM, "nsems", FACT(semmsl), FACT(none),
	    "semaphores", SYS_KERNEL "sem, 1st", "semaphores in one set", nsems,
	    EINVAL,
	    { .most = INT32_MAX,
		.remedy =
		    "sysctl -w kernel.sem='{} {semmns} {semopm} {semmni}'" } },
	{ "semopm", KIND_SYSV_SEM, NULL, FACT(semopm), FACT(none), "operations",
	    SYS_KERNEL "sem, 3rd", "operations of one semop(2)", NULL, 0,
	    { .most = INT32_MAX,
		.remedy =
		    "sysctl -w kernel.sem='{semmsl} {semmns} {} {semmni}'" } },
	{ "SEMVMX", KIND_SYSV_SEM, "value", FACT(fixed_semvmx), FACT(none), "",
	    "fixed", "value of a semaphore", NULL, 0, { 0 } },
	{ 0 },
};
