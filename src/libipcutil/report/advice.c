/* SPDX-License-Identifier: BSD-2-Clause */
/* How to raise a limit on this machine; see advice.h. */
#include <sys/resource.h>
#include <sys/statvfs.h>

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "backend/shm_dir.h"
#include "base/amount.h"
#include "base/parse.h"
#include "base/privilege.h"
#include "base/xalloc.h"
#include "report/advice.h"
#include "report/limit_rows.h"

/* Proposed values where the limit is 0 and nothing is used. */
#define BYTES_TO_BEGIN (INT64_C(1) << 20)
#define COUNT_TO_BEGIN 128

#define SYSCTL "sysctl -w "
#define REMOUNT "mount -o remount,"
#define AS_ROOT "  # as root"

/* Doubles the limit, or what is used if that is more. */
static int64_t
twice(const struct limit *limit)
{
	int64_t value = limit->value;

	if (value < limit->used)
		value = limit->used;
	if (value <= 0)
		return limit->unit != NULL && strcmp(limit->unit, "bytes") == 0
			   ? BYTES_TO_BEGIN
			   : COUNT_TO_BEGIN;
	return __builtin_mul_overflow(value, 2, &value) ? INT64_MAX : value;
}

/*
 * Huge pages are taken from the memory of everything else. Propose no more than
 * was asked for or, if nothing was, a quarter more.
 */
static int64_t
pages_of_pool(const struct limit *limit, int64_t least)
{
	int64_t pages = limit->value > limit->used ? limit->value : limit->used;

	return least > 0 ? least : amount_add(pages, pages / 4 + 1);
}

int64_t
advice_value(const struct limit *limit, int64_t least)
{
	int64_t value = limit->row != NULL && limit->row->use.page != 0
			    ? pages_of_pool(limit, least)
			    : twice(limit);
	int64_t most = limit->row != NULL ? limit->row->use.most : 0;

	if (value < least)
		value = least;
	return most > limit->value && value > most ? most : value;
}

/* Returns the value of another limit of the same kind, by its name. */
static int64_t
value_of(const struct limit *limit, const struct limit *limits, size_t n,
    const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (limits[i].kinds == limit->kinds &&
		    strlen(limits[i].name) == length &&
		    memcmp(limits[i].name, name, length) == 0)
			return limits[i].value;
	return 0;
}

/*
 * Fills in the remedy: {} is the new value, {K} the same in KiB, {NAME} the
 * value of another limit.
 */
static void
fill(struct text *t, const struct limit *limit, int64_t value,
    const struct limit *limits, size_t n)
{
	const char *p, *word;
	size_t length;

	for (p = limit->row->use.remedy; *p != '\0'; p++) {
		if (*p != '{') {
			text_char(t, *p);
			continue;
		}
		word = p + 1;
		length = strcspn(word, "}");
		p = word + length;
		if (length == 0)
			text_number(t, value);
		else if (length == 1 && *word == 'K')
			text_number(t, value / 1024 + (value % 1024 != 0));
		else
			text_number(
			    t, value_of(limit, limits, n, word, length));
	}
}

/* Says whether the shell would find a program of this name in PATH. */
static bool
is_installed(const char *program)
{
	const char *path = getenv("PATH");
	char *copy, *rest, *dir, *file;
	bool found = false;

	copy = rest = xstrdup(path != NULL ? path : "/usr/sbin:/sbin");
	while (!found && (dir = strsep(&rest, ":")) != NULL) {
		xasprintf(&file, "%s/%s", dir, program);
		found = access(file, X_OK) == 0;
		free(file);
	}
	free(copy);
	return found;
}

/*
 * By whom the limit can be raised: this user, root, or only someone outside of
 * the container.
 */
enum way { OURS, OF_ROOT, OUTSIDE };

/* Says who may write to a file of /proc/sys or /sys. */
static enum way
way_to_write(const char *path)
{
	struct statvfs fs;

	/*
	 * Check for a read-only mount first: faccessat(2) reports missing
	 * permission before it reports the mount.
	 */
	if (statvfs(path, &fs) == 0 && fs.f_flag & ST_RDONLY)
		return OUTSIDE;
	if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0)
		return OURS;
	return geteuid() != 0 ? OF_ROOT : OUTSIDE;
}

/* Says who has the capability, in this user namespace. */
static enum way
way_with(int capability)
{
	if (privilege_has(capability))
		return OURS;
	return geteuid() != 0 && privilege_can_be_had(capability) ? OF_ROOT
								  : OUTSIDE;
}

/*
 * Returns the path of a setting: kernel.shmmni=20 is /proc/sys/kernel/shmmni.
 */
static char *
path_of(const char *setting)
{
	size_t length = strcspn(setting, "=");
	char *path, *p;

	xasprintf(&path, "/proc/sys/%.*s", (int)length, setting);
	for (p = path + strlen("/proc/sys/"); *p != '\0'; p++)
		if (*p == '.')
			*p = '/';
	return path;
}

static void
advise_sysctl(struct text *t, const char *command)
{
	const char *setting = command + strlen(SYSCTL);
	char *path = path_of(setting);
	enum way way = way_to_write(path);

	if (way == OUTSIDE) {
		text_str(t, "only outside of this container: docker run "
			    "--sysctl ");
		text_str(t, setting);
		text_str(t, ", sysctls: in a compose file, "
			    "securityContext.sysctls in Kubernetes");
	} else if (is_installed("sysctl")) {
		advice_add_place(t);
		text_str(t, command);
	} else {
		advice_add_place(t);
		text_str(t, "echo ");
		text_str(t, strchr(setting, '=') + 1);
		text_str(t, " >");
		text_str(t, path);
	}
	if (way == OF_ROOT)
		text_str(t, AS_ROOT);
	free(path);
}

/*
 * Adds what to do when the container is set up: the option with which its
 * /dev/shm has to be mounted.
 */
static void
advise_container(struct text *t, const char *option, size_t length)
{
	const char *value = strchr(option, '=') + 1;
	int n = (int)(length - (size_t)(value - option));
	char *words;

	if (strncmp(option, "size=", 5) == 0)
		xasprintf(&words,
		    "docker run --shm-size=%.*s, shm_size: %.*s in a compose "
		    "file, or emptyDir.sizeLimit: %.*s in Kubernetes",
		    n, value, n, value, n, value);
	else
		xasprintf(&words, "docker run --tmpfs " SHM_DIR ":%.*s",
		    (int)length, option);
	text_str(t, words);
	free(words);
}

/* Returns why /dev/shm cannot be remounted, or NULL if it can. */
static const char *
obstacle_to_remount(const struct shm_dir *dir, enum way way)
{
	if (dir->error != 0 || !dir->mounted)
		return SHM_DIR " is a directory, not a file system that could "
			       "be remounted: ";
	if (dir->bound)
		return SHM_DIR " is a bind mount of a directory, and not to "
			       "be remounted: ";
	if (!dir->tmpfs)
		return SHM_DIR " is no tmpfs that could be remounted: ";
	if (way == OUTSIDE)
		return "only outside of this container, with CAP_SYS_ADMIN: ";
	return NULL;
}

static void
advise_mount(struct text *t, const char *command)
{
	const char *option = command + strlen(REMOUNT);
	enum way way = way_with(CAP_SYS_ADMIN);
	const char *obstacle;
	struct shm_dir dir;

	shm_dir_look(&dir);
	if ((obstacle = obstacle_to_remount(&dir, way)) != NULL) {
		text_str(t, obstacle);
		advise_container(t, option, strcspn(option, " "));
		return;
	}
	advice_add_place(t);
	text_str(t, command);
	if (way == OF_ROOT)
		text_str(t, AS_ROOT);
	else if (!privilege_is_first())
		text_str(t, "  # if it was mounted in this user namespace");
}

static const struct {
	const char *command;
	int resource;
	int64_t unit;
	const char *name; /* as docker(1) calls it */
} rlimits[] = {
	{ "ulimit -q ", RLIMIT_MSGQUEUE, 1, "msgqueue" },
	{ "ulimit -l ", RLIMIT_MEMLOCK, 1024, "memlock" },
};

/* Any process may raise its soft limit up to the hard limit. */
static bool
is_below_hard(int resource, int64_t value)
{
	struct rlimit limit;

	return getrlimit(resource, &limit) == 0 &&
	       (limit.rlim_max == RLIM_INFINITY ||
		   (uint64_t)value <= limit.rlim_max);
}

static void
advise_rlimit(struct text *t, const char *command)
{
	enum way way = way_with(CAP_SYS_RESOURCE);
	const char *digits;
	int64_t value = 0;
	size_t i = 0;

	while (strncmp(command, rlimits[i].command,
		   strlen(rlimits[i].command)) != 0)
		i++;
	digits = command + strlen(rlimits[i].command);
	parse_kernel(&digits, 10, &value);
	value = amount_multiply(value, rlimits[i].unit);
	if (way == OURS || is_below_hard(rlimits[i].resource, value)) {
		text_str(t, command);
	} else if (way == OF_ROOT) {
		text_str(t, command);
		text_str(t, AS_ROOT);
	} else {
		text_str(t, "only outside of this container, with "
			    "CAP_SYS_RESOURCE: docker run --ulimit ");
		text_str(t, rlimits[i].name);
		text_char(t, '=');
		text_number(t, value);
	}
}

/* Handles remedies such as "echo 20 >/sys/...". */
static void
advise_file(struct text *t, const char *command)
{
	enum way way = way_to_write(strchr(command, '>') + 1);

	if (way == OUTSIDE)
		text_str(t, "only outside of this container: ");
	text_str(t, command);
	if (way == OF_ROOT)
		text_str(t, AS_ROOT);
}

static const struct {
	const char *command;
	void (*advise)(struct text *, const char *);
} means[] = {
	{ SYSCTL, advise_sysctl },
	{ REMOUNT, advise_mount },
	{ "ulimit -q ", advise_rlimit },
	{ "ulimit -l ", advise_rlimit },
	{ "echo ", advise_file },
};

void
advice_raise(struct text *t, const struct limit *limit, int64_t least,
    const struct limit *limits, size_t n)
{
	const struct limit_use *use = &limit->row->use;
	struct text command = { 0 };
	size_t i;

	if (use->remedy == NULL)
		return;
	if (use->most != 0 && least > use->most) {
		text_str(t, "the kernel allows ");
		text_number(t, use->most);
		text_str(t, " at most");
		return;
	}
	if (use->most != 0 && limit->value == use->most) {
		text_str(t, use->beyond != NULL
				? use->beyond
				: "it is as high as the kernel allows");
		return;
	}
	text_str(&command, "");
	fill(&command, limit, advice_value(limit, least), limits, n);
	for (i = 0; i < sizeof(means) / sizeof(*means); i++)
		if (strncmp(command.s, means[i].command,
			strlen(means[i].command)) == 0)
			means[i].advise(t, command.s);
	text_free(&command);
}
