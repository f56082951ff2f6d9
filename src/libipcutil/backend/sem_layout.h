/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The semaphores of this C library: which files of SHM_DIR they are, and where
 * they keep what, which is for sem_word.c alone. One file of each library has
 * these functions: sem_glibc.c, sem_musl.c.
 */
#ifndef SEM_LAYOUT_H
#define SEM_LAYOUT_H

#include <features.h>

#include <semaphore.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/*
 * Before a semaphore's name. Without one, sem_open("/x") and shm_open("/x")
 * stand for the same file, and only its size tells what it is used for.
 */
#ifdef __GLIBC__
#define SEM_PREFIX "sem."
#else
#define SEM_PREFIX ""
#endif
#define SEM_HAS_PREFIX (sizeof(SEM_PREFIX) > 1)

#define SEM_BYTES ((int64_t)sizeof(sem_t))

/*
 * Whether a regular file is a semaphore rather than memory. Its size may be
 * UNKNOWN, and need not be known if SEM_HAS_PREFIX.
 */
static inline bool
sem_layout_is_file(const char *file, int64_t size)
{
	if (SEM_HAS_PREFIX)
		return strncmp(file, SEM_PREFIX, strlen(SEM_PREFIX)) == 0;
	return size == SEM_BYTES;
}

/* A semaphore at one moment. */
struct sem_look {
	uint64_t raw;
	uint32_t value;
	bool waited; /* somebody may sleep who is to be woken */
};
struct sem_look sem_layout_look(const void *);
uint32_t sem_layout_waiters(const void *);

/* Gives it another value, unless it has changed since the look. */
bool sem_layout_swap(void *, const struct sem_look *, uint32_t value);

/* How many of those who sleep have to be woken after `more` posts. */
int sem_layout_wake(uint32_t more);

/* One waiter more, or less: true if others have to be woken now. */
void sem_layout_enter(void *);
bool sem_layout_leave(void *);

/*
 * Sees to it that a post will wake who sleeps on the word from now on, while it
 * is *expected. False if it has changed since the look.
 */
bool sem_layout_mark(void *, const struct sem_look *, uint32_t *expected);
uint32_t *sem_layout_word(void *);

#endif
