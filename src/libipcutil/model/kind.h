/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kind table: what there is to know of each kind of object, and what can
 * be done with it. A back end is one file that exports one row.
 */
#ifndef KIND_H
#define KIND_H

#include <stdbool.h>
#include <stdint.h>

#include "model/memory.h"
#include "model/object.h"
#include "model/queue.h"
#include "model/sems.h"

/* Kinds as bits of a set. */
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
#define KINDS_ALL (KINDS_POSIX | KINDS_SYSV)

/*
 * What costs more than the rest and is read only if asked for:
 * opening a POSIX queue; reading its file, which sets its atime and ctime to
 * now (mqueue_read_file() in the kernel); the values of semaphores; the
 * pid, ncnt and zcnt of each of them; /proc/sysvipc/shm.
 */
#define NEED_ATTR (1U << 0)
#define NEED_QUEUE_FILE (1U << 1)
#define NEED_VALUES (1U << 2)
#define NEED_SEMS (1U << 3)
#define NEED_RSS (1U << 4)
#define NEED_LABEL (1U << 5) /* of POSIX objects: an attribute of each file */
#define NEED_PAGE_SIZE (1U << 6) /* what file system POSIX memory is on */
/*
 * Found by a walk over all processes, after the objects were loaded: who holds
 * them, who waits for them, whether they are left behind, and why so.
 */
#define NEED_HOLDERS (1U << 16)
#define NEED_WAITERS (1U << 17)
#define NEED_ORPHAN (1U << 18)
#define NEED_EVIDENCE (1U << 19)
#define NEED_COMMAND (1U << 20) /* of the creator; no walk */
#define NEED_USES (1U << 21)	/* with NEED_HOLDERS: their descriptors */
#define NEED_PSS (1U << 22)	/* what areas take: see holding_measure() */
/* What areas tell of segments: NEED_HOLDERS of those, and only for that. */
#define NEED_AREAS (1U << 23)
#define NEED_WALK (NEED_HOLDERS | NEED_WAITERS | NEED_ORPHAN | NEED_EVIDENCE)
#define NEED_PROCESSES (NEED_WALK | NEED_COMMAND)
/* What a recording does not keep. */
#define NEED_UNRECORDED (NEED_PROCESSES | NEED_LABEL | NEED_AREAS)
/* What a verdict looks at: messages, values and last users too. */
#define NEED_VERDICT (NEED_ORPHAN | NEED_ATTR | NEED_VALUES | NEED_SEMS)
#define NEED_ALL (~0U)

/* Called for each thing in a directory that is no IPC object, if not NULL. */
struct ipc_skip {
	void (*call)(void *arg, const char *path, const char *why);
	void *arg;
};

/*
 * What to make an object with, or to change of one. UNKNOWN: as the system
 * has it, or as it is. The mode an object is made with is exact as long as
 * the caller's umask(2) is 0.
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
	struct ipc_array values; /* of the first semaphores; owned */
	int64_t huge;	    /* bytes of a huge page; 0: as the system has it */
	int64_t no_reserve; /* 1: swap space is not set aside */
	int64_t id;	    /* that the kernel is to give it */
	int64_t lock;	    /* 1: kept from being swapped out; 0: no more */
	bool shrink;	    /* a size less than it has is no error */
	int from; /* descriptor of what the memory begins with; -1: none */
};

/* Called for each object that was removed, or could not be (error). */
struct ipc_removal {
	void (*call)(void *arg, const struct ipc_object *, int error);
	void *arg;
};

struct ipc_kind {
	const char *word;  /* in the notation: mq, shm, sem */
	const char *api;   /* posix, sysv */
	const char *title; /* for messages */
	const char *place; /* where the objects are, for messages */
	unsigned bit;	   /* KIND_... */
	bool in_ipc_ns;	   /* part of an IPC namespace, see ipc_namespaces(7) */
	const void *own;   /* what the back end keeps here for itself */
	/*
	 * Adds every object of the kind. Objects that vanish meanwhile are
	 * left out. 0, or -1 with errno if the list is not complete; what
	 * could be listed is in the list all the same.
	 */
	int (*list)(const struct ipc_kind *, struct ipc_list *, unsigned need,
	    const struct ipc_skip *);
	/*
	 * Fills in an object of which name, id or key is known, without
	 * listing; with a need of 0 nothing is allocated. 0, or -1 with
	 * errno: ENOENT if there is none, ENOTSUP if something else is at its
	 * place.
	 */
	int (*stat)(struct ipc_object *, unsigned need);
	/* Fills in made and used, as far as other fields tell them. */
	void (*times)(struct ipc_object *);
	/*
	 * Opens a directory that changes as objects are made and removed
	 * (inotify(7)). -1 with errno. NULL: there is none.
	 */
	int (*open_dir)(const struct ipc_kind *);
	/*
	 * Makes an object of which the name or the key is known, or neither,
	 * and fills in name or id. Never over one that is there (EEXIST);
	 * what fails half-way leaves nothing behind. 0, or -1 with errno.
	 * The shield is up then (base/shield.h), for the caller to note what
	 * was made. If memory runs out, an id that is filled in was made.
	 */
	int (*make)(struct ipc_object *, const struct ipc_attr *);
	/*
	 * Removes an object of which name, id or key is known. 0, or -1 with
	 * errno: ENOENT if there is none.
	 */
	int (*remove)(const struct ipc_object *);
	/*
	 * Removes every object of the kind, each as soon as it is seen; what
	 * vanishes meanwhile is passed over. 0, or -1 with errno if not all
	 * could be seen.
	 */
	int (*clear)(const struct ipc_kind *, const struct ipc_removal *);
	/*
	 * Changes owner, mode, size, max_bytes and lock of an object that
	 * stat has filled in. 0, or -1 with errno: ERANGE if memory would
	 * shrink.
	 */
	int (*set)(struct ipc_object *, const struct ipc_attr *);
	/* What can be done with what is in it; NULL where it makes no sense. */
	const struct ipc_queue_ops *queue;
	const struct ipc_memory_ops *memory;
	const struct ipc_sem_ops *sem;
	/* What the errno of list or stat means here; NULL: strerror(3). */
	const char *(*strerror)(int error);
};

/* The kinds that a process can hold, and those that a thread can wait for. */
#define KINDS_HELD (KINDS_POSIX | KIND_SYSV_SHM)
#define KINDS_WAITED (KINDS_MQ | KINDS_SEM)

extern const struct ipc_kind posix_mq_kind;
extern const struct ipc_kind posix_shm_kind;
extern const struct ipc_kind posix_sem_kind;
extern const struct ipc_kind sysv_msg_kind;
extern const struct ipc_kind sysv_shm_kind;
extern const struct ipc_kind sysv_sem_kind;

/* All of them, in the order in which they are shown; ends with NULL. */
extern const struct ipc_kind *const ipc_kinds[];

/* The kind's own message for errno, or that of strerror(3). */
const char *ipc_kind_strerror(const struct ipc_kind *, int error);

/* The same of an object that was named, which may not be there. */
const char *ipc_object_strerror(const struct ipc_kind *, int error);

/*
 * Whether the object is still the one that was seen: the same file and owner,
 * or the same id, owner and ctime. False with errno if not: ENOENT if it is
 * gone, EBUSY if it has changed since, so that nobody can say.
 */
bool ipc_object_is_there(const struct ipc_object *);

/*
 * The object of this kind with the same id or name, or else key, as it is now,
 * to be freed. NULL with errno, as kind->stat() sets it.
 */
struct ipc_object *ipc_object_again(
    const struct ipc_object *seen, unsigned need);

/* Seconds from then to now, 0 if it is to come; UNKNOWN if then is. */
int64_t ipc_seconds_since(int64_t then, int64_t now);

/*
 * When it was last used, or made or changed where no use is recorded, as far
 * as any time of it tells; INT64_MAX: it is in use now.
 */
int64_t ipc_object_last_trace(const struct ipc_object *);

/*
 * Fills in what follows from other fields: fill, fill_by, and age and idle at
 * `now`.
 */
void ipc_object_derive(struct ipc_object *, int64_t now);

#endif
