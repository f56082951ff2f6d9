/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Operations on a POSIX semaphore without sem_post(3) and the like. These trust
 * all its bytes, but other processes can write to a file of /dev/shm, or
 * truncate it, at any time. Here only the value and the number of waiters are
 * used, and whatever they are, no call aborts or blocks longer than patience.h
 * allows. Other programs may use sem_wait(3) and sem_post(3) at the same time:
 * futex(2).
 *
 * The memory has to begin at a page boundary. All return 0, or -1 with errno:
 * EBADMSG if the file was truncated, EILSEQ if the value is above
 * SEM_VALUE_MAX, so that this is not a semaphore.
 */
#ifndef SEM_WORD_H
#define SEM_WORD_H

#include <semaphore.h>
#include <stdint.h>

/* Adds one; EOVERFLOW at SEM_VALUE_MAX. */
int sem_word_post(void *);

/* Takes one; EAGAIN if the value is 0. */
int sem_word_take(void *);

/* Takes one, waiting as long as patience.h allows; then EINTR. */
int sem_word_wait(void *);

/* Sets the value at once and wakes waiters. */
int sem_word_set(void *, uint32_t value);

/*
 * Reads value and waiters from a copy of the bytes; the value is UNKNOWN if it
 * is above SEM_VALUE_MAX.
 */
void sem_word_read(const sem_t *, int64_t *value, int64_t *waiters);

#endif
