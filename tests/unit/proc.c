/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of the readers of /proc/PID; see proc.h. */
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/proc.h"
#include "base/text.h"
#include "tap.h"

static void
areas(void)
{
	struct proc_area area;
	const char *line = "7f1c00001000-7f1c00003000 rw-s 0000a000 fe:01 "
			   "4294967300          /dev/shm/a b\\012c (deleted)\n";

	CHECK(proc_parse_area(line, &area), line);
	CHECK_INT((int64_t)area.start, 0x7f1c00001000, line);
	CHECK_INT((int64_t)area.end, 0x7f1c00003000, line);
	CHECK_INT(area.dev, (int64_t)makedev(0xfe, 1), line);
	CHECK_INT(area.ino, INT64_C(4294967300), line);
	CHECK_INT(area.segment, 0, line);
	line = "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0";
	CHECK(proc_parse_area(line, &area), line);
	CHECK(area.end == UINT64_C(0xffffffffff601000), line);
	CHECK_INT(area.dev, 0, line);
}

/* A segment has its id as inode, which may be 0, and a name of the kernel's. */
static void
segments(void)
{
	static const struct {
		const char *line;
		int64_t segment;
		int64_t key;
	} lines[] = {
		{ "1-2 rw-s 0 00:01 0   /SYSV00000052 (deleted)", 1, 0x52 },
		{ "1-2 rw-s 0 00:01 0   /SYSVffffffff", 1, 0xffffffff },
		{ "1-2 rw-s 0 00:01 0   /SYSV00000000 (deleted)", 1, 0 },
		{ "1-2 rw-s 0 00:01 0   /SYSV52 (deleted)", 1, UNKNOWN },
		{ "1-2 rw-s 0 00:01 0   /SYSV000000521", 1, UNKNOWN },
		{ "1-2 rw-s 0 00:01 0   /SYSV00000052x", 1, UNKNOWN },
		{ "1-2 rw-s 0 00:01 0   /memfd:SYSV0000 (deleted)", 0,
		    UNKNOWN },
		{ "1-2 rw-s 0 00:01 0   /dev/shm/SYSV00000052", 0, UNKNOWN },
		{ "1-2 rw-s 0 00:01 0", 0, UNKNOWN },
		{ "1-2 rw-p 0 00:00 0   [anon:/SYSV00000052]", 0, UNKNOWN },
	};
	struct proc_area area;
	size_t i;

	for (i = 0; i < TAP_LENGTH(lines); i++) {
		CHECK(proc_parse_area(lines[i].line, &area), lines[i].line);
		CHECK_INT(area.segment, lines[i].segment, lines[i].line);
		CHECK_INT(area.key, lines[i].key, lines[i].line);
	}
}

static void
bad_areas(void)
{
	static const char *const bad[] = {
		"",
		"\n",
		"1",
		"1-",
		"1-2",
		"1-2 rw-s",
		"1-2 rw-s 0 00:01",
		"1-2 rw-s 0 00:01 ",
		"1-2 rw-s 0 00:01 x",
		"1-2 rw-s 0 00:01 -1",
		"1-2 rw-s 0 0001 1",
		"1-2 rw 0 00:01 1",
		"1-2 rw-sx 0 00:01 1",
		"1 2 rw-s 0 00:01 1",
		" 1-2 rw-s 0 00:01 1",
		"-2 rw-s 0 00:01 1",
		"11111111111111111-2 rw-s 0 00:01 1",
		"1-2 rw-s 0 111111111:01 1",
		"1-2 rw-s 0 00:01 99999999999999999999",
		"\xff\xff\xff",
	};
	struct proc_area area;
	size_t i;

	for (i = 0; i < TAP_LENGTH(bad); i++)
		CHECK(!proc_parse_area(bad[i], &area), bad[i]);
}

#define FIELDS " 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 "

static void
stats(void)
{
	struct proc_stat stat;
	const char *line = "42 (a) b) S 1 (x)) S" FIELDS "3 0 123456 99\n";

	CHECK(proc_parse_stat(line, &stat), line);
	CHECK_INT(stat.state, 'S', line);
	CHECK_INT(stat.threads, 3, line);
	CHECK_INT(stat.start, 123456, line);
	CHECK_INT(stat.parent, 1, line);
	CHECK(!stat.kernel && !stat.forked, line);
	line = "43 (a) S 42 1 1 0 -1 4194624 1 2 3 4 5 6 7 8 20 0 1 0 99\n";
	CHECK(proc_parse_stat(line, &stat), line);
	CHECK_INT(stat.parent, 42, line);
	CHECK(stat.forked, line);
	line = "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 7";
	CHECK(proc_parse_stat(line, &stat), line);
	CHECK(stat.kernel, line);
	line = "42 (new\nline) Z" FIELDS "1 0 5 0";
	CHECK(proc_parse_stat(line, &stat), line);
	CHECK_INT(stat.state, 'Z', line);
}

static void
bad_stats(void)
{
	static const char *const bad[] = {
		"",
		"42",
		"42 (a)",
		"42 (a) ",
		"42 (a) S",
		"42 (a) S" FIELDS "3 0",
		"42 (a) S" FIELDS "3 0 x",
		"42 (a) S" FIELDS "3 0 -1",
		"42 (a)S" FIELDS "3 0 1",
	};
	struct proc_stat stat;
	size_t i;

	for (i = 0; i < TAP_LENGTH(bad); i++)
		CHECK(!proc_parse_stat(bad[i], &stat), bad[i]);
}

static void
calls(void)
{
	struct proc_call call;
	const char *line = "70 0x7 0x7ffc00 0x2000 0xffffffffffffffff 0x0 0x0 "
			   "0x7ffe1234 0x7f1c\n";

	CHECK(proc_parse_call(line, &call), line);
	CHECK_INT(call.nr, 70, line);
	CHECK_INT((int64_t)call.args[0], 7, line);
	CHECK_INT((int64_t)call.args[3], -1, line);
	CHECK_INT((int64_t)call.stack, 0x7ffe1234, line);
}

static void
no_calls(void)
{
	static const char *const lines[] = {
		"",
		"running\n",
		"-1 0x7ffe 0x7f1c\n",
		"70",
		"70 0x1 0x2 0x3 0x4 0x5 0x6 0x7\n",
		"70 1 2 3 4 5 6 7 8\n",
		"70 0x1 0x2 0x3 0x4 0x5 0x6 0x7 0x\n",
		"70 0x1 0x2 0x3 0x4 0x5 0x6 0x7 0x11111111111111111\n",
	};
	struct proc_call call;
	size_t i;

	for (i = 0; i < TAP_LENGTH(lines); i++)
		CHECK(!proc_parse_call(lines[i], &call), lines[i]);
}

static void
pids(void)
{
	CHECK_INT(proc_parse_pid("1"), 1, "1");
	CHECK_INT(proc_parse_pid("4194304"), 4194304, "4194304");
	CHECK_INT(proc_parse_pid("self"), UNKNOWN, "self");
	CHECK_INT(proc_parse_pid(".."), UNKNOWN, "..");
	CHECK_INT(proc_parse_pid("0"), UNKNOWN, "0");
	CHECK_INT(proc_parse_pid("1x"), UNKNOWN, "1x");
	CHECK_INT(proc_parse_pid(""), UNKNOWN, "");
}

/* Fields are told apart by their place: any of them can have any words. */
static void
mounts(void)
{
	static const struct {
		const char *line;
		int64_t id;
		bool hides;
	} lines[] = {
		{ "21 1 0:20 / /proc rw - proc proc rw,hidepid=invisible", 21,
		    true },
		{ "22 1 0:20 / /proc rw shared:1 - proc proc rw,hidepid=2", 22,
		    true },
		{ "23 1 0:20 / /proc rw shared:1 master:2 - proc proc "
		  "rw,gid=4,hidepid=1\n",
		    23, true },
		{ "24 1 0:20 / /proc rw - proc proc rw,hidepid=0", 24, false },
		{ "25 1 0:20 / /proc rw - proc proc rw,hidepid=off\n", 25,
		    false },
		{ "26 1 0:20 / /proc rw - proc proc hidepid=0,rw", 26, false },
		{ "27 1 0:20 / /proc rw - proc proc hidepid=4,rw", 27, true },
		{ "28 1 0:20 / /proc rw - proc proc rw", 28, false },
		{ "29 1 0:20 /hidepid=2 /proc rw - proc proc rw", 29, false },
		/* A source that says so, one that is empty, one with spaces. */
		{ "30 1 0:20 / /proc rw - proc hidepid=2 rw", 30, false },
		{ "31 1 0:20 / /proc rw - proc  rw,hidepid=2", 31, true },
		{ "32 1 0:20 / /proc rw - proc a,hidepid=2\\040b rw", 32,
		    false },
		{ "33 1 0:20 / /proc rw - proc proc rw,nohidepid=2", 33,
		    false },
		{ "34 1 0:20 / /chroot/proc rw - proc proc rw,hidepid=2",
		    UNKNOWN, false },
		{ "35 1 0:20 / /mnt rw - tmpfs /proc rw,hidepid=2", UNKNOWN,
		    false },
		{ "36 1 0:20 /proc / rw - proc proc rw,hidepid=2", UNKNOWN,
		    false },
		{ "37 1 0:20 / /proc rw", UNKNOWN, false },
		{ "", UNKNOWN, false },
		{ "/proc hidepid=2", UNKNOWN, false },
	};
	struct proc_mount mount;
	size_t i;

	for (i = 0; i < TAP_LENGTH(lines); i++) {
		CHECK(proc_parse_mount(lines[i].line, &mount) ==
			  (lines[i].id != UNKNOWN),
		    lines[i].line);
		CHECK(mount.hides == lines[i].hides, lines[i].line);
		if (lines[i].id != UNKNOWN)
			CHECK_INT(mount.id, lines[i].id, lines[i].line);
	}
}

static void
namespaces(void)
{
	static const struct {
		const char *link;
		int64_t number;
	} links[] = {
		{ "ipc:[4026531839]", INT64_C(4026531839) },
		{ "pid:[1]", 1 },
		{ "ipc:[]", UNKNOWN },
		{ "ipc:[1", UNKNOWN },
		{ "ipc:[1]x", UNKNOWN },
		{ "ipc:1", UNKNOWN },
		{ "/proc/1/ns/ipc", UNKNOWN },
		{ "", UNKNOWN },
	};
	size_t i;

	for (i = 0; i < TAP_LENGTH(links); i++)
		CHECK_INT(proc_parse_namespace(links[i].link), links[i].number,
		    links[i].link);
}

static void
fields(void)
{
	const char *status = "Name:\tCapEff: 1\nUid:\t7\t8\nCapEff:\t00ff\n";

	CHECK_INT(proc_field(status, "Uid:", 10), 7, status);
	CHECK_INT(proc_field(status, "CapEff:", 16), 0xff, status);
	CHECK_INT(proc_field(status, "Gid:", 10), UNKNOWN, status);
	CHECK_INT(proc_field("", "Gid:", 10), UNKNOWN, "");
}

struct seen {
	struct proc_area v[4096];
	size_t n;
	int fd;
};

static void
keep(void *arg, const struct proc_area *area)
{
	struct seen *seen = arg;

	if (seen->n == TAP_LENGTH(seen->v))
		return;
	seen->v[seen->n] = *area;
	seen->v[seen->n++].segment = proc_is_segment(seen->fd, area);
}

/* One of each way of mapping; false where that cannot be had. */
static bool
map_all(void)
{
	int fd = memfd_create("SYSV00000000", MFD_CLOEXEC);
	int id = shmget(IPC_PRIVATE, 4096, 0600);
	const void *memory;
	int i;

	if (fd == -1 || id == -1 || ftruncate(fd, 8192) == -1)
		return false;
	memory = shmat(id, NULL, 0);
	shmctl(id, IPC_RMID, NULL);
	/* Neighbours that differ, so that there are many. */
	for (i = 0; i < 1500 && memory != MAP_FAILED; i++)
		memory = mmap(NULL, 4096, i % 2 ? PROT_READ : PROT_NONE,
		    i % 3 ? MAP_PRIVATE : MAP_SHARED, fd, 4096 * (i % 2));
	return memory != MAP_FAILED;
}

static struct seen queried, text_read;

static void
agree(void)
{
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	size_t i, segments_seen = 0;

	CHECK(fd != -1 && map_all(), "mapped");
	queried.fd = text_read.fd = fd;
	CHECK_INT(proc_read_areas(fd, keep, &text_read), 0, "text");
	if (proc_query_areas(fd, false, keep, &queried) == -1) {
		CHECK_INT(errno, ENOTTY, "an older kernel");
		close(fd);
		return;
	}
	CHECK_INT((int64_t)queried.n, (int64_t)text_read.n, "as many");
	CHECK(queried.n > 1000, "many");
	for (i = 0; i < queried.n && i < text_read.n; i++) {
		CHECK(queried.v[i].start == text_read.v[i].start, "start");
		CHECK(queried.v[i].end == text_read.v[i].end, "end");
		CHECK_INT(queried.v[i].dev, text_read.v[i].dev, "dev");
		CHECK_INT(queried.v[i].ino, text_read.v[i].ino, "ino");
		CHECK_INT(
		    queried.v[i].segment, text_read.v[i].segment, "segment");
		segments_seen += queried.v[i].segment == 1;
	}
	CHECK_INT((int64_t)segments_seen, 1, "one segment");
	close(fd);
}

static void
shared(void)
{
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	size_t all = queried.n;

	queried.n = 0;
	queried.fd = fd;
	if (proc_query_areas(fd, true, keep, &queried) == 0)
		CHECK(queried.n > 100 && queried.n < all / 2, "fewer");
	close(fd);
}

static void
whole_files(void)
{
	struct text text = { 0 };
	struct stat st;

	CHECK(stat("/proc/self/maps", &st) == 0 && st.st_size == 0, "size");
	CHECK_INT(proc_read(AT_FDCWD, "/proc/self/maps", &text), 0, "maps");
	CHECK(text.len > 100000 && text.s[text.len - 1] == '\n', "all of it");
	text_free(&text);
	CHECK_INT(proc_read(AT_FDCWD, "/proc/0/maps", &text), -1, "none");
	CHECK_INT(errno, ENOENT, "none");
	CHECK_INT(proc_read(AT_FDCWD, "/proc", &text), -1, "a directory");
	text_free(&text);
}

static void
start_times(void)
{
	int64_t now = (int64_t)time(NULL), start;
	pid_t pid;

	start = proc_start_time(getpid(), proc_boot_time());
	CHECK(start / 1000000000 <= now && start / 1000000000 > now - 60,
	    "we began just now");
	CHECK(proc_boot_time() < start, "after booting");
	if ((pid = fork()) == 0)
		_exit(0);
	/* It may take a moment until it is a zombie. */
	while (proc_start_time(pid, 0) != UNKNOWN)
		;
	CHECK_INT(errno, ESRCH, "a zombie");
	CHECK_INT(proc_start_time(INT32_MAX, 0), UNKNOWN, "nobody");
	CHECK_INT(errno, ENOENT, "nobody");
}

static const struct tap_test tests[] = {
	{ "proc_parse_area: reads where, and what lies there", areas },
	{ "proc_parse_area: knows segments by the kernel's name", segments },
	{ "proc_parse_area: refuses what is no such line", bad_areas },
	{ "proc_parse_stat: passes over the command, whatever it is", stats },
	{ "proc_parse_stat: refuses what is too short", bad_stats },
	{ "proc_parse_call: reads a call and its arguments", calls },
	{ "proc_parse_call: a thread that runs is in none", no_calls },
	{ "proc_parse_pid: other names are no processes", pids },
	{ "proc_parse_mount: reads the options of what is on /proc", mounts },
	{ "proc_parse_namespace: reads the number in a link", namespaces },
	{ "proc_field: finds words at the start of a line only", fields },
	{ "proc_query_areas, proc_read_areas: see the same", agree },
	{ "proc_query_areas: shared areas are fewer", shared },
	{ "proc_read: reads files that say they are empty", whole_files },
	{ "proc_start_time: a zombie is none", start_times },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
