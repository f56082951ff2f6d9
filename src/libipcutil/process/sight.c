/* SPDX-License-Identifier: BSD-2-Clause */
/* How far a walk over all processes can see; see sight.h. */
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/posix.h"
#include "base/compat.h"
#include "base/proc.h"
#include "base/xalloc.h"
#include "process/sight.h"

#define TMPFS 0x01021994
#define RAMFS 0x858458f6
#define FIRST_PID_NS 0xeffffffcU /* its inode number is fixed */
#define CAP_SYS_PTRACE_BIT 19
#define NS INT64_C(1000000000)

/* As in linux/nsfs.h from 6.18 on. */
#define NAMESPACE_ID _IOR(0xb7, 13, uint64_t)

/* Whether /proc is that of our PID namespace, whose pids are ours too. */
static bool
proc_is_ours(void)
{
	char name[16];
	ssize_t n = readlink("/proc/self", name, sizeof(name) - 1);

	if (n == -1)
		return false;
	name[n] = '\0';
	return proc_parse_pid(name) == getpid();
}

/* Those who may trace any process see all of them all the same. */
static bool
may_trace(void)
{
	struct text text = { 0 };
	int64_t caps = UNKNOWN;

	if (proc_read(AT_FDCWD, "/proc/self/status", &text) == 0)
		caps = proc_field(text.s, "CapEff:", 16);
	text_free(&text);
	return caps != UNKNOWN && (caps >> CAP_SYS_PTRACE_BIT & 1) != 0;
}

/* The last file system mounted on /proc is the one we see. */
static bool
leaves_out(void)
{
	struct text text = { 0 };
	const char *line, *end;
	bool hides = false;
	char *copy;

	if (proc_read(AT_FDCWD, "/proc/self/mountinfo", &text) == -1) {
		text_free(&text);
		return true;
	}
	for (line = text.s; (end = strchr(line, '\n')) != NULL;
	     line = end + 1) {
		copy = xstrndup(line, (size_t)(end - line));
		if (strstr(copy, " /proc ") != NULL)
			hides = proc_parse_hidepid(copy);
		free(copy);
	}
	text_free(&text);
	return hides;
}

static uint64_t
namespace_id(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	uint64_t id = 0;

	if (fd == -1)
		return 0;
	if (ioctl(fd, NAMESPACE_ID, &id) == -1)
		id = 0;
	close(fd);
	return id;
}

/*
 * The kernel numbers namespaces one after the other, and makes those of one
 * call in a fixed order: if the PID namespace comes right after the IPC
 * namespace, both were made for the same processes.
 */
static bool
made_together(void)
{
	uint64_t ipc = namespace_id("/proc/self/ns/ipc");

	return ipc != 0 && namespace_id("/proc/self/ns/pid") == ipc + 1;
}

/* A /dev/shm that is younger than process 1 was mounted by it. */
static bool
mounted_inside(void)
{
	int64_t start = proc_start_time(1, proc_boot_time()), made;
	struct statx st;

	if (statx(AT_FDCWD, SHM_DIR, 0, STATX_BTIME, &st) == -1 ||
	    !(st.stx_mask & STATX_BTIME) || start == UNKNOWN)
		return false;
	made = st.stx_btime.tv_sec * NS + st.stx_btime.tv_nsec;
	/* Of process 1, hundredths of seconds are all that is known. */
	return made >= start - NS / 50;
}

static bool
is_first_namespace(void)
{
	struct stat st;

	return stat("/proc/self/ns/pid", &st) == 0 && st.st_ino == FIRST_PID_NS;
}

/* Elsewhere an area of memory may bear another inode than the file. */
static bool
is_memory(void)
{
	struct statfs fs;

	return statfs(SHM_DIR, &fs) == 0 &&
	       (fs.f_type == TMPFS || (uint32_t)fs.f_type == RAMFS);
}

void
sight_begin(struct sight *sight)
{
	const unsigned files = KIND_POSIX_SHM | KIND_POSIX_SEM;

	*sight = (struct sight){ 0 };
	sight->foreign = !proc_is_ours();
	sight->partial = sight->foreign || (leaves_out() && !may_trace());
	if (!is_memory())
		sight->outside |= files;
	if (is_first_namespace())
		return;
	if (!made_together())
		sight->outside |= KINDS_ALL & ~files;
	if (!mounted_inside())
		sight->outside |= files;
}

bool
sight_of_holders(const struct sight *sight, unsigned kind)
{
	return !sight->partial && sight->hidden == 0 &&
	       (sight->outside & kind) == 0;
}

bool
sight_of_waiters(const struct sight *sight, unsigned kind)
{
	return sight_of_holders(sight, kind) && (sight->deaf & kind) == 0;
}

static void
add_count(struct text *t, int64_t n, const char *before)
{
	text_str(t, before);
	text_number(t, n);
	text_str(t, n == 1 ? " process" : " processes");
}

void
sight_describe(const struct sight *sight, unsigned kinds, struct text *t)
{
	if (sight->hidden != 0) {
		text_number(t, sight->hidden);
		add_count(t, sight->processes, " of ");
		text_str(t, " could not be looked at");
	} else if (sight->partial)
		text_str(t, "/proc does not show all processes");
	else if (sight->outside & kinds)
		text_str(t, "processes outside of this PID namespace "
			    "cannot be seen");
	else if (sight->deaf & kinds)
		text_str(t, "what some threads wait for could not be read");
	else {
		add_count(t, sight->processes, "all ");
		text_str(t, " could be looked at");
	}
}
