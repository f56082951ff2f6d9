/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of trace/pairing.h: which calls are told of records that are given to
 * it. No process has the numbers that are used: they are above what the kernel
 * gives.
 */
#include <sys/sem.h>
#include <sys/wait.h>

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "tap.h"
#include "trace/pairing.h"
#include "trace/syscalls.h"

#define FIRST INT64_C(5000000)
#define SECOND_ONE (FIRST + 1)

static struct pairing pairing;

/* What was told last, and how many were told. */
static int64_t told, told_took, told_id, told_tid;

static void
tell(void *arg, const struct call *call)
{
	(void)arg;
	told++;
	told_took = call->took;
	told_id = call->object.id;
	told_tid = call->tid;
}

static size_t
row_of(const char *name)
{
	size_t i;

	for (i = 0; i < syscall_count; i++)
		if (strcmp(syscall_rows[i].name, name) == 0)
			break;
	return i;
}

static void
give(unsigned tag, int64_t time, int64_t tid, uint64_t first, uint64_t second)
{
	const struct trace_event event = {
		.time = time, .tid = tid, .tag = tag, .args = { first, second }
	};

	pairing_take(&pairing, &event);
}

/* msgrcv(2) of the queue with this id. */
static void
enter(int64_t time, int64_t tid, uint64_t id)
{
	give(PAIRING_ENTER(row_of("msgrcv")), time, tid, id, 0);
}

static void
leave(int64_t time, int64_t tid)
{
	give(PAIRING_LEAVE(row_of("msgrcv")), time, tid, 8, 0);
}

static void
gap(int64_t from, int64_t to)
{
	give(TRACE_GAP, from, 0, 0, 0);
	give(TRACE_GAP_END, to, 0, 0, 0);
}

static void
begin(void)
{
	static const struct tracer_options all = {
		.kinds = ~0U, .ipc_ns = UNKNOWN, .shm = UNKNOWN
	};

	told = 0;
	pairing = (struct pairing){ .o = all, .each = tell };
	CHECK(pairing_begin(&pairing), "it begins");
	give(PAIRING_BORN, 1, getpid(), (uint64_t)FIRST, 0);
	give(PAIRING_BORN, 1, getpid(), (uint64_t)SECOND_ONE, 0);
}

static void
pairs(void)
{
	begin();
	enter(10, FIRST, 7);
	enter(11, SECOND_ONE, 8);
	leave(13, FIRST);
	CHECK_INT(told, 1, "one has ended");
	CHECK_INT(told_took, 3, "its time");
	CHECK_INT(told_id, 7, "its object");
	CHECK_INT(told_tid, FIRST, "its thread");
	leave(15, FIRST);
	CHECK_INT(told, 1, "what began before us is not told");
	leave(19, SECOND_ONE);
	CHECK_INT(told, 2, "the other has ended");
	CHECK_INT(told_took, 8, "its time");
	CHECK_INT(pairing.doubtful, 0, "nothing is in doubt");
	pairing_end(&pairing);
}

/* The end of the first call and the beginning of the next are lost. */
static void
after_loss(void)
{
	begin();
	enter(10, FIRST, 7);
	gap(20, 30);
	leave(40, FIRST);
	CHECK_INT(told, 0, "it may be the end of another one");
	CHECK_INT(pairing.doubtful, 1, "that is counted");
	enter(50, FIRST, 9);
	leave(51, FIRST);
	CHECK_INT(told, 1, "the next one is told");
	CHECK_INT(told_id, 9, "its object");
	CHECK_INT(pairing.doubtful, 1, "and in no doubt");
	pairing_end(&pairing);
}

/* A thread may have gone to the processor whose records are lost, and back. */
static void
while_lost(void)
{
	begin();
	give(TRACE_GAP, 20, 0, 0, 0);
	enter(21, FIRST, 7);
	leave(25, FIRST);
	CHECK_INT(told, 0, "its end may be lost");
	enter(26, SECOND_ONE, 7);
	/* Another processor. */
	give(TRACE_GAP, 27, 0, 0, 0);
	give(TRACE_GAP_END, 30, 0, 0, 0);
	enter(31, SECOND_ONE, 7);
	leave(32, SECOND_ONE);
	CHECK_INT(told, 0, "the other's records are still missing");
	give(TRACE_GAP_END, 33, 0, 0, 0);
	leave(34, SECOND_ONE);
	CHECK_INT(told, 0, "it has no beginning");
	enter(35, SECOND_ONE, 7);
	leave(36, SECOND_ONE);
	CHECK_INT(told, 1, "all is recorded again");
	CHECK_INT(pairing.doubtful, 3, "three were in doubt");
	pairing_end(&pairing);
}

static void
waiting(void)
{
	begin();
	enter(10, FIRST, 7);
	enter(10, SECOND_ONE, 7);
	pairing_waiting(&pairing, 15);
	CHECK_INT(told, 2, "both wait");
	CHECK_INT(told_took, 5, "so long");
	leave(16, SECOND_ONE);
	gap(20, 21);
	pairing_waiting(&pairing, 30);
	CHECK_INT(told, 3, "nobody is known to wait after a loss");
	pairing_end(&pairing);
}

/* A sanitizer tells if anything of the call is left. */
static void
forgotten(void)
{
	struct sembuf op = { .sem_op = -1 };
	pid_t child;

	begin();
	if ((child = fork()) == 0) {
		pause();
		_exit(0);
	}
	give(PAIRING_BORN, 2, getpid(), (uint64_t)child, 0);
	pairing_take(&pairing, &(struct trace_event){ .time = 3,
				   .tid = child,
				   .tag = PAIRING_ENTER(row_of("semop")),
				   .args = { 7, (uintptr_t)&op, 1 } });
	pairing_waiting(&pairing, 5);
	CHECK_INT(told, 1, "it waits");
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	/* The number is used again, and its end was lost. */
	give(PAIRING_BORN, 9, getpid(), (uint64_t)child, 0);
	pairing_waiting(&pairing, 10);
	CHECK_INT(told, 1, "it is gone with its thread");
	pairing_end(&pairing);
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "pairing: a call has a beginning and an end of one thread",
		    pairs },
		{ "pairing: records that are lost make no pair of two calls",
		    after_loss },
		{ "pairing: nothing is told while a processor's are missing",
		    while_lost },
		{ "pairing: calls that go on are told, until one may have ended",
		    waiting },
		{ "pairing: a call is forgotten with its thread", forgotten },
	};

	pairing = (struct pairing){ 0 };
	if (!pairing_begin(&pairing)) {
		printf("1..0 # SKIP threads cannot be told from here\n");
		return 0;
	}
	pairing_end(&pairing);
	return tap_run(tests, TAP_LENGTH(tests));
}
