/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two processes that use a POSIX queue as fast as they can, one sending and
 * one receiving, until standard input ends:
 *
 *	relay mq:/NAME
 *
 *	relay mq:/NAME COUNT
 *
 * The second sends and receives so many messages itself, one at a time, and
 * ends. The first prints "ready" when both have begun. The queue must be there.
 *Messages are numbered: a number, a colon, and letters, which and how many
 *follows from the number. So whatever is in the queue at one moment is a row of
 *numbers without a gap, each with its letters.
 */
#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static _Noreturn void
send_all(mqd_t queue, size_t room)
{
	char *text = malloc(room + 32);
	unsigned long number;
	size_t n, more;

	if (text == NULL)
		err(1, NULL);
	for (number = 0;; number++) {
		n = (size_t)snprintf(text, 32, "%lu:", number);
		more = (size_t)(number * 37 % 5000);
		if (n + more > room)
			more = room - n;
		memset(text + n, (int)('a' + number % 26), more);
		if (mq_send(queue, text, n + more, 0) == -1)
			err(1, "mq_send");
	}
}

static _Noreturn void
receive_all(mqd_t queue, size_t room)
{
	char *text = malloc(room);

	if (text == NULL)
		err(1, NULL);
	for (;;)
		if (mq_receive(queue, text, room, NULL) == -1)
			err(1, "mq_receive");
}

static pid_t
run(mqd_t queue, size_t room, void (*use)(mqd_t, size_t))
{
	pid_t pid = fork();

	if (pid == -1)
		err(1, "fork");
	if (pid == 0)
		use(queue, room);
	return pid;
}

/* A pair of calls each. */
static void
alone(mqd_t queue, size_t room, long count)
{
	char *text = malloc(room);

	if (text == NULL)
		err(1, NULL);
	for (; count > 0; count--)
		if (mq_send(queue, "1", 1, 0) == -1 ||
		    mq_receive(queue, text, room, NULL) == -1)
			err(1, "%ld to go", count);
	free(text);
}

int
main(int argc, char **argv)
{
	struct pollfd input = { .fd = STDIN_FILENO };
	struct mq_attr attr;
	mqd_t queue;
	pid_t pids[2];

	if (argc < 2 || argc > 3 || strncmp(argv[1], "mq:/", 4) != 0)
		errx(2, "usage: relay mq:/name [count]");
	queue = mq_open(argv[1] + 3, O_RDWR);
	if (queue == -1 || mq_getattr(queue, &attr) == -1)
		err(1, "%s", argv[1]);
	if (argc == 3) {
		alone(queue, (size_t)attr.mq_msgsize, atol(argv[2]));
		return 0;
	}
	pids[0] = run(queue, (size_t)attr.mq_msgsize, send_all);
	pids[1] = run(queue, (size_t)attr.mq_msgsize, receive_all);
	puts("ready");
	fflush(stdout);
	poll(&input, 1, -1);
	kill(pids[0], SIGKILL);
	kill(pids[1], SIGKILL);
	waitpid(pids[0], NULL, 0);
	waitpid(pids[1], NULL, 0);
	return 0;
}
