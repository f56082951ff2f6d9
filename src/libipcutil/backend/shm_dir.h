/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The directory that POSIX memory and semaphores lie in, as it is set up here:
 * shm_overview(7), tmpfs(5), proc_pid_mountinfo(5). It may be anything.
 */
#ifndef SHM_DIR_H
#define SHM_DIR_H

#include <stdbool.h>
#include <stdint.h>

struct shm_dir {
	int error;    /* errno where it cannot be opened; the rest is unset */
	bool mounted; /* something is mounted there */
	bool bound;   /* and that is a directory of a file system */
	bool tmpfs;   /* which lies in memory */
	bool read_only;
	int64_t uid;
	int64_t mode;
};

void shm_dir_look(struct shm_dir *);

/*
 * Another namespace's is in its place from now on. What mends that one is not
 * known here: commands would change our own.
 */
void shm_dir_set_foreign(void);

/*
 * Another namespace's cannot be put in its place, for this reason, a constant:
 * what needs it fails with ENOLINK. `where' is how the user calls the other
 * side; it is copied. Unblocked when the next one is entered.
 */
void shm_dir_block(const char *reason, const char *where);
void shm_dir_unblock(void);

/* How the user calls that side; NULL if it is not blocked. */
const char *shm_dir_blocked(void);

/*
 * Why that directory made a call fail with this errno, and what to do: a
 * constant that begins with its name; NULL if it is not to blame.
 */
const char *shm_dir_strerror(int error);

/*
 * Whether the line of /proc/self/mountinfo is of the mount with this number;
 * then *part says whether it shows but a directory of the file system.
 */
bool shm_dir_parse_mount(const char *line, int64_t mount, bool *part);

#endif
