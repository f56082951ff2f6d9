/* SPDX-License-Identifier: BSD-2-Clause */
/* Unit tests of uid_map and of ids that may stand for anybody; see userns.h. */
#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

#include "base/proc.h"
#include "base/unknown.h"
#include "base/userns.h"
#include "tap.h"

#define EVERYBODY "         0          0 4294967295\n"
#define SELF "         0       1000          1\n"
#define ROOTLESS SELF "         1     100000      65536\n"

static void
all(void)
{
	CHECK(userns_maps_all(EVERYBODY), "the first namespace");
	CHECK(userns_maps_all("0 1 1\n1 0 1\n2 2 4294967293\n"), "exchanged");
	CHECK(!userns_maps_all(SELF), "one");
	CHECK(!userns_maps_all(ROOTLESS), "65537");
	CHECK(!userns_maps_all("0 0 4294967294\n"), "all but one");
	CHECK(!userns_maps_all(""), "not written yet");
	CHECK(!userns_maps_all("0 0 x"), "no number");
}

static void
one(void)
{
	CHECK(userns_maps(ROOTLESS, 1000), "first");
	CHECK(!userns_maps(ROOTLESS, 1001), "behind the first");
	CHECK(userns_maps(ROOTLESS, 100000), "second");
	CHECK(userns_maps(ROOTLESS, 165535), "last");
	CHECK(!userns_maps(ROOTLESS, 165536), "behind the last");
	CHECK(!userns_maps(ROOTLESS, 0), "root");
	CHECK(!userns_maps("", 0), "nobody");
}

static void
write_file(const char *path, const char *text)
{
	FILE *fp = fopen(path, "w");

	if (fp == NULL || fputs(text, fp) == EOF || fclose(fp) == EOF)
		abort();
}

/*
 * In a /proc of our own, where users have no number for everybody, and groups
 * have: what is asked of it is asked once, so that this is one test.
 */
static void
told(void)
{
	char dir[] = "/tmp/userns.XXXXXX";

	if (mkdtemp(dir) == NULL || chdir(dir) == -1 ||
	    mkdir("self", 0700) == -1 || mkdir("sys", 0700) == -1 ||
	    mkdir("sys/fs", 0700) == -1)
		abort();
	write_file("self/uid_map", ROOTLESS);
	write_file("self/gid_map", EVERYBODY);
	write_file("sys/fs/overflowuid", "99\n");
	write_file("sys/fs/overflowgid", "99\n");
	proc_set_root(dir);
	CHECK_INT(userns_uid(99), UNKNOWN, "anybody, or who has the number");
	CHECK_INT(userns_uid(0), 0, "root");
	CHECK_INT(userns_uid(65534), 65534, "nobody");
	CHECK_INT(userns_gid(99), 99, "a group like others");
	unlink("self/uid_map");
	unlink("self/gid_map");
	unlink("sys/fs/overflowuid");
	unlink("sys/fs/overflowgid");
	if (rmdir("sys/fs") == -1 || rmdir("sys") == -1 ||
	    rmdir("self") == -1 || chdir("/") == -1 || rmdir(dir) == -1)
		abort();
	CHECK_INT(userns_uid(99), UNKNOWN, "remembered");
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "userns: whether a map has a number for everybody", all },
		{ "userns: whether a map has a number for somebody", one },
		{ "userns: a number that anybody may have is unknown", told },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
