/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Make and remove objects of all kinds as fast as can be, under the same few
 * names and keys again and again, until standard input ends or a signal comes,
 * or so many rounds are done, of six objects made and six removed:
 *
 *	churn [ROUNDS]
 *
 * Prints "ready" when it has begun. That others remove what it made is no
 * error; in the end it removes what is left.
 */
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include <err.h>
#include <fcntl.h>
#include <limits.h>
#include <mqueue.h>
#include <poll.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define KEY 0x6368 /* the first */
#define SLOTS 8	   /* of each kind, half of them there at any time */

static void
make(int slot)
{
	struct mq_attr attr = { .mq_maxmsg = 1, .mq_msgsize = 1 };
	const int flags = O_RDWR | O_CREAT | O_CLOEXEC;
	char name[32];
	sem_t *sem;
	int fd;

	snprintf(name, sizeof(name), "/churn-%d", slot);
	if ((fd = mq_open(name, flags, 0600, &attr)) != -1)
		mq_close(fd);
	if ((fd = shm_open(name, O_RDWR | O_CREAT, 0600)) != -1)
		close(fd);
	if ((sem = sem_open(name, O_CREAT, 0600, 0)) != SEM_FAILED)
		sem_close(sem);
	(void)msgget(KEY + slot, IPC_CREAT | 0600);
	(void)shmget(KEY + slot, 4096, IPC_CREAT | 0600);
	(void)semget(KEY + slot, 1, IPC_CREAT | 0600);
}

static void
unmake(int slot)
{
	char name[32];

	snprintf(name, sizeof(name), "/churn-%d", slot);
	mq_unlink(name);
	shm_unlink(name);
	sem_unlink(name);
	msgctl(msgget(KEY + slot, 0), IPC_RMID, NULL);
	shmctl(shmget(KEY + slot, 0, 0), IPC_RMID, NULL);
	semctl(semget(KEY + slot, 0, 0), 0, IPC_RMID);
}

int
main(int argc, char **argv)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : LONG_MAX;
	int i;

	/* Others' pipes would not end while this one lives. */
	closefrom(3);
	for (i = 0; i < SLOTS; i++)
		make(i);
	puts("ready");
	if (fflush(stdout) != 0)
		err(1, "stdout");
	while (rounds-- > 0 && poll(&input, 1, 0) == 0) {
		make(i % SLOTS);
		unmake((i + SLOTS / 2) % SLOTS);
		i = (i + 1) % SLOTS;
	}
	for (i = 0; i < SLOTS; i++)
		unmake(i);
	return 0;
}
