/* SPDX-License-Identifier: BSD-2-Clause */
/* Common parts of the System V back ends; see sysv.h. */
#include <sys/ipc.h>

#include <errno.h>

#include "backend/sysv.h"
#include "base/userns.h"

/*
 * An id is an index and, in the bits above, a counter of the slot's uses. The
 * index has 15 bits, or 24 if the kernel was started with ipcmni_extend.
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
sysv_answer_perm(struct sysv_answer *answer, const struct ipc_perm *perm)
{
	answer->key = perm->__key;
	answer->uid = perm->uid;
	answer->gid = perm->gid;
	answer->cuid = perm->cuid;
	answer->cgid = perm->cgid;
	answer->mode = perm->mode;
}

void
sysv_fill(struct ipc_object *o, const struct sysv_answer *answer)
{
	const struct sysv *sysv = o->kind->own;

	/* Unsigned: 0xffffffff is a key. */
	o->key = (int64_t)(uint32_t)answer->key;
	o->uid = userns_uid(answer->uid);
	o->gid = userns_gid(answer->gid);
	o->cuid = userns_uid(answer->cuid);
	o->cgid = userns_gid(answer->cgid);
	o->mode = answer->mode & 0777;
	sysv->fill(o, answer);
}

/* Returns the result of the call; -1 with errno, and the object as it was. */
static int
read_object(
    const struct sysv *sysv, struct ipc_object *o, int where, int command)
{
	struct sysv_answer answer;
	int id = sysv->stat(&answer, where, command);

	if (id != -1)
		sysv_fill(o, &answer);
	return id;
}

/* The object was removed meanwhile, or never existed. */
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

/* The file lacks some fields; IPC_STAT adds them if we have permission. */
static bool
gather_one(void *arg, const struct ipc_object *seen)
{
	const struct gather *gather = arg;
	const struct sysv *sysv = gather->kind->own;
	struct ipc_object *o = ipc_object_new(gather->kind);

	*o = *seen;
	read_object(sysv, o, (int)o->id, IPC_STAT);
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

/*
 * Lists with the file of /proc after the calls were refused with `error`. If
 * the file cannot be read either, errno is `error`; but EBADMSG stays, for a
 * file that we do not understand.
 */
static int
list_refused(const struct ipc_kind *kind, struct ipc_list *list, unsigned need,
    int error)
{
	size_t before = list->n;

	if (list_proc(kind, list, need) == 0)
		return 0;
	if (errno != EBADMSG) {
		ipc_list_cut(list, before);
		errno = error;
	}
	return -1;
}

int
sysv_each(const struct ipc_kind *kind,
    void (*each)(void *arg, const struct sysv_answer *), void *arg)
{
	const struct sysv *sysv = kind->own;
	struct sysv_answer answer;
	int i, last, refused = 0;
	bool any = false;

	if ((last = sysv->last()) == -1)
		return errno;
	for (i = 0; i <= last; i++) {
		answer.id = sysv->stat(&answer, i, sysv->stat_any);
		if (answer.id == -1) {
			if (!is_gone(errno))
				refused = errno;
			continue;
		}
		any = true;
		each(arg, &answer);
	}
	if (refused == 0 && !any && sysv->count() != 0)
		refused = EINVAL;
	return refused;
}

static void
list_one(void *arg, const struct sysv_answer *answer)
{
	const struct gather *gather = arg;
	const struct sysv *sysv = gather->kind->own;
	struct ipc_object *o = ipc_object_new(gather->kind);

	sysv_fill(o, answer);
	o->id = answer->id;
	if (sysv->more != NULL)
		sysv->more(o, gather->need);
	ipc_list_add(gather->list, o);
}

int
sysv_list(const struct ipc_kind *kind, struct ipc_list *list, unsigned need,
    const struct ipc_skip *skip)
{
	struct ipc_list seen = { 0 };
	struct gather gather = { kind, &seen, need };
	int refused, status = 0, error;
	size_t i;

	(void)skip;
	refused = sysv_each(kind, list_one, &gather);
	if (refused != 0 &&
	    (status = list_refused(kind, list, need, refused)) == 0)
		ipc_list_cut(&seen, 0);
	/*
	 * Objects that were found are in the list even if others were refused.
	 */
	for (i = 0; i < seen.n; i++)
		ipc_list_add(list, seen.v[i]);
	seen.n = 0;
	error = errno;
	ipc_list_free(&seen);
	errno = error;
	return status;
}

static int
read_by_index(const struct sysv *sysv, struct ipc_object *o)
{
	size_t i;

	for (i = 0; i < sizeof(index_masks) / sizeof(*index_masks); i++)
		if (read_object(sysv, o, (int)o->id & index_masks[i],
			sysv->stat_any) == o->id)
			return 0;
	return -1;
}

struct search {
	struct ipc_object *o;
	bool found;
};

/* Compares ids, or keys if only the key is known. */
static bool
search_one(void *arg, const struct ipc_object *seen)
{
	struct search *search = arg;
	const struct ipc_object *wanted = search->o;

	if (wanted->id != UNKNOWN ? seen->id != wanted->id
				  : seen->key != wanted->key)
		return true;
	*search->o = *seen;
	search->found = true;
	return false;
}

/*
 * Looks in /proc for an object that the calls refused. -1 with ENOENT if there
 * is no such object, or with `error` if the file cannot be read.
 */
static int
search_proc(const struct sysv *sysv, struct ipc_object *o, int error)
{
	struct search search = { o, false };
	int status = sysv_read_proc(sysv->proc, o->kind, search_one, &search);

	if (search.found)
		return 0;
	errno = status == -1 ? error : ENOENT;
	return -1;
}

/*
 * True if the error means that there is no such object. EINVAL means that, or
 * that somebody forbids the call; then asking for the highest index fails, too.
 */
static bool
is_answer(const struct sysv *sysv, int error)
{
	return error == EIDRM || error == ENOENT ||
	       (error == EINVAL && sysv->last() != -1);
}

static int
read_by_id(const struct sysv *sysv, struct ipc_object *o)
{
	int error;

	if (read_by_index(sysv, o) == 0 ||
	    read_object(sysv, o, (int)o->id, IPC_STAT) != -1)
		return 0;
	error = errno;
	if (!is_answer(sysv, error))
		return search_proc(sysv, o, error);
	errno = ENOENT;
	return -1;
}

int
sysv_stat(struct ipc_object *o, unsigned need)
{
	const struct sysv *sysv = o->kind->own;

	if (o->id == UNKNOWN)
		o->id = sysv->lookup((key_t)o->key);
	if (o->id == UNKNOWN && errno == ENOENT)
		return -1;
	if (o->id == UNKNOWN && search_proc(sysv, o, errno) == -1)
		return -1;
	if (read_by_id(sysv, o) == -1)
		return -1;
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

/* An object that others removed meanwhile is not reported. */
static void
clear_one(const struct sysv *sysv, const struct ipc_object *o,
    const struct ipc_removal *removal)
{
	if (sysv->remove((int)o->id) != -1)
		removal->call(removal->arg, o, 0);
	else if (!is_gone(errno))
		removal->call(removal->arg, o, errno);
}

struct clearing {
	const struct ipc_kind *kind;
	const struct ipc_removal *removal;
};

static void
clear_seen(void *arg, const struct sysv_answer *answer)
{
	const struct clearing *clearing = arg;
	const struct sysv *sysv = clearing->kind->own;
	struct ipc_object o;

	ipc_object_init(&o, clearing->kind);
	sysv_fill(&o, answer);
	o.id = answer->id;
	clear_one(sysv, &o, clearing->removal);
}

/* Removes without a list: making one would take as long as removing. */
int
sysv_clear(const struct ipc_kind *kind, const struct ipc_removal *removal)
{
	struct clearing clearing = { kind, removal };
	struct ipc_list list = { 0 };
	int refused = sysv_each(kind, clear_seen, &clearing);
	int status = 0, error;
	size_t i;

	if (refused != 0)
		status = list_refused(kind, &list, 0, refused);
	error = errno;
	for (i = 0; i < list.n; i++)
		clear_one(kind->own, list.v[i], removal);
	ipc_list_free(&list);
	errno = error;
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

	/*
	 * After EIDRM somebody has removed it, and the id may belong to another
	 * object.
	 */
	if (error != EIDRM)
		sysv->remove((int)o->id);
	o->id = UNKNOWN;
	errno = error;
	return -1;
}

const char *
sysv_strerror(int error)
{
	if (error == ENOSYS)
		return "this kernel has no System V IPC, or a sandbox hides it";
	if (error == EOVERFLOW)
		return "its owner or group is unknown in this user namespace, "
		       "and would not stay: say --owner USER:GROUP";
	if (error == EBADMSG)
		return "is written in a form that is not known here";
	return NULL;
}
