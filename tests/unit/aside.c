/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of trace/aside.h: who is in the list, which is a file here. To be left
 * out is who is not in the namespace 1: everybody.
 */
#include <sys/stat.h>
#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "tap.h"
#include "trace/aside.h"

#define TRACED 1
#define FIRST INT64_C(5000000) /* no process has this number, or the next */
#define OFTEN 100

static char directory[] = "/tmp/aside.XXXXXX";
static struct instance instance;
static struct threads *threads;
static struct aside *aside;
static pid_t child;

static void
release(void *call)
{
	(void)call;
}

static void
add_file(const char *name)
{
	int fd = openat(instance.dir, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd == -1)
		err(1, "%s", name);
	close(fd);
}

static void
begin(void)
{
	add_file("set_event_notrace_pid");
	add_file("options/event-fork");
	threads = threads_new(release);
	aside = aside_begin(&instance, threads, TRACED);
	if ((child = fork()) == 0) {
		pause();
		_exit(0);
	}
	threads_born(threads, getpid(), child, "child", 0);
}

static void
end(void)
{
	aside_end(aside);
	threads_free(threads);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static const char *
list(void)
{
	static struct text text;

	text_clear(&text);
	if (instance_read(&instance, "set_event_notrace_pid", &text) == -1)
		err(1, "set_event_notrace_pid");
	return text.s;
}

static const char *
the_child(void)
{
	static char line[32];

	snprintf(line, sizeof(line), "%ld\n", (long)child);
	return line;
}

static void
call(int64_t tid, int times)
{
	while (times-- > 0)
		aside_called(aside, threads_get(threads, tid),
		    clock_now(CLOCK_MONOTONIC));
}

static struct thread *
left_out(void)
{
	call(child, OFTEN);
	aside_write(aside);
	return threads_get(threads, child);
}

static void
often(void)
{
	struct thread *thread;

	begin();
	call(child, OFTEN - 1);
	aside_write(aside);
	CHECK_STR(list(), "", "who calls less often is not left out");
	call(child, 1);
	/* Nobody knows who that is. */
	call(FIRST, OFTEN);
	aside_write(aside);
	CHECK_STR(list(), the_child(), "who calls often is");
	thread = threads_get(threads, child);
	aside_called(aside, thread, thread->aside);
	CHECK_INT(thread->calls, 0, "what it called before does not count");
	end();
}

static void
lost(void)
{
	begin();
	left_out();
	aside_lost(aside);
	CHECK_STR(list(), "", "nobody is left out when births may be lost");
	CHECK_INT(threads_get(threads, child)->aside, 0, "that is known");
	end();
}

/* The kernel may have kept the number of who has ended. */
static void
used_again(void)
{
	const struct thread *thread;

	begin();
	thread = left_out();
	threads_born(threads, child, FIRST, "child", 0);
	aside_born(aside, thread, threads_get(threads, FIRST));
	CHECK_INT(threads_get(threads, FIRST)->aside, thread->aside,
	    "a child is left out, too");
	threads_ended(threads, FIRST);
	threads_born(threads, getpid(), FIRST + 1, "other", 0);
	aside_born(aside, threads_get(threads, getpid()),
	    threads_get(threads, FIRST + 1));
	CHECK_STR(list(), the_child(), "another number is another process");
	threads_born(threads, getpid(), FIRST, "other", 0);
	aside_born(
	    aside, threads_get(threads, getpid()), threads_get(threads, FIRST));
	CHECK_STR(list(), "", "its number is in no list when it is used again");
	end();
}

static void
entered(void)
{
	struct thread *thread;
	int64_t time;

	begin();
	thread = left_out();
	time = clock_now(CLOCK_MONOTONIC);
	aside_entered(aside, thread, time, false);
	CHECK_STR(list(), the_child(), "it has entered another namespace");
	thread->ipc_ns = TRACED;
	aside_entered(aside, thread, time, false);
	CHECK_STR(list(), "", "it has entered the traced one");
	CHECK_INT(aside_missed(aside).threads, 1, "which is counted");
	CHECK(aside_missed(aside).longest == thread->back - time, "how long");
	aside_entered(
	    aside, thread, clock_now(CLOCK_MONOTONIC) + SECOND, false);
	CHECK_INT(aside_missed(aside).threads, 1, "later nothing is missing");
	end();
}

static void
enters(void)
{
	struct thread *thread;

	begin();
	thread = left_out();
	aside_enters(aside, thread);
	CHECK_STR(list(), "", "nobody is left out while it enters");
	aside_entered(aside, thread, clock_now(CLOCK_MONOTONIC) + SECOND, true);
	CHECK_INT(aside_missed(aside).threads, 0, "so nothing is missing");
	end();
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "aside: who calls often is left out", often },
		{ "aside: nobody is when records are lost", lost },
		{ "aside: a number that is used again is not left out",
		    used_again },
		{ "aside: who has entered the namespace is recorded again",
		    entered },
		{ "aside: that is done when it begins to enter", enters },
	};
	int status;

	threads = threads_new(release);
	if (threads == NULL) {
		printf("1..0 # SKIP threads cannot be told from here\n");
		return 0;
	}
	threads_free(threads);
	if (mkdtemp(directory) == NULL ||
	    (instance.dir = open(directory, O_RDONLY | O_DIRECTORY)) == -1 ||
	    mkdirat(instance.dir, "options", 0700) == -1)
		err(1, "%s", directory);
	status = tap_run(tests, TAP_LENGTH(tests));
	unlinkat(instance.dir, "set_event_notrace_pid", 0);
	unlinkat(instance.dir, "options/event-fork", 0);
	unlinkat(instance.dir, "options", AT_REMOVEDIR);
	rmdir(directory);
	return status;
}
