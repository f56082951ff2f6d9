/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Preloaded into a program, makes of a call the worst case: right before the
 * first of it the object is removed, and another with the same id made, of so
 * many semaphores or bytes.
 *
 *	SWAP=CALL:SIZE LD_PRELOAD=.../swap.so COMMAND
 *
 * CALL is getall or setall (semctl(2)), or shmat.
 */
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include <dlfcn.h>
#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The size of the other object, if it is to be made now; 0 if not. */
static size_t
wanted(const char *call)
{
	const char *swap = getenv("SWAP");
	size_t length = strlen(call), size;

	if (swap == NULL || strncmp(swap, call, length) != 0 ||
	    swap[length] != ':')
		return 0;
	size = strtoul(swap + length + 1, NULL, 10);
	unsetenv("SWAP");
	return size;
}

/* The next object of that kind gets this id; needs privilege. */
static void
set_next_id(const char *path, int id)
{
	FILE *fp = fopen(path, "w");

	if (fp == NULL || fprintf(fp, "%d", id) < 0 || fclose(fp) != 0)
		err(1, "%s", path);
}

static void
check(int id, int wanted_id)
{
	if (id != wanted_id)
		errx(
		    1, "the other object has the id %d, not %d", id, wanted_id);
}

int
semctl(int id, int num, int command, ...)
{
	int (*next)(int, int, int, ...) =
	    (int (*)(int, int, int, ...))dlsym(RTLD_NEXT, "semctl");
	size_t size = wanted(command == GETALL	 ? "getall"
			     : command == SETALL ? "setall"
						 : "");
	void *argument;
	va_list ap;

	va_start(ap, command);
	argument = va_arg(ap, void *);
	va_end(ap);
	if (size != 0) {
		next(id, 0, IPC_RMID);
		set_next_id("/proc/sys/kernel/sem_next_id", id);
		check(semget(IPC_PRIVATE, (int)size, 0600), id);
	}
	return next(id, num, command, argument);
}

void *
shmat(int id, const void *at, int flags)
{
	void *(*next)(int, const void *, int) =
	    (void *(*)(int, const void *, int))dlsym(RTLD_NEXT, "shmat");
	size_t size = wanted("shmat");

	if (size != 0) {
		shmctl(id, IPC_RMID, NULL);
		set_next_id("/proc/sys/kernel/shm_next_id", id);
		check(shmget(IPC_PRIVATE, size, 0600), id);
	}
	return next(id, at, flags);
}
