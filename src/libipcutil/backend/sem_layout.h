/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory layout of this C library's semaphores: which files of SHM_DIR are
 * semaphores, and where their fields are, for sem_word.c only. There is one
 * implementation for each library: sem_glibc.c, sem_musl.c. None of these
 * functions fails; they work on mapped memory (futex(2)).
 */
#ifndef SEM_LAYOUT_H
#define SEM_LAYOUT_H

#include <features.h>

#include <semaphore.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/*
 * The prefix of a semaphore's file name. Without one (musl), sem_open("/x") and
 * shm_open("/x") use the same file, and only its size tells what it is.
 */
#ifdef __GLIBC__
#define SEM_PREFIX "sem."
#else
#define SEM_PREFIX ""
#endif
#define SEM_HAS_PREFIX (sizeof(SEM_PREFIX) > 1)

#define SEM_BYTES ((int64_t)sizeof(sem_t))

/*
 * True if a regular file is a semaphore, not memory. Its size may be UNKNOWN,
 * which does not matter if SEM_HAS_PREFIX.
 */
static inline bool
sem_layout_is_file(const char *file, int64_t size)
{
	if (SEM_HAS_PREFIX)
		return strncmp(file, SEM_PREFIX, strlen(SEM_PREFIX)) == 0;
	return size == SEM_BYTES;
}

/* The state of a semaphore at one moment. */
struct sem_look {
	uint64_t raw;
	uint32_t value;
	bool waited; /* there may be waiters that a post has to wake */
};
struct sem_look sem_layout_look(const void *);
uint32_t sem_layout_waiters(const void *);

/* Sets the value. False if the semaphore has changed since the look. */
bool sem_layout_swap(void *, const struct sem_look *, uint32_t value);

/* How many waiters to wake after the value has grown by `more`. */
int sem_layout_wake(uint32_t more);

/*
 * Add and remove a waiter. sem_layout_leave() is true if the others have to be
 * woken now.
 */
void sem_layout_enter(void *);
bool sem_layout_leave(void *);

/*
 * Marks the semaphore so that a post wakes a waiter that sleeps while the futex
 * word is *expected. False if the semaphore has changed since the look.
 */
bool sem_layout_mark(void *, const struct sem_look *, uint32_t *expected);
/* The word that is the futex. */
uint32_t *sem_layout_word(void *);

#endif
