/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of the census, over directories as /proc has them; see census.h. */
#include <sys/stat.h>

#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "process/census.h"
#include "tap.h"

#define FORKED 64U
#define KERNEL 0x200000U

static char root[] = "/tmp/census.XXXXXX";

static void
put(int dirfd, const char *name, const char *text)
{
	int fd = openat(dirfd, name, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (fd == -1 || dprintf(fd, "%s", text) < 0 || close(fd) == -1)
		err(1, "%s", name);
}

/* A directory of a process, to be closed. */
static int
process_dir(const char *stat, const char *status)
{
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1)
		err(1, "%s", root);
	unlinkat(fd, "stat", 0);
	unlinkat(fd, "status", 0);
	if (stat != NULL)
		put(fd, "stat", stat);
	if (status != NULL)
		put(fd, "status", status);
	return fd;
}

static const char *
stat_of(int pid, char state, int parent, unsigned flags, int seconds)
{
	static char text[256];

	snprintf(text, sizeof(text),
	    "%d (a) b) %c %d 1 1 0 -1 %u 1 2 3 4 5 6 7 8 20 0 1 0 %ld 0\n", pid,
	    state, parent, flags, seconds * sysconf(_SC_CLK_TCK));
	return text;
}

static bool
add(struct census *census, int pid, const char *stat, const char *status)
{
	int fd = process_dir(stat, status);
	bool added = census_add(census, pid, fd);

	close(fd);
	return added;
}

#define ALICE                                                                  \
	"Name:\ta\nTgid:\t1\nUid:\t1000\t1001\t1002\t1003\nGid:\t7\t7\t7\n"

static void
processes(void)
{
	struct census census = { 0 };
	const struct census_process *p;

	CHECK(add(&census, 9, stat_of(9, 'S', 1, 0, 50), ALICE), "nine");
	CHECK(add(&census, 2, stat_of(2, 'R', 1, 0, 60), ALICE), "two");
	census_finish(&census);
	CHECK_INT((int64_t)census.n, 2, "both");
	CHECK(census_find(&census, 3) == NULL, "nobody");
	p = census_find(&census, 9);
	CHECK(p != NULL && p->parent == 1, "parent");
	CHECK(p != NULL && p->start == 50 * SECOND && p->since == p->start,
	    "start");
	CHECK_STR(p != NULL ? p->command : "", "a) b", "command");
	CHECK(p != NULL && census_is_of(p, 1000) && census_is_of(p, 1001) &&
		  census_is_of(p, 1002),
	    "real, effective and saved uid");
	CHECK(p != NULL && !census_is_of(p, 7) && !census_is_of(p, 1003),
	    "no other");
	census_free(&census);
}

/* Who uses nothing does not count, and who has ended is not hidden. */
static void
others(void)
{
	struct census census = { 0 };

	CHECK(add(&census, 2, stat_of(2, 'S', 0, KERNEL, 0), ALICE), "kernel");
	CHECK(add(&census, 3, stat_of(3, 'Z', 1, 0, 1), ALICE), "zombie");
	CHECK(add(&census, 4, NULL, NULL), "ended");
	CHECK(add(&census, 5, stat_of(5, 'S', 1, 0, 1), NULL), "ended since");
	CHECK(add(&census, 6,
		  "6 (a) Z 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 2 0 1 0\n", ALICE),
	    "its other thread lives");
	census_finish(&census);
	CHECK(census.n == 1 && census.v[0].pid == 6, "only who lives");
	CHECK_INT(census.hidden, 0, "nobody hidden");
	census_free(&census);
}

/* What cannot be read, or not be understood, is hidden. */
static void
hidden(void)
{
	struct census census = { 0 };
	int fd;

	CHECK(!add(&census, 2, "2 (a", ALICE), "no stat");
	CHECK(
	    !add(&census, 3, stat_of(3, 'S', 1, 0, 1), "Name:\ta\n"), "no uid");
	CHECK(!add(&census, 4, stat_of(4, 'S', 1, 0, 1), "\nUid:\t1\t2\n"),
	    "two uids");
	CHECK(!add(&census, 5, "", ALICE), "empty");
	fd = process_dir(NULL, NULL);
	if (symlinkat("stat", fd, "stat") == -1)
		err(1, "stat");
	CHECK(!census_add(&census, 6, fd), "another error");
	close(fd);
	CHECK_INT(census.hidden, 5, "all counted");
	CHECK_INT((int64_t)census.n, 0, "none known");
	census_free(&census);
}

/* pid, parent, flags, start in seconds, since */
static const struct {
	int pid, parent;
	unsigned flags;
	int start, since;
	const char *what;
} family[] = {
	{ 1, 0, 0, 1, 1, "init" },
	{ 10, 1, 0, 20, 20, "a service" },
	{ 11, 10, FORKED, 30, 20, "its worker" },
	{ 12, 11, FORKED, 40, 20, "the worker's child" },
	{ 13, 10, 0, 50, 50, "a command that it runs" },
	{ 14, 1, FORKED, 60, 1, "a daemon that forked" },
	{ 15, 99, FORKED, 70, 0, "its parent is not there" },
	{ 16, 0, FORKED, 80, 0, "its parent is outside" },
	{ 17, 18, FORKED, 90, 0, "its parent's pid is another's" },
	{ 18, 1, 0, 95, 95, "that other" },
	{ 19, 19, FORKED, 96, 0, "nobody is his own parent" },
};

static void
families(void)
{
	struct census census = { 0 };
	const struct census_process *p;
	size_t i;

	for (i = 0; i < TAP_LENGTH(family); i++)
		add(&census, family[i].pid,
		    stat_of(family[i].pid, 'S', family[i].parent,
			family[i].flags, family[i].start),
		    ALICE);
	census_finish(&census);
	for (i = 0; i < TAP_LENGTH(family); i++) {
		p = census_find(&census, family[i].pid);
		CHECK_INT(p != NULL ? p->since : -1, family[i].since * SECOND,
		    family[i].what);
	}
	census_free(&census);
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "census: each process, with its uids and its start",
		    processes },
		{ "census: zombies and the kernel's threads do not count",
		    others },
		{ "census: what cannot be looked at is counted", hidden },
		{ "census: who was forked is as old as the program", families },
	};
	int status;

	if (mkdtemp(root) == NULL)
		err(1, "%s", root);
	status = tap_run(tests, TAP_LENGTH(tests));
	close(process_dir(NULL, NULL));
	rmdir(root);
	return status;
}
