/* SPDX-License-Identifier: BSD-2-Clause */
/* ipccat --dump: writes an archive of objects. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "archive/dump.h"
#include "backend/permission.h"
#include "base/amount.h"
#include "base/patience.h"
#include "base/xalloc.h"
#include "cli.h"
#include "cli_progress.h"
#include "ipccat.h"
#include "load/load.h"
#include "show/value.h"

static void
warn_of(const struct ipc_object *object, const char *reason)
{
	char name[VALUE_ROOM];

	ref_format(object, name, sizeof(name));
	cli_warn(name, reason);
}

static void
load_failed(void *status, const char *subject, const char *reason)
{
	cli_warn(subject, reason);
	*(int *)status = CLI_FAILED;
}

static void
load_all(const struct options *o, struct ipc_list *list, int *status)
{
	struct load load = {
		.need = dump_need(),
		.refs = o->refs,
		.nrefs = o->nrefs,
		.now = time(NULL),
		.failed = load_failed,
		.arg = status,
	};
	size_t i;

	for (i = 0; i < o->nrefs; i++)
		load.kinds |= o->refs[i].kinds;
	load_objects(&load, list);
}

/* Returns why the object cannot be dumped, to be freed, or NULL. */
static char *
obstacle(const struct options *o, const struct dump *dump,
    const struct ipc_object *object, const char *no_kernel)
{
	const struct ipc_kind *kind = object->kind;
	int error = 0;

	if (kind->queue != NULL && kind->queue->peek == NULL &&
	    o->what != RECEIVE && dump->kernel == NULL)
		return peek_reason(no_kernel);
	if (kind->queue == NULL && kind->memory == NULL)
		error = why_no_values(object);
	else if (!permission_allows(object, PERMISSION_READ))
		error = EACCES;
	return error == 0 ? NULL : xstrdup(ipc_object_strerror(kind, error));
}

/* Drops objects that cannot be dumped: the list names what the archive has. */
static void
drop_impossible(const struct options *o, const struct dump *dump,
    struct ipc_list *list, const char *no_kernel, int *status)
{
	size_t i, kept = 0;
	char *reason;

	for (i = 0; i < list->n; i++) {
		reason = obstacle(o, dump, list->v[i], no_kernel);
		if (reason == NULL) {
			list->v[kept++] = list->v[i];
			continue;
		}
		warn_of(list->v[i], reason);
		free(reason);
		ipc_object_free(list->v[i]);
		*status = CLI_FAILED;
	}
	list->n = kept;
}

static struct kernel *
open_kernel(
    const struct options *o, const struct ipc_list *list, const char **why)
{
	size_t i;

	for (i = 0; i < list->n && o->what != RECEIVE; i++)
		if (list->v[i]->kind->bit & KIND_POSIX_MQ)
			return kernel_open(why);
	return NULL;
}

static void
tell_of_taken(const struct ipc_object *object, int64_t taken, bool lost)
{
	char *text;

	if (taken == 0)
		return;
	xasprintf(&text, "%lld %s taken off%s", (long long)taken,
	    taken == 1 ? "message was" : "messages were",
	    lost ? ", not written, and lost" : "");
	warn_of(object, text);
	free(text);
}

/* Dumps one object; returns false if the archive cannot be continued. */
static bool
dump_one(struct dump *dump, struct ipc_object *object, int *status)
{
	enum dumped dumped = dump_object(dump, object);
	int error = errno;

	tell_of_taken(object, dump->taken, dumped == DUMP_STOPPED);
	if (dumped != DUMP_DONE)
		*status = CLI_FAILED;
	if (dumped == DUMP_CHANGED)
		warn_of(object, "changed while it was dumped");
	else if (dumped == DUMP_MISSING && error == EBUSY)
		warn_of(object,
		    "the queue changes faster than it can be looked at");
	else if (dumped == DUMP_MISSING)
		warn_of(object, ipc_object_strerror(object->kind, error));
	errno = error;
	return dumped != DUMP_STOPPED;
}

/* Bytes of all memory: messages and values are few beside it. */
static int64_t
memory_of(const struct ipc_list *list)
{
	int64_t bytes = 0;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->v[i]->size > 0)
			bytes = amount_add(bytes, list->v[i]->size);
	return bytes;
}

static void
write_archive(struct dump *dump, const struct ipc_list *list, int *status)
{
	size_t i;

	cli_progress("dumping", (int64_t)list->n, memory_of(list));
	if (dump_list(dump, list) == -1)
		fail_stdout();
	for (i = 0; i < list->n; i++) {
		if (!dump_one(dump, list->v[i], status))
			fail_stdout();
		/*
		 * Received messages are in the archive by now, so a signal may
		 * end us.
		 */
		if (dump->receive && patience_left() == PATIENCE_SIGNALLED) {
			cli_progress_end();
			patience_end();
			exit(CLI_FAILED);
		}
	}
	if (dump_end(dump) == -1)
		fail_stdout();
	cli_progress_end();
}

/* Signals have to wait until the messages received are in the archive. */
static void
prepare_to_take(void)
{
	check_writable();
	signal(SIGPIPE, SIG_IGN);
	if (patience_start() == 0)
		return;
	cli_warn("timer", strerror(errno));
	exit(CLI_FAILED);
}

int
dump_all(const struct options *o)
{
	struct dump dump = { .receive = o->what == RECEIVE };
	const char *why = NULL, *no_kernel = NULL;
	struct ipc_list list = { 0 };
	int status = CLI_OK;

	dump.out = tar_out_open(STDOUT_FILENO, &why);
	if (dump.out == NULL) {
		cli_warn("--dump", why);
		return CLI_FAILED;
	}
	signal(SIGIO, SIG_IGN);
	load_all(o, &list, &status);
	dump.kernel = open_kernel(o, &list, &no_kernel);
	drop_impossible(o, &dump, &list, no_kernel, &status);
	if (list.n == 0 && status != CLI_OK)
		tar_out_abandon(dump.out);
	else {
		if (dump.receive)
			prepare_to_take();
		write_archive(&dump, &list, &status);
	}
	if (dump.kernel != NULL)
		kernel_close(dump.kernel);
	ipc_list_free(&list);
	return status;
}
