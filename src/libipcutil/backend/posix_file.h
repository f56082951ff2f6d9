/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The file that a POSIX object is. It lies in a directory that anybody may
 * write to, so nothing there is followed, mapped or waited for
 * (shm_overview(7), sem_overview(7), mq_overview(7)).
 *
 * A file name stands with the directory that it is in, or with AT_FDCWD if it
 * is a path. Functions return 0 or a descriptor, which is the caller's, or -1
 * with an errno that posix_strerror() explains.
 */
#ifndef POSIX_FILE_H
#define POSIX_FILE_H

#include <sys/types.h>

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "backend/sem_layout.h"
#include "model/kind.h"

#define SHM_DIR "/dev/shm"
#define MQ_DIR "/dev/mqueue"
#define MQUEUE_MAGIC 0x19800202 /* in the kernel; statfs(2) */
#define SYS_MQ "/proc/sys/fs/mqueue/"

struct statx;

/* Which files are objects of a kind, and how they are read: kind->own. */
struct posix_files {
	const char *dir;
	const char *prefix; /* before the name of each object */
	const char *other;  /* before that of files which are none, or NULL */
	/*
	 * Whether a file of this size, which may be UNKNOWN, is listed as one
	 * of them. NULL: its name says so.
	 */
	bool (*fits)(int64_t size);
	/*
	 * Reads what statx(2) does not tell; -1 if the object is gone. May be
	 * NULL.
	 */
	int (*fill)(
	    struct ipc_object *, int dirfd, const char *file, unsigned need);
};

/* Writes the path of the object's file. */
#define POSIX_PATH_ROOM (sizeof(SHM_DIR "/" SEM_PREFIX) + NAME_MAX)
void posix_path(const struct ipc_object *, char[POSIX_PATH_ROOM]);

/*
 * Opens the object's file with these flags of open(2): only if it is a regular
 * file, not following, not waiting, and leaving atime alone where that is
 * allowed (only to its owner).
 */
int posix_open(const struct ipc_object *, int flags);
int posix_openat(int dirfd, const char *file, int flags);

/*
 * An object that was unlinked has no name, but is a file of each process that
 * holds it: /proc/PID/fd/N or /proc/PID/map_files/FROM-TO stand in its place.
 */
bool posix_is_nameless(const char *name);

/*
 * Opens such a file with these flags of open(2), not waiting, if it is one
 * that lies on this device, or on that of /dev/shm; EREMOTE if it is something
 * else.
 */
int posix_open_nameless(const char *path, int flags, int64_t dev);
int posix_open_unlinked(const char *path, int flags);

/* Opens the directory of objects; ENOLINK if those in there cannot be used. */
int posix_open_dir(const char *dir);
/* The same of a kind, see open_dir in kind.h. */
int posix_open_place(const struct ipc_kind *);
/* Whether they cannot be used, with that errno. */
bool posix_is_blocked(const char *dir);

/*
 * Reads what the file is, by statx(2) or, where a sandbox refuses that, by
 * fstatat(2); never following a link.
 */
int posix_statx(int dirfd, const char *file, struct statx *);

/* Fills in owner, mode, times, size and rss. */
void posix_fill(struct ipc_object *, const struct statx *);
/* See struct ipc_kind. */
void posix_times(struct ipc_object *);

/*
 * Both, of a regular file; with an empty file name that of the descriptor
 * itself.
 */
int posix_look(struct ipc_object *, int dirfd, const char *file);

/* What a file of another type is, as an errno and in words. */
int posix_type_error(mode_t);
const char *posix_type_words(mode_t);

/* In words what one of these errnos means here; NULL: what it always means. */
const char *posix_strerror(int error);

#endif
