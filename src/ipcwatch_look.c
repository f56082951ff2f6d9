/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch: looks at all objects, so that two looks can be compared. */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "backend/posix_file.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch_record.h"
#include "model/kind.h"

/*
 * sem_open(3) makes a file of another name first, and then links it to the one
 * that was asked for: glibc sem.XXXXXX, musl tmp-N. A new object of such a name
 * is believed once it has been there for this long, or longer while it has not
 * its contents yet, or another name too.
 */
#define WHOLE_AGE (SECOND / 100)
#define PARTIAL_AGE SECOND

static const char *const temporary[] = {
	SHM_DIR "/sem.[0-9A-Za-z][0-9A-Za-z][0-9A-Za-z]"
		"[0-9A-Za-z][0-9A-Za-z][0-9A-Za-z]",
	SHM_DIR "/tmp-[0-9]*",
};

/* By the name of the file, whichever kind it is taken for. */
static bool
has_temporary_name(const struct ipc_object *o)
{
	char path[POSIX_PATH_ROOM];
	size_t i;

	if (!(o->kind->bit & KINDS_IN_SHM))
		return false;
	posix_path(o, path);
	for (i = 0; i < sizeof(temporary) / sizeof(*temporary); i++)
		if (fnmatch(temporary[i], path, 0) == 0)
			return true;
	return false;
}

static bool
has_other_name(const struct ipc_list *list, const struct ipc_object *o)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->v[i] != o && list->v[i]->ino == o->ino &&
		    list->v[i]->dev == o->dev)
			return true;
	return false;
}

static int
by_identity(const void *a, const void *b)
{
	return ipc_object_cmp(
	    *(struct ipc_object *const *)a, *(struct ipc_object *const *)b);
}

static bool
was_there(const struct ipc_list *list, struct ipc_object *o)
{
	struct ipc_object **found;

	if (list->n == 0)
		return false;
	found = bsearch(&o, list->v, list->n, sizeof(*list->v), by_identity);
	return found != NULL && (*found)->ino == o->ino;
}

/*
 * Sets *since to when the file was first seen, and keeps it for the next look;
 * false if there is no room.
 */
static bool
first_seen(const struct young *old, struct young *new, int64_t ino, int64_t now,
    int64_t *since)
{
	size_t i;

	if (new->n == YOUNG_MAX)
		return false;
	*since = now;
	for (i = 0; i < old->n; i++)
		if (old->v[i].ino == ino)
			*since = old->v[i].since;
	new->v[new->n].ino = ino;
	new->v[new->n++].since = *since;
	return true;
}

/* Whether the file may be an object that is still being created. */
static bool
is_doubtful(const struct watch *watch, const struct ipc_list *list,
    struct ipc_object *o, struct young *young)
{
	int64_t now = monotonic(), since;
	bool partial;

	if (!has_temporary_name(o) || was_there(&watch->list, o) ||
	    !first_seen(&watch->young, young, o->ino, now, &since))
		return false;
	partial = o->status != NULL || has_other_name(list, o);
	return now - since < (partial ? PARTIAL_AGE : WHOLE_AGE);
}

static void
hold_back(struct watch *watch, struct ipc_list *list)
{
	struct ipc_object *held[YOUNG_MAX];
	struct young young = { 0 };
	size_t i, n = 0, kept = 0;

	for (i = 0; i < list->n; i++)
		if (is_doubtful(watch, list, list->v[i], &young))
			held[n++] = list->v[i];
		else
			list->v[kept++] = list->v[i];
	list->n = kept;
	for (i = 0; i < n; i++)
		ipc_object_free(held[i]);
	watch->young = young;
	watch->doubtful = n != 0;
}

/* Reports an error once, as it may come again at every look. */
static void
failed(void *arg, const char *subject, const char *reason)
{
	struct watch *watch = arg;
	size_t i;

	for (i = 0; i < watch->ntold; i++)
		if (strcmp(watch->told[i], subject) == 0)
			return;
	watch->told =
	    xreallocarray(watch->told, watch->ntold + 1, sizeof(*watch->told));
	watch->told[watch->ntold++] = subject;
	watch->status = CLI_FAILED;
	if (!watch->later) {
		cli_warn(subject, reason);
		return;
	}
	watch->reasons = xreallocarray(
	    watch->reasons, watch->nreasons + 1, sizeof(*watch->reasons));
	watch->reasons[watch->nreasons++] = xstrdup(reason);
}

void
tell_later(struct watch *watch)
{
	const char **told = watch->told + (watch->ntold - watch->nreasons);
	size_t i;

	for (i = 0; i < watch->nreasons; i++) {
		cli_warn(told[i], watch->reasons[i]);
		free(watch->reasons[i]);
	}
	free(watch->reasons);
	watch->reasons = NULL;
	watch->nreasons = 0;
}

static bool
is_missed(const struct watch *watch, const struct ipc_object *o)
{
	return (watch->missed & o->kind->bit) != 0;
}

/* Objects that could not be read stay as they were at the last look. */
static void
keep_missed(struct watch *watch, struct ipc_list *list)
{
	size_t i, kept = 0;

	for (i = 0; i < list->n; i++)
		if (is_missed(watch, list->v[i]))
			ipc_object_free(list->v[i]);
		else
			list->v[kept++] = list->v[i];
	list->n = kept;
	for (i = 0; i < watch->list.n; i++)
		if (is_missed(watch, watch->list.v[i]))
			ipc_list_add(list, watch->list.v[i]);
	ipc_list_unique(list);
}

static unsigned
needed(const struct options *o)
{
	unsigned need = NEED_ATTR | NEED_VALUES | expr_need(o->filter) |
			expr_need(o->goal) | format_need(o->format) | o->need;

	if (o->record != NULL)
		need |= recorder_need();
	if (o->events & EVENTS_PROCESS)
		need |= NEED_HOLDERS | NEED_WAITERS;
	/* A command gets every field that can be had without a trace. */
	return o->command != NULL ? need | NEED_SEMS | NEED_RSS : need;
}

void
look(struct watch *watch, struct ipc_list *list)
{
	const struct options *o = watch->o;
	struct sight sight = { 0 };
	struct load load = {
		.kinds = KINDS_ALL,
		.need = needed(o),
		.refs = o->refs,
		.nrefs = o->nrefs,
		.now = time(NULL),
		.orphans_after = o->orphans_after,
		.missing_ok = true,
		.found = watch->found,
		.missed = &watch->missed,
		.sight = &sight,
		.failed = failed,
		.arg = watch,
	};

	watch->missed = 0;
	load_objects(&load, list);
	if (watch->looks == 0 && load.need & NEED_WALK) {
		cli_hidden("holders", &sight);
		if (o->verbose)
			cli_unread(&sight);
	}
	clock_gettime(CLOCK_REALTIME, &watch->now);
	if (watch->looks++ != 0) {
		hold_back(watch, list);
		if (watch->missed != 0)
			keep_missed(watch, list);
	}
}

void
look_done(struct watch *watch, struct ipc_list *list)
{
	size_t i;

	for (i = 0; i < watch->list.n; i++)
		if (is_missed(watch, watch->list.v[i]))
			watch->list.v[i] = NULL;
	ipc_list_free(&watch->list);
	watch->list = *list;
}
