/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of sem_word.h: with sem_wait(3) and sem_post(3) of other processes, and
 * with whatever others may have written there.
 */
#include <sys/mman.h>
#include <sys/wait.h>

#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include "backend/sem_layout.h"
#include "backend/sem_word.h"
#include "base/patience.h"
#include "base/unknown.h"
#include "tap.h"

#define NWORDS (sizeof(sem_t) / sizeof(uint32_t))
#define MS INT64_C(1000000)

/* Shared with children, and all of a page. */
static sem_t *sem;

static void
renew(unsigned value)
{
	if (sem_init(sem, 1, value) == -1)
		abort();
}

static int64_t
value_of(void)
{
	int64_t value, waiters;

	sem_word_read(sem, &value, &waiters);
	return value;
}

static int64_t
waiters_of(void)
{
	int64_t value, waiters;

	sem_word_read(sem, &value, &waiters);
	return waiters;
}

/* A hang is a failure: SIGALRM ends the child, alarm(2) the test. */
static pid_t
start(int (*run)(void))
{
	pid_t pid;

	fflush(stdout);
	if ((pid = fork()) == -1)
		abort();
	if (pid == 0) {
		alarm(60);
		_exit(run() == 0 ? 0 : 1);
	}
	return pid;
}

static int
finish(pid_t pid)
{
	int status;

	return waitpid(pid, &status, 0) == pid ? status : -1;
}

static int
wait_theirs(void)
{
	return sem_wait(sem);
}

static int
wait_ours(void)
{
	return sem_word_wait(sem);
}

static int
post_theirs(void)
{
	return sem_post(sem);
}

static int
post_ours(void)
{
	return sem_word_post(sem);
}

static const struct pair {
	const char *about;
	int (*wait)(void);
	int (*post)(void);
} pairs[] = {
	{ "the library waits, we post", wait_theirs, post_ours },
	{ "we wait, the library posts", wait_ours, post_theirs },
	{ "we wait, we post", wait_ours, post_ours },
};

#define WAITERS 3

/* Asleep, as far as the count tells. */
static void
test_wake(void)
{
	pid_t pids[WAITERS];
	const struct pair *p;
	int i;

	for (p = pairs; p < pairs + TAP_LENGTH(pairs); p++) {
		renew(0);
		for (i = 0; i < WAITERS; i++)
			pids[i] = start(p->wait);
		while (waiters_of() != WAITERS)
			sched_yield();
		usleep(10000);
		for (i = 0; i < WAITERS; i++)
			CHECK_INT(p->post(), 0, p->about);
		for (i = 0; i < WAITERS; i++)
			CHECK_INT(finish(pids[i]), 0, p->about);
		CHECK_INT(value_of(), 0, p->about);
		CHECK_INT(waiters_of(), 0, p->about);
	}
}

static void
test_set(void)
{
	pid_t pids[WAITERS];
	int i;

	renew(0);
	for (i = 0; i < WAITERS; i++)
		pids[i] = start(i % 2 == 0 ? wait_theirs : wait_ours);
	while (waiters_of() != WAITERS)
		sched_yield();
	usleep(10000);
	CHECK_INT(sem_word_set(sem, WAITERS + 5), 0, "set");
	for (i = 0; i < WAITERS; i++)
		CHECK_INT(finish(pids[i]), 0, "woken by set");
	CHECK_INT(value_of(), 5, "what is left");
	CHECK_INT(sem_word_set(sem, SEM_VALUE_MAX), 0, "the greatest");
	CHECK_INT(value_of(), SEM_VALUE_MAX, "the greatest");
	CHECK_INT(sem_word_set(sem, 0), 0, "none");
	CHECK_INT(value_of(), 0, "none");
}

/* Nothing is lost between processes that take turns, each in its way. */
#define TURNS 4000

static int
turns_ours(void)
{
	int i, status = 0;

	for (i = 0; i < TURNS && status == 0; i++)
		status = sem_word_wait(sem) == -1 || sem_word_post(sem) == -1;
	return status;
}

static int
turns_theirs(void)
{
	int i, status = 0;

	for (i = 0; i < TURNS && status == 0; i++)
		status = sem_wait(sem) == -1 || sem_post(sem) == -1;
	return status;
}

static void
test_turns(void)
{
	pid_t pids[4];
	int value;
	size_t i;

	renew(1);
	for (i = 0; i < TAP_LENGTH(pids); i++)
		pids[i] = start(i % 2 == 0 ? turns_theirs : turns_ours);
	for (i = 0; i < TAP_LENGTH(pids); i++)
		CHECK_INT(finish(pids[i]), 0, "a process of four");
	sem_getvalue(sem, &value);
	CHECK_INT(value, 1, "as the library reads it");
	CHECK_INT(value_of(), 1, "as we read it");
	CHECK_INT(waiters_of(), 0, "nobody is left");
}

static void
test_bounds(void)
{
	renew(1);
	CHECK_INT(sem_word_take(sem), 0, "take");
	CHECK_INT(sem_word_take(sem), -1, "take none");
	CHECK_INT(errno, EAGAIN, "take none");
	renew(SEM_VALUE_MAX - 1);
	CHECK_INT(sem_word_post(sem), 0, "post");
	CHECK_INT(sem_word_post(sem), -1, "post beyond");
	CHECK_INT(errno, EOVERFLOW, "post beyond");
	CHECK_INT(value_of(), SEM_VALUE_MAX, "unchanged");
}

static void
test_patience(void)
{
	renew(0);
	patience_set(5 * MS);
	CHECK_INT(sem_word_wait(sem), -1, "wait");
	CHECK_INT(errno, EINTR, "wait");
	CHECK_INT(patience_left(), PATIENCE_TIMED_OUT, "wait");
	CHECK_INT(waiters_of(), 0, "it has left");
	patience_set(PATIENCE_FOREVER);
}

/* In all places: whatever is there, no call aborts, and none hangs. */
static const uint32_t words[] = { 0, 1, 2, 3, 127, 128, 0x7ffffffe, 0x7fffffff,
	0x80000000, 0x80000001, 0xfffffffe, 0xffffffff };
#define CHOICES TAP_LENGTH(words)

static void
write_words(size_t n)
{
	uint32_t *to = (uint32_t *)(void *)sem;
	size_t i;

	for (i = 0; i < NWORDS; i++)
		to[i] = words[i < 4 ? n % CHOICES : (n + i) % CHOICES];
	for (i = 0; i < 4; i++, n /= CHOICES)
		to[i] = words[n % CHOICES];
}

static bool
is_known(int status)
{
	return status == 0 ||
	       (status == -1 && (errno == EAGAIN || errno == EINTR ||
				    errno == EOVERFLOW || errno == EILSEQ));
}

static int
try_all_words(void)
{
	size_t n, all = CHOICES * CHOICES * CHOICES * CHOICES;
	int bad = 0;

	for (n = 0; n < all; n += 7) {
		write_words(n);
		bad += !is_known(sem_word_post(sem));
		write_words(n);
		bad += !is_known(sem_word_take(sem));
		write_words(n);
		bad += !is_known(sem_word_set(sem, (uint32_t)(n % 3)));
		write_words(n);
		/* The time is up already, which wait learns from a signal. */
		bad += !is_known(sem_word_wait(sem));
	}
	return bad;
}

static int
try_waiting(void)
{
	size_t n;
	int bad = 0;

	for (n = 0; n < CHOICES * CHOICES * CHOICES; n += CHOICES) {
		patience_set(MS / 10);
		write_words(n);
		bad += !is_known(sem_word_wait(sem));
	}
	return bad;
}

static int
in_a_child(int (*run)(void))
{
	if (patience_start() == -1)
		return -1;
	patience_set(1);
	return run();
}

static int
all_words(void)
{
	return in_a_child(try_all_words);
}

static int
waiting(void)
{
	return in_a_child(try_waiting);
}

static void
test_hostile(void)
{
	CHECK_INT(finish(start(all_words)), 0, "all words");
	CHECK_INT(finish(start(waiting)), 0, "waiting");
}

/* A page of a file that ends before it is a SIGBUS, or EFAULT of futex(2). */
static void
test_cut(void)
{
	int fd = memfd_create("sem_word", MFD_CLOEXEC), i;
	int (*const calls[])(
	    void *) = { sem_word_post, sem_word_take, sem_word_wait };
	void *cut;

	for (i = 0; i < (int)TAP_LENGTH(calls); i++) {
		if (fd == -1 || ftruncate(fd, SEM_BYTES) == -1)
			abort();
		cut = mmap(NULL, sizeof(sem_t), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
		if (cut == MAP_FAILED || ftruncate(fd, 0) == -1)
			abort();
		CHECK_INT(calls[i](cut), -1, "cut");
		CHECK_INT(errno, EBADMSG, "cut");
		munmap(cut, sizeof(sem_t));
	}
	close(fd);
}

/* While it waits: noticed at the next look, without a signal. */
static int cut_fd;

static int
cut_soon(void)
{
	while (waiters_of() != 1)
		sched_yield();
	usleep(10000);
	return ftruncate(cut_fd, 0);
}

static void
test_cut_waiting(void)
{
	sem_t *before = sem;
	pid_t pid;

	cut_fd = memfd_create("sem_word", MFD_CLOEXEC);
	if (cut_fd == -1 || ftruncate(cut_fd, SEM_BYTES) == -1)
		abort();
	sem = mmap(
	    NULL, sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED, cut_fd, 0);
	pid = start(cut_soon);
	alarm(60);
	CHECK_INT(sem_word_wait(sem), -1, "cut");
	CHECK_INT(errno, EBADMSG, "cut");
	CHECK_INT(finish(pid), 0, "the child that cuts");
	alarm(0);
	munmap(sem, sizeof(sem_t));
	sem = before;
	close(cut_fd);
}

static const struct tap_test tests[] = {
	{ "sem_word: wakes sem_wait(3), and is woken by sem_post(3)",
	    test_wake },
	{ "sem_word_set: wakes who can go on", test_set },
	{ "sem_word: takes turns with sem_wait(3) and sem_post(3)",
	    test_turns },
	{ "sem_word: ends at 0 and SEM_VALUE_MAX", test_bounds },
	{ "sem_word_wait: ends with our patience", test_patience },
	{ "sem_word: neither aborts nor hangs, whatever is there",
	    test_hostile },
	{ "sem_word: a file that is too short fails", test_cut },
	{ "sem_word_wait: a file that is cut short meanwhile fails",
	    test_cut_waiting },
};

int
main(void)
{
	sem = mmap(NULL, sizeof(*sem), PROT_READ | PROT_WRITE,
	    /* cppcheck-suppress invalidFunctionArg ; no file is behind */
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (sem == MAP_FAILED || patience_start() == -1)
		return 1;
	return tap_run(tests, TAP_LENGTH(tests));
}
