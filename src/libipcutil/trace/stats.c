/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls counted; see stats.h. */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/amount.h"
#include "base/xalloc.h"
#include "model/kind.h"
#include "trace/ended.h"
#include "trace/stats.h"

struct stats {
	size_t room;
	size_t n;
	struct stats_row **rows;
	void *tree;	    /* of the same */
	struct ended ended; /* whatever objects they used */
	int64_t calls;
	int64_t beyond;
};

struct stats *
stats_new(size_t room)
{
	struct stats *stats = xmalloc(sizeof(*stats));

	*stats = (struct stats){ .room = room };
	stats->rows = xreallocarray(NULL, room, sizeof(*stats->rows));
	return stats;
}

static int
compare_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
compare_strings(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

static unsigned
kind_of(const struct ipc_object *object)
{
	return object->kind == NULL ? 0 : object->kind->bit;
}

/*
 * Objects with an id are compared without the key, which may be learnt later.
 */
static int
compare_objects(const struct stats_row *a, const struct stats_row *b)
{
	const struct ipc_object *x = &a->object, *y = &b->object;
	int order = compare_numbers(kind_of(x), kind_of(y));

	if (order == 0)
		order = compare_numbers(x->ns, y->ns);
	if (order == 0)
		order = compare_numbers(x->id, y->id);
	if (order == 0 && x->id == UNKNOWN)
		order = compare_numbers(x->key, y->key);
	return order != 0 ? order : compare_strings(x->name, y->name);
}

static int
compare_processes(const struct stats_row *a, const struct stats_row *b)
{
	int order = compare_numbers(a->pid, b->pid);

	if (order == 0)
		order = compare_numbers(a->ended != 0, b->ended != 0);
	return order != 0 ? order : strcmp(a->command, b->command);
}

static int
compare_rows(const void *a, const void *b)
{
	int order = compare_objects(a, b);

	return order != 0 ? order : compare_processes(a, b);
}

/* NULL if there is no room for another. */
static struct stats_row *
row_of(struct stats *stats, const struct call *call)
{
	struct stats_row wanted = { .object = call->object, .pid = call->pid };
	struct stats_row **node, *row;

	if (call->command != NULL)
		strlcpy(wanted.command, call->command, sizeof(wanted.command));
	node = tfind(&wanted, &stats->tree, compare_rows);
	if (node != NULL) {
		if (call->object.key != UNKNOWN)
			(*node)->object.key = call->object.key;
		return *node;
	}
	if (stats->n == stats->room)
		return NULL;
	row = xmalloc(sizeof(*row));
	*row = wanted;
	if (row->object.name != NULL)
		row->object.name = xstrdup(row->object.name);
	xtsearch(row, &stats->tree, compare_rows);
	stats->rows[stats->n++] = row;
	return row;
}

static void
add_message(struct tally *tally, const struct call *call)
{
	int64_t bytes = call->bytes == UNKNOWN ? 0 : call->bytes;

	if (strcmp(call->word, "send") == 0) {
		tally->sent++;
		tally->sent_bytes = amount_add(tally->sent_bytes, bytes);
	} else if (strcmp(call->word, "receive") == 0) {
		tally->received++;
		tally->received_bytes =
		    amount_add(tally->received_bytes, bytes);
	}
}

void
stats_add(struct stats *stats, const struct call *call)
{
	struct stats_row *row = row_of(stats, call);
	struct tally *tally;

	stats->calls++;
	if (row == NULL) {
		stats->beyond++;
		return;
	}
	tally = &row->tally;
	histogram_add(&tally->times, call->took);
	if (strcmp(call->result, "ok") == 0) {
		add_message(tally, call);
		return;
	}
	tally->errors++;
	strlcpy(tally->last_error, call->result, sizeof(tally->last_error));
}

static void
wait_longer(struct tally *tally, int64_t longest, const char *word)
{
	if (tally->waiting_word != NULL && longest <= tally->longest)
		return;
	tally->longest = longest;
	tally->waiting_word = word;
}

void
stats_add_waiting(struct stats *stats, const struct call *call)
{
	struct stats_row *row = row_of(stats, call);

	if (row == NULL)
		return;
	row->tally.waiting++;
	wait_longer(&row->tally, call->took, call->word);
}

void
stats_clear_waiting(struct stats *stats)
{
	struct tally *tally;
	size_t i;

	for (i = 0; i < stats->n; i++) {
		tally = &stats->rows[i]->tally;
		tally->waiting = tally->longest = 0;
		tally->waiting_word = NULL;
	}
}

static void
add_up(struct tally *total, const struct tally *tally)
{
	histogram_merge(&total->times, &tally->times);
	total->errors += tally->errors;
	if (tally->errors != 0)
		memcpy(total->last_error, tally->last_error,
		    sizeof(total->last_error));
	total->sent += tally->sent;
	total->received += tally->received;
	total->sent_bytes = amount_add(total->sent_bytes, tally->sent_bytes);
	total->received_bytes =
	    amount_add(total->received_bytes, tally->received_bytes);
	total->waiting += tally->waiting;
	if (tally->waiting != 0)
		wait_longer(total, tally->longest, tally->waiting_word);
}

static void
free_row(struct stats_row *row)
{
	free(row->object.name);
	free(row);
}

/*
 * Adds a row to that of all which have ended, or makes it that one. True if it
 * is no row any more.
 */
static bool
join_ended(struct stats *stats, struct stats_row *row)
{
	struct stats_row **node, *joined;

	tdelete(row, &stats->tree, compare_rows);
	row->ended = 1;
	row->pid = UNKNOWN;
	node = tfind(row, &stats->tree, compare_rows);
	if (node == NULL) {
		xtsearch(row, &stats->tree, compare_rows);
		return false;
	}
	joined = *node;
	joined->ended++;
	if (row->object.key != UNKNOWN)
		joined->object.key = row->object.key;
	add_up(&joined->tally, &row->tally);
	free_row(row);
	return true;
}

/*
 * Joins the rows of commands of which more than STATS_FEW processes have ended.
 */
static void
join_all(struct stats *stats)
{
	struct stats_row *row;
	size_t i = 0;

	while (i < stats->n) {
		row = stats->rows[i];
		if (row->gone && row->ended == 0 &&
		    ended_count(&stats->ended, row->command) > STATS_FEW &&
		    join_ended(stats, row))
			stats->rows[i] = stats->rows[--stats->n];
		else
			i++;
	}
}

void
stats_ended(struct stats *stats, int64_t pid)
{
	bool any = false;
	size_t i;

	ended_next(&stats->ended);
	for (i = 0; i < stats->n; i++) {
		if (stats->rows[i]->pid != pid || stats->rows[i]->gone)
			continue;
		any = stats->rows[i]->gone = true;
		ended_add(&stats->ended, stats->rows[i]->command);
	}
	if (any)
		join_all(stats);
}

void
stats_clear(struct stats *stats)
{
	struct stats_row *row;

	while (stats->n > 0) {
		row = stats->rows[--stats->n];
		tdelete(row, &stats->tree, compare_rows);
		free_row(row);
	}
	stats->calls = stats->beyond = 0;
	ended_clear(&stats->ended);
}

void
stats_free(struct stats *stats)
{
	if (stats == NULL)
		return;
	stats_clear(stats);
	free(stats->rows);
	free(stats);
}

int64_t
stats_calls(const struct stats *stats)
{
	return stats->calls;
}

int64_t
stats_beyond(const struct stats *stats)
{
	return stats->beyond;
}

/* By the time in calls, those that have not ended included. */
static int
by_time(const struct tally *a, const struct tally *b)
{
	int order = compare_numbers(amount_add(b->times.sum, b->longest),
	    amount_add(a->times.sum, a->longest));

	return order != 0 ? order : compare_numbers(b->times.n, a->times.n);
}

static int
rows_by_object(const void *a, const void *b)
{
	const struct stats_row *x = *(const struct stats_row *const *)a;
	const struct stats_row *y = *(const struct stats_row *const *)b;
	int order = compare_objects(x, y);

	if (order == 0)
		order = by_time(&x->tally, &y->tally);
	return order != 0 ? order : compare_processes(x, y);
}

static int
rows_by_process(const void *a, const void *b)
{
	const struct stats_row *x = *(const struct stats_row *const *)a;
	const struct stats_row *y = *(const struct stats_row *const *)b;
	int order = compare_processes(x, y);

	if (order == 0)
		order = by_time(&x->tally, &y->tally);
	return order != 0 ? order : compare_objects(x, y);
}

static int
groups_by_time(const void *a, const void *b)
{
	const struct stats_group *x = a, *y = b;
	int order = by_time(&x->total, &y->total);

	return order != 0 ? order : compare_rows(x->rows[0], y->rows[0]);
}

static int64_t
processes_of(const struct stats *stats, const struct stats_row *row)
{
	return row->ended == 0 ? 1 : ended_count(&stats->ended, row->command);
}

void
stats_group(
    const struct stats *stats, enum stats_by by, struct stats_groups *groups)
{
	int (*compare)(const struct stats_row *, const struct stats_row *) =
	    by == STATS_BY_OBJECT ? compare_objects : compare_processes;
	const struct stats_row *last = NULL;
	struct stats_group *group = NULL;
	size_t i;

	*groups = (struct stats_groups){ 0 };
	if (stats->n == 0)
		return;
	groups->rows = xreallocarray(NULL, stats->n, sizeof(*groups->rows));
	groups->v = xreallocarray(NULL, stats->n, sizeof(*groups->v));
	groups->nrows = stats->n;
	memcpy(groups->rows, stats->rows, stats->n * sizeof(*groups->rows));
	qsort(groups->rows, stats->n, sizeof(*groups->rows),
	    by == STATS_BY_OBJECT ? rows_by_object : rows_by_process);
	for (i = 0; i < stats->n; i++) {
		if (last == NULL || compare(last, groups->rows[i]) != 0) {
			group = &groups->v[groups->n++];
			*group = (struct stats_group){
				.rows = &groups->rows[i],
				.processes =
				    processes_of(stats, groups->rows[i]),
			};
		}
		last = groups->rows[i];
		add_up(&group->total, &last->tally);
		group->n++;
	}
	qsort(groups->v, groups->n, sizeof(*groups->v), groups_by_time);
}

void
stats_groups_free(struct stats_groups *groups)
{
	free(groups->v);
	free(groups->rows);
}
