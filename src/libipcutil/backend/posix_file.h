/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The file of a POSIX object. It is in a directory in which everybody may
 * create files, so symbolic links are not followed, nothing is mapped to look
 * at it, and no call waits (shm_overview(7), sem_overview(7), mq_overview(7)).
 *
 * A file name is relative to the dirfd before it; with AT_FDCWD it is a path.
 * Functions return 0 or a descriptor, which the caller closes, or -1 with an
 * errno that posix_strerror() explains.
 */
#ifndef POSIX_FILE_H
#define POSIX_FILE_H

#include <sys/types.h>

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "backend/sem_layout.h"
#include "backend/shm_dir.h"
#include "model/kind.h"

#define MQ_DIR "/dev/mqueue"
/* The kernel's number for mqueue, see statfs(2). */
#define MQUEUE_MAGIC 0x19800202
#define SYS_MQ "/proc/sys/fs/mqueue/"

struct statx;

/* Which files are objects of a kind and how they are read; it is kind->own. */
struct posix_files {
	const char *dir;
	const char *prefix; /* what the file name of each object begins with */
	const char *other;  /* what names of another kind begin with, or NULL */
	/*
	 * True if a file of this size (UNKNOWN: not known) belongs to the kind.
	 * NULL: the name alone decides.
	 */
	bool (*fits)(int64_t size);
	/*
	 * Reads what statx(2) does not return; -1 if the object has gone or is
	 * not of the kind. May be NULL.
	 */
	int (*fill)(
	    struct ipc_object *, int dirfd, const char *file, unsigned need);
};

/* Writes the path of the object's file. */
#define POSIX_PATH_ROOM (sizeof(SHM_DIR "/" SEM_PREFIX) + NAME_MAX)
void posix_path(const struct ipc_object *, char[POSIX_PATH_ROOM]);

/*
 * Opens the object's file with these flags of open(2), if it is a regular file.
 * It follows no link, does not wait, and does not change atime if we may avoid
 * that (as owner).
 */
int posix_open(const struct ipc_object *, int flags);
int posix_openat(int dirfd, const char *file, int flags);
/* As posix_open(), and fills in what fstat(2) says of the descriptor. */
struct stat;
int posix_open_look(const struct ipc_object *, int flags, struct stat *);

/*
 * True if the name is that of an object without a name: an unlinked file that a
 * process still holds is addressed as /proc/PID/fd/N or
 * /proc/PID/map_files/FROM-TO.
 */
bool posix_is_nameless(const char *name);
/* The same, of an object that is to be removed: errno is ESTALE then. */
bool posix_is_removed(const struct ipc_object *);

/*
 * Opens such a file without waiting, with these flags of open(2), if it is an
 * unlinked file on the given device, or on that of /dev/shm; EREMOTE if it is
 * something else.
 */
int posix_open_nameless(const char *path, int flags, int64_t dev);
int posix_open_unlinked(const char *path, int flags);

/* Opens the directory of objects; ENOLINK if it is blocked, see shm_dir.h. */
int posix_open_dir(const char *dir);
/* As posix_open_dir() for a kind: see open_dir in kind.h. */
int posix_open_place(const struct ipc_kind *);
/* True, with errno ENOLINK, if the directory is blocked. */
bool posix_is_blocked(const char *dir);

/*
 * Reads the file's attributes with statx(2), or with fstatat(2) if a sandbox
 * refuses that. It does not follow a link.
 */
int posix_statx(int dirfd, const char *file, struct statx *);

/* Fills in owner, mode, times, size and rss. */
void posix_fill(struct ipc_object *, const struct statx *);
/* See times in struct ipc_kind. */
void posix_times(struct ipc_object *);

/*
 * Reads the attributes of a regular file and fills them in. With an empty file
 * name it is the descriptor itself.
 */
int posix_look(struct ipc_object *, int dirfd, const char *file);

/*
 * 0 if it is a regular file, without opening it: opening a FIFO would wake a
 * process that waits for it; opening a device may have any effect.
 */
int posix_check_type(int dirfd, const char *file);

/* The errno for a file of another type, and a message; a constant. */
int posix_type_error(mode_t);
const char *posix_type_words(mode_t);

/* The meaning of an errno of these functions; NULL if it is the usual one. */
const char *posix_strerror(int error);

#endif
