/* SPDX-License-Identifier: BSD-2-Clause */
/* Which limit an object has reached; see limit_explain.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/amount.h"
#include "report/advice.h"
#include "report/limit_explain.h"
#include "report/limit_rows.h"

/* Says whether what was asked for does not fit beside what is used. */
static bool
is_exceeded(const struct limit *limit, const struct limit_row *row,
    const struct ipc_attr *attr)
{
	int64_t asked = limit_asked(row, attr), used = limit->used;

	if (asked == UNKNOWN || limit->value == UNKNOWN)
		return false;
	return asked > limit->value - (used != UNKNOWN ? used : 0);
}

static void
write_amount(struct text *t, const struct limit *limit, int64_t amount)
{
	struct limit other = *limit;

	other.value = amount;
	limit_write(&other, false, t);
}

/* Says whether reaching this limit gives this errno. */
static bool
is_candidate(
    const struct limit_row *row, const struct ipc_kind *kind, int error)
{
	return row->kind == kind->bit && row->error == error;
}

/*
 * POSIX semaphores are files in /dev/shm, so they share the limits of its
 * memory.
 */
static const struct ipc_kind *
bounded_as(const struct ipc_kind *kind)
{
	return kind == &posix_sem_kind ? &posix_shm_kind : kind;
}

/*
 * Adds where the limit is set: as a comment of the command, or to its comment.
 */
static void
add_setting(struct text *t, size_t advice, const struct limit *limit)
{
	if (strncmp(limit->setting, "/proc/", 6) != 0)
		return;
	text_str(t, strstr(t->s + advice, "  # ") == NULL ? "  # " : "; ");
	text_str(t, limit->setting);
}

/*
 * The kernel does not report what it counts, so queues without a name may count
 * too. That is certain if there seems to be room for what was asked for.
 */
static void
add_unseen(struct text *t, const struct limit *limit, int64_t asked)
{
	if (!limit->untold || asked == UNKNOWN || limit->value == UNKNOWN ||
	    asked > limit->value - limit->used)
		return;
	text_str(t, limit->row->use.of_user
			? " by queues with a name here (those of other "
			  "namespaces and those unlinked and still open"
			: " by queues with a name (those unlinked and still "
			  "open");
	text_str(t, " count too: " IPCLS " -q --unlinked)");
}

/* Adds the explanation: value, use, what was asked for, how to raise it. */
static void
explain(struct text *t, const struct limit *limit, int64_t asked,
    const struct limit *limits, size_t n)
{
	int64_t least = limit->used != UNKNOWN ? limit->used : 0;
	size_t advice;

	if (limit->row->use.page != 0)
		text_str(t, "too few huge pages are free: ");
	text_str(t, limit->name);
	text_str(t, " is ");
	limit_write(limit, false, t);
	if (limit->used != UNKNOWN) {
		text_str(t, ", ");
		write_amount(t, limit, limit->used);
		text_str(t, " are used");
		add_unseen(t, limit, asked);
	}
	if (asked != UNKNOWN) {
		text_str(t, ", asked for ");
		write_amount(t, limit, asked);
		least = amount_add(least, asked);
	}
	text_str(t, "; raise it: ");
	advice = t->len;
	advice_raise(t, limit, least, limits, n);
	add_setting(t, advice, limit);
}

/*
 * Use may be more than is visible (queues of other namespaces), or less by now.
 * The first limit that is exceeded is the likeliest reason.
 */
bool
limit_explain(struct text *t, const struct ipc_kind *kind,
    const struct ipc_attr *attr, int error)
{
	const struct limit *limit, *found = NULL;
	struct limit *limits;
	size_t i, n;

	kind = bounded_as(kind);
	/* A limit that cannot be read explains nothing. */
	n = limits_load(&limits, kind->bit, NULL, NULL);
	for (i = 0; i < n; i++) {
		limit = &limits[i];
		if (!is_candidate(limit->row, kind, error))
			continue;
		if (is_exceeded(limit, limit->row, attr)) {
			found = limit;
			break;
		}
		if (found == NULL && (error == EMFILE || error == ENOSPC))
			found = limit;
	}
	if (found != NULL)
		explain(t, found, limit_asked(found->row, attr), limits, n);
	free(limits);
	return found != NULL;
}
