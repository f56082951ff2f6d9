/* SPDX-License-Identifier: BSD-2-Clause */
/* What the System V back ends share; see sysv.h. */
#include <sys/ipc.h>

#include <errno.h>

#include "backend/sysv.h"

/*
 * An id is an index and, above it, how often the slot was used before. The
 * index has 15 bits, or 24 where the kernel was started with ipcmni_extend.
 */
static const int index_masks[] = { 0x7fff, 0xffffff };

int64_t
sysv_time(int64_t t)
{
	return t == 0 ? UNKNOWN : t;
}

int64_t
sysv_pid(int64_t pid)
{
	return pid <= 0 ? UNKNOWN : pid;
}

int64_t
sysv_later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

void
sysv_perm(struct ipc_object *o, const struct ipc_perm *perm)
{
	/* Widened unsigned: -1 is a key. */
	o->key = (int64_t)(uint32_t)perm->__key;
	o->uid = perm->uid;
	o->gid = perm->gid;
	o->cuid = perm->cuid;
	o->cgid = perm->cgid;
	o->mode = perm->mode & 0777;
}

/* It may have been removed meanwhile, or never been there. */
static bool
is_gone(int error)
{
	return error == EINVAL || error == EIDRM || error == ENOENT;
}

struct gather {
	const struct ipc_kind *kind;
	struct ipc_list *list;
	unsigned need;
};

/* The file lacks some fields; IPC_STAT has them, where it is allowed. */
static bool
gather_one(void *arg, const struct ipc_object *seen)
{
	const struct gather *gather = arg;
	const struct sysv *sysv = gather->kind->own;
	struct ipc_object *o = ipc_object_new(gather->kind);

	*o = *seen;
	sysv->read(o, (int)o->id, IPC_STAT);
	if (sysv->more != NULL)
		sysv->more(o, gather->need);
	ipc_list_add(gather->list, o);
	return true;
}

static int
list_proc(const struct ipc_kind *kind, struct ipc_list *list, unsigned need)
{
	struct gather gather = { kind, list, need };
	const struct sysv *sysv = kind->own;

	return sysv_read_proc(sysv->proc, kind, gather_one, &gather);
}

int
sysv_list(const struct ipc_kind *kind, struct ipc_list *list, unsigned need,
    const struct ipc_skip *skip)
{
	const struct sysv *sysv = kind->own;
	struct ipc_object *o = NULL;
	size_t before = list->n;
	int i, last, id;

	(void)skip;
	if ((last = sysv->last()) == -1)
		return -1;
	for (i = 0; i <= last; i++) {
		if (o == NULL)
			o = ipc_object_new(kind);
		id = sysv->read(o, i, sysv->stat_any);
		if (id == -1)
			continue;
		o->id = id;
		if (sysv->more != NULL)
			sysv->more(o, need);
		ipc_list_add(list, o);
		o = NULL;
	}
	ipc_object_free(o);
	/* A kernel without the call says so as if there were no object. */
	if (list->n == before && sysv->count() > 0)
		return list_proc(kind, list, need);
	return 0;
}

static int
read_by_index(const struct sysv *sysv, struct ipc_object *o)
{
	size_t i;

	for (i = 0; i < sizeof(index_masks) / sizeof(*index_masks); i++)
		if (sysv->read(o, (int)o->id & index_masks[i],
			sysv->stat_any) == o->id)
			return 0;
	return -1;
}

struct search {
	struct ipc_object *o;
	bool found;
};

static bool
search_one(void *arg, const struct ipc_object *seen)
{
	struct search *search = arg;

	if (seen->id != search->o->id)
		return true;
	*search->o = *seen;
	search->found = true;
	return false;
}

/* An older kernel, and an object that we may not read. */
static int
search_proc(const struct sysv *sysv, struct ipc_object *o)
{
	struct search search = { o, false };

	if (sysv_read_proc(sysv->proc, o->kind, search_one, &search) == -1) {
		errno = EACCES;
		return -1;
	}
	errno = ENOENT;
	return search.found ? 0 : -1;
}

int
sysv_stat(struct ipc_object *o, unsigned need)
{
	const struct sysv *sysv = o->kind->own;

	if (o->id == UNKNOWN)
		o->id = sysv->lookup((key_t)o->key);
	if (o->id == -1)
		return -1;
	if (read_by_index(sysv, o) == -1 &&
	    sysv->read(o, (int)o->id, IPC_STAT) == -1) {
		if (is_gone(errno))
			errno = ENOENT;
		if (errno != EACCES || search_proc(sysv, o) == -1)
			return -1;
	}
	if (sysv->more != NULL)
		sysv->more(o, need);
	return 0;
}

int
sysv_remove(const struct ipc_object *o)
{
	const struct sysv *sysv = o->kind->own;
	int64_t id = o->id;

	if (id == UNKNOWN)
		id = sysv->lookup((key_t)o->key);
	if (id != -1 && sysv->remove((int)id) != -1)
		return 0;
	if (is_gone(errno))
		errno = ENOENT;
	return -1;
}

/* What has vanished meanwhile is nobody's business. */
static void
clear_one(const struct sysv *sysv, const struct ipc_object *o,
    const struct ipc_removal *removal)
{
	if (sysv->remove((int)o->id) != -1)
		removal->call(removal->arg, o, 0);
	else if (!is_gone(errno))
		removal->call(removal->arg, o, errno);
}

/* No list in between: it would take as long as the removing. */
int
sysv_clear(const struct ipc_kind *kind, const struct ipc_removal *removal)
{
	const struct sysv *sysv = kind->own;
	struct ipc_object *o;
	struct ipc_list list = { 0 };
	size_t n;
	int i, last, id, status = 0;

	if ((last = sysv->last()) == -1)
		return -1;
	o = ipc_object_new(kind);
	for (i = 0, n = 0; i <= last; i++) {
		if ((id = sysv->read(o, i, sysv->stat_any)) == -1)
			continue;
		n++;
		o->id = id;
		clear_one(sysv, o, removal);
	}
	ipc_object_free(o);
	/* A kernel without the call says so as if there were no object. */
	if (n == 0 && sysv->count() > 0)
		status = list_proc(kind, &list, 0);
	for (n = 0; n < list.n; n++)
		clear_one(sysv, list.v[n], removal);
	ipc_list_free(&list);
	return status;
}

key_t
sysv_key(const struct ipc_object *o)
{
	return o->key == UNKNOWN ? IPC_PRIVATE : (key_t)o->key;
}

int
sysv_undo(struct ipc_object *o)
{
	const struct sysv *sysv = o->kind->own;
	int error = errno;

	/* Somebody removed it, and the id may be another's by now. */
	if (error != EIDRM)
		sysv->remove((int)o->id);
	o->id = UNKNOWN;
	errno = error;
	return -1;
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

struct ipc_perm
sysv_owner(const struct ipc_object *now, const struct ipc_attr *attr)
{
	return (struct ipc_perm){
		.uid = (uid_t)either(attr->uid, now->uid),
		.gid = (gid_t)either(attr->gid, now->gid),
		.mode = (unsigned short)either(attr->mode, now->mode),
	};
}

const char *
sysv_strerror(int error)
{
	if (error == ENOSYS)
		return "this kernel has no System V IPC";
	if (error == EBADMSG)
		return "is written in a form that is not known here";
	return NULL;
}
