/* SPDX-License-Identifier: BSD-2-Clause */
/* User and group ids in our user namespace; see userns.h. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>

#include "base/amount.h"
#include "base/parse.h"
#include "base/proc.h"
#include "base/userns.h"

/* The number of ids, 0 to 2^32-2; the last number, -1, is no id. */
#define EVERYBODY INT64_C(0xffffffff)

/* The kernel's DEFAULT_OVERFLOWUID and DEFAULT_OVERFLOWGID. */
#define OVERFLOW_ID 65534

struct line {
	int64_t there;
	int64_t here;
	int64_t n;
};

/* Parses the next line and moves *map past it; false if there is none. */
static bool
next_line(const char **map, struct line *line)
{
	const char *p = *map;

	if (!parse_kernel(&p, 10, &line->there) ||
	    !parse_kernel(&p, 10, &line->here) ||
	    !parse_kernel(&p, 10, &line->n) || line->there < 0 ||
	    line->here < 0 || line->n < 0)
		return false;
	*map = p + strspn(p, " \n");
	return true;
}

/* The kernel refuses maps whose lines overlap, so the lengths can be added. */
bool
userns_maps_all(const char *map)
{
	struct line line;
	int64_t n = 0;

	while (next_line(&map, &line))
		n = amount_add(n, line.n);
	return n >= EVERYBODY;
}

bool
userns_maps(const char *map, int64_t here)
{
	struct line line;

	while (next_line(&map, &line))
		if (here >= line.here && here - line.here < line.n)
			return true;
	return false;
}

/* What is known about user ids, or about group ids. */
struct ids {
	const char *setting;
	const char *map;
	/* The overflow id, if some ids are not mapped; else UNKNOWN. */
	int64_t none;
	bool asked;
};

/* The overflow id of the setting; the kernel's default if it cannot be read. */
static int64_t
read_setting(const char *path)
{
	struct text text = { 0 };
	int64_t number = OVERFLOW_ID;
	const char *p;

	if (proc_read_below(path, &text) == 0) {
		p = text.s;
		parse_kernel(&p, 10, &number);
	}
	text_free(&text);
	return number;
}

/*
 * True if all ids are mapped. If the map is missing, that is so only if the
 * kernel has no user namespaces: /proc then has no link to our user namespace
 * either, though it has our process.
 */
static bool
has_everybody(const char *path)
{
	struct text text = { 0 };
	bool all;

	if (proc_read_below(path, &text) == 0)
		all = userns_maps_all(text.s);
	else
		all = errno == ENOENT &&
		      proc_own_namespace("ns/user") == UNKNOWN &&
		      errno == ENOENT &&
		      proc_own_namespace("ns/mnt") != UNKNOWN;
	text_free(&text);
	return all;
}

static void
ask(struct ids *ids)
{
	ids->none =
	    has_everybody(ids->map) ? UNKNOWN : read_setting(ids->setting);
	ids->asked = true;
}

/*
 * Reads the files at the first call only: most ids are asked for thousands of
 * times.
 */
static inline int64_t
known(struct ids *ids, int64_t id)
{
	if (!ids->asked)
		ask(ids);
	return id == ids->none ? UNKNOWN : id;
}

int64_t
userns_uid(int64_t uid)
{
	static struct ids users = {
		.setting = "sys/fs/overflowuid",
		.map = "self/uid_map",
	};

	return known(&users, uid);
}

int64_t
userns_gid(int64_t gid)
{
	static struct ids groups = {
		.setting = "sys/fs/overflowgid",
		.map = "self/gid_map",
	};

	return known(&groups, gid);
}

/*
 * /proc/PID itself belongs to the effective user even if the process is not
 * dumpable; most files in it belong to root then.
 */
int64_t
userns_of_process(int dirfd)
{
	struct stat st;

	return fstat(dirfd, &st) == 0 ? userns_uid(st.st_uid) : UNKNOWN;
}
