/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Run a command with its output thrown away and print what it took:
 *
 *	timer COMMAND [ARGUMENT ...]
 *	MICROSECONDS KIBIBYTES
 *
 * from the start of the process to its end, and the most memory it had. The
 * status is the command's.
 */
#include <sys/resource.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static long long
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000LL + ts.tv_nsec / 1000;
}

int
main(int argc, char **argv)
{
	posix_spawn_file_actions_t actions;
	struct rusage usage;
	long long start, end;
	pid_t pid;
	int status, error;

	if (argc < 2)
		errx(2, "usage: timer command [argument ...]");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(
	    &actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	start = now();
	error = posix_spawnp(&pid, argv[1], &actions, NULL, argv + 1, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (error != 0)
		errc(127, error, "%s", argv[1]);
	if (wait4(pid, &status, 0, &usage) == -1)
		err(1, "wait4");
	end = now();
	printf("%lld %ld\n", end - start, usage.ru_maxrss);
	if (fflush(stdout) != 0)
		err(1, "stdout");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
