/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading /proc; see proc(5). The parsers are pure functions over bytes.
 *
 * Reading a file of a process fails if the process has ended (ENOENT, ESRCH) or
 * cannot be examined (any other errno); see proc_each.h.
 */
#ifndef PROC_H
#define PROC_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "base/unknown.h"

/* A range of a process's address space that maps a file. */
struct proc_area {
	uint64_t start;
	uint64_t end; /* the first byte after it */
	int64_t dev;  /* as of makedev(3) */
	int64_t ino;
	int64_t access; /* sum of 1: read, 2: write, 4: execute */
	/* 1: has the name of a System V segment, 0: not; or UNKNOWN. */
	int64_t segment;
	int64_t key; /* the key in that name; or UNKNOWN */
};

/* The fields of /proc/PID/stat that we use. */
struct proc_stat {
	char state;	 /* Z: a zombie, X: dead */
	bool kernel;	 /* a kernel thread, which has no memory of its own */
	bool forked;	 /* forked and has not called execve(2) since */
	int64_t parent;	 /* the parent's pid; 0: outside of our PID namespace */
	int64_t threads; /* number of threads, the first one included */
	int64_t start;	 /* clock ticks after boot */
};

/* /proc/PID/task/TID/syscall of a thread that is blocked in a system call. */
struct proc_call {
	int64_t nr;
	uint64_t args[6];
	uint64_t stack;
};

/* How the kernel names the mappings of System V segments in /proc/PID/maps. */
#define PROC_SEGMENT_NAME "/SYSV"

/* Parses a line of /proc/PID/maps that ends with a NUL or a newline. */
bool proc_parse_area(const char *line, struct proc_area *);
bool proc_parse_stat(const char *, struct proc_stat *);
/*
 * False also if the thread is running, or is blocked outside of a system call.
 */
bool proc_parse_call(const char *, struct proc_call *);
/*
 * The number in "ipc:[4026531839]", the target of a link in /proc/PID/ns; or
 * UNKNOWN.
 */
int64_t proc_parse_namespace(const char *);
/* A directory name as a pid or tid; UNKNOWN if it is not a number. */
int64_t proc_parse_pid(const char *);
/* A line of /proc/self/mountinfo that mounts something on /proc. */
struct proc_mount {
	int64_t id;
	bool hides; /* hidepid= hides other users' processes, or their files */
};
/* False if the line mounts something elsewhere. */
bool proc_parse_mount(const char *line, struct proc_mount *);

/*
 * Sets where proc(5) is mounted: "/proc", or a directory of a test with the
 * same files. The string is kept, not copied. All functions that read processes
 * read below it.
 */
void proc_set_root(const char *dir);

/*
 * Opens a file below the root, such as "self/status". -1 with errno; the caller
 * closes it.
 */
int proc_open(const char *file, int flags);
/*
 * Opens the directory of a process or thread with O_PATH, as the dirfd of other
 * calls. -1 with errno; the caller closes it.
 */
int proc_open_process(int64_t pid);
/*
 * Opens the root itself for readdir(3). NULL with errno; the caller closes it.
 */
DIR *proc_open_root(void);

/*
 * The mount ID of the root, as in mountinfo; UNKNOWN before Linux 5.8.
 * statx(2).
 */
int64_t proc_root_mount(void);

/*
 * The number of the namespace in a link of /proc/PID/ns: `file` is "ns/ipc" and
 * so on, below the process's directory or below our own. UNKNOWN with errno.
 */
int64_t proc_namespace(int dirfd, const char *file);
int64_t proc_own_namespace(const char *file);

/* Reads /proc/PID/stat. 0, or -1 with errno. */
int proc_stat(int64_t pid, struct proc_stat *)
    __attribute__((warn_unused_result));
/* True if the first thread has ended. Other threads may still run. */
bool proc_has_ended(const struct proc_stat *);

/*
 * Appends the whole file. The size of a file in /proc is 0, so it is read to
 * the end. 0, or -1 with errno.
 */
int proc_read(int dirfd, const char *file, struct text *)
    __attribute__((warn_unused_result));
/* As proc_read() of a file below the root, such as "self/status". */
int proc_read_below(const char *file, struct text *)
    __attribute__((warn_unused_result));

/*
 * Appends the command name (comm) of the process with this directory, without
 * the newline. 0, or -1 with errno: ENODATA if the name is empty.
 */
int proc_command(int dirfd, struct text *) __attribute__((warn_unused_result));

/*
 * The number after a word that begins a line; UNKNOWN if there is no such line.
 */
int64_t proc_field(const char *text, const char *word, int base);

typedef void proc_area_fn(void *arg, const struct proc_area *);

/*
 * Calls `each` with every mapping of a file in /proc/PID/maps, which is open as
 * fd. With `shared`, only with mappings that are shared. 0, or -1 with errno:
 * ESRCH if the process has no memory, being a kernel thread or having ended.
 * proc_query_areas() uses an ioctl(2), PROCMAP_QUERY, and fails with ENOTTY if
 * the kernel lacks it (before Linux 6.11).
 */
int proc_query_areas(int fd, bool shared, proc_area_fn *each, void *arg)
    __attribute__((warn_unused_result));
int proc_read_areas(int fd, proc_area_fn *each, void *arg)
    __attribute__((warn_unused_result));

/*
 * Finds out whether the process has memory and may be examined, with the same
 * errors, without reading its mappings.
 */
int proc_try_areas(int fd) __attribute__((warn_unused_result));

/*
 * Whether the mapping has the name of a System V segment; -1 with errno if the
 * kernel cannot tell.
 */
int proc_is_segment(int fd, const struct proc_area *);

/*
 * The time of boot in nanoseconds since 1970, reckoned from the current setting
 * of the clock.
 */
int64_t proc_boot_time(void);

/*
 * The time when the process started, in nanoseconds since 1970, in steps of a
 * clock tick (a hundredth of a second). UNKNOWN with errno if it cannot be
 * read; ESRCH if the process has ended.
 */
int64_t proc_start_time(int64_t pid, int64_t boot_time);

#endif
