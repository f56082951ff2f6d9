/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many processes with many mappings, until standard input ends.
 *
 *	crowd PROCESSES MAPS [DESCRIPTORS [OBJECT]]
 *
 * Half of the mappings are of a file, as those of libraries are. If an object
 * is named, mq:/ shm: or shm:/, the last of the processes holds it, after all
 * else. Prints "ready" when all are there.
 */
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/shm.h>

#include <err.h>
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common.h"

/* Neighbours that are alike would be one. */
static void
map(int fd, int64_t i)
{
	int protection = i % 4 < 2 ? PROT_READ : PROT_NONE;
	int flags = MAP_PRIVATE | (i % 2 == 0 ? 0 : MAP_ANONYMOUS);
	const void *memory = mmap(NULL, 4096, protection, flags, fd, 0);

	if (memory == MAP_FAILED)
		err(1, "mmap");
	/* cppcheck-suppress memleak */
}

static void
hold(struct target *t)
{
	int fd = -1;

	if (t->kind == MQ)
		fd = mq_open(t->name, O_RDONLY);
	else if (t->posix)
		fd = shm_open(t->name, O_RDONLY, 0);
	else if (shmat(t->id, NULL, 0) == (void *)-1)
		err(1, "shmat");
	if (t->posix && fd == -1)
		err(1, "%s", t->name);
}

int
main(int argc, char **argv)
{
	int64_t n, maps, descriptors = 0, i;
	struct target target;
	char rest[512];
	pid_t pid = 0;
	int fd;

	if (argc < 3)
		errx(2, "usage: crowd processes maps [descriptors [object]]");
	closefrom(3);
	n = number(argv[1], 10, 1, 1000000);
	maps = number(argv[2], 10, 0, 1000000);
	if (argc > 3)
		descriptors = number(argv[3], 10, 0, 1000000);
	fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		err(1, "open");
	for (i = 0; i < maps; i++)
		map(fd, i);
	for (i = 0; i < descriptors; i++)
		if (dup(fd) == -1)
			err(1, "dup");
	for (i = 0; i < n; i++) {
		if (i == n - 1 && argc > 4) {
			target_parse(&target, argv[4]);
			hold(&target);
		}
		if ((pid = fork()) == -1)
			err(1, "fork");
		if (pid == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			for (;;)
				pause();
		}
	}
	printf("ready %d\n", (int)pid);
	if (fflush(stdout) != 0)
		err(1, "stdout");
	while (read(STDIN_FILENO, rest, sizeof(rest)) > 0)
		;
	/* The others end with this one. */
	return 0;
}
