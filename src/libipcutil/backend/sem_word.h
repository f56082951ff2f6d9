/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A POSIX semaphore's bytes, used without sem_post(3) and its like: these
 * believe all of it, and a file of /dev/shm can be written to, or cut short, by
 * others at any time. Here only the value and the number of waiters count, and
 * whatever they are, no call aborts or blocks beyond its patience. Programs
 * that use sem_wait(3) and sem_post(3) meanwhile are woken, and wake; futex(2).
 *
 * They return 0, or -1 with errno: EBADMSG where the file has been cut short,
 * EILSEQ where the value is above SEM_VALUE_MAX, so that this is no semaphore.
 */
#ifndef SEM_WORD_H
#define SEM_WORD_H

#include <semaphore.h>
#include <stdint.h>

/* One more; EOVERFLOW beyond SEM_VALUE_MAX. The memory begins a page. */
int sem_word_post(void *);

/* One less; EAGAIN where there is none. */
int sem_word_take(void *);

/* The same, waiting as long as patience.h allows; then EINTR. */
int sem_word_wait(void *);

/* All at once. */
int sem_word_set(void *, uint32_t value);

/* What such bytes say; UNKNOWN for a value that no semaphore has. */
void sem_word_read(const sem_t *, int64_t *value, int64_t *waiters);

#endif
