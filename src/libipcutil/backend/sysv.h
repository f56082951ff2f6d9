/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Common parts of the System V back ends; see sysvipc(7) and proc(5).
 *
 * The kernel keeps the objects of a kind in a table. The *_STAT_ANY commands
 * (Linux 4.17) read it by index and need no permission. Older kernels offer
 * /proc/sysvipc, and IPC_STAT for objects that we may read.
 *
 * Functions return 0 unless said otherwise, or -1 with errno of the system
 * call.
 */
#ifndef SYSV_H
#define SYSV_H

#include <sys/ipc.h>
#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

#include "model/kind.h"
#include "model/list.h"

/*
 * Contains a directory for each size of huge pages, such as hugepages-2048kB.
 */
#define HUGE_PAGES "/sys/kernel/mm/hugepages"

/*
 * What is used of the kernel's answer: msgctl(2), shmctl(2), semctl(2). Long
 * lists keep it, so it is small.
 */
struct sysv_answer {
	int id;
	key_t key;
	uid_t uid;
	gid_t gid;
	uid_t cuid;
	gid_t cgid;
	unsigned mode; /* with the flags of segments */
	union {
		struct {
			int64_t stime, rtime, ctime;
			uint64_t messages, bytes, max_bytes;
			pid_t lspid, lrpid;
		} msg;
		struct {
			int64_t atime, dtime, ctime;
			uint64_t size, nattch;
			pid_t cpid, lpid;
			/* Bytes, from /proc; UNKNOWN unless they were read. */
			int64_t rss, swap;
		} shm;
		struct {
			int64_t otime, ctime;
			uint64_t nsems;
		} sem;
	};
};

/* A back end's operations for the functions below; it is kind->own. */
struct sysv {
	const char *proc;    /* the file of /proc/sysvipc */
	const char *next_id; /* the setting of the next object's id */
	int stat_any;	     /* MSG_STAT_ANY, ... */
	/* The highest index in use; -1 with errno. */
	int (*last)(void);
	/* The number of objects; -1 with errno. */
	int64_t (*count)(void);
	/* The id of the object with this key; -1 with errno. */
	int (*lookup)(key_t);
	/*
	 * Asks for the object with an id (IPC_STAT) or at an index
	 * (*_STAT_ANY). Returns the result of the call; -1 with errno. The id
	 * of the answer is not set.
	 */
	int (*stat)(struct sysv_answer *, int where, int command);
	/* Fills in what the answer says of this kind only. */
	void (*fill)(struct ipc_object *, const struct sysv_answer *);
	/* Reads what `need` asks for in addition; may be NULL. */
	void (*more)(struct ipc_object *, unsigned need);
	/* Creates the smallest object without a key; its id, or -1. */
	int (*create)(void);
	/* IPC_RMID; -1 with errno. */
	int (*remove)(int id);
};

/*
 * Calls `each` with every object that *_STAT_ANY tells of, in the order of the
 * kernel's table. 0, or an errno if an object was refused: a security module
 * may refuse some objects only. A kernel without *_STAT_ANY says EINVAL for
 * each index, as if there were no objects, so the number of objects is checked.
 */
int sysv_each(const struct ipc_kind *,
    void (*each)(void *arg, const struct sysv_answer *), void *arg);

/* Fills in what the answer says, but for the id. */
void sysv_fill(struct ipc_object *, const struct sysv_answer *);

/* Operations of the kinds whose `own` is a struct sysv: see kind.h. */
int sysv_list(const struct ipc_kind *, struct ipc_list *, unsigned need,
    const struct ipc_skip *);
int sysv_stat(struct ipc_object *, unsigned need);
int sysv_remove(const struct ipc_object *);
int sysv_clear(const struct ipc_kind *, const struct ipc_removal *);
const char *sysv_strerror(int error);

/*
 * The device of segments, UNKNOWN with errno if it cannot be found out.
 * Segments are files on a mount that only the kernel uses, one for each page
 * size; memfd_create(2) creates files on the same mounts, with these flags.
 */
int64_t sysv_segment_device(unsigned flags);

/*
 * Opens a segment's file for reading, through a process that has it attached,
 * or through our own attachment of so many bytes (whole pages). The caller
 * closes it. -1 if there is none or we may not (CAP_SYS_ADMIN or
 * CAP_CHECKPOINT_RESTORE): proc_pid_map_files(5).
 */
int sysv_open_attached(int id);
int sysv_open_mapped(const void *at, uint64_t size, int id);

/* The key of an object to create, 0 (IPC_PRIVATE) if it has none. */
key_t sysv_key(const struct ipc_object *);

/*
 * Makes the kernel give the next object of the kind the id in attr, if there is
 * one: msg_next_id and so on in proc_sys_kernel(5). Call it right before msgget
 * and the like, with signals blocked. -1 with EADDRNOTAVAIL if that needs
 * CAP_CHECKPOINT_RESTORE or the kernel cannot.
 */
int sysv_choose_id(const struct ipc_kind *, const struct ipc_attr *);

/*
 * Stores the result of msgget and the like. 0; or -1 with errno: EADDRINUSE if
 * the kernel gave another id than asked for; the object is removed then.
 */
int sysv_take_id(struct ipc_object *, const struct ipc_attr *, int id);

/* Removes an object that could not be completed; keeps errno. Returns -1. */
int sysv_undo(struct ipc_object *);

/*
 * Whether the object has its owner, group and mode from the start, and nobody
 * else can look into it before it is complete.
 */
bool sysv_is_ours(const struct ipc_attr *);

/*
 * Flags for creating the object. If more has to be set afterwards (`more`), its
 * mode is 0600 at first, so that the creator may do so.
 */
int sysv_first_mode(const struct ipc_attr *, bool more);

/*
 * Prepares IPC_SET, which sets owner, group and mode together: the new ones, or
 * the present ones. -1 with EOVERFLOW if one to be kept is unknown.
 */
int sysv_owner(
    struct ipc_perm *, const struct ipc_object *, const struct ipc_attr *);

/* Sets owner, key and mode from the structure that all kinds begin with. */
void sysv_answer_perm(struct sysv_answer *, const struct ipc_perm *);

/* Converts the kernel's time, where 0 means never: UNKNOWN. */
int64_t sysv_time(int64_t);

/*
 * Converts the kernel's pid, where 0 means none or one outside our PID
 * namespace: UNKNOWN.
 */
int64_t sysv_pid(int64_t);

/* The later of two times; UNKNOWN is earlier than all. */
int64_t sysv_later(int64_t, int64_t);

/*
 * Parse the files of /proc/sysvipc: a line of headings, then a line for each
 * object. The kernel decides about columns and their order. Pure functions.
 */
#define SYSV_COLUMNS 32
struct sysv_heading {
	int n;
	/* The field of each column; -1: a column we do not know. */
	int field[SYSV_COLUMNS];
};
bool sysv_parse_heading(struct sysv_heading *, const char *line);
/*
 * False, with the object partly filled, if the line does not match the
 * headings.
 */
bool sysv_parse_line(
    const struct sysv_heading *, const char *line, struct ipc_object *);

/*
 * Reads such a file and calls `each` with every object until it returns false.
 * The object is valid during the call only. 0, or -1 with errno.
 */
int sysv_read_proc(const char *path, const struct ipc_kind *,
    bool (*each)(void *arg, const struct ipc_object *), void *arg);

#endif
