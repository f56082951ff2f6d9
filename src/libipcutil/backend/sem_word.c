/* SPDX-License-Identifier: BSD-2-Clause */
/* Operations on a POSIX semaphore; see sem_word.h. */
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

/* Global, because a signal handler can reach nothing else. */
static void *used;
static volatile sig_atomic_t cut;

/*
 * Handles SIGBUS: the file was truncated, so its page is gone. An empty page is
 * mapped in its place, and the interrupted operation goes on until it sees
 * `cut`. Faults elsewhere get the default action.
 */
static void
replace(int signo, siginfo_t *info, void *context)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t ours = (uintptr_t)used, at = (uintptr_t)info->si_addr;

	(void)context;
	if (at < ours || at >= ours + page ||
	    /* cppcheck-suppress leakReturnValNotUsed ; at a fixed address */
	    mmap(used, page, PROT_READ | PROT_WRITE,
		/* cppcheck-suppress invalidFunctionArg ; no file is mapped */
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		signal(signo, SIG_DFL);
	cut = 1;
}

/* Calls an operation; fails with EBADMSG if the file is truncated meanwhile. */
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

/* Never a private futex: the other users are other processes. */
static int
futex(void *sem, int operation, uint32_t value, const struct timespec *timeout)
{
	return (int)syscall(SYS_futex, sem_layout_word(sem), operation, value,
	    timeout, NULL, 0);
}

/*
 * Sets the value, and wakes waiters if it has grown. *changed is false if
 * another process was faster.
 */
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
 * Waits for a post. A truncated file wakes nobody, so wake up every second to
 * notice it. 0: try again; -1 with errno.
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
	/* The kernel reports EFAULT where we would get SIGBUS. */
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
