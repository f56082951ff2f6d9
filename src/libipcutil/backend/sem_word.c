/* SPDX-License-Identifier: BSD-2-Clause */
/* A POSIX semaphore's bytes; see sem_word.h. */
#include <sys/mman.h>
#include <sys/syscall.h>

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "backend/sem_layout.h"
#include "backend/sem_word.h"
#include "base/linux.h"
#include "base/patience.h"
#include "base/unknown.h"

/* What a signal handler is told and tells has no other place. */
static void *used;
static volatile sig_atomic_t cut;

/*
 * The page is gone, as the file is shorter by now: an empty one takes its
 * place, on which the call at hand can go on until it sees what has happened.
 */
static void
replace(int signo, siginfo_t *info, void *context)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t ours = (uintptr_t)used, at = (uintptr_t)info->si_addr;

	(void)context;
	if (at < ours || at >= ours + page ||
	    /* cppcheck-suppress leakReturnValNotUsed ; it is where it was */
	    mmap(used, page, PROT_READ | PROT_WRITE,
		/* cppcheck-suppress invalidFunctionArg ; no file is behind */
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		signal(signo, SIG_DFL);
	cut = 1;
}

/* Calls it, but fails with EBADMSG where the file is too short by now. */
static int
guard(int (*call)(void *, uint32_t), void *sem, uint32_t argument)
{
	struct sigaction action = {
		.sa_sigaction = replace,
		.sa_flags = SA_SIGINFO,
	};
	struct sigaction old;
	int status, error;

	used = sem;
	cut = 0;
	sigaction(SIGBUS, &action, &old);
	status = call(sem, argument);
	error = errno;
	sigaction(SIGBUS, &old, NULL);
	errno = cut ? EBADMSG : error;
	return cut ? -1 : status;
}

/* Never a private one: who else uses it is in another process. */
static int
futex(void *sem, int operation, uint32_t value, const struct timespec *timeout)
{
	return (int)syscall(SYS_futex, sem_layout_word(sem), operation, value,
	    timeout, NULL, 0);
}

static int
change(void *sem, const struct sem_look *look, uint32_t value, bool *changed)
{
	if (look->value > SEM_VALUE_MAX) {
		errno = EILSEQ;
		return -1;
	}
	*changed = sem_layout_swap(sem, look, value);
	if (*changed && value > look->value && look->waited)
		futex(sem, FUTEX_WAKE,
		    (uint32_t)sem_layout_wake(value - look->value), NULL);
	return 0;
}

static int
set(void *sem, uint32_t value)
{
	bool done = false;
	int status = 0;

	while (status == 0 && !done) {
		struct sem_look look = sem_layout_look(sem);

		status = change(sem, &look, value, &done);
	}
	return status;
}

static int
post(void *sem, uint32_t unused)
{
	bool done = false;
	int status = 0;

	(void)unused;
	while (status == 0 && !done) {
		struct sem_look look = sem_layout_look(sem);

		if (look.value == SEM_VALUE_MAX) {
			errno = EOVERFLOW;
			return -1;
		}
		status = change(sem, &look, look.value + 1, &done);
	}
	return status;
}

static int
take(void *sem, uint32_t unused)
{
	bool done = false;
	int status = 0;

	(void)unused;
	while (status == 0 && !done) {
		struct sem_look look = sem_layout_look(sem);

		if (look.value == 0) {
			errno = EAGAIN;
			return -1;
		}
		status = change(sem, &look, look.value - 1, &done);
	}
	return status;
}

/*
 * A second at most, so that a file that was cut short is noticed, which wakes
 * nobody. 0 if it is worth another try.
 */
static int
sleep_while_empty(void *sem)
{
	static const struct timespec second = { .tv_sec = 1 };
	struct sem_look look = sem_layout_look(sem);
	uint32_t expected = 0;

	if (patience_left() != PATIENCE_LEFT) {
		errno = EINTR;
		return -1;
	}
	if (look.value != 0 || !sem_layout_mark(sem, &look, &expected))
		return 0;
	if (cut) {
		errno = EBADMSG;
		return -1;
	}
	if (futex(sem, FUTEX_WAIT, expected, &second) == 0 || errno == EAGAIN ||
	    errno == ETIMEDOUT)
		return 0;
	/* The kernel met what is a SIGBUS for us. */
	if (errno == EFAULT)
		errno = EBADMSG;
	return -1;
}

static int
wait_and_take(void *sem, uint32_t unused)
{
	int status, error;

	if ((status = take(sem, unused)) == 0 || errno != EAGAIN)
		return status;
	sem_layout_enter(sem);
	while ((status = sleep_while_empty(sem)) == 0 &&
	       (status = take(sem, unused)) == -1 && errno == EAGAIN)
		;
	error = errno;
	if (sem_layout_leave(sem))
		futex(sem, FUTEX_WAKE, INT_MAX, NULL);
	errno = error;
	return status;
}

int
sem_word_post(void *sem)
{
	return guard(post, sem, 0);
}

int
sem_word_take(void *sem)
{
	return guard(take, sem, 0);
}

int
sem_word_wait(void *sem)
{
	return guard(wait_and_take, sem, 0);
}

int
sem_word_set(void *sem, uint32_t value)
{
	return guard(set, sem, value);
}

void
sem_word_read(const sem_t *sem, int64_t *value, int64_t *waiters)
{
	struct sem_look look = sem_layout_look(sem);

	*value = look.value <= SEM_VALUE_MAX ? (int64_t)look.value : UNKNOWN;
	*waiters = sem_layout_waiters(sem);
}
