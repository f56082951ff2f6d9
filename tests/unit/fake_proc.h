/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A /proc that a test has filled: a directory with one for each process, in
 * which is as much as is read of it. Ourselves are in it, as nothing is proof
 * without, and it is that of the first PID namespace.
 *
 *	fake_begin();
 *	FAKE_PROCESS(70, .start = 50, .uid = 1000);
 *	fake_file("70/maps", "1-2 rw-s 0 00:1a 7 /dev/shm/x\n");
 *	fake_fail("70/status", EIO);
 *	...
 *	fake_end();
 *
 * Who has its pid is asked of the kernel: pid 1 is always there, and nobody has
 * one of FAKE_NOBODY or more.
 */
#ifndef FAKE_PROC_H
#define FAKE_PROC_H

#include <sys/prctl.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/proc.h"

#define FAKE_NOBODY 4100000
#define FAKE_FORKED 0x40U
#define FAKE_KERNEL 0x200000U
#define FAKE_STATUS "Name:\ta\nUid:\t%d\t%d\t%d\t%d\nGid:\t7\t7\t7\t7\n"
#define FAKE_MAPS "1000-2000 r-xp 00000000 fe:01 7    /usr/bin/a\n"

/* What is 0 is as it mostly is. */
struct fake_process {
	int pid;
	const char *comm;
	char state;
	int parent;
	unsigned flags;
	int threads;
	int start; /* seconds after booting: 50 */
	int uid;
};

#define FAKE_PROCESS(number, ...)                                              \
	fake_process((struct fake_process){ .pid = (number), __VA_ARGS__ })

/* Which is in a directory that belongs to whoever the test is run by. */
static char fake_root[4096];

/* In the fake; good until the next but three is asked for. */
static inline const char *
fake_path(const char *file)
{
	static char paths[4][sizeof(fake_root) + 256];
	static unsigned n;
	char *path = paths[n++ % 4];

	snprintf(path, sizeof(*paths), "%s/%s", fake_root, file);
	return path;
}

static inline int
fake_remove_one(
    const char *path, const struct stat *st, int type, struct FTW *f)
{
	(void)st;
	(void)f;
	if (type != FTW_DNR)
		return remove(path);
	return chmod(path, 0700) == -1
		   ? -1
		   : nftw(path, fake_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void
fake_remove(const char *file)
{
	nftw(fake_path(file), fake_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The directories that lead to it. */
static inline void
fake_parents(const char *file)
{
	char *path = strdup(fake_path(file)), *p;

	if (path == NULL)
		err(1, NULL);
	for (p = path + strlen(fake_root); (p = strchr(p, '/')) != NULL;
	     *p++ = '/') {
		*p = '\0';
		if (mkdir(path, 0755) == -1 && errno != EEXIST)
			err(1, "%s", path);
	}
	free(path);
}

/* Makes a file anew, or a directory if its name ends in a slash. */
__attribute__((format(printf, 2, 3))) static inline void
fake_file(const char *file, const char *format, ...)
{
	va_list args;
	FILE *fp;

	fake_remove(file);
	fake_parents(file);
	if (file[strlen(file) - 1] == '/')
		return;
	if ((fp = fopen(fake_path(file), "we")) == NULL)
		err(1, "%s", file);
	va_start(args, format);
	vfprintf(fp, format, args);
	va_end(args);
	if (fclose(fp) != 0)
		err(1, "%s", file);
}

static inline void
fake_link(const char *file, const char *to)
{
	fake_remove(file);
	fake_parents(file);
	if (symlink(to, fake_path(file)) == -1)
		err(1, "%s", file);
}

/*
 * From now on it fails so, when it is opened or read. EACCES is another errno
 * if we are root and cannot be anybody else.
 */
static inline void
fake_fail(const char *file, int error)
{
	char *name;

	if (error == EACCES && geteuid() != 0) {
		if (chmod(fake_path(file), 0) == -1)
			err(1, "%s", file);
		return;
	}
	fake_remove(file);
	switch (error) {
	case ENOENT:
		break;
	case EIO: /* where no memory is */
		fake_link(file, "/proc/self/mem");
		break;
	case ENAMETOOLONG:
		if (asprintf(&name, "%0300d", 0) == -1)
			err(1, NULL);
		fake_link(file, name);
		free(name);
		break;
	case EISDIR:
		if (mkdir(fake_path(file), 0755) == -1)
			err(1, "%s", file);
		break;
	case ENOTDIR:
		fake_file(file, "%s", "");
		break;
	default: /* ELOOP */
		fake_link(file, strrchr(fake_path(file), '/') + 1);
	}
}

static inline void
fake_in(int pid, const char *file, const char *text)
{
	char *path;

	if (asprintf(&path, "%d/%s", pid, file) == -1)
		err(1, NULL);
	if (strncmp(file, "ns/", 3) == 0)
		fake_link(path, text);
	else
		fake_file(path, "%s", text);
	free(path);
}

static inline void
fake_process(struct fake_process p)
{
	const char *comm = p.comm != NULL ? p.comm : "a";
	char text[512];

	snprintf(text, sizeof(text),
	    "%d (%s) %c %d 1 1 0 -1 %u 1 2 3 4 5 6 7 8 20 0 %d 0 %ld 0\n",
	    p.pid, comm, p.state != 0 ? p.state : 'S',
	    p.parent != 0 ? p.parent : 1, p.flags,
	    p.threads != 0 ? p.threads : 1,
	    (p.start != 0 ? p.start : 50) * sysconf(_SC_CLK_TCK));
	fake_in(p.pid, "stat", text);
	snprintf(text, sizeof(text), FAKE_STATUS, p.uid, p.uid, p.uid, p.uid);
	fake_in(p.pid, "status", text);
	snprintf(text, sizeof(text), "%s\n", comm);
	fake_in(p.pid, "comm", text);
	fake_in(p.pid, "maps", FAKE_MAPS);
	fake_in(p.pid, "fd/", "");
	fake_in(p.pid, "root/", "");
	fake_in(p.pid, "ns/ipc", "ipc:[4026531839]");
	fake_in(p.pid, "ns/pid", "pid:[4026531836]");
	fake_in(p.pid, "ns/user", "user:[4026531837]");
	fake_in(p.pid, "syscall", "running\n");
	fake_in(p.pid, "wchan", "0");
	/* Its first thread. */
	snprintf(text, sizeof(text), "%d/task/%d", p.pid, p.pid);
	fake_link(text, "..");
}

/* What /proc/self/status says, of this pid in the namespaces that it is in. */
static inline void
fake_self(const char *nspid, const char *caps)
{
	fake_file("self/status",
	    "Name:\ta\nPid:\t%d\nUid:\t0\t0\t0\t0\nNSpid:\t%s\nCapEff:\t%s\n",
	    (int)getpid(), nspid, caps);
}

/* Whoever runs the test, files can be such as we may not read. */
static inline void
fake_become_ordinary(void)
{
	if (geteuid() != 0)
		return;
	if (chown(fake_root, 65534, 65534) == -1 || seteuid(65534) == -1)
		return;
	if (faccessat(AT_FDCWD, fake_root, X_OK, AT_EACCESS) == -1 &&
	    seteuid(0) == -1)
		err(1, "seteuid");
	/* So that we may look at ourselves. */
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

static inline void
fake_begin(void)
{
	const char *dir = getenv("TMPDIR");
	char text[32];

	snprintf(fake_root, sizeof(fake_root), "%s/fake_proc.XXXXXX",
	    dir != NULL ? dir : "/tmp");
	if (mkdtemp(fake_root) == NULL)
		err(1, "%s", fake_root);
	fake_become_ordinary();
	strcat(fake_root, "/proc");
	proc_set_root(fake_root);
	snprintf(text, sizeof(text), "%d", (int)getpid());
	fake_link("self", text);
	FAKE_PROCESS(1, .start = 1);
	FAKE_PROCESS(getpid());
	fake_self(text, "000001ffffffffff");
	fake_file("self/mountinfo", "%lld 1 0:20 / /proc rw - proc proc rw\n",
	    (long long)proc_root_mount());
}

static inline void
fake_end(void)
{
	fake_remove("");
	*strrchr(fake_root, '/') = '\0';
	if (geteuid() != getuid() && seteuid(getuid()) == -1)
		err(1, "seteuid");
	rmdir(fake_root);
	proc_set_root("/proc");
}

#endif
