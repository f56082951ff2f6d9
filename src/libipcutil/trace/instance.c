/* SPDX-License-Identifier: BSD-2-Clause */
/* An instance of the kernel's tracing; see instance.h. */
#include <sys/mount.h>
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/compat.h"
#include "base/copy.h"
#include "base/parse.h"
#include "base/privilege.h"
#include "base/proc.h"
#include "base/unknown.h"
#include "base/xalloc.h"
#include "trace/instance.h"

#define PREFIX "ipcutil-"
#define FIRST_PID_NS INT64_C(0xeffffffc) /* fixed in the kernel */

/* tracefs, in a mount that is gone with its descriptors. */
static int
open_root(void)
{
	int context, mount, dirfd = -1;

	if ((context = fsopen("tracefs", FSOPEN_CLOEXEC)) == -1)
		return -1;
	if (fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0 &&
	    (mount = fsmount(context, FSMOUNT_CLOEXEC, 0)) != -1) {
		dirfd = openat(mount, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		copy_close(mount);
	}
	copy_close(context);
	return dirfd;
}

/* PID namespace, pid, and when the process began, as its name begins. */
static bool
parse_name(const char *name, int64_t numbers[3])
{
	const char *s = name + strlen(PREFIX);
	int i;

	if (strncmp(name, PREFIX, strlen(PREFIX)) != 0)
		return false;
	for (i = 0; i < 3; i++) {
		if (i > 0 && *s++ != '-')
			return false;
		if (*s < '0' || *s > '9' || !parse_kernel(&s, 10, &numbers[i]))
			return false;
	}
	return *s == '\0' || strcmp(s, INSTANCE_SECOND) == 0;
}

/* Whether any process is in that PID namespace; true if that cannot be read. */
static bool
is_inhabited(int64_t pid_ns)
{
	DIR *dir = proc_open_root();
	const struct dirent *entry;
	bool found = false;
	char *file;

	if (dir == NULL)
		return true;
	while (!found && (entry = readdir(dir)) != NULL) {
		if (proc_parse_pid(entry->d_name) == UNKNOWN)
			continue;
		xasprintf(&file, "%s/ns/pid", entry->d_name);
		found = proc_namespace(dirfd(dir), file) == pid_ns;
		free(file);
	}
	closedir(dir);
	return found;
}

bool
instance_is_stale(const char *name)
{
	int64_t numbers[3], ours = proc_own_namespace("ns/pid");
	struct proc_stat stat;

	if (!parse_name(name, numbers) || ours == UNKNOWN)
		return false;
	if (numbers[0] != ours)
		return ours == FIRST_PID_NS && !is_inhabited(numbers[0]);
	if (proc_stat(numbers[1], &stat) == -1)
		return errno == ENOENT || errno == ESRCH;
	return stat.start != numbers[2] || proc_has_ended(&stat);
}

/* One that is in use, by who reads it, cannot be removed; it stays then. */
static void
remove_stale(int instances)
{
	int fd = openat(instances, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct dirent *entry;
	DIR *dir;

	if (fd == -1 || (dir = fdopendir(fd)) == NULL) {
		copy_close(fd);
		return;
	}
	while ((entry = readdir(dir)) != NULL)
		if (instance_is_stale(entry->d_name))
			unlinkat(instances, entry->d_name, AT_REMOVEDIR);
	closedir(dir);
}

static int
make(struct instance *instance, int instances, const char *which)
{
	struct proc_stat stat;

	if (proc_stat(getpid(), &stat) == -1)
		return -1;
	snprintf(instance->name, sizeof(instance->name),
	    PREFIX "%" PRId64 "-%ld-%" PRId64 "%s",
	    proc_own_namespace("ns/pid"), (long)getpid(), stat.start, which);
	if (mkdirat(instances, instance->name, 0700) == -1)
		return -1;
	instance->dir = openat(
	    instances, instance->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (instance->dir == -1)
		unlinkat(instances, instance->name, AT_REMOVEDIR);
	return instance->dir == -1 ? -1 : 0;
}

static int
set_size(const struct instance *instance, int64_t bytes)
{
	char size[32];

	snprintf(size, sizeof(size), "%" PRId64, bytes / 1024);
	return instance_write(instance, "buffer_size_kb", size);
}

/* It may keep the one that it has. */
void
instance_resize(const struct instance *instance, int64_t bytes)
{
	(void)set_size(instance, bytes);
}

/*
 * Time is that of CLOCK_MONOTONIC, which all processors share. A reader is
 * woken by the first record (0 percent of a buffer). What there is no room for
 * takes the place of what is oldest: only then does the kernel tell on which
 * page records are missing, and who waits after a flood is known.
 */
static int
set_up(const struct instance *instance, int64_t bytes)
{
	if (instance_write(instance, "trace_clock", "mono") == -1 ||
	    set_size(instance, bytes) == -1)
		return -1;
	instance_write(instance, "buffer_percent", "0");
	instance_write(instance, "options/overwrite", "1");
	return 0;
}

int
instance_begin(struct instance *instance, int64_t bytes, const char *which)
{
	int instances, error = 0;

	*instance = (struct instance){ .root = open_root(), .dir = -1 };
	if (instance->root == -1)
		return -1;
	instances = openat(
	    instance->root, "instances", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (instances == -1) {
		copy_close(instance->root);
		return -1;
	}
	remove_stale(instances);
	if (make(instance, instances, which) == -1)
		error = errno;
	close(instances);
	if (error == 0 && set_up(instance, bytes) == -1)
		error = errno;
	if (error == 0)
		return 0;
	instance_end(instance);
	errno = error;
	return -1;
}

const char *
instance_strerror(int error)
{
	if (error == EPERM || error == EACCES)
		return privilege_is_first()
			   ? "needs root (CAP_SYS_ADMIN); watching for "
			     "events needs no right"
			   : "needs root of the first user namespace; "
			     "watching for events needs no right";
	if (error == ENODEV || error == ENOENT)
		return "this kernel does not trace system calls "
		       "(CONFIG_FTRACE_SYSCALLS); watching for events needs "
		       "no tracing";
	return strerror(error);
}

void
instance_end(struct instance *instance)
{
	int instances;

	if (instance->root == -1)
		return;
	if (instance->dir != -1) {
		instance_write(instance, "tracing_on", "0");
		close(instance->dir);
		instances = openat(instance->root, "instances",
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (instances != -1) {
			unlinkat(instances, instance->name, AT_REMOVEDIR);
			close(instances);
		}
	}
	close(instance->root);
	instance->root = instance->dir = -1;
}

int
instance_read(
    const struct instance *instance, const char *file, struct text *text)
{
	return proc_read(instance->dir, file, text);
}

static int
write_file(const struct instance *instance, const char *file, int flags,
    const char *value)
{
	int fd = openat(instance->dir, file, O_WRONLY | O_CLOEXEC | flags);
	int result;

	if (fd == -1)
		return -1;
	result = copy_write(fd, value, strlen(value));
	copy_close(fd);
	return result;
}

int
instance_write(
    const struct instance *instance, const char *file, const char *value)
{
	return write_file(instance, file, O_TRUNC, value);
}

int
instance_append(
    const struct instance *instance, const char *file, const char *value)
{
	return write_file(instance, file, O_APPEND, value);
}

int
instance_enable(
    const struct instance *instance, const char *event, const char *filter)
{
	int result = 0;
	char *file;

	if (filter != NULL) {
		xasprintf(&file, "events/%s/filter", event);
		result = instance_write(instance, file, filter);
		free(file);
	}
	if (result == 0) {
		xasprintf(&file, "events/%s/enable", event);
		result = instance_write(instance, file, "1");
		free(file);
	}
	return result;
}

/* Which of the two counters counts depends on options/overwrite. */
static int64_t
lost_on(const struct instance *instance, const char *processor)
{
	static const char *const words[] = { "overrun:", "dropped events:" };
	struct text text = { 0 };
	int64_t lost = 0, n;
	char *file;
	size_t i;

	xasprintf(&file, "per_cpu/%s/stats", processor);
	if (instance_read(instance, file, &text) == 0)
		for (i = 0; i < sizeof(words) / sizeof(*words); i++)
			if ((n = proc_field(text.s, words[i], 10)) > 0)
				lost += n;
	free(file);
	text_free(&text);
	return lost;
}

int64_t
instance_lost(const struct instance *instance)
{
	int fd = openat(
	    instance->dir, "per_cpu", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct dirent *entry;
	int64_t lost = 0;
	DIR *dir;

	if (fd == -1 || (dir = fdopendir(fd)) == NULL) {
		copy_close(fd);
		return UNKNOWN;
	}
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			lost += lost_on(instance, entry->d_name);
	closedir(dir);
	return lost;
}
