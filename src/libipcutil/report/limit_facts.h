/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Values of limits and how much of them is used, as the kernel reports them:
 * IPC_INFO and *_INFO (msgctl(2), shmctl(2), semctl(2)) or /proc if these are
 * refused, the files in SYS_MQ (mq_overview(7)) and HUGE_PAGES, getrlimit(2)
 * and statvfs(3).
 */
#ifndef LIMIT_FACTS_H
#define LIMIT_FACTS_H

#include <stdint.h>

#include "model/kind.h"
#include "report/huge_pool.h"

/* Stands for "no bound". */
#define LIMITLESS INT64_MAX

/* Each is UNKNOWN until it is gathered; `none` always is. */
struct limit_facts {
	const char *refused; /* the call that was refused, if known */
	int64_t fixed_prio, fixed_sem_value, fixed_semvmx;
	int64_t queues_max, msg_max, msg_default, msgsize_max, msgsize_default;
	int64_t rlimit_msgqueue, rlimit_memlock;
	int64_t queues, queue_bytes;
	int64_t charged; /* 1: queue_bytes comes from the kernel */
	int64_t msgmni, msgmnb, msgmax, msg_ids;
	int64_t shm_size, shm_size_used, shm_inodes, shm_inodes_used;
	int64_t shmmni, shmall, shmmax, shm_ids, shm_pages;
	struct huge_pool huge[HUGE_POOLS];
	int64_t semmni, semmns, semmsl, semopm, sem_ids, sems;
	int64_t none;
};

void limit_facts_init(struct limit_facts *);

/*
 * Gathers the facts of a kind, from /proc if a call is refused. Returns 0, or
 * -1 with errno if some are missing; then `refused` may name the call that
 * failed.
 */
int limit_facts_gather(struct limit_facts *, const struct ipc_kind *);

/*
 * Returns the bytes that the kernel counts against RLIMIT_MSGQUEUE for a queue,
 * whether it is empty or full: mqueue_get_inode() in the kernel, getrlimit(2).
 * UNKNOWN if an argument is.
 */
int64_t limit_queue_cost(int64_t messages, int64_t message_size);

#endif
