/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of the verdict and of what it rests on, in a /proc of our own; see
 * orphan.h. An object of user 1000 was used ten seconds after booting, by a
 * process that is gone.
 */
#include "process/orphan.h"
#include "fake_proc.h"
#include "model/kind.h"
#include "process/annotate.h"
#include "tap.h"

#define USED 10 /* seconds after booting */
#define OWNER 1000
#define BEFORE 5
#define LATER 50

static struct ipc_object *object;

/* A set of one semaphore, which is at rest. */
static void
begin(const struct ipc_kind *kind)
{
	int64_t then = proc_boot_time() / 1000000000 + USED;

	fake_begin();
	object = ipc_object_new(kind);
	object->id = 2147400000; /* that the machine has none of */
	object->uid = object->cuid = OWNER;
	object->messages = object->nattch = 0;
	object->ctime = then;
	if (kind->bit & KINDS_MQ) {
		object->lspid = object->lrpid = FAKE_NOBODY;
		object->stime = object->rtime = then;
	} else if (kind->bit & KINDS_SHM) {
		object->cpid = object->lpid = FAKE_NOBODY;
		object->atime = object->dtime = then;
	} else {
		object->otime = then;
		ipc_array_set(&object->values, 1);
		ipc_array_set(&object->pid, 1);
		object->values.v[0] = 1;
		object->pid.v[0] = FAKE_NOBODY;
	}
}

static void
end(void)
{
	ipc_object_free(object);
	fake_end();
}

static int64_t
judge(void)
{
	struct ipc_object *objects[] = { object };
	const struct ipc_list list = { .v = objects, .n = 1 };

	free(object->evidence);
	free(object->doubt);
	object->holders = object->waiters = UNKNOWN;
	annotate(&list, NEED_ORPHAN | NEED_EVIDENCE, 0, NULL);
	return object->orphan;
}

static bool
says(const char *clause)
{
	return strstr(object->evidence, clause) != NULL;
}

/* The verdict with process 70 as it is now, and without. */
static void
check(int64_t wanted, const char *about)
{
	CHECK_INT(judge(), wanted, about);
	fake_remove("70");
	CHECK_INT(judge(), 1, about);
	end();
}

static void
nobody(void)
{
	static const struct ipc_kind *const kinds[] = { &sysv_sem_kind,
		&sysv_msg_kind, &sysv_shm_kind };
	size_t i;

	for (i = 0; i < TAP_LENGTH(kinds); i++) {
		begin(kinds[i]);
		CHECK_INT(judge(), 1, kinds[i]->title);
		CHECK_INT(object->likely_orphan, 1, kinds[i]->title);
		CHECK(says("all 2 processes could be looked at"),
		    object->evidence);
		FAKE_PROCESS(70, .uid = OWNER, .start = BEFORE);
		CHECK_INT(judge(), UNKNOWN, kinds[i]->title);
		CHECK_INT(object->likely_orphan, 1, "the recorded are gone");
		CHECK(says("1 process of its owner ran at its last use: 70/a"),
		    object->evidence);
		end();
	}
}

static void
owners(void)
{
	begin(&sysv_sem_kind);
	FAKE_PROCESS(70, .uid = OWNER, .start = LATER);
	check(1, "it began later");
	begin(&sysv_sem_kind);
	FAKE_PROCESS(70, .uid = OWNER + 1, .start = BEFORE);
	check(1, "another user's");
	begin(&sysv_sem_kind);
	object->cuid = OWNER + 1;
	FAKE_PROCESS(70, .uid = OWNER + 1, .start = BEFORE);
	check(UNKNOWN, "its creator's");
	begin(&sysv_sem_kind);
	FAKE_PROCESS(70, .uid = 0, .start = BEFORE);
	fake_in(70, "status", "Name:\tUid:\nUid:\t0\t0\t1000\t0\n");
	check(UNKNOWN, "its saved uid");
	begin(&sysv_sem_kind);
	object->uid = UNKNOWN;
	CHECK_INT(judge(), UNKNOWN, "nobody knows whose it is");
	end();
	begin(&sysv_sem_kind);
	object->otime = object->ctime = proc_boot_time() / 1000000000 - 100;
	FAKE_PROCESS(70, .uid = OWNER, .start = LATER);
	CHECK_INT(judge(), UNKNOWN, "used before the machine was booted");
	end();
}

/* What a child knows, it knows from its parent, who may run no more. */
static void
forked(void)
{
	begin(&sysv_sem_kind);
	FAKE_PROCESS(60, .uid = 0, .start = BEFORE);
	FAKE_PROCESS(70, .uid = OWNER, .start = LATER, .parent = 60,
	    .flags = FAKE_FORKED);
	check(UNKNOWN, "it was forked from one that ran");
	begin(&sysv_sem_kind);
	FAKE_PROCESS(60, .uid = 0, .start = LATER);
	FAKE_PROCESS(70, .uid = OWNER, .start = LATER + 1, .parent = 60,
	    .flags = FAKE_FORKED);
	check(1, "it was forked from one that began later");
	begin(&sysv_sem_kind);
	FAKE_PROCESS(70, .uid = OWNER, .start = LATER, .parent = 60,
	    .flags = FAKE_FORKED);
	check(UNKNOWN, "its parent is not there");
	begin(&sysv_sem_kind);
	FAKE_PROCESS(70, .uid = OWNER, .start = LATER, .parent = 1);
	check(1, "it runs a program of its own");
}

/* Zombies and threads of the kernel use nothing; a command is no state. */
static void
without_use(void)
{
	begin(&sysv_sem_kind);
	FAKE_PROCESS(70, .uid = OWNER, .start = BEFORE, .state = 'Z');
	fake_in(70, "maps", "");
	check(1, "a zombie");
	begin(&sysv_sem_kind);
	FAKE_PROCESS(70, .uid = OWNER, .start = BEFORE, .flags = FAKE_KERNEL);
	fake_in(70, "maps", "");
	check(1, "a thread of the kernel");
	begin(&sysv_sem_kind);
	FAKE_PROCESS(70, .uid = OWNER, .start = BEFORE,
	    .comm = ") Z 1 1 1 0 -1 2097152 1 2 3 4 5 6 7 8 20 0 1 0 1");
	check(UNKNOWN, "one whose command says that it is");
	begin(&sysv_sem_kind);
	FAKE_PROCESS(70, .uid = OWNER, .start = BEFORE, .comm = "a\n) b; c");
	judge();
	CHECK(says(": 70/a?)?b??c; "), object->evidence);
	end();
}

/* Whose a process is, or since when, could not be read: it may be the user. */
static void
hidden(void)
{
	static const struct {
		const char *file, *text;
		int error;
	} ways[] = {
		{ "stat", "", 0 },
		{ "stat", "70 (a) S", 0 },
		{ "stat", "70 (a) S 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 x",
		    0 },
		{ "stat", "70 (a) S 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 -1",
		    0 },
		{ "stat", NULL, EIO },
		{ "stat", NULL, EISDIR },
		{ "stat", NULL, EACCES },
		{ "status", "", 0 },
		{ "status", "Name:\ta\n", 0 },
		{ "status", "Name:\ta\nUid:\t1\t2\n", 0 },
		{ "status", "Name:\tUid:\t1\t1\t1\t1\n", 0 },
		{ "status", "Name:\ta\nUid:\tx\n", 0 },
		{ "status", NULL, EIO },
		{ "status", NULL, EACCES },
		{ "status", NULL, ENAMETOOLONG },
		{ "", NULL, ENOTDIR },
		{ "", NULL, ELOOP },
	};
	char file[32];
	size_t i;

	for (i = 0; i < TAP_LENGTH(ways); i++) {
		begin(&sysv_shm_kind);
		/* The kernel itself counts who has a segment attached. */
		FAKE_PROCESS(70, .uid = OWNER + 1, .start = LATER);
		if (ways[i].text != NULL)
			fake_in(70, ways[i].file, ways[i].text);
		else {
			snprintf(file, sizeof(file), "70%s%s",
			    *ways[i].file != '\0' ? "/" : "", ways[i].file);
			fake_fail(file, ways[i].error);
		}
		CHECK_INT(judge(), UNKNOWN, ways[i].file);
		CHECK(says("1 of 3 processes could not be looked at"),
		    object->evidence);
		end();
	}
	/* What it holds may be hidden: of a segment that does not matter. */
	begin(&sysv_shm_kind);
	FAKE_PROCESS(70, .uid = OWNER + 1, .start = LATER);
	fake_fail("70/maps", EACCES);
	check(1, "only its memory is hidden");
}

static void
no_evidence(void)
{
	begin(&sysv_shm_kind);
	fake_remove("");
	CHECK_INT(judge(), UNKNOWN, "no /proc");
	CHECK_INT(object->likely_orphan, 1, "the recorded users are gone");
	mkdir(fake_root, 0755);
	CHECK_INT(judge(), UNKNOWN, "no process");
	FAKE_PROCESS(70, .uid = 0);
	CHECK_INT(judge(), UNKNOWN, "not ourselves");
	end();
	begin(&sysv_shm_kind);
	fake_file("self/mountinfo",
	    "%lld 1 0:20 / /proc rw - proc proc rw,hidepid=2\n",
	    (long long)proc_root_mount());
	fake_in(getpid(), "ns/user", "user:[7]");
	CHECK_INT(judge(), UNKNOWN, "hidepid");
	end();
	begin(&sysv_shm_kind);
	fake_in(getpid(), "ns/pid", "pid:[7]");
	CHECK_INT(judge(), UNKNOWN, "another PID namespace");
	end();
	begin(&sysv_shm_kind);
	FAKE_PROCESS(70, .uid = 0);
	fake_fail("70/status", ENOENT);
	CHECK_INT(judge(), 1, "gone, before its status was read");
	end();
}

static void
recorded(void)
{
	begin(&sysv_shm_kind);
	object->cpid = 1;
	CHECK_INT(judge(), UNKNOWN, "its creator is there");
	CHECK_INT(object->likely_orphan, 0, "so that is not even likely");
	CHECK(says("creator 1 is alive"), object->evidence);
	FAKE_PROCESS(1, .start = LATER);
	CHECK_INT(judge(), UNKNOWN, "who has its pid began later");
	CHECK_INT(object->likely_orphan, UNKNOWN, "but clocks can be set");
	CHECK(says("may be alive, or its pid another's"), object->evidence);
	fake_fail("1/stat", EIO);
	CHECK_INT(judge(), UNKNOWN, "when it began cannot be read");
	CHECK_INT(object->likely_orphan, UNKNOWN, "so nothing is known");
	end();
	begin(&sysv_shm_kind);
	object->cpid = 1;
	fake_self("70", "0");
	CHECK_INT(judge(), UNKNOWN, "/proc has other pids");
	CHECK_INT(object->likely_orphan, UNKNOWN, "so who that is, is unknown");
	end();
}

/* The users of a queue, which process 1 may be, and when they used it. */
static void
check_users(int64_t then, int64_t likely, const char *words)
{
	char clause[80];

	object->stime = object->rtime = then;
	object->lspid = 1;
	object->lrpid = FAKE_NOBODY;
	CHECK_INT(judge(), UNKNOWN, words);
	CHECK_INT(object->likely_orphan, likely, words);
	snprintf(clause, sizeof(clause), "last sender 1 %s", words);
	CHECK(says(clause), object->evidence);
	object->lspid = FAKE_NOBODY;
	object->lrpid = 1;
	CHECK_INT(judge(), UNKNOWN, words);
	CHECK_INT(object->likely_orphan, likely, words);
	snprintf(clause, sizeof(clause), "last receiver 1 %s", words);
	CHECK(says(clause), object->evidence);
}

static void
clock_set(void)
{
	int64_t boot = proc_boot_time() / 1000000000;

	begin(&sysv_msg_kind);
	check_users(boot + USED, 0, "is alive");
	/* Older than the machine, and yet to come. */
	check_users(boot - 100, UNKNOWN, "may be alive, or its pid another's");
	check_users(
	    time(NULL) + 100, UNKNOWN, "may be alive, or its pid another's");
	end();
	begin(&sysv_shm_kind);
	object->cpid = 1;
	object->ctime = boot - 100;
	CHECK_INT(judge(), UNKNOWN, "by a clock that was set since");
	CHECK(says("creator 1 may be alive, or its pid another's"),
	    object->evidence);
	end();
	begin(&sysv_sem_kind);
	object->pid.v[0] = 1;
	object->otime = object->ctime = boot - 100;
	CHECK_INT(judge(), UNKNOWN, "by a clock that was set since");
	CHECK(says("last user 1 may be alive, or its pid another's"),
	    object->evidence);
	end();
}

static void
in_use(void)
{
	begin(&sysv_shm_kind);
	object->nattch = 1;
	CHECK_INT(judge(), 0, "attached, by whomever");
	CHECK(says("attached by somebody who was not found"), object->evidence);
	end();
	begin(&sysv_msg_kind);
	object->messages = 1;
	CHECK_INT(judge(), UNKNOWN, "somebody is to read it");
	CHECK_INT(object->likely_orphan, 0, "so that is not even likely");
	object->messages = UNKNOWN;
	CHECK_INT(judge(), UNKNOWN, "there may be some");
	CHECK_INT(object->likely_orphan, UNKNOWN, "there may be some");
	end();
	begin(&sysv_sem_kind);
	object->values.v[0] = 0;
	CHECK_INT(judge(), UNKNOWN, "somebody may have it");
	object->values.n = UNKNOWN;
	CHECK_INT(judge(), UNKNOWN, "its value could not be read");
	end();
}

/* What the kernel told of those that no walk can meet. */
static void
check_outside(const struct ipc_kind *kind, int64_t waiters, const char *clause)
{
	const struct sight sight = { .outside = KINDS_ALL, .foreign = true };
	const struct census census = { 0 };
	struct timeline timeline;
	const struct grounds grounds = { &sight, &census, &timeline, 0 };
	struct text text = { 0 };

	begin(kind);
	timeline_begin(&timeline);
	object->waiters = waiters;
	object->waiters_outside = 2;
	orphan_judge(object, &grounds);
	CHECK_INT(object->orphan, 0, "somebody waits");
	CHECK_INT(object->likely_orphan, 0, "so that it is not likely either");
	orphan_explain(object, &grounds, &text);
	CHECK(strstr(text.s, clause) != NULL, text.s);
	text_free(&text);
	end();
}

static void
outside(void)
{
	check_outside(&sysv_sem_kind, 2,
	    "awaited by 2 threads, 2 of them outside of this PID namespace");
	check_outside(&sysv_msg_kind, UNKNOWN,
	    "awaited by at least 2 threads, 2 of them outside of this PID");
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "orphan: nobody is left who can have used it", nobody },
		{ "orphan: its owner's and creator's processes count", owners },
		{ "orphan: a child is as old as what its parent runs", forked },
		{ "orphan: zombies and the kernel's threads use nothing",
		    without_use },
		{ "orphan: whose a process is must be known of all", hidden },
		{ "orphan: where not all are shown nothing is proven",
		    no_evidence },
		{ "orphan: who is recorded may still be there", recorded },
		{ "orphan: a clock that was set makes users uncertain",
		    clock_set },
		{ "orphan: messages, values and attachments speak", in_use },
		{ "orphan: who waits in another PID namespace counts",
		    outside },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
