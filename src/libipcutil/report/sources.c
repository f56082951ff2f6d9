/* SPDX-License-Identifier: BSD-2-Clause */
/* Tries the sources of facts; see sources.h. No try changes anything. */
#include <sys/inotify.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/vfs.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "base/compat.h"
#include "base/copy.h"
#include "base/proc.h"
#include "base/xalloc.h"
#include "kernel/reader.h"
#include "process/culprit.h"
#include "report/sources.h"

#define TRACEFS "/sys/kernel/tracing/events/syscalls"

/*
 * Tries a source. Returns 1 if it works, 0 with errno or *why, UNKNOWN with
 * *why; *why is a constant.
 */
typedef int64_t try_fn(const char **why);

static int64_t
settle(int status)
{
	return status == -1 ? 0 : 1;
}

static int64_t
try_open(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);

	if (fd == -1)
		return 0;
	copy_close(fd);
	return 1;
}

static int64_t
try_kernel(const char **why)
{
	struct kernel *kernel = kernel_open(why);

	if (kernel == NULL)
		return 0;
	kernel_close(kernel);
	return 1;
}

static int64_t
try_info(const char **why)
{
	struct msginfo info;

	(void)why;
	return settle(msgctl(0, IPC_INFO, (struct msqid_ds *)(void *)&info));
}

/*
 * An unused index fails like a kernel without the call, so a queue that exists
 * is needed.
 */
static int64_t
try_stat_any(const char **why)
{
	struct msqid_ds ds;
	struct msginfo info;
	int i, last = msgctl(0, MSG_INFO, (struct msqid_ds *)(void *)&info);

	if (last == -1)
		return 0;
	for (i = 0; info.msgpool > 0 && i <= last; i++)
		if (msgctl(i, MSG_STAT_ANY, &ds) != -1)
			return 1;
	if (info.msgpool > 0)
		return 0;
	*why = "there is no System V queue to try it on";
	return UNKNOWN;
}

static int64_t
try_sysvipc(const char **why)
{
	(void)why;
	return try_open("/proc/sysvipc/shm", O_RDONLY);
}

static int64_t
try_fsopen(const char **why)
{
	int fd = fsopen("mqueue", FSOPEN_CLOEXEC);

	(void)why;
	if (fd == -1)
		return 0;
	copy_close(fd);
	return 1;
}

static int64_t
try_dev_mqueue(const char **why)
{
	struct statfs fs;

	if (statfs(MQ_DIR, &fs) == -1)
		return 0;
	if (fs.f_type == MQUEUE_MAGIC)
		return 1;
	*why = "something else is mounted there, or nothing";
	return 0;
}

/* A kernel without MSG_COPY reports that before it looks for the queue. */
static int64_t
try_copy(const char **why)
{
	long message[2];

	(void)why;
	return msgrcv(INT32_MAX, message, sizeof(long), 0,
		   MSG_COPY | IPC_NOWAIT) == -1 &&
		       errno == ENOSYS
		   ? 0
		   : 1;
}

static int64_t
try_syscall(const char **why)
{
	char line[64];
	int fd = open("/proc/self/syscall", O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd == -1)
		return 0;
	n = read(fd, line, sizeof(line));
	copy_close(fd);
	if (n == -1)
		return 0;
	if (try_open("/proc/1/syscall", O_RDONLY) == 0)
		*why = "only for processes that you may trace";
	return 1;
}

static void
ignore_area(void *arg, const struct proc_area *area)
{
	(void)arg;
	(void)area;
}

static int64_t
try_query(const char **why)
{
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC), status;

	if (fd == -1)
		return 0;
	status = proc_query_areas(fd, true, ignore_area, NULL);
	if (status == -1 && errno == ENOTTY)
		*why = "needs Linux 6.11";
	copy_close(fd);
	return settle(status);
}

static int64_t
try_map_files(const char **why)
{
	DIR *dir = opendir("/proc/self/map_files");
	const struct dirent *entry;
	int fd = -1, error;

	if (dir == NULL)
		return 0;
	errno = ENOENT;
	while (fd == -1 && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			fd = openat(
			    dirfd(dir), entry->d_name, O_RDONLY | O_CLOEXEC);
	error = errno;
	copy_close(fd);
	closedir(dir);
	errno = error;
	if (fd == -1 && error == EPERM)
		*why = "needs CAP_CHECKPOINT_RESTORE or CAP_SYS_ADMIN in the "
		       "first user namespace";
	return settle(fd);
}

static int64_t
try_inotify(const char **why)
{
	int fd = inotify_init1(IN_CLOEXEC);

	(void)why;
	copy_close(fd);
	return settle(fd);
}

/* Watches /dev/shm as ipcwatch --by does. */
static int64_t
try_fanotify(const char **why)
{
	struct culprits *culprits = culprits_open(KIND_POSIX_SHM);

	if (culprits == NULL) {
		if (errno == EPERM)
			*why = "needs CAP_SYS_ADMIN in the first user "
			       "namespace";
		return 0;
	}
	culprits_free(culprits);
	return 1;
}

static int64_t
try_tracefs(const char **why)
{
	(void)why;
	return settle(access(TRACEFS, R_OK | X_OK));
}

static const struct {
	const char *name;
	try_fn *try;
	const char *gives;
} sources[] = {
	{ "kernel-memory", try_kernel,
	    "messages of POSIX queues, waiters of queues and sets, "
	    "mappings of memory, SEM_UNDO, RLIMIT_MSGQUEUE of each user" },
	{ "*_STAT_ANY", try_stat_any,
	    "System V objects that may not be read, and max_bytes" },
	{ "IPC_INFO", try_info, "System V limits" },
	{ "/proc/sysvipc", try_sysvipc,
	    "System V objects where calls are refused; rss and swap" },
	{ "fsopen", try_fsopen,
	    "POSIX queues of this IPC namespace, whatever is mounted" },
	{ "/dev/mqueue", try_dev_mqueue, "POSIX queues without privilege" },
	{ "MSG_COPY", try_copy, "messages of System V queues, left alone" },
	{ "/proc/PID/syscall", try_syscall,
	    "calls of blocked threads: POSIX semaphores, or all objects "
	    "if kernel memory cannot be read" },
	{ "PROCMAP_QUERY", try_query,
	    "mappings of objects, in half the time of /proc/PID/maps" },
	{ "map_files", try_map_files,
	    "contents of memory without a name, and of segments" },
	{ "inotify", try_inotify,
	    "creation, change and removal of POSIX objects" },
	{ "fanotify", try_fanotify,
	    "processes that create or remove POSIX objects" },
	{ "tracefs", try_tracefs, "system calls of all processes" },
};

#define SOURCES (sizeof(sources) / sizeof(*sources))

size_t
sources_try(struct source **out)
{
	const char *why;
	struct source *s;
	size_t i;

	*out = xreallocarray(NULL, SOURCES, sizeof(**out));
	for (i = 0; i < SOURCES; i++) {
		s = &(*out)[i];
		*s = (struct source){ .name = sources[i].name,
			.gives = sources[i].gives };
		why = NULL;
		s->works = sources[i].try(&why);
		if (why == NULL && s->works == 0)
			why = strerror(errno);
		if (why != NULL)
			s->why = xstrdup(why);
	}
	return SOURCES;
}

void
sources_free(struct source *all, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(all[i].why);
	free(all);
}

#define AT(member, type)                                                       \
	_Generic(((struct source *)0)->member, type                            \
		 : offsetof(struct source, member))

static const struct column columns[] = {
	{ "source", &value_text, AT(name, const char *), KINDS_ALL, 0,
	    "source of data" },
	{ "works", &value_truth, AT(works, int64_t), KINDS_ALL, 0,
	    "whether it works for the calling user" },
	{ "why", &value_prose, AT(why, char *), KINDS_ALL, 0,
	    "why not, or what restricts it" },
	{ "gives", &value_prose, AT(gives, const char *), KINDS_ALL, 0,
	    "fields that come from it" },
};

const struct table source_table = {
	.name = "sources",
	.columns = columns,
	.n = sizeof(columns) / sizeof(*columns),
};
