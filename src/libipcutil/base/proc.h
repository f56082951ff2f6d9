/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading /proc; see proc(5). The parsers are pure functions over bytes.
 *
 * Whatever is read of a process may fail because it has ended (ENOENT, ESRCH)
 * or because it could not be looked at (anything else); see proc_each.h.
 */
#ifndef PROC_H
#define PROC_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "base/unknown.h"

/* A part of a process's memory that has a file behind it. */
struct proc_area {
	uint64_t start;
	uint64_t end; /* behind the last byte */
	int64_t dev;  /* as makedev(3) has it */
	int64_t ino;
	int64_t access;	 /* 1: to read, 2: to write, 4: to execute; added up */
	int64_t segment; /* 1: named as System V segments are; or UNKNOWN */
	int64_t key;	 /* that the segment was made with; or UNKNOWN */
};

/* Part of /proc/PID/stat. */
struct proc_stat {
	char state;	 /* Z: ended, and not waited for */
	bool kernel;	 /* a thread of the kernel, without memory of its own */
	bool forked;	 /* it runs what its parent ran: no execve(2) since */
	int64_t parent;	 /* its pid; 0: outside of our PID namespace */
	int64_t threads; /* how many there are, itself too */
	int64_t start;	 /* clock ticks after booting */
};

/* /proc/PID/task/TID/syscall of a thread that is blocked in a call. */
struct proc_call {
	int64_t nr;
	uint64_t args[6];
	uint64_t stack;
};

/* How the names of segments begin in there. */
#define PROC_SEGMENT_NAME "/SYSV"

/* A line of /proc/PID/maps, up to its end or a newline. */
bool proc_parse_area(const char *line, struct proc_area *);
bool proc_parse_stat(const char *, struct proc_stat *);
/* False too of a thread that runs, or is blocked outside of any call. */
bool proc_parse_call(const char *, struct proc_call *);
/* "ipc:[4026531839]", to which a link of /proc/PID/ns leads; or UNKNOWN. */
int64_t proc_parse_namespace(const char *);
/* A pid or tid as the name of a directory; UNKNOWN if it is none. */
int64_t proc_parse_pid(const char *);
/* A line of /proc/self/mountinfo, of what is mounted on /proc. */
struct proc_mount {
	int64_t id;
	bool hides; /* it leaves out processes, or most of what they are */
};
/* False of what is mounted elsewhere. */
bool proc_parse_mount(const char *line, struct proc_mount *);

/*
 * Where proc(5) is mounted: "/proc", or a directory that a test has filled in
 * its place. The string is kept, not copied. All that is read of processes is
 * below it.
 */
void proc_set_root(const char *dir);

/*
 * Opens a file below it, as "self/status", or the directory itself. -1 or NULL
 * with errno.
 */
int proc_open(const char *file, int flags);
/* The directory of a process, or of a thread, to look below it (O_PATH). */
int proc_open_process(int64_t pid);
DIR *proc_open_root(void);

/* The mount that it is on, as in mountinfo; UNKNOWN before Linux 5.8. */
int64_t proc_root_mount(void);

/*
 * The number of the namespace that a link of /proc/PID/ns stands for, as
 * "ns/ipc" below that directory, or below our own. UNKNOWN with errno.
 */
int64_t proc_namespace(int dirfd, const char *file);
int64_t proc_own_namespace(const char *file);

/* /proc/PID/stat. 0, or -1 with errno. */
int proc_stat(int64_t pid, struct proc_stat *)
    __attribute__((warn_unused_result));
/* Whether its first thread has ended: there may be others. */
bool proc_has_ended(const struct proc_stat *);

/*
 * Adds all of a file, which in /proc says that it is empty. 0, or -1 with
 * errno.
 */
int proc_read(int dirfd, const char *file, struct text *)
    __attribute__((warn_unused_result));
/* The same of a file below the root, as "self/status". */
int proc_read_below(const char *file, struct text *)
    __attribute__((warn_unused_result));

/*
 * Adds the command of the process whose directory this is, without the newline
 * behind it. 0, or -1 with errno: ENODATA if there is none.
 */
int proc_command(int dirfd, struct text *) __attribute__((warn_unused_result));

/* The effective user of that process, as ours has it; UNKNOWN. */
int64_t proc_owner(int dirfd);

/* The number behind a word at the start of a line; UNKNOWN if it is missing. */
int64_t proc_field(const char *text, const char *word, int base);

typedef void proc_area_fn(void *arg, const struct proc_area *);

/*
 * Calls `each` with every area of /proc/PID/maps, open as fd, that has a file
 * behind it, with `shared` of those only that are shared. 0, or -1 with errno:
 * ESRCH if the process has no memory, being one of the kernel or having ended;
 * ENOTTY from the first if this kernel has no such call (before Linux 6.11).
 */
int proc_query_areas(int fd, bool shared, proc_area_fn *each, void *arg)
    __attribute__((warn_unused_result));
int proc_read_areas(int fd, proc_area_fn *each, void *arg)
    __attribute__((warn_unused_result));

/* Whether it has any memory, with the same errors; of no area more is read. */
int proc_try_areas(int fd) __attribute__((warn_unused_result));

/*
 * Whether an area of that process is named as System V segments are; -1 with
 * errno if that cannot be told.
 */
int proc_is_segment(int fd, const struct proc_area *);

/*
 * When the machine was booted, in nanoseconds since 1970, by the clock as it
 * is set now.
 */
int64_t proc_boot_time(void);

/*
 * When the process began, in nanoseconds since 1970 (to a hundredth of a
 * second). UNKNOWN with errno if that cannot be read; ESRCH: it is a zombie.
 */
int64_t proc_start_time(int64_t pid, int64_t boot_time);

#endif
