/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * glibc's semaphores; see sem_layout.h.
 *
 * 64 bits: one word, whose lower half is the value and upper half the number of
 * waiters. 32 bits: of four words the first has the value and, in its lowest
 * bit, a mark that there are waiters; the last has the number of waiters. A
 * word between them tells sem_wait(3) and sem_post(3) whether the futex is
 * private; it is not used here.
 */
#include <features.h>
#ifdef __GLIBC__

#include <limits.h>
#include <stdatomic.h>

#include "backend/sem_layout.h"

int
sem_layout_wake(uint32_t more)
{
	return more < INT_MAX ? (int)more : INT_MAX;
}

#if UINTPTR_MAX == UINT64_MAX

#define WAITER (UINT64_C(1) << 32)

static _Atomic(uint64_t) *
word(const void *sem)
{
	return (_Atomic(uint64_t) *)(uintptr_t)sem;
}

struct sem_look
sem_layout_look(const void *sem)
{
	uint64_t raw = atomic_load(word(sem));

	return (struct sem_look){
		.raw = raw,
		.value = (uint32_t)raw,
		.waited = raw >= WAITER,
	};
}

uint32_t
sem_layout_waiters(const void *sem)
{
	return (uint32_t)(atomic_load(word(sem)) / WAITER);
}

bool
sem_layout_swap(void *sem, const struct sem_look *look, uint32_t value)
{
	uint64_t old = look->raw;

	return atomic_compare_exchange_strong(
	    word(sem), &old, old - (uint32_t)old + value);
}

void
sem_layout_enter(void *sem)
{
	atomic_fetch_add(word(sem), WAITER);
}

bool
sem_layout_leave(void *sem)
{
	atomic_fetch_sub(word(sem), WAITER);
	return false;
}

/* The waiter has been counted already, so a post knows of it. */
bool
sem_layout_mark(void *sem, const struct sem_look *look, uint32_t *expected)
{
	(void)sem;
	*expected = look->value;
	return true;
}

uint32_t *
sem_layout_word(void *sem)
{
	return (uint32_t *)sem + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
}

#else

#define WAITED UINT32_C(1)

static _Atomic(uint32_t) *
word(const void *sem, size_t n)
{
	return (_Atomic(uint32_t) *)(uintptr_t)sem + n;
}

struct sem_look
sem_layout_look(const void *sem)
{
	uint32_t raw = atomic_load(word(sem, 0));

	return (struct sem_look){
		.raw = raw,
		.value = raw >> 1,
		.waited = (raw & WAITED) != 0,
	};
}

uint32_t
sem_layout_waiters(const void *sem)
{
	return atomic_load(word(sem, 3));
}

bool
sem_layout_swap(void *sem, const struct sem_look *look, uint32_t value)
{
	uint32_t old = (uint32_t)look->raw;

	return atomic_compare_exchange_strong(
	    word(sem, 0), &old, value << 1 | (old & WAITED));
}

void
sem_layout_enter(void *sem)
{
	atomic_fetch_add(word(sem, 3), 1);
}

/*
 * The last waiter clears the mark. If another waiter has come meanwhile, the
 * mark is set again; true if there was a post in between, which did not wake
 * it.
 */
bool
sem_layout_leave(void *sem)
{
	if (atomic_fetch_sub(word(sem, 3), 1) != 1)
		return false;
	atomic_fetch_and(word(sem, 0), ~WAITED);
	return atomic_load(word(sem, 3)) != 0 &&
	       atomic_fetch_or(word(sem, 0), WAITED) > WAITED;
}

bool
sem_layout_mark(void *sem, const struct sem_look *look, uint32_t *expected)
{
	uint32_t old = (uint32_t)look->raw;

	*expected = old | WAITED;
	return old == *expected ||
	       atomic_compare_exchange_strong(word(sem, 0), &old, *expected);
}

uint32_t *
sem_layout_word(void *sem)
{
	return sem;
}

#endif
#endif
