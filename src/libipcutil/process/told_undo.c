/* SPDX-License-Identifier: BSD-2-Clause */
/* Processes with undo adjustments (SEM_UNDO) of System V sets; see told.h. */
#include <errno.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "kernel/ids.h"
#include "kernel/undo.h"
#include "process/told.h"

/* An undo list of a set; `found` once a process was found for it. */
struct owned {
	struct ipc_object *set;
	struct kernel_undo undo;
	bool found;
};

struct asking {
	struct kernel *k;
	struct kernel_pids pids;
	struct owned *v;
	size_t n;
};

static void
add(struct asking *a, struct ipc_object *set, const struct kernel_undos *undos)
{
	size_t i;

	a->v = xreallocarray(a->v, a->n + undos->n + 1, sizeof(*a->v));
	for (i = 0; i < undos->n; i++)
		a->v[a->n++] = (struct owned){ set, undos->v[i], false };
}

/* The adjustments are copied, because processes may share an undo list. */
static void
add_process(
    const struct owned *owned, const struct ipc_process *process, bool known)
{
	struct ipc_process *added =
	    ipc_process_add(&owned->set->undo_by, process->pid);
	int64_t i;

	added->how = "undo";
	added->uid = known ? process->uid : UNKNOWN;
	if (known && process->command != NULL)
		added->command = xstrdup(process->command);
	for (i = 0; i < owned->undo.values.n; i++)
		ipc_array_add(&added->ops, owned->undo.values.v[i]);
}

static int
look_at_process(void *arg, uint64_t task)
{
	struct asking *a = arg;
	struct ipc_process process = { 0 };
	uint64_t owner;
	size_t i;
	int status = 0;

	if (kernel_undo_owner(a->k, task, &owner) == -1)
		return -1;
	for (i = 0; owner != 0 && status == 0 && i < a->n; i++) {
		if (a->v[i].undo.owner != owner)
			continue;
		if (process.command == NULL)
			status =
			    kernel_describe(a->k, &a->pids, task, &process);
		if (status == 0) {
			add_process(&a->v[i], &process, true);
			a->v[i].found = true;
		}
	}
	free(process.command);
	return status;
}

static int
find_processes(void *arg)
{
	struct asking *a = arg;
	size_t i;

	for (i = 0; i < a->n; i++) {
		ipc_processes_clear(&a->v[i].set->undo_by);
		a->v[i].found = false;
	}
	return kernel_processes(a->k, look_at_process, a);
}

/* If the first thread of a process has ended, its undos have no pid. */
static void
add_others(const struct asking *a)
{
	static const struct ipc_process nobody = { .pid = UNKNOWN };
	size_t i;

	for (i = 0; i < a->n; i++)
		if (!a->v[i].found)
			add_process(&a->v[i], &nobody, false);
}

static int
find_undos(struct asking *a, const struct targets *targets)
{
	struct kernel_undos undos;
	struct kernel_ids ids;
	struct ipc_object *o;
	uint64_t set;
	size_t i;

	if (kernel_ids_begin(a->k, KERNEL_SETS, &ids) == -1)
		return -1;
	for (i = 0; i < targets->n; i++) {
		o = targets->v[i].object;
		if (o->kind->bit != KIND_SYSV_SEM)
			continue;
		if (kernel_ids_find(a->k, &ids, o->id, &set) == -1)
			return -1;
		if (kernel_undos(a->k, set, &undos) == -1) {
			kernel_undos_free(&undos);
			return -1;
		}
		add(a, o, &undos);
		/* The elements have been copied and own the rest. */
		free(undos.v);
		o->undo_by.n = 0;
	}
	return 0;
}

static void
forget(const struct targets *targets)
{
	size_t i;

	for (i = 0; i < targets->n; i++) {
		ipc_processes_clear(&targets->v[i].object->undo_by);
		targets->v[i].object->undo_by.n = UNKNOWN;
	}
}

void
told_undos(struct walk *walk)
{
	const struct targets *targets = &walk->targets;
	struct asking a = { .k = walk->kernel };
	size_t i;

	if (!(targets->kinds & KIND_SYSV_SEM))
		return;
	errno = 0;
	if (kernel_pids_begin(a.k, &a.pids) == -1 ||
	    find_undos(&a, targets) == -1 ||
	    (a.n > 0 && kernel_try(find_processes, &a) == -1)) {
		told_nothing(walk);
		forget(targets);
	} else
		add_others(&a);
	for (i = 0; i < a.n; i++)
		free(a.v[i].undo.values.v);
	free(a.v);
}
