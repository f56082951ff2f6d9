/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the POSIX back ends share: their objects are files in a directory
 * anybody may write to, so nothing there is followed, mapped or waited for
 * (shm_overview(7), sem_overview(7), mq_overview(7)).
 */
#ifndef POSIX_H
#define POSIX_H

#include <limits.h>

#include <stdbool.h>

#include "backend/sem_layout.h"
#include "base/copy.h"
#include "model/kind.h"

#define SHM_DIR "/dev/shm"
#define MQ_DIR "/dev/mqueue"
#define MQUEUE_MAGIC 0x19800202 /* in the kernel; statfs(2) */
#define SYS_MQ "/proc/sys/fs/mqueue/"

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

/*
 * Operations of kinds with such an `own`: see list, stat, remove and clear in
 * kind.h. Only regular files are objects, and only these are removed.
 */
int posix_list(const struct ipc_kind *, struct ipc_list *, unsigned need,
    const struct ipc_skip *);
int posix_stat(struct ipc_object *, unsigned need);
int posix_remove(const struct ipc_object *);
int posix_clear(const struct ipc_kind *, const struct ipc_removal *);

/* The same in a directory that is open already; it is closed. */
int posix_list_dir(const struct ipc_kind *, struct ipc_list *, unsigned need,
    const struct ipc_skip *, int dirfd);
int posix_clear_dir(
    const struct ipc_kind *, const struct ipc_removal *, int dirfd);

/* Writes the path of the object's file. */
#define POSIX_PATH_ROOM (sizeof(SHM_DIR "/" SEM_PREFIX) + NAME_MAX)
void posix_path(const struct ipc_object *, char[POSIX_PATH_ROOM]);

/*
 * The object's file, opened with these flags of open(2): only if it is a
 * regular file, not following, not waiting, and leaving atime alone where
 * that is allowed (only to its owner). -1 with an errno that
 * posix_strerror() explains.
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
 * that lies on this device; -1 with EREMOTE if it is something else.
 */
int posix_open_nameless(const char *path, int flags, int64_t dev);

/*
 * Makes the object's file: with the mode and owner wanted, and as `fill` has
 * left it; only then it gets its name, never over one that is there. -1 with
 * errno. See make in kind.h.
 */
int posix_make(const struct ipc_object *, const struct ipc_attr *,
    int (*fill)(int fd, const struct ipc_attr *));

/* Gives the file to the owner wanted, if any. 0, or -1 with errno. */
int posix_own(int fd, const struct ipc_attr *);

/*
 * The same, and its mode and size, or nothing of it, -1 with errno. fd may have
 * been opened with O_PATH, if the size is UNKNOWN.
 */
int posix_change(int fd, const struct ipc_attr *);

/*
 * 0 if what was opened is the file that was looked at; -1 with ENOENT if
 * another has taken its place.
 */
int posix_is_it(int fd, const struct ipc_object *);

/*
 * Changes owner and mode of the object's file, if it is still the one that was
 * looked at, and closes it; -1 with errno, as it is if fd is -1.
 */
int posix_set_file(int fd, const struct ipc_object *, const struct ipc_attr *);

/* Owner and mode of an object: see set in kind.h. */
int posix_set(struct ipc_object *, const struct ipc_attr *);

/*
 * Fills in owner, mode, times, size and rss by statx(2), never following a
 * link; with an empty file name those of the descriptor itself. -1 with an
 * errno that posix_strerror() explains if it is no regular file.
 */
int posix_look(struct ipc_object *, int dirfd, const char *file);
const char *posix_strerror(int error);

/*
 * Fills in what the file of a queue says, as "QSIZE:129 NOTIFY:2 SIGNO:0
 * NOTIFY_PID:8260", see mq_overview(7). Pure.
 */
void posix_mq_parse(struct ipc_object *, const char *text);

/* The directory opened; -1 with errno. */
int posix_open_dir(const char *dir);
/* The same of a kind, see open_dir in kind.h. */
int posix_open_place(const struct ipc_kind *);

#endif
