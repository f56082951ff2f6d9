/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of the walk over all processes, in a /proc of our own; see walk.h. */
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

#include "fake_proc.h"
#include "model/kind.h"
#include "process/holder.h"
#include "process/reader.h"
#include "process/waiter.h"
#include "process/walk.h"
#include "tap.h"

/* Where it is younger than times of 64 bits. */
#ifndef SYS_semtimedop
#define SYS_semtimedop SYS_semtimedop_time64
#endif

static struct ipc_object *memory, *queue, *segment, *set;
static struct sight sight;

/* What looks at nothing, but does this when it comes to process 70. */
static void (*at_70)(void);

static enum proc_seen
look(struct walk *walk)
{
	if (walk->process.pid == 70 && at_70 != NULL)
		at_70();
	return PROC_SEEN;
}

static const struct walk_visitor meddler = { .look = look };

/* Of the walk before. */
static void
forget(struct ipc_processes *processes)
{
	ipc_processes_clear(processes);
	processes->n = UNKNOWN;
}

static void
walk(void)
{
	static const struct walk_visitor *const visitors[] = { &meddler,
		&holder_visitor, &waiter_visitor, NULL };
	struct ipc_object *objects[] = { memory, queue, segment, set };
	struct ipc_list list = { .v = objects, .n = TAP_LENGTH(objects) };
	size_t i;

	for (i = 0; i < list.n; i++) {
		forget(&objects[i]->held_by);
		forget(&objects[i]->waited_by);
		objects[i]->holders = objects[i]->waiters = UNKNOWN;
	}
	walk_processes(
	    &list, NEED_HOLDERS | NEED_WAITERS, visitors, &sight, NULL);
}

/* A line of maps. */
static const char *
map(const char *mode, int64_t dev, int64_t ino, const char *name)
{
	static char line[512];

	snprintf(line, sizeof(line),
	    FAKE_MAPS "3000-5000 %s 0 %x:%x %lld    %s\n", mode,
	    major((dev_t)dev), minor((dev_t)dev), (long long)ino, name);
	return line;
}

/* Process 70 holds the memory, in either way. */
static void
hold(void)
{
	FAKE_PROCESS(70);
	fake_in(
	    70, "maps", map("rw-s", memory->dev, memory->ino, "/dev/shm/x"));
	fake_link("70/fd/3", fake_path("memory"));
}

static struct ipc_object *
object_new(const struct ipc_kind *kind, const char *file)
{
	struct ipc_object *o = ipc_object_new(kind);
	struct stat st;

	o->nattch = 0;
	if (file == NULL) {
		/* So great that the machine has none of this id. */
		o->id = 2147400000;
		return o;
	}
	fake_file(file, "%s", "x");
	if (stat(fake_path(file), &st) == -1)
		err(1, "%s", file);
	o->dev = (int64_t)st.st_dev;
	o->ino = (int64_t)st.st_ino;
	return o;
}

static void
begin(void)
{
	at_70 = NULL;
	fake_begin();
	memory = object_new(&posix_shm_kind, "memory");
	queue = object_new(&posix_mq_kind, "queue");
	segment = object_new(&sysv_shm_kind, NULL);
	set = object_new(&sysv_sem_kind, NULL);
}

static void
end(void)
{
	ipc_object_free(memory);
	ipc_object_free(queue);
	ipc_object_free(segment);
	ipc_object_free(set);
	fake_end();
}

static void
found(void)
{
	begin();
	hold();
	walk();
	CHECK_INT(memory->holders, 1, "one");
	CHECK_INT(memory->held_by.n, 1, "once, though in two ways");
	CHECK_STR(memory->held_by.v[0].how, holder_both, "how");
	CHECK_STR(memory->held_by.v[0].command, "a", "command");
	CHECK_INT(queue->holders, 0, "nobody has the queue");
	CHECK_INT(sight.count.processes, 3, "init, we and it");
	CHECK_INT(sight.count.hidden, 0, "none is hidden");
	end();
}

/* Everything but ENOENT and ESRCH, wherever it comes from. */
static void
hidden(void)
{
	static const struct {
		const char *file;
		int error;
	} ways[] = {
		{ "70", ENOTDIR },
		{ "70", ELOOP },
		{ "70", EACCES },
		{ "70", ENAMETOOLONG },
		{ "70/maps", EACCES },
		{ "70/maps", EIO },
		{ "70/maps", EISDIR },
		{ "70/maps", ELOOP },
		{ "70/maps", ENAMETOOLONG },
		{ "70/fd", EACCES },
		{ "70/fd", ENOTDIR },
		{ "70/fd", ELOOP },
		{ "70/fd/3", ELOOP },
		{ "70/fd/3", ENAMETOOLONG },
	};
	char about[64];
	size_t i;

	for (i = 0; i < TAP_LENGTH(ways); i++) {
		snprintf(about, sizeof(about), "%s: %s", ways[i].file,
		    strerror(ways[i].error));
		begin();
		FAKE_PROCESS(70);
		fake_link("70/fd/3", "/dev/null");
		fake_fail(ways[i].file, ways[i].error);
		walk();
		CHECK_INT(sight.count.hidden, 1, about);
		CHECK_INT(memory->holders, UNKNOWN, about);
		CHECK_INT(memory->held_by.n, UNKNOWN, about);
		CHECK_INT(set->waiters, UNKNOWN, about);
		end();
	}
}

static void
end_70(void)
{
	fake_remove("70");
}

static void
close_all(void)
{
	fake_remove("70/fd");
	fake_in(70, "fd/", "");
	fake_in(70, "maps", FAKE_MAPS);
}

static void
gone(void)
{
	begin();
	hold();
	at_70 = end_70;
	walk();
	CHECK_INT(memory->holders, 0, "it ended while it was looked at");
	CHECK_INT(sight.count.processes, 2, "and is none any more");
	hold();
	at_70 = close_all;
	walk();
	CHECK_INT(memory->holders, 0, "it let it go");
	CHECK_INT(sight.count.hidden, 0, "nobody is hidden");
	end();
}

/* Who is always there, and always gone when looked at, was never seen. */
static void
restless(void)
{
	begin();
	FAKE_PROCESS(70);
	fake_fail("70/maps", ENOENT);
	walk();
	CHECK(sight.count.restless, "it is there again and again");
	CHECK_INT(memory->holders, UNKNOWN, "so nothing is known");
	end();
}

static void
nobody(void)
{
	begin();
	fake_remove("");
	walk();
	CHECK(sight.count.partial && sight.partial, "no /proc");
	CHECK_INT(memory->holders, UNKNOWN, "no /proc proves nothing");
	mkdir(fake_root, 0755);
	walk();
	CHECK_INT(sight.count.processes, 0, "nobody");
	CHECK_INT(memory->holders, UNKNOWN, "nor one without a process");
	FAKE_PROCESS(1);
	walk();
	CHECK_INT(sight.count.processes, 1, "one");
	CHECK_INT(memory->holders, UNKNOWN, "nor one without ourselves");
	end();
}

/* A zombie's maps are ESRCH, a kernel's thread's too. */
static void
without_memory(void)
{
	char maps[64];
	pid_t zombie = fork();
	siginfo_t info;

	if (zombie == 0)
		_exit(0);
	waitid(P_PID, (id_t)zombie, &info, WEXITED | WNOWAIT);
	begin();
	snprintf(maps, sizeof(maps), "/proc/%d/maps", (int)zombie);
	FAKE_PROCESS(70, .state = 'Z');
	FAKE_PROCESS(71, .flags = FAKE_KERNEL);
	FAKE_PROCESS(72, .state = 'Z');
	fake_link("70/maps", maps);
	fake_in(71, "maps", "");
	fake_in(72, "maps", "");
	fake_fail("70/fd", EACCES);
	fake_fail("71/fd", EACCES);
	walk();
	CHECK_INT(sight.count.processes, 5, "they are there");
	CHECK_INT(sight.count.hidden, 0, "and hide nothing");
	CHECK_INT(memory->holders, 0, "nor hold anything");
	fake_in(72, "stat", "72 (a) Z 1");
	walk();
	CHECK_INT(sight.count.hidden, 1, "why it has none is not known");
	CHECK_INT(memory->holders, UNKNOWN, "so it may hold it");
	FAKE_PROCESS(72);
	fake_in(72, "maps", "");
	walk();
	CHECK(sight.count.restless, "it is about to end, and never does");
	CHECK_INT(memory->holders, UNKNOWN, "and may have it open until then");
	end();
}

/* The directory of the first thread is that of a zombie. */
static void
first_thread_ended(void)
{
	begin();
	FAKE_PROCESS(70, .state = 'Z', .threads = 2);
	fake_in(70, "maps", "");
	FAKE_PROCESS(71);
	fake_in(70, "task/71/", "");
	fake_link("71/fd/3", fake_path("memory"));
	walk();
	CHECK(memory->held_by.n > 0 && memory->held_by.v[0].pid == 70,
	    "another thread's shows it");
	fake_remove("71");
	walk();
	CHECK_INT(sight.count.hidden, 0, "gone");
	fake_remove("70/task");
	fake_file("70/task", "%s", "");
	walk();
	CHECK_INT(sight.count.hidden, 1, "its threads cannot be listed");
	CHECK_INT(memory->holders, UNKNOWN, "so nothing is known");
	end();
}

/* With so few descriptors that it cannot look, it may not say "nobody". */
static void
few_descriptors(void)
{
	int lowest = dup(0), more, known = 0;
	struct rlimit old, few;

	close(lowest);
	getrlimit(RLIMIT_NOFILE, &old);
	begin();
	hold();
	for (more = 0; more < 12; more++) {
		few = old;
		few.rlim_cur = (rlim_t)(lowest + more);
		setrlimit(RLIMIT_NOFILE, &few);
		walk();
		setrlimit(RLIMIT_NOFILE, &old);
		CHECK(memory->holders == 1 || memory->holders == UNKNOWN,
		    "with so few");
		CHECK(memory->holders == 1 || queue->holders == UNKNOWN,
		    "the same of what nobody holds");
		CHECK(!sight.count.restless, "nobody seems to be gone");
		known += memory->holders == 1;
	}
	CHECK(known > 0 && known < 12, "it ends somewhere");
	end();
}

static const struct {
	const char *mode, *name;
	int64_t holders;
	bool other_inode;
} lines[] = {
	{ "rw-s", "/dev/shm/x", 1, false },
	{ "r--p", "/dev/shm/x (deleted)", 1, false },
	{ "r--s", "/dev/shm/x  y\\012z", 1, false },
	{ "---s", "", 1, false },
	{ "rw-s", "/SYSV00000052 (deleted)", 1, false },
	{ "rw-s", "/dev/shm/x", 0, true },
	{ "rw", "/dev/shm/x", UNKNOWN, false },
	{ "rw-s", "/dev/shm/x\n7f00", UNKNOWN, true },
	{ "rw-s", "/dev/shm/x\n\n", UNKNOWN, true },
};

static void
maps_lines(void)
{
	size_t i;

	for (i = 0; i < TAP_LENGTH(lines); i++) {
		begin();
		FAKE_PROCESS(70);
		fake_in(70, "maps",
		    map(lines[i].mode, memory->dev,
			memory->ino + lines[i].other_inode, lines[i].name));
		walk();
		CHECK_INT(memory->holders, lines[i].holders, lines[i].name);
		end();
	}
	begin();
	FAKE_PROCESS(70);
	fake_in(70, "maps", FAKE_MAPS "3000-50");
	walk();
	CHECK_INT(memory->holders, UNKNOWN, "the last line is cut short");
	/* As file systems of FUSE have them. */
	fake_in(70, "maps", "1-2 r--p 0 fe:01 18446744073709551615   /mnt/a\n");
	walk();
	CHECK_INT(memory->holders, 0, "an inode of 64 bits");
	end();
}

/* Of a segment the kernel's own name says what it is, and the namespace whose.
 */
static void
segments(void)
{
	int fd = memfd_create("fake", MFD_CLOEXEC);
	struct stat st;

	if (fd == -1 || fstat(fd, &st) == -1)
		return;
	close(fd);
	begin();
	FAKE_PROCESS(70);
	fake_in(70, "maps",
	    map("rw-s", (int64_t)st.st_dev, segment->id,
		"/SYSV00000052 (deleted)"));
	segment->nattch = 1;
	walk();
	CHECK_INT(segment->holders, 1, "it is attached");
	CHECK_INT(segment->held_by.n, 1, "by that process");
	segment->nattch = 2;
	walk();
	CHECK_INT(segment->holders, UNKNOWN, "the kernel counts one more");
	segment->nattch = 0;
	fake_in(70, "ns/ipc", "ipc:[7]");
	walk();
	CHECK_INT(segment->holders, 0, "another namespace's has the same id");
	segment->nattch = UNKNOWN;
	fake_in(70, "ns/ipc", "ipc:7");
	walk();
	CHECK_INT(segment->holders, UNKNOWN, "whose it is cannot be read");
	CHECK_INT(sight.count.hidden, 1, "so that process is hidden");
	fake_in(70, "ns/ipc", "ipc:[4026531839]");
	fake_in(70, "maps",
	    map("rw-s", (int64_t)st.st_dev, segment->id,
		"/memfd:SYSV00000052 (deleted)"));
	walk();
	CHECK_INT(segment->holders, 0, "no segment, but on its device");
	end();
}

/* Process 70 says that it is blocked in this call. */
static void
call(long nr, int64_t first)
{
	fake_file("70/syscall",
	    "%ld 0x%llx 0x1000 0x1 0x0 0x0 0x0 0x7ffe12345678 0x7f1c\n", nr,
	    (long long)first);
}

static void
waiters(void)
{
	const struct sembuf op = { .sem_num = 3, .sem_op = -2 };
	char mem[0x1000 + sizeof(op)] = "";
	FILE *fp;

	begin();
	FAKE_PROCESS(70);
	memcpy(mem + 0x1000, &op, sizeof(op));
	if ((fp = fopen(fake_path("70/mem"), "w")) == NULL ||
	    fwrite(mem, sizeof(mem), 1, fp) != 1 || fclose(fp) != 0)
		err(1, "mem");
	call(SYS_semtimedop, set->id);
	fake_link("70/fd/3", fake_path("queue"));
	walk();
	CHECK_INT(set->waiters, 1, "for a set");
	CHECK(set->waited_by.n == 1 && set->waited_by.v[0].ops.n == 2 &&
		  set->waited_by.v[0].ops.v[0] == 3 &&
		  set->waited_by.v[0].ops.v[1] == -2,
	    "to do this");
	CHECK_INT(queue->waiters, 0, "not for the queue");
	call(SYS_mq_timedreceive, 3);
	walk();
	CHECK_INT(queue->waiters, 1, "for the queue");
	CHECK_INT(set->waiters, 0, "not for the set");
	call(SYS_mq_timedreceive, 4);
	walk();
	CHECK_INT(queue->waiters, 0, "it has closed that");
	fake_fail("70/fd/4", ELOOP);
	walk();
	CHECK_INT(queue->waiters, UNKNOWN, "which it is cannot be read");
	fake_remove("70/fd/4");
	call(SYS_semtimedop, set->id);
	fake_in(70, "ns/ipc", "ipc:[7]");
	walk();
	CHECK_INT(set->waiters, 0, "another namespace's set has the same id");
	fake_fail("70/ns/ipc", EISDIR);
	walk();
	CHECK_INT(set->waiters, UNKNOWN, "whose set it is cannot be read");
	end();
}

/* What a thread says of its call, and where it sleeps; UNKNOWN or 0. */
static const struct {
	const char *call, *wchan;
	int64_t waiters;
	const char *about;
} threads[] = {
	{ "running\n", "0", 0, "it runs" },
	{ "-1 0x7ffe12345678 0x7f1c\n", "0", 0, "blocked outside of any call" },
	{ "0 0x0 0x0 0x0 0x0 0x0 0x0 0x7ffe12345678 0x7f1c\n", "0", 0, "read" },
	{ "-1 0x7f", "0", UNKNOWN, "cut short" },
	{ "70 0x1 0x2", "0", UNKNOWN, "cut short" },
	{ "", "0", UNKNOWN, "says nothing" },
	{ "runn", "", UNKNOWN, "says nothing of where it sleeps either" },
	{ "?", "pipe_read", 0, "sleeps in what is no waiting for a set" },
	{ "?", "do_semtimedop", UNKNOWN, "sleeps in what may be" },
	/* As we are: it is another call. */
	{ "1 0x0 0x0 0x0 0x0 0x0 0x0 0xffe12345 0x7f1c\n", "0",
	    sizeof(void *) == 4 ? 0 : UNKNOWN, "of 32 bits" },
	{ NULL, "pipe_read", 0, "may not be read, but where it sleeps" },
	{ NULL, "0", UNKNOWN, "may not be read" },
	{ NULL, NULL, UNKNOWN, "nor where it sleeps" },
};

static void
calls(void)
{
	size_t i;

	for (i = 0; i < TAP_LENGTH(threads); i++) {
		begin();
		FAKE_PROCESS(70);
		if (threads[i].call != NULL)
			fake_in(70, "syscall", threads[i].call);
		else
			fake_fail("70/syscall", EACCES);
		if (threads[i].wchan != NULL)
			fake_in(70, "wchan", threads[i].wchan);
		else
			fake_fail("70/wchan", EIO);
		walk();
		CHECK_INT(set->waiters, threads[i].waiters, threads[i].about);
		end();
	}
	begin();
	FAKE_PROCESS(70);
	fake_remove("70/task");
	fake_file("70/task", "%s", "");
	walk();
	CHECK_INT(set->waiters, UNKNOWN, "its threads cannot be listed");
	end();
}

/* Links are all readable here; it is the others that matter. */
static void
readers(void)
{
	begin();
	FAKE_PROCESS(70);
	CHECK_INT(reader_is_one(70, queue), 0, "it has nothing open");
	fake_link("70/fd/3", "/dev/null");
	CHECK_INT(reader_is_one(70, queue), 0, "nor the queue");
	fake_fail("70/fd/4", ELOOP);
	CHECK_INT(reader_is_one(70, queue), UNKNOWN, "what it has is hidden");
	fake_link("70/fd/5", fake_path("queue"));
	CHECK_INT(reader_is_one(70, queue), 1, "it has the queue too");
	fake_fail("70/fd", EACCES);
	CHECK_INT(reader_is_one(70, queue), UNKNOWN, "all of it is hidden");
	fake_remove("70");
	CHECK_INT(reader_is_one(70, queue), 0, "it is gone");
	end();
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "walk: a process that holds an object is found", found },
		{ "walk: what cannot be looked at is hidden", hidden },
		{ "walk: who ends meanwhile is gone, and held nothing", gone },
		{ "walk: who is always gone was never seen", restless },
		{ "walk: a /proc without a process proves nothing", nobody },
		{ "walk: zombies and the kernel's threads hold nothing",
		    without_memory },
		{ "walk: a process goes on without its first thread",
		    first_thread_ended },
		{ "walk: without descriptors nobody is not seen",
		    few_descriptors },
		{ "walk: each line of maps is understood, or hides",
		    maps_lines },
		{ "walk: segments are told by name and namespace", segments },
		{ "walk: who waits is found by the call", waiters },
		{ "walk: a call that cannot be read may be a waiting", calls },
		{ "reader: who could not be looked at may be one", readers },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
