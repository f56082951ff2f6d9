/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcmk: objects created so far, removed again on failure; see ipcmk_made.h. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/patience.h"
#include "base/shield.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcmk_made.h"

/*
 * Objects created in this run, in order; behind them stands the one that is
 * being created. The array has room for all from the start and does not move.
 */
static struct {
	struct ipc_object **v;
	size_t n;
	/* the first so many have been reported to the user */
	volatile size_t told;
	bool borrowed; /* the caller owns the objects */
} made;

/*
 * Blocking signals takes two system calls, so it is done once for a batch. A
 * batch is created in a short time, and a signal waits for no more than it.
 */
#define BATCH 32

/* Removes objects that were not reported. It is safe in a signal handler. */
static void
undo(void)
{
	struct ipc_object *const *o = made.v;
	size_t i;

	for (i = made.told; i < made.n || (o[i] != NULL && o[i]->id != UNKNOWN);
	     i++)
		o[i]->kind->remove(o[i]);
	made.told = i;
}

static void
end_by(int signo)
{
	undo();
	signal(signo, SIG_DFL);
	raise(signo);
}

void
made_start(size_t n)
{
	struct sigaction action = { .sa_handler = end_by }, old;
	size_t i;

	/* One more for the object that is being created. */
	made.v = xreallocarray(NULL, n + 1, sizeof(*made.v));
	memset(made.v, 0, (n + 1) * sizeof(*made.v));
	if (atexit(undo) != 0)
		xchecked(NULL);
	sigfillset(&action.sa_mask);
	for (i = 0; i < PATIENCE_SIGNALS; i++)
		if (sigaction(patience_signals[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			sigaction(patience_signals[i], &action, NULL);
}

/* Creates the object and keeps it. Signals may stay blocked. */
static int
make(struct ipc_object *object, const struct ipc_attr *attr)
{
	int status;

	made.v[made.n] = object;
	status = object->kind->make(object, attr);
	if (status == 0)
		made.n++;
	else
		made.v[made.n] = NULL;
	return status;
}

int
made_make(struct ipc_object *object, const struct ipc_attr *attr)
{
	struct ipc_object *new = ipc_object_new(object->kind);
	int status, error;

	new->key = object->key;
	if (object->name != NULL)
		new->name = xstrdup(object->name);
	status = make(new, attr);
	error = errno;
	object->size = new->size;
	if (status == 0)
		object->id = new->id;
	shield_down();
	if (status == -1)
		ipc_object_free(new);
	errno = error;
	return status;
}

int
made_batch(struct ipc_object *object, const struct ipc_attr *attr)
{
	int status, error;

	made.borrowed = true;
	/*
	 * Copying a file into the memory may take long, so signals are let
	 * through.
	 */
	if (attr->from != -1)
		shield_down();
	status = make(object, attr);
	error = errno;
	if (status == -1 || attr->from != -1 || made.n % BATCH == 0)
		shield_down();
	errno = error;
	return status;
}

void
made_take_back(void)
{
	shield_up();
	undo();
	shield_down();
}

void
made_tell(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };
	int error;

	/*
	 * A short line is written whole or not at all, with signals blocked;
	 * before that, waiting for room in a pipe can be interrupted.
	 * A longer list may be written in part when a signal comes. Signals are
	 * not blocked for it, as a reader may never read the rest.
	 */
	if (__fpending(stdout) <= PIPE_BUF) {
		poll(&out, 1, -1);
		shield_up();
	}
	error = fflush(stdout) == 0 ? 0 : errno;
	if (error == 0)
		made.told = made.n;
	shield_down();
	if (error == 0)
		return;
	undo();
	cli_warn("stdout", strerror(error));
	_exit(CLI_FAILED);
}

void
made_free(void)
{
	size_t i;

	for (i = 0; i < made.n && !made.borrowed; i++)
		ipc_object_free(made.v[i]);
}
