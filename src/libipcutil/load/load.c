/* SPDX-License-Identifier: BSD-2-Clause */
/* Loads objects; see load.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/ref_hint.h"
#include "base/proc.h"
#include "base/xalloc.h"
#include "load/load.h"
#include "process/annotate.h"
#include "process/ghost.h"
#include "process/namespace.h"

/*
 * How often processes are looked for again that had left a place before it was
 * entered.
 */
#define ROUNDS 10

static int64_t
own_namespace(void)
{
	return proc_own_namespace("ns/ipc");
}

static bool
/* True if a pattern selects the object. */
wanted(const struct load *load, const struct ipc_object *o)
{
	size_t i;

	/* Objects without a name can only be asked for by whole kinds. */
	if (load->refs == NULL || load->unlinked)
		return true;
	for (i = 0; i < load->nrefs; i++)
		if (load->refs[i].pattern && ref_match(&load->refs[i], o))
			return true;
	return false;
}

/* Frees the listed objects that were not asked for. */
static void
select_listed(const struct load *load, struct ipc_list *list, size_t from)
{
	size_t i, kept = from;

	for (i = from; i < list->n; i++) {
		if (wanted(load, list->v[i]))
			list->v[kept++] = list->v[i];
		else
			ipc_object_free(list->v[i]);
	}
	list->n = kept;
}

/* Two kinds may share a directory; an error of it is reported once. */
static void
tell_place(const struct load *load, const struct ipc_kind *kind, int error,
    const char **told)
{
	if (*told != NULL && strcmp(*told, kind->place) == 0)
		return;
	load->failed(load->arg, kind->place, ipc_kind_strerror(kind, error));
	*told = kind->place;
}

/* Notes that objects of this kind could not be examined. */
static void
miss(const struct load *load, const struct ipc_kind *kind)
{
	if (load->missed != NULL)
		*load->missed |= kind->bit;
}

static int
/* Lists a kind and keeps the objects that were asked for. */
list_kind(const struct load *load, const struct ipc_kind *kind,
    struct ipc_list *list, const char **told)
{
	size_t before = list->n;
	int status = kind->list(kind, list, load->need, load->skip);

	if (status == -1) {
		miss(load, kind);
		tell_place(load, kind, errno, told);
	}
	select_listed(load, list, before);
	return status;
}

/*
 * False if /dev/shm does not exist: then nobody knows what is in it, and a
 * missing object is an error even with missing_ok.
 */
static bool
has_place(const struct ipc_kind *kind)
{
	int fd;

	if (!(kind->bit & KINDS_IN_SHM))
		return true;
	fd = kind->open_dir(kind);
	if (fd == -1)
		return errno != ENOENT;
	close(fd);
	return true;
}

/* Looks up a named object without a listing. */
static int
look_up(const struct load *load, const struct ref *ref, struct ipc_list *list)
{
	const struct ipc_kind *kind = ref_kind(ref);
	struct ipc_object *o = ref_object(ref);
	char *reason;
	int error;

	if (o == NULL) {
		miss(load, kind);
		load->failed(load->arg, ref->text, strerror(errno));
		return -1;
	}
	if (kind->stat(o, load->need) == 0) {
		if (load->found != NULL)
			load->found[ref - load->refs] = true;
		ipc_list_add(list, o);
		return 0;
	}
	error = errno;
	ipc_object_free(o);
	if (error == ENOENT && load->missing_ok && has_place(kind))
		return 0;
	if (error != ENOENT || load->missing_ok)
		miss(load, kind);
	reason = ref_strerror(ref, kind, error);
	load->failed(load->arg, ref->text, reason);
	free(reason);
	return -1;
}

unsigned
load_listed(const struct load *load)
{
	unsigned kinds = 0;
	size_t i;

	if (load->refs == NULL)
		return load->kinds;
	for (i = 0; i < load->nrefs; i++)
		if (load->refs[i].pattern)
			kinds |= load->refs[i].kinds;
	return kinds & load->kinds;
}

static void
derive(struct ipc_object *o, int64_t now, int64_t ns)
{
	if (o->kind->in_ipc_ns)
		o->ns = ns;
	ipc_object_derive(o, now);
}

void
load_derive(struct ipc_object *o, int64_t now)
{
	derive(o, now, own_namespace());
}

int
load_objects(const struct load *load, struct ipc_list *list)
{
	unsigned kinds = load_listed(load), to_list = kinds;
	int64_t ns = own_namespace();
	bool ghosts = load->ghosts || load->unlinked;
	struct sight sight = { 0 };
	const char *told = NULL;
	int status = 0;
	size_t i;

	/*
	 * A file without a name is a ghost unless one of the two kinds in
	 * /dev/shm lists the same file under a name, so both have to be listed.
	 */
	if (ghosts && kinds & KINDS_IN_SHM)
		to_list |= KINDS_IN_SHM;
	for (i = 0; ipc_kinds[i] != NULL; i++)
		if (to_list & ipc_kinds[i]->bit)
			status |= list_kind(load, ipc_kinds[i], list, &told);
	for (i = 0; i < load->nrefs; i++)
		if (!load->refs[i].pattern && load->refs[i].kinds & load->kinds)
			status |= look_up(load, &load->refs[i], list);
	if (ghosts)
		status |= ghost_add(list, kinds, load->need,
		    load->sight != NULL ? load->sight : &sight);
	if (load->unlinked)
		ghost_keep(list);
	ipc_list_unique(list);
	for (i = 0; i < list->n; i++)
		derive(list->v[i], load->now, ns);
	annotate(list, load->need, load->orphans_after, load->sight);
	return status;
}

/* Moves the objects of a place into the list, with its namespace and unit. */
static void
add_from(
    const struct ipc_place *place, struct ipc_list *list, struct ipc_list *here)
{
	size_t i;

	for (i = 0; i < here->n; i++) {
		here->v[i]->ns = place->ns;
		if (place->unit != NULL)
			here->v[i]->unit = xstrdup(place->unit);
		ipc_list_add(list, here->v[i]);
	}
	here->n = 0;
}

enum entered { LOADED, FAILED, LOST };

/*
 * Enters a place and loads its objects. The process through which the place was
 * found may have ended or moved on: LOST.
 */
static enum entered
load_place(const struct load *load, const struct ipc_place *place,
    struct ipc_list *list)
{
	struct ipc_list here = { 0 };
	struct load part = *load;
	enum entered status = LOADED;
	char *pid;

	part.kinds &= place->kinds;
	part.missing_ok = true;
	if (ipc_place_enter(place) == 0) {
		if (load_objects(&part, &here) != 0)
			status = FAILED;
	} else if (errno != ESRCH) {
		xasprintf(&pid, "%lld", (long long)place->pid);
		load->failed(load->arg, pid, ipc_namespace_strerror(errno));
		free(pid);
		status = FAILED;
	} else
		status = LOST;
	add_from(place, list, &here);
	ipc_list_free(&here);
	return status;
}

struct places {
	struct ipc_place *v;
	int64_t n;
	struct proc_count count; /* of the last walk over all processes */
};

/*
 * Looks for places that are not known yet and loads their objects. Places that
 * could not be entered because their process had left (LOST) are dropped, so
 * that the next round finds them again if other processes use them. Returns how
 * many were lost; -1 with errno. *status is -1 if loading failed.
 */
static int64_t
load_round(const struct load *load, struct places *places,
    struct ipc_list *list, int *status)
{
	int64_t at = places->n, kept = at, n;
	enum entered entered;

	n = ipc_places_more(&places->v, places->n, &places->count);
	if (n == -1)
		return -1;
	for (; at < n; at++) {
		entered = load_place(load, &places->v[at], list);
		if (entered == FAILED)
			*status = -1;
		if (entered != LOST)
			places->v[kept++] = places->v[at];
		else
			free(places->v[at].unit);
	}
	places->n = kept;
	return n - kept;
}

/* Reports named objects that were found in none of the places. */
static int
tell_missing(const struct load *load)
{
	int status = 0;
	size_t i;

	for (i = 0; i < load->nrefs && !load->missing_ok; i++) {
		if (load->refs[i].pattern || load->found[i])
			continue;
		load->failed(load->arg, load->refs[i].text, "no such object");
		status = -1;
	}
	return status;
}

/*
 * Reports processes that could not be examined: they may have been in a
 * namespace of their own.
 */
static int
tell_hidden(
    const struct load *load, const struct proc_count *count, int64_t lost)
{
	char *message;

	if (count->hidden != 0) {
		xasprintf(&message,
		    "the namespaces of %lld %s could not be looked at",
		    (long long)count->hidden,
		    count->hidden == 1 ? "process" : "processes");
		load->failed(load->arg, "/proc", message);
		free(message);
	} else if (count->restless)
		load->failed(load->arg, "/proc",
		    "processes began and ended faster than their namespaces "
		    "could be looked at");
	else if (count->partial)
		load->failed(load->arg, "/proc", "does not show all processes");
	else if (lost > 0)
		load->failed(load->arg, "/proc",
		    "processes moved on faster than their namespaces could be "
		    "entered");
	else
		return 0;
	return -1;
}

/*
 * The last process of a namespace may end before its namespace is entered. The
 * namespace ends with it, and the next round does not find it.
 */
int
load_everywhere(const struct load *load, struct ipc_list *list)
{
	struct load each = *load;
	struct places places = { 0 };
	int64_t lost = 1;
	int status = 0, round;
	size_t i;

	each.found = xreallocarray(NULL, load->nrefs + 1, sizeof(bool));
	for (i = 0; i < load->nrefs; i++)
		each.found[i] = false;
	for (round = 0; lost > 0 && round < ROUNDS; round++)
		lost = load_round(&each, &places, list, &status);
	if (lost == -1) {
		load->failed(load->arg, "/proc", strerror(errno));
		status = -1;
	} else {
		status |= tell_missing(&each);
		status |= tell_hidden(load, &places.count, lost);
	}
	/* Two places may each have an object of the same name. */
	ipc_list_sort(list);
	free(each.found);
	ipc_places_free(places.v, places.n);
	return status;
}
