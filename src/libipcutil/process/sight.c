/* SPDX-License-Identifier: BSD-2-Clause */
/* How much a walk over processes can see; see sight.h. */
#include <sys/vfs.h>

#include <string.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "base/linux.h"
#include "base/parse.h"
#include "base/proc.h"
#include "process/sight.h"

/* The numbers of the first namespaces never change. */
#define FIRST_USER_NS INT64_C(0xeffffffd)
#define FIRST_PID_NS INT64_C(0xeffffffc)

/*
 * Parses "NSpid:\t70\t1": our pid in the namespace of /proc, then in those
 * below it. One pid means that /proc is of our namespace.
 */
static bool
has_one_pid(const char *status)
{
	const char *p = strstr(status, "\nNSpid:");
	int64_t pid;

	/* A kernel without PID namespaces has no such line. */
	if (p == NULL)
		return true;
	p += strlen("\nNSpid:");
	p += strspn(p, "\t ");
	return parse_kernel(&p, 10, &pid) && pid == getpid() && *p == '\n';
}

/* True if /proc belongs to our PID namespace, so that its pids are ours. */
static bool
proc_is_ours(const char *status)
{
	return proc_field(status, "Pid:", 10) == getpid() &&
	       has_one_pid(status);
}

/*
 * CAP_SYS_PTRACE shows processes in spite of hidepid=, but only in the initial
 * user namespace: elsewhere it is valid for that namespace's processes only.
 */
static bool
may_trace(const char *status)
{
	int64_t caps = proc_field(status, "CapEff:", 16);

	return caps != UNKNOWN && (caps >> CAP_SYS_PTRACE & 1) != 0 &&
	       proc_own_namespace("ns/user") == FIRST_USER_NS;
}

/*
 * True if the file system on /proc hides processes. Several may be mounted over
 * each other: if it is not known which one we see, any of them counts.
 */
static bool
leaves_out(void)
{
	int64_t ours = proc_root_mount();
	struct text text = { 0 };
	struct proc_mount mount;
	bool hides = false, known = false;
	const char *line;

	if (proc_read_below("self/mountinfo", &text) == -1) {
		text_free(&text);
		return true;
	}
	for (line = text.s; *line != '\0' && !known;
	     line += strcspn(line, "\n"), line += *line == '\n') {
		if (!proc_parse_mount(line, &mount))
			continue;
		known = mount.id == ours;
		hides = known ? mount.hides : hides || mount.hides;
	}
	text_free(&text);
	return hides;
}

/* On other file systems a mapping may have another inode than the file. */
bool
sight_is_memory(const struct statfs *fs)
{
	return fs->f_type == TMPFS_MAGIC || (uint32_t)fs->f_type == RAMFS_MAGIC;
}

void
sight_begin(struct sight *sight)
{
	struct text status = { 0 };
	struct statfs fs;

	*sight = (struct sight){
		.count = { .partial = true },
		.only = sight->only,
	};
	text_add(&status, "", 0);
	if (proc_read_below("self/status", &status) == -1)
		text_clear(&status);
	sight->foreign = !proc_is_ours(status.s);
	sight->partial =
	    sight->foreign || (leaves_out() && !may_trace(status.s));
	text_free(&status);
	/*
	 * From inside a namespace nobody can tell whether processes outside use
	 * our objects: the creator of our namespaces can enter them, and so can
	 * its children.
	 */
	if (proc_own_namespace("ns/pid") != FIRST_PID_NS)
		sight->outside |= KINDS_ALL;
	if (statfs(SHM_DIR, &fs) == -1 || !sight_is_memory(&fs))
		sight->outside |= KINDS_IN_SHM;
}

bool
sight_of_all(const struct sight *sight)
{
	return sight->only == NULL && !sight->partial &&
	       proc_count_all(&sight->count);
}

/* True if all processes that may use objects of the kind were examined. */
static bool
sees_all(const struct sight *sight, unsigned kind)
{
	return sight_of_all(sight) && (sight->outside & kind) == 0;
}

/*
 * If the kernel has shown all attachments of segments, all holders are known. A
 * file may also be open, which the kernel does not list.
 */
bool
sight_of_holders(const struct sight *sight, unsigned kind)
{
	return (sight->mapped & kind & KIND_SYSV_SHM) != 0 ||
	       sees_all(sight, kind);
}

bool
sight_of_waiters(const struct sight *sight, unsigned kind)
{
	if (sight->told & kind)
		return true;
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
	if (kinds & sight->told & ~KINDS_HELD &&
	    !(sees_all(sight, kinds) && (sight->deaf & kinds) == 0))
		text_str(t, "the kernel listed all waiters");
	else if (kinds & sight->mapped & KIND_SYSV_SHM &&
		 !sees_all(sight, kinds))
		text_str(
		    t, "the kernel listed all processes that have it attached");
	else if (sight->count.hidden != 0) {
		text_number(t, sight->count.hidden);
		add_count(t, sight->count.processes, " of ");
		text_str(t, " could not be looked at");
	} else if (sight->count.restless)
		text_str(t, "processes began and ended faster than they could "
			    "be looked at");
	else if (sight->partial || sight->count.partial)
		text_str(t, "/proc does not show all processes");
	else if (sight->outside & kinds)
		text_str(t, "processes outside of this PID namespace "
			    "cannot be seen");
	else if (sight->deaf & kinds)
		text_str(t, "the calls of some threads could not be read");
	else {
		add_count(t, sight->count.processes, "all ");
		text_str(t, " could be looked at");
	}
}
