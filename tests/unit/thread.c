/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of thread.h: what is known of threads by what was recorded of them. No
 * process has the numbers that are used: they are above what the kernel gives.
 */
#include <sys/wait.h>

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "tap.h"
#include "trace/thread.h"

#define FIRST INT64_C(5000000)
#define SECOND (FIRST + 1)
#define THIRD (FIRST + 2)

static struct threads *threads;

static void
process_with_thread(void)
{
	threads_born(threads, getpid(), FIRST, "shell", 0);
	threads_renamed(threads, FIRST, "server");
	threads_born(threads, FIRST, SECOND, "server", CLONE_THREAD);
	threads_renamed(threads, SECOND, "worker");
}

static const char *
command_of(int64_t tid)
{
	return threads_process(threads, threads_get(threads, tid))->command;
}

static void
count(void *arg, struct thread *thread)
{
	int64_t *n = arg;

	*n += thread->tid >= FIRST;
}

static int64_t
known(void)
{
	int64_t n = 0;

	threads_each(threads, count, &n);
	return n;
}

/* A signal that ends a process may end its first thread first. */
static void
first_ends_first(void)
{
	process_with_thread();
	CHECK_STR(command_of(SECOND), "server", "both there");
	threads_ended(threads, FIRST);
	CHECK_STR(command_of(SECOND), "server", "the first has ended");
	threads_ended(threads, SECOND);
	CHECK_INT(known(), 0, "both are forgotten");
}

static void
first_ends_last(void)
{
	process_with_thread();
	threads_ended(threads, SECOND);
	CHECK_STR(command_of(FIRST), "server", "the first is there");
	threads_ended(threads, FIRST);
	CHECK_INT(known(), 0, "nobody is left");
}

/* Then execve(2) gives the number of the first thread to the one that calls. */
static void
another_executes(void)
{
	process_with_thread();
	threads_ended(threads, FIRST);
	threads_renamed(threads, FIRST, "other");
	CHECK_STR(command_of(FIRST), "other", "another program");
	threads_ended(threads, FIRST);
	CHECK_INT(known(), 1, "only the number that it had is left");
	threads_ended(threads, SECOND);
	CHECK_INT(known(), 0, "and that can be forgotten");
}

/* Records of ends may be lost. */
static void
number_used_again(void)
{
	process_with_thread();
	threads_ended(threads, FIRST);
	threads_born(threads, getpid(), FIRST, "new", 0);
	CHECK_STR(command_of(FIRST), "new", "the number is another's");
	threads_born(threads, FIRST, THIRD, "new", CLONE_THREAD);
	threads_ended(threads, SECOND);
	CHECK_STR(command_of(THIRD), "new", "who has it stays");
	threads_ended(threads, FIRST);
	threads_ended(threads, THIRD);
	threads_ended(threads, FIRST);
	CHECK_INT(known(), 0, "all have ended");
}

static int64_t released;

static void
release(void *call)
{
	released += call != NULL;
	free(call);
}

/* A call is more than its memory: it has strings of its own. */
static void
call_released(void)
{
	threads_get(threads, FIRST)->call = strdup("a call");
	threads_born(threads, getpid(), FIRST, "new", 0);
	CHECK_INT(released, 1, "its number is used again");
	threads_get(threads, FIRST)->call = strdup("a call");
	threads_ended(threads, FIRST);
	CHECK_INT(released, 2, "it has ended");
}

/* Each record of it would ask /proc for a process that is not there. */
static void
gone_once(void)
{
	struct thread *thread = threads_get(threads, FIRST);
	pid_t child = fork();
	char byte = 0;

	if (child == 0)
		_exit(0);
	threads_renamed(threads, FIRST, "child");
	thread->own_tid = child;
	CHECK_INT(close(thread_open(thread)), 0, "it is there");
	CHECK(!thread->gone, "and not gone");
	waitpid(child, NULL, 0);
	CHECK_INT(thread_open(thread), -1, "it has ended");
	CHECK(thread->gone, "and is gone");
	/* Not asked again, or this would be found. */
	thread->own_tid = getpid();
	CHECK_INT(thread_open(thread), -1, "nothing can be read");
	CHECK(!thread_read(thread, (uintptr_t)&threads, &byte, 1),
	    "nor its memory");
	threads_renamed(threads, FIRST, "other");
	/* qemu has no process_vm_readv(2). */
	errno = 0;
	CHECK(thread_read(thread, (uintptr_t)&threads, &byte, 1) ||
		  errno == ENOSYS,
	    "another program");
	threads_ended(threads, FIRST);
}

/* unshare(2) is recorded before /proc has what it makes, and after. */
static void
namespaces_made(void)
{
	struct thread *thread = threads_get(threads, FIRST);

	threads_renamed(threads, FIRST, "maker");
	thread->own_tid = getpid();
	thread->ipc_ns = 1;
	threads_unshare(threads, FIRST, CLONE_NEWIPC);
	CHECK_INT(thread->ipc_ns, 1, "it has begun");
	threads_unshared(threads, FIRST, false);
	CHECK_INT(thread->ipc_ns, 1, "and failed");
	threads_unshare(threads, FIRST, CLONE_NEWNS);
	threads_unshared(threads, FIRST, true);
	CHECK_INT(thread->ipc_ns, 1, "another sort of namespace");
	CHECK(thread->roots, "which is one of mounts");
	threads_unshare(threads, FIRST, CLONE_NEWIPC);
	threads_unshared(threads, FIRST, true);
	CHECK(thread->ipc_ns != 1, "looked at when it is there");
	threads_ended(threads, FIRST);
}

static const struct tap_test tests[] = {
	{ "a process that ends with its first thread first stays known",
	    first_ends_first },
	{ "a process that ends with its first thread last is forgotten",
	    first_ends_last },
	{ "another thread that executes a program becomes the first",
	    another_executes },
	{ "a number that is used again is another process", number_used_again },
	{ "what is kept of a thread is released with it", call_released },
	{ "a thread that has ended is looked for once", gone_once },
	{ "namespaces of a thread are looked at when they are made",
	    namespaces_made },
};

int
main(void)
{
	threads = threads_new(release);
	if (threads == NULL) {
		printf("1..0 # SKIP threads cannot be told from here\n");
		return 0;
	}
	return tap_run(tests, TAP_LENGTH(tests));
}
