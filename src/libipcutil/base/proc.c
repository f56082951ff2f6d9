/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading /proc; see proc.h. */
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/compat.h"
#include "base/copy.h"
#include "base/parse.h"
#include "base/proc.h"
#include "base/xalloc.h"

/* As in linux/fs.h, which may be older than the kernel. */
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
#define QUERY_ACCESS 0x07U /* of vma_flags */

/* As in linux/sched.h. */
#define PF_FORKNOEXEC 0x00000040
#define PF_KTHREAD 0x00200000
#define SEGMENT_NAME "/SYSV"
#define NS INT64_C(1000000000)

/* The one thing here that is not constant; see proc_set_root(). */
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

/* Unlike parse_kernel(), for words that use all of their 64 bits. */
static bool
parse_word(const char **s, int base, uint64_t *out)
{
	char *end;

	if (!isxdigit((unsigned char)**s))
		return false;
	errno = 0;
	*out = strtoull(*s, &end, base);
	if (end == *s || errno != 0)
		return false;
	*s = end;
	return true;
}

static bool
parse_hex(const char **s, uint64_t *out)
{
	return parse_word(s, 16, out);
}

static bool
skip(const char **s, const char *what)
{
	size_t length = strlen(what);

	if (strncmp(*s, what, length) != 0)
		return false;
	*s += length;
	return true;
}

/* "7f1c-7f1d rw-s 00000000 00:1a 2000            /dev/shm/name" */
bool
proc_parse_area(const char *line, struct proc_area *area)
{
	uint64_t major, minor, offset, ino;

	*area = (struct proc_area){ 0 };
	if (!parse_hex(&line, &area->start) || !skip(&line, "-") ||
	    !parse_hex(&line, &area->end) || !skip(&line, " ") ||
	    strcspn(line, " \n") != 4)
		return false;
	area->access =
	    (line[0] == 'r') | (line[1] == 'w') << 1 | (line[2] == 'x') << 2;
	line += 4;
	if (!skip(&line, " ") || !parse_hex(&line, &offset) ||
	    !skip(&line, " ") || !parse_hex(&line, &major) ||
	    !skip(&line, ":") || !parse_hex(&line, &minor) ||
	    !skip(&line, " ") || !parse_word(&line, 10, &ino) ||
	    major > UINT32_MAX || minor > UINT32_MAX)
		return false;
	area->ino = (int64_t)ino;
	area->dev = (int64_t)makedev((unsigned)major, (unsigned)minor);
	line += strspn(line, " ");
	area->segment = skip(&line, SEGMENT_NAME);
	return true;
}

/* "42 (any) bytes)) S 1 ..."; fields 3, 4, 9, 20 and 22. */
bool
proc_parse_stat(const char *text, struct proc_stat *stat)
{
	const char *p = strrchr(text, ')');
	int64_t number, flags = 0;
	int field;

	*stat = (struct proc_stat){ 0 };
	if (p == NULL || p[1] != ' ' || p[2] == '\0')
		return false;
	stat->state = p[2];
	p += 3;
	for (field = 4; field <= 22; field++) {
		if (!parse_kernel(&p, 10, &number))
			return false;
		if (field == 4)
			stat->parent = number;
		else if (field == 9)
			flags = number;
		else if (field == 20)
			stat->threads = number;
	}
	stat->start = number;
	stat->kernel = (flags & PF_KTHREAD) != 0;
	stat->forked = (flags & PF_FORKNOEXEC) != 0;
	return number >= 0;
}

/* "70 0x1 0x7ff0 0x2000 0x0 0x0 0x0 0x7ffe 0x7f1c"; "-1 0x7ffe 0x7f1c" */
bool
proc_parse_call(const char *text, struct proc_call *call)
{
	uint64_t words[8];
	size_t i;

	*call = (struct proc_call){ 0 };
	if (!parse_kernel(&text, 10, &call->nr) || call->nr < 0)
		return false;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!skip(&text, " 0x") || !parse_hex(&text, &words[i]))
			return false;
	memcpy(call->args, words, sizeof(call->args));
	call->stack = words[6];
	return true;
}

int64_t
proc_parse_namespace(const char *link)
{
	int64_t number;

	link += strcspn(link, ":");
	if (!skip(&link, ":[") || !parse_kernel(&link, 10, &number) ||
	    strcmp(link, "]") != 0)
		return UNKNOWN;
	return number;
}

int64_t
proc_parse_pid(const char *name)
{
	int64_t pid;

	return parse_number(name, 1, INT32_MAX, &pid) == NULL ? pid : UNKNOWN;
}

/* Fields end with one space each; one may be empty (the source can be). */
static const char *
next_field(const char *p)
{
	p += strcspn(p, " \n");
	return *p == ' ' ? p + 1 : p;
}

static const char *
nth_field(const char *p, int n)
{
	while (--n > 0)
		p = next_field(p);
	return p;
}

/* Whether one of the options, between commas, has it leave out processes. */
static bool
has_hidepid(const char *options)
{
	const char *p = options;
	size_t length;

	while (!skip(&p, "hidepid=")) {
		p += strcspn(p, ", \n");
		if (*p++ != ',')
			return false;
	}
	length = strcspn(p, ", \n");
	return (length != 1 || *p != '0') &&
	       (length != 3 || strncmp(p, "off", length) != 0);
}

/* "21 1 0:20 / /proc rw,nosuid shared:5 - proc proc rw,hidepid=invisible" */
bool
proc_parse_mount(const char *line, struct proc_mount *mount)
{
	const char *p = line;

	*mount = (struct proc_mount){ 0 };
	if (!parse_kernel(&p, 10, &mount->id) || mount->id < 0 || *p != ' ' ||
	    strncmp(nth_field(line, 5), "/proc ", 6) != 0)
		return false;
	/* Optional fields follow, up to one that is a hyphen. */
	for (p = nth_field(line, 7); !skip(&p, "- "); p = next_field(p))
		if (*p == '\0' || *p == '\n')
			return false;
	mount->hides = has_hidepid(nth_field(p, 3));
	return true;
}

int64_t
proc_field(const char *text, const char *word, int base)
{
	size_t length = strlen(word);
	int64_t number;

	while (text != NULL) {
		if (strncmp(text, word, length) == 0) {
			text += length;
			return parse_kernel(&text, base, &number) ? number
								  : UNKNOWN;
		}
		if ((text = strchr(text, '\n')) != NULL)
			text++;
	}
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
		if (ioctl(fd, QUERY, &query) == -1)
			return errno == ENOENT ? 0 : -1;
		area = (struct proc_area){
			.start = query.vma_start,
			.end = query.vma_end,
			.access = (int64_t)(query.vma_flags & QUERY_ACCESS),
			.dev =
			    (int64_t)makedev(query.dev_major, query.dev_minor),
			.ino = (int64_t)query.inode,
			.segment = UNKNOWN,
		};
		each(arg, &area);
	}
}

int
proc_is_segment(int fd, const struct proc_area *area)
{
	char name[sizeof(SEGMENT_NAME) + 64] = "";
	struct procmap_query_v1 query = {
		.size = sizeof(query),
		.query_addr = area->start,
		.vma_name_addr = (uintptr_t)name,
		.vma_name_size = sizeof(name),
	};

	if (area->segment != UNKNOWN)
		return area->segment != 0;
	if (ioctl(fd, QUERY, &query) == -1)
		/* What has a longer name has another one. */
		return errno == ENAMETOOLONG ? 0 : -1;
	return query.vma_name_size != 0 &&
	       strncmp(name, SEGMENT_NAME, strlen(SEGMENT_NAME)) == 0;
}

/*
 * The kernel writes a newline within a name as \012. What is in a line that
 * cannot be read is not known: false with errno.
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

	if (ioctl(fd, QUERY, &query) == 0 || errno == ENOENT)
		return 0;
	if (errno != ENOTTY)
		return -1;
	n = read(fd, &c, 1);
	if (n == 0)
		errno = ESRCH;
	return n > 0 ? 0 : -1;
}

static int64_t
nanoseconds(clockid_t clock)
{
	struct timespec ts = { 0 };

	clock_gettime(clock, &ts);
	return (int64_t)ts.tv_sec * NS + ts.tv_nsec;
}

int64_t
proc_boot_time(void)
{
	return nanoseconds(CLOCK_REALTIME) - nanoseconds(CLOCK_BOOTTIME);
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
	return boot_time + stat.start / ticks * NS +
	       stat.start % ticks * (NS / ticks);
}
