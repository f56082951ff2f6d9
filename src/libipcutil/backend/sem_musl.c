/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * musl's semaphores; see sem_layout.h. The first word is the value, the second
 * the number of waiters. A negative first word is the mark that there are
 * waiters. Until 1.2.3 the mark is -1, which counts as value 0; later it is the
 * highest bit, beside the value. The two versions do not understand each other,
 * so mark() finds out which one the library uses.
 */
#include <features.h>
#ifndef __GLIBC__

#include <limits.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

#include "backend/sem_layout.h"

#define OLD_MARK UINT32_MAX
#define NEW_MARK (UINT32_C(1) << 31)

static _Atomic(uint32_t) *
word(const void *sem, size_t n)
{
	return (_Atomic(uint32_t) *)(uintptr_t)sem + n;
}

/*
 * Lets sem_post(3) of the library clear the mark: only a version that knows the
 * new mark leaves 1 in the word.
 */
static uint32_t
mark(void)
{
	uint32_t words[sizeof(sem_t) / sizeof(uint32_t)] = { NEW_MARK, 1 };
	sem_t sem;

	memcpy(&sem, words, sizeof(sem));
	sem_post(&sem);
	memcpy(words, &sem, sizeof(sem));
	return words[0] == 1 ? NEW_MARK : OLD_MARK;
}

struct sem_look
sem_layout_look(const void *sem)
{
	uint32_t raw = atomic_load(word(sem, 0));

	return (struct sem_look){
		.raw = raw,
		.value = raw == OLD_MARK ? 0 : raw & ~NEW_MARK,
		.waited = raw >= NEW_MARK || sem_layout_waiters(sem) != 0,
	};
}

uint32_t
sem_layout_waiters(const void *sem)
{
	return atomic_load(word(sem, 1));
}

/*
 * A post clears the mark and wakes all waiters; those that still wait set it
 * again.
 */
bool
sem_layout_swap(void *sem, const struct sem_look *look, uint32_t value)
{
	uint32_t old = (uint32_t)look->raw, new = value;

	if (value <= look->value)
		new = old - (look->value - value);
	return atomic_compare_exchange_strong(word(sem, 0), &old, new);
}

int
sem_layout_wake(uint32_t more)
{
	(void)more;
	return INT_MAX;
}

void
sem_layout_enter(void *sem)
{
	atomic_fetch_add(word(sem, 1), 1);
}

bool
sem_layout_leave(void *sem)
{
	atomic_fetch_sub(word(sem, 1), 1);
	return false;
}

bool
sem_layout_mark(void *sem, const struct sem_look *look, uint32_t *expected)
{
	uint32_t old = (uint32_t)look->raw;

	*expected = old != 0 ? old : mark();
	return old != 0 ||
	       atomic_compare_exchange_strong(word(sem, 0), &old, *expected);
}

uint32_t *
sem_layout_word(void *sem)
{
	return sem;
}

#endif
