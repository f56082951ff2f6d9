/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading /proc; see proc.h. */
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/compat.h"
#include "base/copy.h"
#include "base/proc.h"
#include "base/xalloc.h"

/* PROCMAP_QUERY as in linux/fs.h, which may be older than the kernel. */
struct procmap_query_v1 {
	uint64_t size;
	uint64_t query_flags;
	uint64_t query_addr;
	uint64_t vma_start;
	uint64_t vma_end;
	uint64_t vma_flags;
	uint64_t vma_page_size;
	uint64_t vma_offset;
	uint64_t inode;
	uint32_t dev_major;
	uint32_t dev_minor;
	uint32_t vma_name_size;
	uint32_t build_id_size;
	uint64_t vma_name_addr;
	uint64_t build_id_addr;
};
#define QUERY _IOWR('f', 17, struct procmap_query_v1)
#define QUERY_SHARED 0x08U
#define QUERY_COVERING_OR_NEXT 0x10U
#define QUERY_FILE_BACKED 0x20U
#define QUERY_ACCESS 0x07U /* the bits of vma_flags that are the access */

/* The only variable of this file; see proc_set_root(). */
static const char *root = "/proc";

void
proc_set_root(const char *dir)
{
	root = dir;
}

int
proc_open(const char *file, int flags)
{
	char *path;
	int fd;

	xasprintf(&path, "%s/%s", root, file);
	fd = open(path, flags | O_CLOEXEC);
	free(path);
	return fd;
}

int
proc_open_process(int64_t pid)
{
	char file[32];

	snprintf(file, sizeof(file), "%lld", (long long)pid);
	return proc_open(file, O_PATH | O_DIRECTORY);
}

DIR *
proc_open_root(void)
{
	return opendir(root);
}

int64_t
proc_root_mount(void)
{
#ifdef STATX_MNT_ID
	struct statx st;

	if (statx(AT_FDCWD, root, AT_NO_AUTOMOUNT, STATX_MNT_ID, &st) == 0 &&
	    st.stx_mask & STATX_MNT_ID)
		return (int64_t)st.stx_mnt_id;
#endif
	return UNKNOWN;
}

static int
read_all(int fd, struct text *t)
{
	char buffer[16384];
	ssize_t n;

	text_add(t, "", 0);
	while ((n = read(fd, buffer, sizeof(buffer))) > 0)
		text_add(t, buffer, (size_t)n);
	return n == 0 ? 0 : -1;
}

int
proc_read(int dirfd, const char *file, struct text *t)
{
	int fd = openat(dirfd, file, O_RDONLY | O_CLOEXEC), status;

	if (fd == -1)
		return -1;
	status = read_all(fd, t);
	copy_close(fd);
	return status;
}

int
proc_command(int dirfd, struct text *t)
{
	size_t start = t->len;

	if (proc_read(dirfd, "comm", t) == -1)
		return -1;
	if (t->len > start + 1) {
		t->s[--t->len] = '\0';
		return 0;
	}
	errno = ENODATA;
	return -1;
}

int
proc_read_below(const char *file, struct text *t)
{
	char *path;
	int status;

	xasprintf(&path, "%s/%s", root, file);
	status = proc_read(AT_FDCWD, path, t);
	free(path);
	return status;
}

int64_t
proc_namespace(int dirfd, const char *file)
{
	char link[64];
	ssize_t n = readlinkat(dirfd, file, link, sizeof(link) - 1);
	int64_t number;

	if (n == -1)
		return UNKNOWN;
	link[n] = '\0';
	number = proc_parse_namespace(link);
	if (number == UNKNOWN)
		errno = EBADMSG;
	return number;
}

int64_t
proc_own_namespace(const char *file)
{
	int64_t number;
	char *path;

	xasprintf(&path, "%s/self/%s", root, file);
	number = proc_namespace(AT_FDCWD, path);
	free(path);
	return number;
}

/* qemu-user, which knows no PROCMAP_QUERY, says so with an errno of its own. */
static int
query_area(int fd, struct procmap_query_v1 *query)
{
	int status = ioctl(fd, QUERY, query);

	if (status == -1 && errno == ENOSYS)
		errno = ENOTTY;
	return status;
}

int
proc_query_areas(int fd, bool shared, proc_area_fn *each, void *arg)
{
	struct procmap_query_v1 query;
	struct proc_area area = { 0 };

	for (;;) {
		query = (struct procmap_query_v1){
			.size = sizeof(query),
			.query_flags = QUERY_COVERING_OR_NEXT |
				       QUERY_FILE_BACKED |
				       (shared ? QUERY_SHARED : 0),
			.query_addr = area.end,
		};
		if (query_area(fd, &query) == -1)
			return errno == ENOENT ? 0 : -1;
		area = (struct proc_area){
			.start = query.vma_start,
			.end = query.vma_end,
			.access = (int64_t)(query.vma_flags & QUERY_ACCESS),
			.dev =
			    (int64_t)makedev(query.dev_major, query.dev_minor),
			.ino = (int64_t)query.inode,
			.segment = UNKNOWN,
			.key = UNKNOWN,
		};
		each(arg, &area);
	}
}

int
proc_is_segment(int fd, const struct proc_area *area)
{
	char name[sizeof(PROC_SEGMENT_NAME) + 64] = "";
	struct procmap_query_v1 query = {
		.size = sizeof(query),
		.query_addr = area->start,
		.vma_name_addr = (uintptr_t)name,
		.vma_name_size = sizeof(name),
	};

	if (area->segment != UNKNOWN)
		return area->segment != 0;
	if (query_area(fd, &query) == -1)
		/* The names of segments are shorter. */
		return errno == ENAMETOOLONG ? 0 : -1;
	return query.vma_name_size != 0 &&
	       strncmp(name, PROC_SEGMENT_NAME, strlen(PROC_SEGMENT_NAME)) == 0;
}

/*
 * Calls `each` for every whole line and leaves the rest in the text. The kernel
 * writes a newline in a name as \012, so a line is one mapping. False with
 * errno if a line cannot be parsed: the result would be incomplete.
 */
static bool
parse_lines(struct text *t, proc_area_fn *each, void *arg)
{
	char *line = t->s, *end;
	struct proc_area area;

	while ((end = strchr(line, '\n')) != NULL) {
		*end = '\0';
		if (!proc_parse_area(line, &area)) {
			errno = EBADMSG;
			return false;
		}
		if (area.dev != 0)
			each(arg, &area);
		line = end + 1;
	}
	t->len = (size_t)(t->s + t->len - line);
	memmove(t->s, line, t->len + 1);
	return true;
}

int
proc_read_areas(int fd, proc_area_fn *each, void *arg)
{
	struct text rest = { 0 };
	char buffer[16384];
	bool any = false, whole = true;
	int status = -1;
	ssize_t n;

	while (whole && (n = read(fd, buffer, sizeof(buffer))) > 0) {
		any = true;
		text_add(&rest, buffer, (size_t)n);
		whole = parse_lines(&rest, each, arg);
	}
	if (n == 0 && !any)
		errno = ESRCH;
	else if (n == 0 && rest.len != 0)
		errno = EBADMSG;
	else if (n == 0)
		status = 0;
	text_free(&rest);
	return status;
}

int
proc_try_areas(int fd)
{
	struct procmap_query_v1 query = {
		.size = sizeof(query),
		.query_flags = QUERY_COVERING_OR_NEXT,
	};
	ssize_t n;
	char c;

	if (query_area(fd, &query) == 0 || errno == ENOENT)
		return 0;
	if (errno != ENOTTY)
		return -1;
	n = read(fd, &c, 1);
	if (n == 0)
		errno = ESRCH;
	return n > 0 ? 0 : -1;
}

int64_t
proc_boot_time(void)
{
	return clock_now(CLOCK_REALTIME) - clock_now(CLOCK_BOOTTIME);
}

int
proc_stat(int64_t pid, struct proc_stat *stat)
{
	struct text text = { 0 };
	char path[64];
	int status = -1;

	snprintf(path, sizeof(path), "%lld/stat", (long long)pid);
	if (proc_read_below(path, &text) == 0) {
		if (proc_parse_stat(text.s, stat))
			status = 0;
		else
			errno = EBADMSG;
	}
	text_free(&text);
	return status;
}

bool
proc_has_ended(const struct proc_stat *stat)
{
	return stat->state == 'Z' || stat->state == 'X';
}

int64_t
proc_start_time(int64_t pid, int64_t boot_time)
{
	int64_t ticks = sysconf(_SC_CLK_TCK);
	struct proc_stat stat;

	if (proc_stat(pid, &stat) == -1 || ticks <= 0)
		return UNKNOWN;
	if (proc_has_ended(&stat) && stat.threads <= 1) {
		errno = ESRCH;
		return UNKNOWN;
	}
	return boot_time + stat.start / ticks * SECOND +
	       stat.start % ticks * (SECOND / ticks);
}
