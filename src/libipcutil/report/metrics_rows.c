/* SPDX-License-Identifier: BSD-2-Clause */
/* Metrics of single objects: a table of families over the column table. */
#include "report/metrics_rows.h"
#include "backend/ref.h"
#include "show/column.h"

struct family {
	struct metrics_family head;
	const char *column; /* field with the value; NULL: see write */
	void (*write)(struct metrics_writer *, const struct ipc_object *);
	bool processes; /* written only if processes were looked at */
};

static void
begin_object(struct metrics_writer *w, const struct ipc_object *o)
{
	char object[VALUE_ROOM];

	ref_format(o, object, sizeof(object));
	metrics_begin(w);
	metrics_label(w, "object", object);
	if (w->metrics->namespaces && o->ns != UNKNOWN)
		metrics_label_number(w, "ns", o->ns);
}

static void
write_number(
    struct metrics_writer *w, const struct ipc_object *o, int64_t number)
{
	if (number == UNKNOWN)
		return;
	begin_object(w, o);
	metrics_end(w, number);
}

/*
 * Adds a label with a field's value. An unknown label is left out, which means
 * the same as an empty one.
 */
static void
label_column(
    struct metrics_writer *w, const struct ipc_object *o, const char *name)
{
	const struct column *column = column_named(&object_table, name);
	struct style style = { .verbatim = true };
	struct text t = { 0 };
	struct value v;

	column_value(column, o, &v);
	if (v.class != VALUE_UNKNOWN) {
		value_write(column->type, &v, &style, &t);
		metrics_label(w, name, t.s);
	}
	text_free(&t);
}

static void
write_info(struct metrics_writer *w, const struct ipc_object *o)
{
	begin_object(w, o);
	label_column(w, o, "kind");
	label_column(w, o, "api");
	label_column(w, o, "key");
	label_column(w, o, "owner");
	label_column(w, o, "group");
	label_column(w, o, "mode");
	metrics_end(w, 1);
}

/*
 * A POSIX queue bounds both the number and the size of messages; their product
 * is the maximum.
 */
static void
write_max_bytes(struct metrics_writer *w, const struct ipc_object *o)
{
	int64_t bytes = o->max_bytes;

	if (o->max_messages != UNKNOWN && o->max_message_size != UNKNOWN &&
	    __builtin_mul_overflow(
		o->max_messages, o->max_message_size, &bytes))
		return;
	write_number(w, o, bytes);
}

static void
write_values(struct metrics_writer *w, const struct ipc_object *o)
{
	int64_t i;

	for (i = 0; i < o->values.n; i++) {
		if (o->values.v[i] == UNKNOWN)
			continue;
		begin_object(w, o);
		metrics_label_number(w, "semaphore", i);
		metrics_end(w, o->values.v[i]);
	}
}

static void
write_counts(struct metrics_writer *w, const struct ipc_object *o,
    const struct ipc_array *counts, const char *wait)
{
	int64_t i;

	for (i = 0; i < counts->n; i++) {
		if (counts->v[i] == UNKNOWN)
			continue;
		begin_object(w, o);
		metrics_label_number(w, "semaphore", i);
		metrics_label(w, "wait", wait);
		metrics_end(w, counts->v[i]);
	}
}

static void
write_waiting(struct metrics_writer *w, const struct ipc_object *o)
{
	write_counts(w, o, &o->ncnt, "increase");
	write_counts(w, o, &o->zcnt, "zero");
}

/* An object that is in use now (INT64_MAX) was last used now. */
static void
write_used(struct metrics_writer *w, const struct ipc_object *o)
{
	write_number(w, o, o->used == INT64_MAX ? w->metrics->now : o->used);
}

static const struct family families[] = {
	{ { "ipc_object_info", NULL, "An object that was chosen." },
	    .write = write_info },
	{ { "ipc_object_messages", NULL, "Messages in the queue." },
	    .column = "messages" },
	{ { "ipc_object_max_messages", NULL, "Messages that fit." },
	    .column = "max_messages" },
	{ { "ipc_object_message_bytes", "bytes",
	      "Bytes of the messages in the queue." },
	    .column = "bytes" },
	{ { "ipc_object_max_message_bytes", "bytes",
	      "Bytes of messages that fit in the queue." },
	    .write = write_max_bytes },
	{ { "ipc_object_size_bytes", "bytes", "Size of shared memory." },
	    .column = "size" },
	{ { "ipc_object_resident_bytes", "bytes",
	      "Shared memory that takes memory; for POSIX with what is "
	      "swapped out." },
	    .column = "rss" },
	{ { "ipc_object_swapped_bytes", "bytes",
	      "Shared memory that is swapped out." },
	    .column = "swap" },
	{ { "ipc_object_attaches", NULL,
	      "How many times the segment is attached." },
	    .column = "nattch" },
	{ { "ipc_object_semaphore_value", NULL, "Value of a semaphore." },
	    .write = write_values },
	{ { "ipc_object_semaphore_waiting", NULL,
	      "Threads that wait for a semaphore, to increase or to be zero." },
	    .write = write_waiting },
	{ { "ipc_object_last_used_timestamp_seconds", "seconds",
	      "When the object was last used." },
	    .write = write_used },
	{ { "ipc_object_changed_timestamp_seconds", "seconds",
	      "When the object was created, or its owner, mode or limits "
	      "changed." },
	    .column = "ctime" },
	{ { "ipc_object_holders", NULL,
	      "Processes that have the object open, mapped or attached." },
	    .column = "holders", .processes = true },
	{ { "ipc_object_waiters", NULL,
	      "Threads that are blocked on the object." },
	    .column = "waiters", .processes = true },
	{ { "ipc_object_orphaned", NULL,
	      "Whether the object is an orphan (1) or in use (0)." },
	    .column = "orphan", .processes = true },
};

static void
write_family(struct metrics_writer *w, const struct family *family)
{
	const struct metrics *m = w->metrics;
	const struct column *column = NULL;
	size_t i;

	if (family->column != NULL)
		column = column_named(&object_table, family->column);
	metrics_family(w, &family->head);
	for (i = 0; i < m->nrows; i++) {
		if (column != NULL)
			write_number(
			    w, m->rows[i], column_number(column, m->rows[i]));
		else
			family->write(w, m->rows[i]);
	}
}

unsigned
metrics_need_of_rows(void)
{
	unsigned need = NEED_ATTR | NEED_VALUES | NEED_SEMS;
	size_t i;

	for (i = 0; i < sizeof(families) / sizeof(*families); i++)
		if (families[i].column != NULL && !families[i].processes)
			need |= column_named(&object_table, families[i].column)
				    ->need;
	return need;
}

void
metrics_rows(struct metrics_writer *w)
{
	size_t i;

	for (i = 0; i < sizeof(families) / sizeof(*families); i++)
		if (!families[i].processes || w->metrics->processes)
			write_family(w, &families[i]);
}
