/* SPDX-License-Identifier: BSD-2-Clause */
/* System V shared memory segments, shmctl(2). */
#include <sys/shm.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/sysv.h"
#include "backend/sysv_record.h"
#include "backend/sysv_shm.h"
#include "base/amount.h"
#include "base/copy.h"
#include "base/xalloc.h"
#include "model/memory.h"

#define PROC "/proc/sysvipc/shm"

static int
last(void)
{
	struct shminfo info;

	return shmctl(0, IPC_INFO, (struct shmid_ds *)(void *)&info);
}

static int64_t
count(void)
{
	struct shm_info info;

	if (shmctl(0, SHM_INFO, (struct shmid_ds *)(void *)&info) == -1)
		return -1;
	return info.used_ids;
}

static int
lookup(key_t key)
{
	return shmget(key, 0, 0);
}

/* Splits the mode: two bits are not permissions. proc(5) shows them, too. */
static void
read_flags(struct ipc_object *o, int64_t mode)
{
	static const char *const statuses[] = {
		NULL,
		"dest",
		"locked",
		"dest,locked",
	};

	o->dest = (mode & SHM_DEST) != 0;
	o->locked = (mode & SHM_LOCKED) != 0;
	o->status = statuses[o->dest + 2 * o->locked];
	o->mode = mode & 0777;
}

static int
stat_segment(struct sysv_answer *answer, int where, int command)
{
	struct shmid_ds ds = { 0 };
	int id = shmctl(where, command, &ds);

	sysv_answer_perm(answer, &ds.shm_perm);
	answer->shm.ctime = ds.shm_ctime;
	answer->shm.atime = ds.shm_atime;
	answer->shm.dtime = ds.shm_dtime;
	answer->shm.size = ds.shm_segsz;
	answer->shm.nattch = ds.shm_nattch;
	answer->shm.cpid = ds.shm_cpid;
	answer->shm.lpid = ds.shm_lpid;
	answer->shm.rss = answer->shm.swap = UNKNOWN;
	return id;
}

static void
fill_segment(struct ipc_object *o, const struct sysv_answer *answer)
{
	o->mode = answer->mode;
	o->ctime = sysv_time(answer->shm.ctime);
	o->atime = sysv_time(answer->shm.atime);
	o->dtime = sysv_time(answer->shm.dtime);
	o->size = (int64_t)answer->shm.size;
	o->nattch = (int64_t)answer->shm.nattch;
	o->cpid = sysv_pid(answer->shm.cpid);
	o->lpid = sysv_pid(answer->shm.lpid);
	if (answer->shm.rss != UNKNOWN) {
		o->rss = answer->shm.rss;
		o->swap = answer->shm.swap;
	}
}

static void
times(struct ipc_object *o)
{
	o->made = o->ctime;
	o->used = sysv_later(o->ctime, sysv_later(o->atime, o->dtime));
	if (o->nattch > 0)
		o->used = INT64_MAX;
}

static void
more(struct ipc_object *o, unsigned need)
{
	(void)need;
	read_flags(o, o->mode);
	times(o);
	/* A segment that was never attached has no pages. */
	if (o->atime == UNKNOWN && o->rss == UNKNOWN)
		o->rss = o->swap = 0;
}

static int
remove_id(int id)
{
	return shmctl(id, IPC_RMID, NULL);
}

static int
create(void)
{
	return shmget(IPC_PRIVATE, 1, 0);
}

static const struct sysv sysv = {
	.proc = PROC,
	.next_id = "/proc/sys/kernel/shm_next_id",
	.stat_any = SHM_STAT_ANY,
	.last = last,
	.count = count,
	.lookup = lookup,
	.stat = stat_segment,
	.fill = fill_segment,
	.more = more,
	.create = create,
	.remove = remove_id,
};

/* Segments whose rss and swap are still to be read, sorted by id. */
struct missing {
	struct ipc_object **v;
	size_t n;
	size_t left;
};

static int
by_id(const void *a, const void *b)
{
	const struct ipc_object *one = *(struct ipc_object *const *)a;
	const struct ipc_object *two = *(struct ipc_object *const *)b;

	return one->id < two->id ? -1 : one->id > two->id;
}

static bool
found(void *arg, const struct ipc_object *seen)
{
	struct missing *missing = arg;
	struct ipc_object **o;

	o = bsearch(&seen, missing->v, missing->n, sizeof(*missing->v), by_id);
	if (o == NULL)
		return true;
	(*o)->rss = seen->rss;
	(*o)->swap = seen->swap;
	return --missing->left != 0;
}

/*
 * Only /proc has rss and swap, and reading it costs two to three times all the
 * rest. So it is read only if segments can have pages, and only until the last
 * of them was found.
 */
static void
read_rss(struct ipc_object *const *v, size_t n)
{
	struct missing missing = { 0 };
	size_t i;

	missing.v = xreallocarray(NULL, n, sizeof(*v));
	for (i = 0; i < n; i++)
		if (v[i]->rss == UNKNOWN)
			missing.v[missing.n++] = v[i];
	missing.left = missing.n;
	if (missing.n != 0) {
		qsort(missing.v, missing.n, sizeof(*missing.v), by_id);
		/* If the file cannot be read they stay unknown. */
		sysv_read_proc(PROC, &sysv_shm_kind, found, &missing);
	}
	free(missing.v);
}

static int
segment_list(const struct ipc_kind *kind, struct ipc_list *list, unsigned need,
    const struct ipc_skip *skip)
{
	size_t before = list->n;
	int status = sysv_list(kind, list, need, skip);
	int error = errno;

	if (need & NEED_RSS && list->n > before)
		read_rss(list->v + before, list->n - before);
	errno = error;
	return status;
}

/* Answers whose rss and swap are still to be read. */
struct missing_answers {
	struct ipc_records *records;
	size_t left;
};

static bool
found_answer(void *arg, const struct ipc_object *seen)
{
	struct missing_answers *missing = arg;
	const struct ipc_records *records = missing->records;
	struct sysv_answer *answer, wanted = { .id = (int)seen->id };

	answer = bsearch(&wanted, records->v, records->n, records->size,
	    sysv_answer_compare);
	if (answer == NULL || answer->shm.atime == 0)
		return true;
	answer->shm.rss = seen->rss;
	answer->shm.swap = seen->swap;
	return --missing->left != 0;
}

static int
segment_records(struct ipc_records *records)
{
	struct missing_answers missing = { .records = records };
	const struct sysv_answer *v;
	size_t i;

	if (sysv_records(records) == -1)
		return -1;
	v = records->v;
	for (i = 0; i < records->n; i++)
		missing.left += v[i].shm.atime != 0;
	if (records->need & NEED_RSS && missing.left != 0)
		sysv_read_proc(PROC, records->kind, found_answer, &missing);
	return 0;
}

static int
segment_stat(struct ipc_object *o, unsigned need)
{
	int status = sysv_stat(o, need);

	if (status == 0 && need & NEED_RSS)
		read_rss(&o, 1);
	return status;
}

char *
sysv_shm_attach(int id, int flags, int64_t *size)
{
	struct ipc_object *now;
	void *at = shmat(id, NULL, flags);
	int error = 0;

	if (at == (void *)-1)
		return NULL;
	now = ipc_object_new(&sysv_shm_kind);
	now->id = id;
	if (sysv_stat(now, 0) == -1)
		error = errno;
	*size = now->size;
	ipc_object_free(now);
	if (error == 0)
		return at;
	shmdt(at);
	errno = error;
	return NULL;
}

static int
set_lock(int id, bool lock)
{
	return shmctl(id, lock ? SHM_LOCK : SHM_UNLOCK, NULL);
}

int
sysv_shm_set(struct ipc_object *o, const struct ipc_attr *attr)
{
	struct shmid_ds ds = { 0 };
	int id = (int)o->id, error;

	if (attr->lock != UNKNOWN && set_lock(id, attr->lock == 1) == -1)
		return -1;
	if (attr->uid == UNKNOWN && attr->gid == UNKNOWN &&
	    attr->mode == UNKNOWN)
		return 0;
	if (sysv_owner(&ds.shm_perm, o, attr) == 0 &&
	    shmctl(id, IPC_SET, &ds) != -1)
		return 0;
	error = errno;
	if (attr->lock != UNKNOWN && attr->lock != o->locked)
		set_lock(id, o->locked == 1);
	errno = error;
	return -1;
}

static void
detach(struct ipc_memory *memory)
{
	if (memory->at != NULL)
		shmdt(memory->at);
	memory->at = NULL;
	if (memory->fd != -1)
		copy_close(memory->fd);
}

/*
 * Even with our own attachment its file is better than its memory: reading a
 * page that was never used would allocate it.
 */
static int
open_attached(struct ipc_memory *memory, int id, bool writable)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), whole;

	memory->at =
	    sysv_shm_attach(id, writable ? 0 : SHM_RDONLY, &memory->size);
	if (memory->at == NULL)
		return -1;
	whole = ((uint64_t)memory->size + page - 1) / page * page;
	memory->touched = true;
	if (!writable &&
	    (memory->fd = sysv_open_mapped(memory->at, whole, id)) != -1) {
		shmdt(memory->at);
		memory->at = NULL;
	}
	return 0;
}

static int
open_memory(
    struct ipc_memory *memory, const struct ipc_object *o, bool writable)
{
	struct ipc_object now = *o;

	if (sysv_stat(&now, 0) == -1)
		return -1;
	memory->size = now.size;
	if (!writable && now.nattch > 0 &&
	    (memory->fd = sysv_open_attached((int)now.id)) != -1)
		return 0;
	return open_attached(memory, (int)now.id, writable);
}

static const struct ipc_memory_ops memory_ops = {
	.open = open_memory,
	.close = detach,
};

const struct ipc_kind sysv_shm_kind = {
	.word = "shm",
	.api = "sysv",
	.title = "System V shared memory",
	.place = "shmctl(2), " PROC,
	.bit = KIND_SYSV_SHM,
	.in_ipc_ns = true,
	.own = &sysv,
	.list = segment_list,
	.records = segment_records,
	.recall = sysv_recall,
	.stat = segment_stat,
	.times = times,
	.make = sysv_shm_make,
	.remove = sysv_remove,
	.clear = sysv_clear,
	.set = sysv_shm_set,
	.memory = &memory_ops,
	.strerror = sysv_strerror,
};
