/* SPDX-License-Identifier: BSD-2-Clause */
/* System V semaphore sets, semctl(2). */
#include <sys/sem.h>

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>

#include "backend/sysv.h"
#include "backend/sysv_record.h"
#include "base/fence.h"
#include "base/shield.h"
#include "base/xalloc.h"
#include "model/sems.h"

/* semctl(2) requires the caller to define this union. */
union semun {
	int val;
	struct semid_ds *buf;
	unsigned short *array;
	struct seminfo *info;
};

static int
last(void)
{
	struct seminfo info;

	return semctl(0, 0, IPC_INFO, (union semun){ .info = &info });
}

static int64_t
count(void)
{
	struct seminfo info = { 0 };

	if (semctl(0, 0, SEM_INFO, (union semun){ .info = &info }) == -1)
		return -1;
	return info.semusz;
}

static int
lookup(key_t key)
{
	return semget(key, 0, 0);
}

static int
stat_set(struct sysv_answer *answer, int where, int command)
{
	struct semid_ds ds = { 0 };
	int id = semctl(where, 0, command, (union semun){ .buf = &ds });

	sysv_answer_perm(answer, &ds.sem_perm);
	answer->sem.ctime = ds.sem_ctime;
	answer->sem.otime = ds.sem_otime;
	answer->sem.nsems = ds.sem_nsems;
	return id;
}

static void
fill_set(struct ipc_object *o, const struct sysv_answer *answer)
{
	o->ctime = sysv_time(answer->sem.ctime);
	o->otime = sysv_time(answer->sem.otime);
	o->nsems = (int64_t)answer->sem.nsems;
}

/*
 * Marks values that the kernel has not written: values are at most SEMVMX,
 * 32767.
 */
#define NOT_WRITTEN UINT16_MAX

/*
 * GETALL writes as many values as the set has now. That differs from nsems if
 * the set was removed and its id given to another set; then the values stay
 * unknown.
 */
static void
read_values(struct ipc_object *o)
{
	size_t n = (size_t)o->nsems, i;
	unsigned short *values;

	if (o->nsems <= 0 || o->nsems > INT_MAX)
		return;
	values = fence_bytes(n * sizeof(*values));
	if (semctl((int)o->id, 0, GETALL, (union semun){ .array = values }) !=
		-1 &&
	    values[n - 1] != NOT_WRITTEN) {
		ipc_array_set(&o->values, n);
		for (i = 0; i < n; i++)
			o->values.v[i] = values[i];
		if (n == 1)
			o->value = values[0];
	}
}

static void
read_each(struct ipc_object *o, int command, struct ipc_array *array)
{
	int i;

	for (i = 0; i < o->nsems; i++) {
		int number = semctl((int)o->id, i, command);

		if (number == -1)
			return;
		if (i == 0)
			ipc_array_set(array, (size_t)o->nsems);
		array->v[i] = command == GETPID ? sysv_pid(number) : number;
	}
}

static void
times(struct ipc_object *o)
{
	o->made = o->ctime;
	o->used = sysv_later(o->ctime, o->otime);
}

static void
more(struct ipc_object *o, unsigned need)
{
	times(o);
	if (need & NEED_VALUES)
		read_values(o);
	if (need & NEED_SEMS) {
		read_each(o, GETPID, &o->pid);
		read_each(o, GETNCNT, &o->ncnt);
		read_each(o, GETZCNT, &o->zcnt);
	}
}

static int
remove_id(int id)
{
	return semctl(id, 0, IPC_RMID);
}

static int
create(void)
{
	return semget(IPC_PRIVATE, 1, 0);
}

static const struct sysv sysv = {
	.proc = "/proc/sysvipc/sem",
	.next_id = "/proc/sys/kernel/sem_next_id",
	.stat_any = SEM_STAT_ANY,
	.last = last,
	.count = count,
	.lookup = lookup,
	.stat = stat_set,
	.fill = fill_set,
	.more = more,
	.create = create,
	.remove = remove_id,
};

/*
 * SETALL reads as many values as the set has now. If it is another set with
 * more semaphores, it fails with EFAULT at the fence: our set was removed.
 */
static int
set_values(int id, int nsems, const struct ipc_array *values)
{
	unsigned short *all;
	int status, i;

	if (values->n <= 0)
		return 0;
	all = fence_bytes((size_t)nsems * sizeof(*all));
	for (i = 0; i < nsems; i++)
		all[i] = i < values->n ? (unsigned short)values->v[i] : 0;
	status = semctl(id, 0, SETALL, (union semun){ .array = all });
	if (status == -1 && errno == EFAULT)
		errno = EIDRM;
	return status;
}

static int
set_owner(struct ipc_object *o, const struct ipc_attr *attr)
{
	struct semid_ds ds = { 0 };

	if (sysv_owner(&ds.sem_perm, o, attr) == -1)
		return -1;
	return semctl((int)o->id, 0, IPC_SET, (union semun){ .buf = &ds });
}

static int
make(struct ipc_object *o, const struct ipc_attr *attr)
{
	bool ours = sysv_is_ours(attr);
	bool more = !ours && (attr->uid != UNKNOWN || attr->gid != UNKNOWN ||
				 attr->values.n > 0);
	int nsems = 1, id;

	if (attr->nsems != UNKNOWN)
		nsems = (int)attr->nsems;
	else if (attr->values.n > 0)
		nsems = (int)attr->values.n;
	/*
	 * Get the memory before creating the set: without memory the program
	 * exits.
	 */
	if (attr->values.n > 0)
		fence_bytes((size_t)nsems * sizeof(unsigned short));
	shield_up();
	if (sysv_choose_id(o->kind, attr) == -1)
		return -1;
	id = semget(sysv_key(o), nsems, sysv_first_mode(attr, more));
	if (sysv_take_id(o, attr, id) == -1)
		return -1;
	if (set_values(id, nsems, &attr->values) == -1 ||
	    (more && (sysv_stat(o, 0) == -1 || set_owner(o, attr) == -1)))
		return sysv_undo(o);
	return 0;
}

static int
open_set(struct ipc_sems *sems, const struct ipc_object *o)
{
	struct ipc_object now = *o;

	if (sysv_stat(&now, 0) == -1)
		return -1;
	sems->id = (int)now.id;
	sems->nsems = now.nsems;
	return 0;
}

static int
operate(struct ipc_sems *sems, const struct ipc_sem_op *ops, size_t n)
{
	struct sembuf *bufs = xreallocarray(NULL, n, sizeof(*bufs));
	int status;
	size_t i;

	for (i = 0; i < n; i++)
		bufs[i] = (struct sembuf){
			.sem_num = (unsigned short)ops[i].num,
			.sem_op = (short)ops[i].change,
			.sem_flg = (short)((ops[i].undo ? SEM_UNDO : 0) |
					   (ops[i].nowait ? IPC_NOWAIT : 0)),
		};
	status = semop(sems->id, bufs, n);
	free(bufs);
	return status;
}

/* Sets all values with one call, so that nobody sees a half of them. */
static int
set_all(struct ipc_sems *sems, const struct ipc_array *values)
{
	int64_t i;

	for (i = 0; i < values->n && values->v[i] != UNKNOWN; i++)
		;
	if (i == sems->nsems)
		return set_values(sems->id, (int)sems->nsems, values);
	for (i = 0; i < values->n; i++)
		if (values->v[i] != UNKNOWN &&
		    semctl(sems->id, (int)i, SETVAL,
			(union semun){ .val = (int)values->v[i] }) == -1)
			return -1;
	return 0;
}

static void
close_set(struct ipc_sems *sems)
{
	(void)sems;
}

static const struct ipc_sem_ops sem_ops = {
	.max = SYSV_SEM_MAX,
	.name = "SEMVMX",
	.open = open_set,
	.operate = operate,
	.set = set_all,
	.close = close_set,
};

const struct ipc_kind sysv_sem_kind = {
	.word = "sem",
	.api = "sysv",
	.title = "System V semaphores",
	.place = "semctl(2), /proc/sysvipc/sem",
	.bit = KIND_SYSV_SEM,
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
	.set = set_owner,
	.sem = &sem_ops,
	.strerror = sysv_strerror,
};
