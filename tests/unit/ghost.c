/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of looking for what has no name, in a /proc of our own; see ghost.h.
 * The file is a real one of /dev/shm that never had a name, and we hold it:
 * what is found is looked at again in the real /proc, in which nobody may have
 * the number of the process that we make up.
 */
#include <sys/sysmacros.h>

#include "backend/posix_file.h"
#include "fake_proc.h"
#include "model/kind.h"
#include "process/ghost.h"
#include "tap.h"

static struct ipc_list list;
static struct sight sight;
static int memory = -1;
static char name[64], link_to[64];

/* False where there is no such /dev/shm. */
static bool
begin(void)
{
	fake_begin();
	memory = open(SHM_DIR, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (memory == -1)
		return false;
	snprintf(name, sizeof(name), "%d/fd/%d", (int)getpid(), memory);
	snprintf(link_to, sizeof(link_to), "/proc/self/fd/%d", memory);
	FAKE_PROCESS(FAKE_NOBODY + 70);
	return true;
}

static void
end(void)
{
	ipc_list_free(&list);
	if (memory != -1)
		close(memory);
	fake_end();
}

/* How many there are; -1 if that is not known. */
static int64_t
ghosts(void)
{
	ipc_list_free(&list);
	list = (struct ipc_list){ 0 };
	if (ghost_add(&list, KINDS_SHM, 0, &sight) == -1)
		return -1;
	return (int64_t)list.n;
}

/* Process 4100070 has it mapped, by this line of its maps. */
static void
map(const char *format)
{
	struct stat st;

	if (fstat(memory, &st) == -1)
		err(1, SHM_DIR);
	fake_file("4100070/maps", FAKE_MAPS "3000-5000 rw-s 0 %x:%x %lld   %s",
	    major(st.st_dev), minor(st.st_dev), (long long)st.st_ino, format);
	fake_link("4100070/map_files/3000-5000", link_to);
}

static void
found(void)
{
	if (!begin()) {
		end();
		return;
	}
	CHECK_INT(ghosts(), 0, "nobody has it");
	CHECK(sight_of_all(&sight), "and that is certain");
	fake_link(name, link_to);
	CHECK_INT(ghosts(), 1, "we have it open");
	CHECK(list.n == 1 && strncmp(list.v[0]->name, "/proc/", 6) == 0 &&
		  strcmp(list.v[0]->name + 6, name) == 0,
	    list.n == 1 ? list.v[0]->name : name);
	CHECK(list.n == 1 && ghost_is_one(list.v[0]), "it is one");
	map("/dev/shm/x (deleted)\n");
	CHECK_INT(ghosts(), 1, "another has it too, which is one object");
	fake_fail("4100070/maps", EIO);
	CHECK_INT(ghosts(), 1, "it is there whatever else is hidden");
	end();
}

/* Who could not be looked at may hold some. */
static void
hidden(void)
{
	static const struct {
		const char *file;
		int error;
	} ways[] = {
		{ "4100070", ENOTDIR },
		{ "4100070/maps", EACCES },
		{ "4100070/maps", EIO },
		{ "4100070/maps", EISDIR },
		{ "4100070/maps", ENAMETOOLONG },
		{ "4100070/fd", EACCES },
		{ "4100070/fd", ENOTDIR },
		{ "4100070/fd/3", ELOOP },
		{ "4100070/map_files/3000-5000", ENOTDIR },
	};
	size_t i;

	for (i = 0; i < TAP_LENGTH(ways); i++) {
		if (begin()) {
			map("/dev/shm/x (deleted)\n");
			fake_fail(ways[i].file, ways[i].error);
			CHECK_INT(ghosts(), 0, ways[i].file);
			CHECK_INT(sight.count.hidden, 1, ways[i].file);
			CHECK(!sight_of_all(&sight), ways[i].file);
		}
		end();
	}
}

static void
gone(void)
{
	if (begin()) {
		map("/dev/shm/x (deleted)\n");
		fake_fail("4100070/map_files/3000-5000", ENOENT);
		fake_fail("4100070/fd/3", ENOENT);
		CHECK_INT(ghosts(), 0, "it let it go");
		CHECK(sight_of_all(&sight), "and nobody is hidden");
		fake_fail("4100070/maps", ENOENT);
		CHECK_INT(ghosts(), 0, "it is always gone");
		CHECK(sight.count.restless, "and always back");
		fake_remove("");
		CHECK_INT(ghosts(), -1, "no /proc");
		CHECK(!sight_of_all(&sight), "no /proc");
		mkdir(fake_root, 0755);
		CHECK_INT(ghosts(), 0, "no process");
		CHECK(!sight_of_all(&sight), "no process");
	}
	end();
}

/* A line as the kernel never writes it may be of one. */
static void
lines(void)
{
	static const struct {
		const char *name;
		bool hidden;
	} forms[] = {
		{ "/dev/shm/x\n", false },
		{ "/dev/shm/x (deleted) \n", false },
		{ "/dev/shm/a b\\012c (deleted)\n", false },
		{ "/SYSV00000052 (deleted)\n", false },
		{ "/dev/shm/x\n6000-70 (deleted)\n", true },
		{ "/dev/shm/x\n?? (deleted)\n", true },
		{ "/dev/shm/x (del", true },
		{ "/dev/shm/x (deleted)", true },
	};
	size_t i;

	for (i = 0; i < TAP_LENGTH(forms); i++) {
		if (begin()) {
			map(forms[i].name);
			ghosts();
			CHECK(sight.count.hidden == forms[i].hidden,
			    forms[i].name);
		}
		end();
	}
}

/* What only looks deleted by its name has a link. */
static void
named(void)
{
	struct stat st;

	if (begin()) {
		fake_file("file", "%s", "x");
		fake_link("4100070/map_files/3000-5000", fake_path("file"));
		if (stat(fake_path("file"), &st) == -1)
			err(1, "file");
		fake_file("4100070/maps",
		    "3000-5000 rw-s 0 %x:%x %lld x (deleted)\n",
		    major(st.st_dev), minor(st.st_dev), (long long)st.st_ino);
		CHECK_INT(ghosts(), 0, "a file of another file system");
		CHECK(sight_of_all(&sight), "which hides nothing");
	}
	end();
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "ghost: who holds what has no name is found", found },
		{ "ghost: who could not be looked at is counted", hidden },
		{ "ghost: who has ended holds nothing", gone },
		{ "ghost: a line that is not understood hides", lines },
		{ "ghost: a file with a name is none", named },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
