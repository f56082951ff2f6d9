/* SPDX-License-Identifier: BSD-2-Clause */
/* Explains why an object could not be created or changed; see explain.h. */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

#include "report/explain.h"
#include "report/limit_explain.h"
#include "report/obstacle.h"

static bool
has_owner(const struct ipc_attr *attr)
{
	return attr->uid != UNKNOWN || attr->gid != UNKNOWN;
}

static bool
has_huge(const struct ipc_attr *attr)
{
	return attr->huge != UNKNOWN;
}

static bool
has_lock(const struct ipc_attr *attr)
{
	return attr->lock == 1;
}

static bool
has_id(const struct ipc_attr *attr)
{
	return attr->id != UNKNOWN;
}

static bool
has_from(const struct ipc_attr *attr)
{
	return attr->from != -1;
}

/*
 * What else an errno means if the caller asked for this attribute. Limits are
 * checked before this table.
 */
static const struct {
	int error;
	bool (*asked)(const struct ipc_attr *);
	const char *reason;
} reasons[] = {
	{ EADDRINUSE, has_id, "another object has that identifier" },
	{ EADDRNOTAVAIL, has_id,
	    "choosing an identifier needs CAP_CHECKPOINT_RESTORE, and a kernel "
	    "with CONFIG_CHECKPOINT_RESTORE" },
	{ EFBIG, has_from, "the file does not fit" },
	{ EPERM, has_huge,
	    "huge pages need CAP_IPC_LOCK, or the group in "
	    "/proc/sys/vm/hugetlb_shm_group" },
	{ ENOMEM, has_huge,
	    "too few huge pages are free: /proc/sys/vm/nr_hugepages" },
	{ EINVAL, has_huge, "there are no huge pages of that size" },
	{ ENOENT, has_huge, "there are no huge pages of that size" },
	{ EPERM, has_lock, "locking needs CAP_IPC_LOCK, or RLIMIT_MEMLOCK" },
	{ EPERM, has_owner,
	    "only root may give it to somebody else, and its owner to a group "
	    "of their own" },
};

/* Returns the reason from the table, or NULL if it has none for this errno. */
static const char *
find_reason(const struct ipc_attr *attr, int error)
{
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (reasons[i].error == error && reasons[i].asked(attr))
			return reasons[i].reason;
	return NULL;
}

const char *
explain_make(struct text *t, const struct ipc_object *object,
    const struct ipc_attr *attr, int error)
{
	struct ipc_attr asked = *attr;
	const char *reason;

	/* The size may be that of the file it is made from. */
	if (asked.size == UNKNOWN)
		asked.size = object->size;
	if (object->kind == &sysv_shm_kind && asked.size <= 0 &&
	    error == EINVAL)
		return "a segment has a size, of at least a byte";
	if (error == EEXIST)
		return obstacle_in_place(t, object);
	if (limit_explain(t, object->kind, &asked, error))
		return t->s;
	if (error == EFBIG && has_from(attr) && attr->size != UNKNOWN) {
		text_clear(t);
		text_str(t, "the data of --from does not fit into ");
		text_number(t, attr->size);
		text_str(t, attr->size == 1 ? " byte" : " bytes");
		return t->s;
	}
	reason = find_reason(attr, error);
	return reason != NULL ? reason : ipc_kind_strerror(object->kind, error);
}

const char *
explain_change(struct text *t, const struct ipc_object *object,
    const struct ipc_attr *attr, int error)
{
	struct ipc_attr asked = *attr;
	const char *reason;

	if (error == ENOENT || error == EIDRM)
		return ipc_object_strerror(object->kind, ENOENT);
	if (error == ERANGE)
		return "would shrink: say --shrink";
	/*
	 * Locking applies to the whole object, so its size is what was asked
	 * for.
	 */
	if (attr->lock == 1)
		asked.size = object->size;
	if (limit_explain(t, object->kind, &asked, error))
		return t->s;
	if (error == EPERM && object->uid != (int64_t)geteuid())
		return "not yours to change";
	reason = error == EFBIG ? NULL : find_reason(attr, error);
	return reason != NULL ? reason : ipc_kind_strerror(object->kind, error);
}
