/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The metrics document: a table of families, each with a function that writes
 * its samples; see metrics.h. Families of single objects are in metrics_rows.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/memory.h"
#include "process/ghost.h"
#include "report/metrics_rows.h"
#include "report/usage.h"

/* Totals of the objects of one namespace. */
struct total {
	int64_t ns;
	struct usage *usages;
	size_t n;
};

struct totals {
	struct total *v;
	size_t n;
};

struct family {
	struct metrics_family head;
	void (*write)(struct metrics_writer *, const struct family *,
	    const struct totals *);
	const char *kind; /* of totals: only this kind word, or NULL */
	size_t offset;	  /* of totals and limits: the member */
	bool processes;	  /* written only if processes were looked at */
};

static void
label_namespace(struct metrics_writer *w, int64_t ns)
{
	if (w->metrics->namespaces && ns != UNKNOWN)
		metrics_label_number(w, "ns", ns);
}

static void
write_build(struct metrics_writer *w, const struct family *family,
    const struct totals *totals)
{
	(void)family;
	(void)totals;
	metrics_begin(w);
	metrics_label(w, "version", w->metrics->version);
	metrics_end(w, 1);
}

static void
write_total(struct metrics_writer *w, const struct family *family,
    const struct total *total)
{
	const struct usage *usage;
	int64_t value;
	size_t i;

	for (i = 0; i < total->n; i++) {
		usage = &total->usages[i];
		if (usage->kind == NULL ||
		    (family->kind != NULL &&
			strcmp(family->kind, usage->kind) != 0))
			continue;
		value = *(const int64_t *)(const void *)((const char *)usage +
							 family->offset);
		if (value == UNKNOWN)
			continue;
		metrics_begin(w);
		if (family->kind == NULL)
			metrics_label(w, "kind", usage->kind);
		metrics_label(w, "api", usage->api);
		label_namespace(w, total->ns);
		metrics_end(w, value);
	}
}

static void
write_totals(struct metrics_writer *w, const struct family *family,
    const struct totals *totals)
{
	size_t i;

	for (i = 0; i < totals->n; i++)
		write_total(w, family, &totals->v[i]);
}

/* Limits in bytes are a separate family, because a family has one unit. */
static void
write_limits(struct metrics_writer *w, const struct family *family,
    const struct totals *totals)
{
	const struct metrics *m = w->metrics;
	const struct limit *limit;
	bool bytes;
	int64_t value;
	size_t i;

	(void)totals;
	for (i = 0; i < m->nlimits; i++) {
		limit = &m->limits[i];
		bytes =
		    limit->unit != NULL && strcmp(limit->unit, "bytes") == 0;
		value = *(const int64_t *)(const void *)((const char *)limit +
							 family->offset);
		if (value == UNKNOWN || bytes != (family->head.unit != NULL))
			continue;
		metrics_begin(w);
		metrics_label(w, "limit", limit->name);
		metrics_label(w, "kind", limit->kind);
		metrics_label(w, "api", limit->api);
		metrics_end(w, value);
	}
}

/*
 * Adds up a number of all objects of a kind in a namespace; UNKNOWN if it is
 * unknown for one of them.
 */
static int64_t
sum_of(const struct metrics *m, const struct ipc_kind *kind, int64_t ns,
    int64_t (*number)(const struct metrics *, const struct ipc_object *))
{
	const struct ipc_object *o;
	int64_t sum = 0, one;
	size_t i;

	for (i = 0; i < m->list->n; i++) {
		o = m->list->v[i];
		if (o->kind != kind || (m->namespaces && o->ns != ns))
			continue;
		if ((one = number(m, o)) == UNKNOWN)
			return UNKNOWN;
		if (__builtin_add_overflow(sum, one, &sum))
			return UNKNOWN;
	}
	return sum;
}

static void
write_sums(struct metrics_writer *w, const struct totals *totals,
    unsigned kinds,
    int64_t (*number)(const struct metrics *, const struct ipc_object *))
{
	const struct ipc_kind *kind;
	int64_t sum;
	size_t i, k;

	for (i = 0; i < totals->n; i++)
		for (k = 0; (kind = ipc_kinds[k]) != NULL; k++) {
			if (!(kinds & w->metrics->kinds & kind->bit))
				continue;
			sum = sum_of(w->metrics, kind, totals->v[i].ns, number);
			if (sum == UNKNOWN)
				continue;
			metrics_begin(w);
			metrics_label(w, "kind", kind->word);
			metrics_label(w, "api", kind->api);
			label_namespace(w, totals->v[i].ns);
			metrics_end(w, sum);
		}
}

static int64_t
waiters_of(const struct metrics *m, const struct ipc_object *o)
{
	(void)m;
	return o->waiters;
}

/* Only certain orphans count; an object whose verdict is unknown does not. */
static int64_t
orphans_of(const struct metrics *m, const struct ipc_object *o)
{
	(void)m;
	return o->orphan == 1;
}

/*
 * The sum would be too small if some holders could not be seen, so it is
 * unknown then. Segments do not depend on that: the kernel lists them.
 */
static int64_t
unlinked_of(const struct metrics *m, const struct ipc_object *o)
{
	if (!(KIND_SYSV_SHM & o->kind->bit) &&
	    !sight_of_holders(m->sight, o->kind->bit))
		return UNKNOWN;
	return ghost_is_one(o) ? o->rss : 0;
}

static void
write_waiters(struct metrics_writer *w, const struct family *family,
    const struct totals *totals)
{
	(void)family;
	write_sums(w, totals, KINDS_WAITED, waiters_of);
}

static void
write_orphans(struct metrics_writer *w, const struct family *family,
    const struct totals *totals)
{
	(void)family;
	write_sums(w, totals, KINDS_ALL, orphans_of);
}

static void
write_unlinked(struct metrics_writer *w, const struct family *family,
    const struct totals *totals)
{
	(void)family;
	write_sums(w, totals, KINDS_SHM, unlinked_of);
}

static void
write_hidden(struct metrics_writer *w, const struct family *family,
    const struct totals *totals)
{
	(void)family;
	(void)totals;
	metrics_begin(w);
	metrics_end(w, w->metrics->sight->count.hidden);
}

#define USAGE(member)                                                          \
	.write = write_totals, .offset = offsetof(struct usage, member)
#define LIMIT(member)                                                          \
	.write = write_limits, .offset = offsetof(struct limit, member)

static const struct family families[] = {
	{ { "ipc_build_info", NULL, "The version of ipcutil." },
	    .write = write_build },
	{ { "ipc_objects", NULL, "IPC objects." }, USAGE(objects) },
	{ { "ipc_memory_bytes", "bytes", "Size of shared memory." },
	    USAGE(size), .kind = "shm" },
	{ { "ipc_memory_resident_bytes", "bytes",
	      "Shared memory that takes memory; for POSIX with what is "
	      "swapped out." },
	    USAGE(rss), .kind = "shm" },
	{ { "ipc_memory_swapped_bytes", "bytes",
	      "Shared memory that is swapped out." },
	    USAGE(swap), .kind = "shm" },
	{ { "ipc_messages", NULL, "Messages in queues." }, USAGE(messages),
	    .kind = "mq" },
	{ { "ipc_message_bytes", "bytes", "Bytes of the messages in queues." },
	    USAGE(bytes), .kind = "mq" },
	{ { "ipc_semaphores", NULL, "Semaphores, those in sets included." },
	    USAGE(nsems), .kind = "sem" },
	{ { "ipc_limit", NULL, "Limits that count things." }, LIMIT(value) },
	{ { "ipc_limit_used", NULL,
	      "How much of a limit is used. Where kernel memory cannot be "
	      "read, POSIX queues without a name are not counted." },
	    LIMIT(used) },
	{ { "ipc_limit_bytes", "bytes", "Limits in bytes." }, LIMIT(value) },
	{ { "ipc_limit_used_bytes", "bytes",
	      "How many bytes of a limit are used. Where kernel memory "
	      "cannot be read, POSIX queues without a name are not counted." },
	    LIMIT(used) },
	{ { "ipc_waiters", NULL, "Threads that are blocked on objects." },
	    .write = write_waiters, .processes = true },
	{ { "ipc_orphans", NULL, "Objects that are certainly orphans." },
	    .write = write_orphans, .processes = true },
	{ { "ipc_hidden_processes", NULL,
	      "Processes that could not be looked at." },
	    .write = write_hidden, .processes = true },
	{ { "ipc_unlinked_bytes", "bytes",
	      "Shared memory that was removed and is still held." },
	    .write = write_unlinked, .processes = true },
};

/*
 * Adds up the objects of one namespace, without POSIX objects that have no
 * name.
 */
static struct total
total_of(const struct metrics *m, int64_t ns)
{
	struct ipc_list part = { 0 };
	struct total total = { .ns = ns };
	struct ipc_object *o;
	size_t i;

	part.v = xreallocarray(NULL, m->list->n + 1, sizeof(*part.v));
	for (i = 0; i < m->list->n; i++) {
		o = m->list->v[i];
		if (m->namespaces && o->ns != ns)
			continue;
		if (!(o->kind->bit & KINDS_POSIX) || !ghost_is_one(o))
			part.v[part.n++] = o;
	}
	/*
	 * Nothing is missed: if a kind cannot be listed, no metrics are
	 * written.
	 */
	total.n = usage_sum(&total.usages, &part, m->kinds, 0);
	free(part.v);
	return total;
}

/* Makes totals for each namespace, in the order of first appearance. */
static struct totals
totals_of(const struct metrics *m)
{
	struct totals totals = { 0 };
	int64_t ns;
	size_t i, j;

	totals.v = xreallocarray(NULL, m->list->n + 1, sizeof(*totals.v));
	if (!m->namespaces) {
		totals.v[totals.n++] = total_of(m, UNKNOWN);
		return totals;
	}
	for (i = 0; i < m->list->n; i++) {
		ns = m->list->v[i]->ns;
		for (j = 0; j < totals.n && totals.v[j].ns != ns; j++)
			continue;
		if (j == totals.n)
			totals.v[totals.n++] = total_of(m, ns);
	}
	return totals;
}

static void
free_totals(struct totals *totals)
{
	size_t i;

	for (i = 0; i < totals->n; i++)
		free(totals->v[i].usages);
	free(totals->v);
}

unsigned
metrics_need_of_totals(void)
{
	return usage_need();
}

unsigned
metrics_need_of_processes(void)
{
	return NEED_HOLDERS | NEED_WAITERS | NEED_ORPHAN | NEED_SEMS;
}

void
metrics_write(struct text *t, const struct metrics *m)
{
	struct metrics_writer w = { .t = t, .metrics = m };
	struct totals totals = totals_of(m);
	size_t i;

	for (i = 0; i < sizeof(families) / sizeof(*families); i++) {
		if (families[i].processes && !m->processes)
			continue;
		metrics_family(&w, &families[i].head);
		families[i].write(&w, &families[i], &totals);
	}
	metrics_rows(&w);
	text_str(t, "# EOF\n");
	free_totals(&totals);
}
