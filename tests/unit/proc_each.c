/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of going through all processes; see proc_each.h. */
#include "base/proc_each.h"
#include "fake_proc.h"
#include "tap.h"

/* What is said of process 70, and who was looked at, in order. */
static enum proc_seen answer;
static char looked[256];
static struct proc_count count;

static enum proc_seen
look(void *arg, const struct proc_process *process)
{
	char text[32];

	(void)arg;
	snprintf(
	    text, sizeof(text), "%d/%d ", (int)process->pid, (int)process->tid);
	if (process->pid != getpid() && strstr(looked, text) == NULL)
		strcat(looked, text);
	return process->pid == 70 ? answer : PROC_SEEN;
}

static int
each(enum proc_seen seen)
{
	answer = seen;
	*looked = '\0';
	return proc_each(look, NULL, &count);
}

static bool
is_whole(int64_t processes)
{
	return proc_count_all(&count) && count.processes == processes;
}

static void
begin(void)
{
	fake_begin();
	FAKE_PROCESS(70);
}

static void
names(void)
{
	static const char *const others[] = { "-1/stat", "+7/stat", "0/stat",
		"7x/stat", " 7/stat", "4294967297/stat", "2147483648/stat",
		"99999999999999999999/stat", "sys/kernel/x", "uptime",
		"7.1/stat" };
	size_t i;

	begin();
	for (i = 0; i < TAP_LENGTH(others); i++)
		fake_file(others[i], "%s", "1 (a) S 1");
	FAKE_PROCESS(4194303);
	CHECK_INT(each(PROC_SEEN), 0, "status");
	CHECK(is_whole(4), "init, we and two others");
	CHECK(strstr(looked, "70/70 ") != NULL, looked);
	CHECK(strstr(looked, "4194303/4194303 ") != NULL, looked);
	CHECK_INT((int64_t)strlen(looked), 4 + 6 + 16, looked);
	fake_end();
}

static void
answers(void)
{
	begin();
	CHECK(each(PROC_SEEN) == 0 && is_whole(3), "seen");
	CHECK(each(PROC_HIDDEN) == 0 && count.hidden == 1, "hidden");
	CHECK_INT(count.closed, 0, "though it was looked at");
	CHECK_INT(count.processes, 3, "is there");
	CHECK(each(PROC_GONE) == 0 && count.processes == 2, "gone");
	CHECK(count.restless && !proc_count_all(&count), "and always back");
	fake_end();
}

/* Who has no memory is asked why. */
static void
empty(void)
{
	static const struct {
		const char *stat;
		int error;
		bool whole, hidden;
	} stats[] = {
		{ "70 (a) Z 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 1", 0, true,
		    false },
		{ "70 (a) X 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 1", 0, true,
		    false },
		{ "2 (a) I 2 0 0 0 -1 2097152 1 2 3 4 5 6 7 8 20 0 1 0 1", 0,
		    true, false },
		/* It is about to end, and has not: as long as it is there. */
		{ "70 (a) S 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 1", 0, false,
		    false },
		{ "70 (Z) S 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 1", 0, false,
		    false },
		{ "70 (a) Z 1 1 1 0 -1 0 1 2", 0, false, true },
		{ "", 0, false, true },
		{ "70 (a", 0, false, true },
		{ NULL, EACCES, false, true },
		{ NULL, EIO, false, true },
		{ NULL, EISDIR, false, true },
		{ NULL, ENOENT, false, false },
	};
	size_t i;

	for (i = 0; i < TAP_LENGTH(stats); i++) {
		begin();
		if (stats[i].stat != NULL)
			fake_in(70, "stat", stats[i].stat);
		else
			fake_fail("70/stat", stats[i].error);
		CHECK_INT(each(PROC_EMPTY), 0, stats[i].stat);
		CHECK(is_whole(3) == stats[i].whole, stats[i].stat);
		CHECK(count.hidden == stats[i].hidden, stats[i].stat);
		CHECK(stats[i].whole || stats[i].hidden || count.restless,
		    stats[i].stat);
		fake_end();
	}
}

/* A command can be anything, also what looks like the rest of the line. */
static void
commands(void)
{
	static const char *const forged[] = {
		") Z 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 1",
		"a) Z 1 (b",
		"a\nb) Z 1 1 1 0 -1 2097152 1",
		"a (b) ",
		"",
		"\xff\xfe)",
	};
	size_t i;

	for (i = 0; i < TAP_LENGTH(forged); i++) {
		fake_begin();
		FAKE_PROCESS(70, .comm = forged[i]);
		each(PROC_EMPTY);
		CHECK(count.restless && count.hidden == 0, forged[i]);
		FAKE_PROCESS(70, .comm = forged[i], .state = 'Z');
		each(PROC_EMPTY);
		CHECK(is_whole(3), forged[i]);
		fake_end();
	}
}

static void
closed(void)
{
	static const int errors[] = { ENOTDIR, ELOOP, ENAMETOOLONG };
	size_t i;

	for (i = 0; i < TAP_LENGTH(errors); i++) {
		begin();
		fake_fail("70", errors[i]);
		CHECK(each(PROC_SEEN) == 0 && count.hidden == 1,
		    strerror(errors[i]));
		CHECK_INT(count.closed, 1, strerror(errors[i]));
		CHECK_INT(count.processes, 3, strerror(errors[i]));
		CHECK_STR(looked, "1/1 ", "it could not be looked at");
		fake_end();
	}
}

static void
threads(void)
{
	fake_begin();
	FAKE_PROCESS(70, .state = 'Z', .threads = 2);
	FAKE_PROCESS(71);
	each(PROC_EMPTY);
	CHECK(strstr(looked, "70/71 ") == NULL, "it has no other yet");
	fake_in(70, "task/71/", "");
	each(PROC_EMPTY);
	CHECK(strstr(looked, "70/71 ") != NULL, looked);
	fake_fail("70/task", ENOTDIR);
	each(PROC_EMPTY);
	CHECK_INT(count.hidden, 1, "they cannot be listed");
	fake_end();
}

static void
partial(void)
{
	begin();
	fake_fail("1", ENOENT);
	CHECK(each(PROC_SEEN) == 0 && is_whole(2), "without init");
	CHECK(each(PROC_FOUND) == 0, "found");
	fake_remove("");
	CHECK_INT(each(PROC_SEEN), -1, "no /proc");
	CHECK(count.partial, "no /proc");
	fake_file("70/stat", "%s", "");
	CHECK(each(PROC_SEEN) == 0 && count.processes == 1, "one");
	CHECK(count.partial, "but we are not in it");
	fake_remove("70");
	CHECK(each(PROC_SEEN) == 0 && count.partial, "an empty directory");
	fake_end();
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "proc_each: each process once, and nothing else", names },
		{ "proc_each: counts what came of looking", answers },
		{ "proc_each: who has no memory has ended, or hides", empty },
		{ "proc_each: a command cannot pass for a state", commands },
		{ "proc_each: who cannot be opened is hidden", closed },
		{ "proc_each: threads go on without the first", threads },
		{ "proc_each: who is not listed himself knows nothing",
		    partial },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
