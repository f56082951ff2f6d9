/* SPDX-License-Identifier: BSD-2-Clause */
/* What blocking system calls wait for; see waiter.h. */
#include <sys/sem.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/compat.h"
#include "base/linux.h"
#include "process/waiter.h"

#define OPS_MAX 500 /* the default of the limit SEMOPM */

struct thread {
	struct walk *walk;
	int64_t tid;
	const struct proc_call *call;
	bool typed; /* the call has the type of a message among its arguments */
};

static struct ipc_process *
add(const struct thread *thread, struct target *target, const char *how)
{
	struct ipc_process *waiter;

	waiter = walk_add(&thread->walk->process, &target->object->waited_by);
	waiter->tid = thread->tid;
	waiter->how = how;
	return waiter;
}

/* Finds a queue or set by its id. Other namespaces have the same ids. */
static struct target *
find_by_id(const struct thread *thread, int64_t device)
{
	struct target *target;
	char path[64];

	target = targets_find(&thread->walk->targets, device,
	    (int64_t)(uint32_t)thread->call->args[0]);
	snprintf(
	    path, sizeof(path), "task/%lld/ns/ipc", (long long)thread->tid);
	if (target != NULL && !walk_is_ours(thread->walk, path))
		return NULL;
	return target;
}

/* msgrcv(id, message, size, type, flags) */
static void
wait_msgrcv(const struct thread *thread)
{
	struct target *target = find_by_id(thread, TARGET_MSG);

	struct ipc_process *waiter;

	if (target == NULL)
		return;
	waiter = add(thread, target, "receive");
	waiter->typed = thread->typed;
	waiter->type = (int64_t)thread->call->args[3];
	waiter->max_size = (int64_t)thread->call->args[2];
}

/* msgsnd(id, message, size, flags) */
static void
wait_msgsnd(const struct thread *thread)
{
	struct target *target = find_by_id(thread, TARGET_MSG);

	if (target != NULL)
		add(thread, target, "send")->bytes =
		    (int64_t)thread->call->args[2];
}

/* Reads the operations from the memory of the process. */
static void
read_ops(const struct thread *thread, struct ipc_array *ops)
{
	uint64_t n = thread->call->args[2], i;
	struct sembuf v[OPS_MAX];
	ssize_t length;
	int fd;

	if (n > OPS_MAX)
		return;
	fd = openat(thread->walk->process.dirfd, "mem", O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return;
	length = pread(fd, v, n * sizeof(*v), (off_t)thread->call->args[1]);
	close(fd);
	if (length != (ssize_t)(n * sizeof(*v)))
		return;
	for (i = 0; i < n; i++) {
		ipc_array_add(ops, v[i].sem_num);
		ipc_array_add(ops, v[i].sem_op);
	}
}

/* semop(id, operations, n), semtimedop(id, operations, n, timeout) */
static void
wait_semop(const struct thread *thread)
{
	struct target *target = find_by_id(thread, TARGET_SEM);

	if (target != NULL)
		read_ops(thread, &add(thread, target, "semop")->ops);
}

/* Finds the queue of a descriptor. A thread may have its own descriptors. */
static struct target *
find_by_descriptor(const struct thread *thread)
{
	struct walk *walk = thread->walk;
	struct statx st;
	char path[64];

	if (!walk->process.queue)
		return NULL;
	snprintf(path, sizeof(path), "task/%lld/fd/%d", (long long)thread->tid,
	    (int)thread->call->args[0]);
	/* By now it may be any file; see holder.c. */
	if (statx(walk->process.dirfd, path,
		AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, 0, &st) == -1) {
		if (proc_why_not(errno) != PROC_GONE)
			walk->sight->deaf |= KIND_POSIX_MQ;
		return NULL;
	}
	return targets_find(&walk->targets,
	    (int64_t)makedev(st.stx_dev_major, st.stx_dev_minor),
	    (int64_t)st.stx_ino);
}

/* mq_timedreceive(queue, message, size, priority, timeout) */
static void
wait_mq_receive(const struct thread *thread)
{
	struct target *target = find_by_descriptor(thread);

	if (target != NULL)
		add(thread, target, "receive");
}

/* mq_timedsend(queue, message, size, priority, timeout) */
static void
wait_mq_send(const struct thread *thread)
{
	struct target *target = find_by_descriptor(thread);

	struct ipc_process *waiter;

	if (target == NULL)
		return;
	waiter = add(thread, target, "send");
	waiter->bytes = (int64_t)thread->call->args[2];
	waiter->priority = (int64_t)(uint32_t)thread->call->args[3];
}

/* futex(address, operation, ...), which is what sem_wait(3) comes to. */
static void
wait_futex(const struct thread *thread)
{
	const struct walk_process *process = &thread->walk->process;
	uint64_t address = thread->call->args[0];
	unsigned operation = (unsigned)thread->call->args[1] & FUTEX_CMD_MASK;
	size_t i;

	if (operation != FUTEX_WAIT && operation != FUTEX_WAIT_BITSET)
		return;
	for (i = 0; i < process->nplaces; i++)
		if (address >= process->places[i].start &&
		    address < process->places[i].end)
			add(thread, process->places[i].target, "sem_wait");
}

#ifdef SYS_ipc
/*
 * ipc(2) is one system call for all of these: ipc(call, first, second, third,
 * pointer). The place of a message's type differs, so it is not used.
 */
static const struct {
	unsigned call;
	void (*wait)(const struct thread *);
} multiplexed[] = {
	{ 1, wait_semop },
	{ 4, wait_semop },
	{ 11, wait_msgsnd },
	{ 12, wait_msgrcv },
};

static void
wait_ipc(const struct thread *thread)
{
	const uint64_t *args = thread->call->args;
	struct proc_call call = { .args = { args[1], args[4], args[2] } };
	struct thread plain = { thread->walk, thread->tid, &call, false };
	size_t i;

	/* For a set, the third argument is the pointer, the second how many. */
	for (i = 0; i < sizeof(multiplexed) / sizeof(*multiplexed); i++)
		if (multiplexed[i].call == (args[0] & 0xffff))
			multiplexed[i].wait(&plain);
}
#endif

static const struct {
	int64_t nr;
	void (*wait)(const struct thread *);
} calls[] = {
#ifdef SYS_msgrcv
	{ SYS_msgrcv, wait_msgrcv },
	{ SYS_msgsnd, wait_msgsnd },
#endif
#ifdef SYS_semop
	{ SYS_semop, wait_semop },
#endif
#ifdef SYS_semtimedop
	{ SYS_semtimedop, wait_semop },
#endif
/* A 32-bit machine has one of these two groups, or both. */
#ifdef SYS_futex
	{ SYS_mq_timedreceive, wait_mq_receive },
	{ SYS_mq_timedsend, wait_mq_send },
	{ SYS_futex, wait_futex },
#endif
#ifdef SYS_futex_time64
	{ SYS_semtimedop_time64, wait_semop },
	{ SYS_mq_timedreceive_time64, wait_mq_receive },
	{ SYS_mq_timedsend_time64, wait_mq_send },
	{ SYS_futex_time64, wait_futex },
#endif
#ifdef SYS_ipc
	{ SYS_ipc, wait_ipc },
#endif
	/*
	 * The call was interrupted by a signal; the arguments are the first
	 * call's.
	 */
	{ SYS_restart_syscall, wait_futex },
};

/* System calls not listed here do not wait for IPC objects. */
void
waiter_call(struct walk *walk, int64_t tid, const struct proc_call *call)
{
	const struct thread thread = { walk, tid, call, true };
	size_t i;

	for (i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (calls[i].nr == call->nr) {
			calls[i].wait(&thread);
			return;
		}
}
