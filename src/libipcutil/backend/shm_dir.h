/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The directory of POSIX memory and semaphores, /dev/shm, as it is set up here:
 * shm_overview(7), tmpfs(5), proc_pid_mountinfo(5). Anything may be mounted or
 * missing there.
 */
#ifndef SHM_DIR_H
#define SHM_DIR_H

#include <stdbool.h>
#include <stdint.h>

#define SHM_DIR "/dev/shm"

struct shm_dir {
	int error;    /* errno of opening it; the rest is not set then */
	bool mounted; /* something is mounted on it */
	/* And that is a directory of another file system (a bind mount). */
	bool bound;
	bool tmpfs; /* it is on a tmpfs, in memory */
	bool read_only;
	int64_t uid;
	int64_t mode;
};

/* Reads how it is set up; what cannot be read counts as false. */
void shm_dir_look(struct shm_dir *);

/*
 * Notes that it is another namespace's directory from now on. No commands are
 * suggested then, as they would change our own.
 */
void shm_dir_set_foreign(void);

/*
 * Notes that the directory of the namespace that was entered cannot be used,
 * for this reason, a constant. Functions that need it fail with ENOLINK.
 * `where` is what the user calls the other namespace; it is copied. Entering
 * another namespace ends the block.
 */
void shm_dir_block(const char *reason, const char *where);
void shm_dir_unblock(void);

/* What the user calls that namespace; NULL if the directory is not blocked. */
const char *shm_dir_blocked(void);

/*
 * Why the directory made a call fail with this errno, and what to do about it:
 * a constant that begins with the directory's name. NULL if it is not the
 * cause.
 */
const char *shm_dir_strerror(int error);

/*
 * True if the line of /proc/self/mountinfo is about the mount with this number.
 * *part is true if the mount shows only a directory of its file system. Pure.
 */
bool shm_dir_parse_mount(const char *line, int64_t mount, bool *part);

#endif
