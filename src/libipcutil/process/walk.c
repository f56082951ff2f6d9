/* SPDX-License-Identifier: BSD-2-Clause */
/* Walks over all processes; see walk.h. */
#include <errno.h>
#include <stdlib.h>

#include "base/userns.h"
#include "base/xalloc.h"
#include "kernel/reader.h"
#include "process/walk.h"

/* Reads user and command, once for each process. */
static void
know(struct walk_process *process)
{
	if (process->known)
		return;
	process->known = true;
	process->uid = userns_of_process(process->dirfd);
	text_clear(&process->command);
	if (proc_command(process->dirfd, &process->command) == -1)
		text_clear(&process->command);
}

struct ipc_process *
walk_add(struct walk_process *process, struct ipc_processes *processes)
{
	struct ipc_process *added = ipc_process_add(processes, process->pid);

	know(process);
	added->uid = process->uid;
	if (process->command.len > 0)
		added->command = xstrdup(process->command.s);
	return added;
}

bool
walk_is_ours(struct walk *walk, const char *name)
{
	struct walk_process *process = &walk->process;
	int64_t theirs = proc_namespace(process->dirfd, name);

	if (theirs == UNKNOWN || walk->ipc_ns == UNKNOWN) {
		if (theirs != UNKNOWN || proc_why_not(errno) != PROC_GONE)
			process->missed = true;
		return false;
	}
	return theirs == walk->ipc_ns;
}

/* Calls all visitors; the worst result counts. */
static enum proc_seen
visit(struct walk *walk)
{
	enum proc_seen seen, worst = PROC_SEEN;
	size_t i;

	for (i = 0; walk->visitors[i] != NULL; i++) {
		if (walk->visitors[i]->look == NULL)
			continue;
		seen = walk->visitors[i]->look(walk);
		if (seen == PROC_EMPTY || seen == PROC_GONE)
			return seen;
		if (seen == PROC_HIDDEN)
			worst = seen;
	}
	return walk->process.missed ? PROC_HIDDEN : worst;
}

static bool
is_meant(const struct ipc_array *only, int64_t pid)
{
	return only == NULL || ipc_array_has(only, pid);
}

static enum proc_seen
look_at(void *arg, const struct proc_process *process)
{
	struct walk *walk = arg;

	if (!is_meant(walk->sight->only, process->pid))
		return PROC_SEEN;
	walk->process.pid = process->pid;
	walk->process.tid = process->tid;
	walk->process.dirfd = process->dirfd;
	walk->process.known = walk->process.queue = false;
	walk->process.missed = false;
	walk->process.nplaces = 0;
	return visit(walk);
}

static void
finish(struct walk *walk)
{
	size_t i;

	for (i = 0; walk->visitors[i] != NULL; i++)
		if (walk->visitors[i]->finish != NULL)
			walk->visitors[i]->finish(walk);
}

static void
begin(struct walk *walk)
{
	size_t i;

	for (i = 0; walk->visitors[i] != NULL; i++)
		if (walk->visitors[i]->begin != NULL)
			walk->visitors[i]->begin(walk);
}

static bool
is_wanted(const struct walk *walk)
{
	const struct walk_visitor *visitor;
	size_t i;

	for (i = 0; (visitor = walk->visitors[i]) != NULL; i++)
		if (visitor->wants == NULL || visitor->wants(walk))
			return true;
	return false;
}

/* From here on an empty list means that nobody was found, no longer unknown. */
static void
begin_lists(struct walk *walk)
{
	struct ipc_object *o;
	size_t i;

	for (i = 0; i < walk->targets.n; i++) {
		o = walk->targets.v[i].object;
		if (o->kind->bit & KINDS_HELD)
			o->held_by.n = 0;
		if (o->kind->bit & KINDS_WAITED && walk->need & NEED_WAITERS)
			o->waited_by.n = 0;
	}
}

void
walk_processes(const struct ipc_list *list, unsigned need,
    const struct walk_visitor *const *visitors, struct sight *sight,
    struct census *census)
{
	struct walk walk = {
		.sight = sight,
		.need = need,
		.ipc_ns = proc_own_namespace("ns/ipc"),
		.visitors = visitors,
		.census = census,
	};

	sight_begin(sight);
	targets_init(&walk.targets, list);
	begin_lists(&walk);
	begin(&walk);
	sight->needless = !is_wanted(&walk);
	if (!sight->needless)
		proc_each(look_at, &walk, &sight->count);
	finish(&walk);
	kernel_close(walk.kernel);
	targets_free(&walk.targets);
	text_free(&walk.process.command);
	free(walk.process.places);
}
