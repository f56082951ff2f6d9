/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls, and goes from one IPC namespace to another, as its lines of standard
 * input say:
 *
 *	call COUNT KEY: semget(2) of this key, so many times; no set has it
 *
 *	enter FILE: setns(2) into the namespace of it, as /proc/PID/ns/ipc
 *
 *	dash FILE COUNT KEY: the same, and it calls at once
 *
 *	leave: unshare(2), into a new namespace
 *
 *	fork: a child goes on with the lines that follow
 *
 *	thread: another thread stays where this one is now
 *
 * Prints "ready" first, and after each line its first word. A signal ends it,
 * or the end of standard input.
 */
#include <sys/sem.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
call(const char *times, const char *text)
{
	unsigned long count = strtoul(times, NULL, 10);
	key_t key = (key_t)strtoul(text, NULL, 0);

	while (count-- > 0)
		if (semget(key, 0, 0) != -1 || errno != ENOENT)
			err(1, "semget: 0x%x", (unsigned)key);
}

static void
enter(const char *file)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);

	if (fd == -1 || setns(fd, CLONE_NEWIPC) == -1)
		err(1, "%s", file);
	close(fd);
}

static void
go_on_in_child(void)
{
	pid_t pid = fork();
	int status;

	if (pid == -1)
		err(1, "fork");
	if (pid == 0)
		return;
	if (waitpid(pid, &status, 0) == -1)
		err(1, "waitpid");
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

static void *
stay(void *arg)
{
	while (pause() == -1)
		continue;
	return arg;
}

static void
begin_thread(void)
{
	pthread_t thread;

	errno = pthread_create(&thread, NULL, stay, NULL);
	if (errno != 0)
		err(1, "pthread_create");
}

/* Unbuffered, so that a child gets the lines that its parent has not read. */
static int
next_line(char *line, size_t size)
{
	size_t n = 0;

	while (read(STDIN_FILENO, line + n, 1) == 1) {
		if (line[n] == '\n') {
			line[n] = '\0';
			return 1;
		}
		if (++n == size)
			errx(1, "line too long");
	}
	return 0;
}

/* False if a line is none of the above. */
static int
follow(char *words[], size_t n)
{
	if (n == 3 && strcmp(words[0], "call") == 0) {
		call(words[1], words[2]);
	} else if (n == 2 && strcmp(words[0], "enter") == 0) {
		enter(words[1]);
	} else if (n == 4 && strcmp(words[0], "dash") == 0) {
		enter(words[1]);
		call(words[2], words[3]);
	} else if (n == 1 && strcmp(words[0], "leave") == 0) {
		if (unshare(CLONE_NEWIPC) == -1)
			err(1, "unshare");
	} else if (n == 1 && strcmp(words[0], "fork") == 0) {
		go_on_in_child();
	} else if (n == 1 && strcmp(words[0], "thread") == 0) {
		begin_thread();
	} else {
		return 0;
	}
	return 1;
}

int
main(void)
{
	char line[256], *words[4], *word, *rest;
	size_t n;

	setvbuf(stdout, NULL, _IOLBF, 0);
	puts("ready");
	while (next_line(line, sizeof(line))) {
		n = 0;
		for (word = strtok_r(line, " ", &rest); word != NULL && n < 4;
		     word = strtok_r(NULL, " ", &rest))
			words[n++] = word;
		if (!follow(words, n))
			errx(1, "%s: no such line", n == 0 ? "" : words[0]);
		puts(words[0]);
	}
	return 0;
}
