/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of kinds: what is known of each kind of object and which operations
 * it has. A back end is one file that exports one row.
 */
#ifndef KIND_H
#define KIND_H

#include <stdbool.h>
#include <stdint.h>

#include "model/object.h"

struct ipc_list;
struct ipc_memory_ops;
struct ipc_queue_ops;
struct ipc_sem_ops;

/* Kinds as bits, for sets of kinds. */
#define KIND_POSIX_MQ (1U << 0)
#define KIND_SYSV_MSG (1U << 1)
#define KIND_POSIX_SHM (1U << 2)
#define KIND_SYSV_SHM (1U << 3)
#define KIND_POSIX_SEM (1U << 4)
#define KIND_SYSV_SEM (1U << 5)
#define KINDS_MQ (KIND_POSIX_MQ | KIND_SYSV_MSG)
#define KINDS_SHM (KIND_POSIX_SHM | KIND_SYSV_SHM)
#define KINDS_SEM (KIND_POSIX_SEM | KIND_SYSV_SEM)
#define KINDS_POSIX (KIND_POSIX_MQ | KIND_POSIX_SHM | KIND_POSIX_SEM)
#define KINDS_SYSV (KIND_SYSV_MSG | KIND_SYSV_SHM | KIND_SYSV_SEM)
/* Files in /dev/shm. */
#define KINDS_IN_SHM (KIND_POSIX_SHM | KIND_POSIX_SEM)
#define KINDS_ALL (KINDS_POSIX | KINDS_SYSV)

/*
 * What has to be read, as bits: these cost more than the rest and are read only
 * if a column or filter needs them. NEED_ATTR opens a POSIX queue.
 * NEED_QUEUE_FILE reads its file, which sets the file's atime and ctime to now
 * (mqueue_read_file() in the kernel). NEED_VALUES reads the values of
 * semaphores, NEED_SEMS the pid, ncnt and zcnt of each of them. NEED_RSS reads
 * /proc/sysvipc/shm.
 */
#define NEED_ATTR (1U << 0)
#define NEED_QUEUE_FILE (1U << 1)
#define NEED_VALUES (1U << 2)
#define NEED_SEMS (1U << 3)
#define NEED_RSS (1U << 4)
/* Security label of POSIX objects: an extended attribute of each file. */
#define NEED_LABEL (1U << 5)
#define NEED_PAGE_SIZE (1U << 6) /* the file system of POSIX memory */
/*
 * Found by a walk over all processes after the objects were loaded: holders,
 * waiters, whether an object is an orphan, and the evidence for it.
 */
#define NEED_HOLDERS (1U << 16)
#define NEED_WAITERS (1U << 17)
#define NEED_ORPHAN (1U << 18)
#define NEED_EVIDENCE (1U << 19)
#define NEED_COMMAND (1U << 20) /* the creator's command; needs no walk */
#define NEED_USES (1U << 21)	/* with NEED_HOLDERS: their descriptors, too */
#define NEED_PSS (1U << 22)	/* memory of mapped areas: holding_measure() */
/* With NEED_HOLDERS: only what the mappings of segments tell. */
#define NEED_AREAS (1U << 23)
#define NEED_WALK (NEED_HOLDERS | NEED_WAITERS | NEED_ORPHAN | NEED_EVIDENCE)
#define NEED_PROCESSES (NEED_WALK | NEED_COMMAND)
/* What recordings do not contain. */
#define NEED_UNRECORDED (NEED_PROCESSES | NEED_LABEL | NEED_AREAS)
/* What the orphan verdict uses: messages, values and last users as well. */
#define NEED_VERDICT (NEED_ORPHAN | NEED_ATTR | NEED_VALUES | NEED_SEMS)
#define NEED_ALL (~0U)

/*
 * Called, unless NULL, for each file in a directory that is not an IPC object.
 */
struct ipc_skip {
	void (*call)(void *arg, const char *path, const char *why);
	void *arg;
};

/*
 * Attributes for creating or changing an object. UNKNOWN means the system's
 * default, or no change. The mode of a new object is exact if the caller's
 * umask(2) is 0.
 */
struct ipc_attr {
	int64_t mode;
	int64_t uid;
	int64_t gid;
	int64_t size; /* bytes */
	int64_t max_messages;
	int64_t max_message_size; /* bytes */
	int64_t max_bytes;
	int64_t nsems;
	/* Values of the first semaphores; the caller frees them. */
	struct ipc_array values;
	/* Huge page size in bytes; 0: the system's default. */
	int64_t huge;
	int64_t no_reserve; /* 1: reserve no swap space (SHM_NORESERVE) */
	int64_t id;	    /* id that the kernel shall give the object */
	int64_t lock;	    /* 1: lock into memory; 0: unlock */
	bool shrink;	    /* true: a smaller size than it has is no error */
	int from; /* descriptor to copy the first contents from; -1: none */
	/* First contents if from is -1: so many bytes; the caller's to free. */
	const char *bytes;
	size_t nbytes;
};

/* Called for each object that was removed (error is 0), or could not be. */
struct ipc_removal {
	void (*call)(void *arg, const struct ipc_object *, int error);
	void *arg;
};

/*
 * Objects of a kind as the kernel told of them: a fifth of the memory, for
 * lists of thousands that are shown one by one. The records are `size` bytes
 * each, in the order of ipc_object_cmp(), each object once; what is in them is
 * known to the kind. Set the kind and the need; the caller frees v.
 */
struct ipc_records {
	const struct ipc_kind *kind;
	unsigned need; /* NEED_... */
	void *v;
	size_t n;
	size_t size;
};

struct ipc_kind {
	const char *word;  /* in the notation: mq, shm, sem */
	const char *api;   /* posix, sysv */
	const char *title; /* for messages */
	const char *place; /* where the objects are, for messages */
	unsigned bit;	   /* KIND_... */
	bool in_ipc_ns;	   /* part of an IPC namespace, see ipc_namespaces(7) */
	const void *own;   /* the back end's own data */
	/*
	 * Appends all objects of the kind. Objects that are removed during the
	 * listing are left out. 0, or -1 with errno if the list is not
	 * complete; the objects that were found are in the list even then.
	 */
	int (*list)(const struct ipc_kind *, struct ipc_list *, unsigned need,
	    const struct ipc_skip *);
	/*
	 * Lists as records. -1: it has to be done with `list`, as something was
	 * refused, or each object has to be asked for what is needed; there are
	 * no records then. NULL: the kind has none.
	 */
	int (*records)(struct ipc_records *);
	/*
	 * Makes an object of a record; nothing of it is to be freed. It does
	 * not fail.
	 */
	void (*recall)(const struct ipc_records *, const void *record,
	    struct ipc_object *);
	/*
	 * Fills in an object whose name, id or key is known, without listing.
	 * With a need of 0 it allocates nothing. 0, or -1 with errno: ENOENT if
	 * there is no such object, ENOTSUP if something else is in its place.
	 */
	int (*stat)(struct ipc_object *, unsigned need);
	/* Fills in `made` and `used` from the other times of the object. */
	void (*times)(struct ipc_object *);
	/*
	 * Opens a directory that changes when objects are created and removed,
	 * for inotify(7); the caller closes it. -1 with errno. NULL: there is
	 * none.
	 */
	int (*open_dir)(const struct ipc_kind *);
	/*
	 * Creates an object with the name or key that is set, or with neither,
	 * and fills in its name or id. An existing object is never replaced
	 * (EEXIST). If a step fails, nothing is left behind. 0, or -1 with
	 * errno. On return the shield is up (base/shield.h), so that the caller
	 * can note what was created. If the program exits without memory, an id
	 * that is filled in has been created.
	 */
	int (*make)(struct ipc_object *, const struct ipc_attr *);
	/*
	 * Removes the object whose name, id or key is known. If it was looked
	 * at, ipc_object_is_there() says first whether it is still that one;
	 * the type of its file is not looked at again. 0, or -1 with errno:
	 * ENOENT if there is none.
	 */
	int (*remove)(const struct ipc_object *);
	/*
	 * Opens a directory from which the objects of the kind can be removed
	 * as files; the caller closes it. -1 with errno. NULL: there is none.
	 */
	int (*open_files)(const struct ipc_kind *);
	/*
	 * Removes a file from that directory, if it is still the object that
	 * was seen. 0, or -1 with errno of ipc_object_is_there() or remove.
	 */
	int (*remove_from)(int dirfd, const struct ipc_object *seen);
	/*
	 * Removes all objects of the kind, each as soon as it is found. Objects
	 * that others remove meanwhile are skipped. 0, or -1 with errno if the
	 * listing was not complete.
	 */
	int (*clear)(const struct ipc_kind *, const struct ipc_removal *);
	/*
	 * Changes owner, mode, size, max_bytes and lock of an object that stat
	 * has filled in. 0, or -1 with errno: ERANGE if the memory would shrink
	 * and `shrink` is not set.
	 */
	int (*set)(struct ipc_object *, const struct ipc_attr *);
	/* Operations on the contents; NULL if the kind has none. */
	const struct ipc_queue_ops *queue;
	const struct ipc_memory_ops *memory;
	const struct ipc_sem_ops *sem;
	/*
	 * A message for errno of list or stat; NULL, or a result of NULL:
	 * strerror(3).
	 */
	const char *(*strerror)(int error);
};

/* Kinds that a process can hold, and kinds that a thread can wait for. */
#define KINDS_HELD (KINDS_POSIX | KIND_SYSV_SHM)
#define KINDS_WAITED (KINDS_MQ | KINDS_SEM)

extern const struct ipc_kind posix_mq_kind;
extern const struct ipc_kind posix_shm_kind;
extern const struct ipc_kind posix_sem_kind;
extern const struct ipc_kind sysv_msg_kind;
extern const struct ipc_kind sysv_shm_kind;
extern const struct ipc_kind sysv_sem_kind;

/* All kinds in the order in which they are shown; NULL ends the table. */
extern const struct ipc_kind *const ipc_kinds[];

/* The kind's message for errno, or strerror(3). It is not to be freed. */
const char *ipc_kind_strerror(const struct ipc_kind *, int error);

/*
 * As ipc_kind_strerror(), for an object that was named: ENOENT means that it
 * does not exist.
 */
const char *ipc_object_strerror(const struct ipc_kind *, int error);

/*
 * True if the object is still the one that was seen: the same file and owner,
 * or the same id, owner and ctime. Otherwise errno says why: ENOENT if it has
 * gone, EBUSY if owner or ctime have changed, so it may be another object.
 */
bool ipc_object_is_there(const struct ipc_object *);
/* The same, of an object that was looked at again. */
bool ipc_object_is_same(
    const struct ipc_object *seen, const struct ipc_object *now);

/*
 * Looks up an object of this kind with the same id or name, or else the same
 * key. The caller frees it with ipc_object_free(). NULL with errno of
 * kind->stat().
 */
struct ipc_object *ipc_object_again(
    const struct ipc_object *seen, unsigned need);

/* Seconds from `then` to `now`, 0 if `then` is later; UNKNOWN if `then` is. */
int64_t ipc_seconds_since(int64_t then, int64_t now);

/*
 * The time when the object was last used. If the kind records no use, the
 * latest of its times of creation and change. INT64_MAX: it is in use now.
 */
int64_t ipc_object_last_trace(const struct ipc_object *);

/*
 * Fills in the fields that follow from others: fill, fill_by, and age and idle,
 * reckoned from `now` (seconds since 1970). Nothing fails.
 */
void ipc_object_derive(struct ipc_object *, int64_t now);

#endif
