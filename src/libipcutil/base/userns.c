/* SPDX-License-Identifier: BSD-2-Clause */
/* Users and groups as our user namespace numbers them; see userns.h. */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>

#include "base/amount.h"
#include "base/parse.h"
#include "base/proc.h"
#include "base/userns.h"

/* From 0 to 2^32-2: the last number is nobody's. */
#define EVERYBODY INT64_C(0xffffffff)

/* DEFAULT_OVERFLOWUID in the kernel, and the same of groups. */
#define OVERFLOW_ID 65534

struct line {
	int64_t there;
	int64_t here;
	int64_t n;
};

/* The next line, which is passed over; false if there is none. */
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

/* The kernel takes no lines that overlap. */
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

/* What is known of users, or of groups. */
struct ids {
	const char *setting;
	const char *map;
	/* The number of who has none; UNKNOWN: everybody has one. */
	int64_t none;
	bool asked;
};

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
 * Without a map, everybody has a number only if the kernel has no user
 * namespaces: then the link to ours is missing too, in a /proc that has us.
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

static int64_t
known(struct ids *ids, int64_t id)
{
	if (!ids->asked) {
		ids->none = has_everybody(ids->map)
				? UNKNOWN
				: read_setting(ids->setting);
		ids->asked = true;
	}
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
