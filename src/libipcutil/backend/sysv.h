/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the System V back ends share; see sysvipc(7) and proc(5).
 *
 * The kernel keeps the objects of a kind in a table. The *_STAT_ANY calls
 * (Linux 4.17) read it by index and ask for no permission; older kernels have
 * /proc/sysvipc and, for what one may read, IPC_STAT.
 */
#ifndef SYSV_H
#define SYSV_H

#include <sys/ipc.h>

#include <stdbool.h>

#include "model/kind.h"

/* Has a directory hugepages-2048kB for each size of huge pages. */
#define HUGE_PAGES "/sys/kernel/mm/hugepages"

/* What a back end has for the operations below: kind->own. */
struct sysv {
	const char *proc;    /* the file that lists them */
	const char *next_id; /* the setting for the next one; its id */
	int stat_any;	     /* MSG_STAT_ANY, ... */
	/* The index of the last one there is; -1 with errno. */
	int (*last)(void);
	/* How many there are; -1 with errno. */
	int64_t (*count)(void);
	/* The id of the object with this key; -1 with errno. */
	int (*lookup)(key_t);
	/*
	 * Reads the object at an id (IPC_STAT) or an index (*_STAT_ANY) and
	 * returns what the call does; -1 with errno.
	 */
	int (*read)(struct ipc_object *, int where, int command);
	/* Reads what is asked for beyond that; may be NULL. */
	void (*more)(struct ipc_object *, unsigned need);
	/* Creates one without a key, of the least size; its id, or -1. */
	int (*create)(void);
	/* IPC_RMID; -1 with errno. */
	int (*remove)(int id);
};

/* Operations of kinds with such an `own`: see kind.h. */
int sysv_list(const struct ipc_kind *, struct ipc_list *, unsigned need,
    const struct ipc_skip *);
int sysv_stat(struct ipc_object *, unsigned need);
int sysv_remove(const struct ipc_object *);
int sysv_clear(const struct ipc_kind *, const struct ipc_removal *);
const char *sysv_strerror(int error);

/*
 * The file of a segment, opened to be read, by way of a process that has it
 * attached, or of our own attachment of so many bytes, a multiple of the size
 * of a page. -1 if there is none, or that is not allowed (CAP_SYS_ADMIN or
 * CAP_CHECKPOINT_RESTORE): proc_pid_map_files(5).
 */
int sysv_open_attached(int id);
int sysv_open_mapped(const void *at, uint64_t size, int id);

/* The key of an object to be made, 0 (IPC_PRIVATE) if it has none. */
key_t sysv_key(const struct ipc_object *);

/*
 * Has the kernel give the next object of the kind the id that is wanted, if one
 * is: msg_next_id and the like in proc_sys_kernel(5). To be called before
 * msgget and the like, with signals held back. -1 with EADDRNOTAVAIL if that
 * takes more rights (CAP_CHECKPOINT_RESTORE) or another kernel.
 */
int sysv_choose_id(const struct ipc_kind *, const struct ipc_attr *);

/*
 * What msgget and the like then returned: the object has that id, and 0 is
 * returned; or -1 with errno: EADDRINUSE if it is not the one that was wanted,
 * and nothing is left.
 */
int sysv_take_id(struct ipc_object *, const struct ipc_attr *, int id);

/* Removes what could not be made whole; errno stays. Returns -1. */
int sysv_undo(struct ipc_object *);

/*
 * The mode to make an object with: what has to be done to it before it is as
 * wanted, its maker must be allowed to do.
 */
int sysv_first_mode(const struct ipc_attr *, bool more);

/*
 * For IPC_SET, which sets all three: owner, group and mode as wanted, or as
 * they are. -1 with EOVERFLOW if one of them should stay and is not known.
 */
int sysv_owner(
    struct ipc_perm *, const struct ipc_object *, const struct ipc_attr *);

/* Owner, key and mode from the part that all three structures begin with. */
void sysv_perm(struct ipc_object *, const struct ipc_perm *);

/* A time of the kernel's, in which 0 is never. */
int64_t sysv_time(int64_t);

/* A pid of the kernel's, in which 0 is nobody or one we cannot name. */
int64_t sysv_pid(int64_t);

/* The latest of two times of which any may be unknown. */
int64_t sysv_later(int64_t, int64_t);

/*
 * The files in /proc/sysvipc: a line of headings, then one an object. Which
 * columns there are and in which order is up to the kernel. Pure functions.
 */
#define SYSV_COLUMNS 32
struct sysv_heading {
	int n;
	int field[SYSV_COLUMNS]; /* what each column is, -1: not known here */
};
bool sysv_parse_heading(struct sysv_heading *, const char *line);
/* False, with the object half filled, if the line does not fit. */
bool sysv_parse_line(
    const struct sysv_heading *, const char *line, struct ipc_object *);

/*
 * Reads such a file and calls `each` with every object in it, which lives for
 * that call only, until it returns false. 0, or -1 with errno.
 */
int sysv_read_proc(const char *path, const struct ipc_kind *,
    bool (*each)(void *arg, const struct ipc_object *), void *arg);

#endif
