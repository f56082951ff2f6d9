/* SPDX-License-Identifier: BSD-2-Clause */
/* Loading the objects that were asked for; see load.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/proc.h"
#include "base/xalloc.h"
#include "load/load.h"
#include "process/annotate.h"
#include "process/ghost.h"
#include "process/namespace.h"

#define IN_DEV_SHM (KIND_POSIX_SHM | KIND_POSIX_SEM)

static int64_t
own_namespace(void)
{
	return proc_own_namespace("ns/ipc");
}

static bool
wanted(const struct load *load, const struct ipc_object *o)
{
	size_t i;

	/* Of what has no name, kinds are all that can be asked for. */
	if (load->refs == NULL || load->unlinked)
		return true;
	for (i = 0; i < load->nrefs; i++)
		if (load->refs[i].pattern && ref_match(&load->refs[i], o))
			return true;
	return false;
}

/* Drops what was listed but not asked for. */
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

/* Kinds may share a place: what is wrong with that is told but once. */
static void
tell_place(const struct load *load, const struct ipc_kind *kind, int error,
    const char **told)
{
	if (*told != NULL && strcmp(*told, kind->place) == 0)
		return;
	load->failed(load->arg, kind->place, ipc_kind_strerror(kind, error));
	*told = kind->place;
}

/* Some of this kind were asked for that nobody could look at. */
static void
miss(const struct load *load, const struct ipc_kind *kind)
{
	if (load->missed != NULL)
		*load->missed |= kind->bit;
}

static int
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

static int
look_up(const struct load *load, const struct ref *ref, struct ipc_list *list)
{
	const struct ipc_kind *kind = ref_kind(ref);
	struct ipc_object *o = ref_object(ref);
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
	if (error == ENOENT && load->missing_ok)
		return 0;
	if (error != ENOENT)
		miss(load, kind);
	load->failed(load->arg, ref->text, ipc_object_strerror(kind, error));
	return -1;
}

/* The kinds that have to be listed. */
static unsigned
listed(const struct load *load)
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
	unsigned kinds = listed(load), to_list = kinds;
	int64_t ns = own_namespace();
	bool ghosts = load->ghosts || load->unlinked;
	struct sight sight = { 0 };
	const char *told = NULL;
	int status = 0;
	size_t i;

	/* What one kind has a name for is no ghost of the other. */
	if (ghosts && kinds & IN_DEV_SHM)
		to_list |= IN_DEV_SHM;
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

/* Takes what is in the place over. */
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

static int
load_place(const struct load *load, const struct ipc_place *place,
    struct ipc_list *list)
{
	struct ipc_list here = { 0 };
	struct load part = *load;
	int status = 0;
	char *pid;

	part.kinds &= place->kinds;
	part.missing_ok = true;
	xasprintf(&pid, "%lld", (long long)place->pid);
	if (ipc_namespace_enter(pid) == 0)
		status = load_objects(&part, &here);
	else if (errno != ESRCH) {
		load->failed(load->arg, pid, ipc_namespace_strerror(errno));
		status = -1;
	}
	add_from(place, list, &here);
	ipc_list_free(&here);
	free(pid);
	return status;
}

/* Tells of what is named outright and in none of the places. */
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

/* Whatever was not seen may have been in a namespace of its own. */
static int
tell_hidden(const struct load *load, const struct proc_count *count)
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
	else
		return 0;
	return -1;
}

/* The last process of a namespace may end meanwhile: then so does that. */
int
load_everywhere(const struct load *load, struct ipc_list *list)
{
	struct load each = *load;
	struct ipc_place *places;
	struct proc_count count;
	int64_t n, at;
	int status = 0;
	size_t i;

	if ((n = ipc_places(&places, &count)) == -1) {
		load->failed(load->arg, "/proc", strerror(errno));
		return -1;
	}
	each.found = xreallocarray(NULL, load->nrefs + 1, sizeof(bool));
	for (i = 0; i < load->nrefs; i++)
		each.found[i] = false;
	for (at = 0; at < n; at++)
		status |= load_place(&each, &places[at], list);
	status |= tell_missing(&each);
	status |= tell_hidden(load, &count);
	/* Two places may have one name each. */
	ipc_list_sort(list);
	free(each.found);
	ipc_places_free(places, n);
	return status;
}
