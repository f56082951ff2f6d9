/* SPDX-License-Identifier: BSD-2-Clause */
/* How busy objects are; see rate.h. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/kind.h"
#include "report/rate.h"

#define SECOND INT64_C(1000000000) /* in nanoseconds */

static int64_t
grown(int64_t before, int64_t after)
{
	return before == UNKNOWN || after == UNKNOWN || after < before
		   ? 0
		   : after - before;
}

/* Times and processes show what came and went as often. */
static void
count_messages(struct rate_counts *counts, const struct ipc_object *before,
    const struct ipc_object *after)
{
	bool sent =
	    before->stime != after->stime || before->lspid != after->lspid;
	bool received =
	    before->rtime != after->rtime || before->lrpid != after->lrpid;
	bool passed;

	if (before->messages == UNKNOWN || after->messages == UNKNOWN)
		return;
	counts->in = grown(before->messages, after->messages);
	counts->out = grown(after->messages, before->messages);
	passed = (counts->in == 0 && sent) || (counts->out == 0 && received) ||
		 (counts->in == 0 && counts->out == 0 &&
		     before->mtime != after->mtime);
	counts->in += passed;
	counts->out += passed;
}

static int64_t
count_attaches(const struct ipc_object *before, const struct ipc_object *after)
{
	int64_t n = grown(before->nattch, after->nattch) +
		    grown(after->nattch, before->nattch);

	if (n != 0)
		return n;
	/* Whoever attached it has detached it since. */
	return before->lpid != after->lpid || before->atime != after->atime ||
		       before->dtime != after->dtime
		   ? 2
		   : 0;
}

/* Each value that is another had at least one. */
static int64_t
count_ops(const struct ipc_object *before, const struct ipc_object *after)
{
	int64_t i, n = 0;

	for (i = 0; i < after->values.n && i < before->values.n; i++)
		n += before->values.v[i] != after->values.v[i];
	if (n == 0 && before->value != UNKNOWN && after->value != UNKNOWN)
		n = before->value != after->value;
	return n == 0 && before->otime != after->otime ? 1 : n;
}

struct rate_counts
rate_count(const struct ipc_object *before, const struct ipc_object *after)
{
	struct rate_counts counts = { UNKNOWN, UNKNOWN, UNKNOWN };

	if (after->kind->bit & KINDS_MQ)
		count_messages(&counts, before, after);
	else if (after->kind->bit == KIND_SYSV_SHM)
		counts.ops = count_attaches(before, after);
	else if (after->kind->bit & KINDS_SEM)
		counts.ops = count_ops(before, after);
	return counts;
}

static int64_t
tenths(int64_t count, int64_t ns)
{
	if (count == UNKNOWN || ns <= 0)
		return UNKNOWN;
	return (int64_t)((double)count * 10 * SECOND / (double)ns + 0.5);
}

/* What there was since the last look is spread over the seconds since. */
static void
fill_seconds(struct rate *rate, int64_t count, int64_t now)
{
	int64_t passed = now - rate->last, share, second;

	if (passed <= 0) {
		rate->seconds[rate->last % RATE_SECONDS] += count;
		return;
	}
	share = count / passed;
	second = passed > RATE_SECONDS ? now - RATE_SECONDS : rate->last;
	while (++second < now)
		rate->seconds[second % RATE_SECONDS] = share;
	rate->seconds[now % RATE_SECONDS] = count - share * (passed - 1);
	rate->last = now;
}

static int64_t
known(int64_t number)
{
	return number != UNKNOWN ? number : 0;
}

static void
update(struct rate *rate, const struct ipc_object *before,
    const struct ipc_object *after, int64_t then, int64_t now)
{
	struct rate_counts counts = rate_count(before, after);

	rate->in = tenths(counts.in, now - then);
	rate->out = tenths(counts.out, now - then);
	rate->ops = tenths(counts.ops, now - then);
	fill_seconds(rate,
	    known(counts.in) + known(counts.out) + known(counts.ops),
	    now / SECOND);
}

struct rate *
rates_update(const struct rate *old, const struct ipc_list *before,
    const struct ipc_list *after, int64_t then, int64_t now)
{
	struct rate *rates = xreallocarray(NULL, after->n + 1, sizeof(*rates));
	size_t i, j = 0;
	int order;

	for (i = 0; i < after->n; i++) {
		order = 1;
		while (old != NULL && j < before->n &&
		       (order = ipc_object_cmp(before->v[j], after->v[i])) < 0)
			j++;
		/* A name that is another file now is another object. */
		if (old != NULL && j < before->n && order == 0 &&
		    before->v[j]->ino == after->v[i]->ino) {
			rates[i] = old[j];
			update(&rates[i], before->v[j], after->v[i], then, now);
		} else
			rates[i] = (struct rate){ .in = UNKNOWN,
				.out = UNKNOWN,
				.ops = UNKNOWN,
				.last = now / SECOND };
	}
	return rates;
}

int64_t
rate_sum(const struct rate *rate, int64_t ago, int64_t seconds)
{
	int64_t sum = 0, second;

	for (; seconds > 0 && ago < RATE_SECONDS; seconds--, ago++) {
		second = rate->last - ago;
		if (second >= 0)
			sum += rate->seconds[second % RATE_SECONDS];
	}
	return sum;
}

int64_t
rate_amount(const struct ipc_object *o)
{
	if (o->kind->bit & KINDS_MQ)
		return o->messages;
	if (o->kind->bit & KINDS_SHM)
		return o->size;
	return o->nsems == 1 || o->nsems == UNKNOWN ? o->value : o->nsems;
}

/* Below 0 if a is the larger. */
static int
larger(int64_t a, int64_t b)
{
	return (a < b) - (a > b);
}

static int64_t
busyness(const struct rate *rate)
{
	return known(rate->in) + known(rate->out) + known(rate->ops);
}

/* What is not busy now may have been. */
static int
by_busyness(const struct rate_row *a, const struct rate_row *b)
{
	int order = larger(busyness(a->rate), busyness(b->rate));

	return order != 0 ? order
			  : larger(rate_sum(a->rate, 0, RATE_SECONDS),
				rate_sum(b->rate, 0, RATE_SECONDS));
}

static int
by_fill(const struct rate_row *a, const struct rate_row *b)
{
	return larger(a->object->fill, b->object->fill);
}

static int
by_name(const struct rate_row *a, const struct rate_row *b)
{
	(void)a;
	(void)b;
	return 0;
}

static int
by_size(const struct rate_row *a, const struct rate_row *b)
{
	return larger(rate_amount(a->object), rate_amount(b->object));
}

struct sorting {
	int (*cmp)(const struct rate_row *, const struct rate_row *);
	bool reverse;
};

static int
by_key(const void *a, const void *b, void *arg)
{
	const struct rate_row *one = a, *other = b;
	const struct sorting *sorting = arg;
	int order = sorting->cmp(one, other);

	if (order == 0)
		order = ipc_object_cmp(one->object, other->object);
	return sorting->reverse ? -order : order;
}

void
rates_sort(struct rate_row *rows, size_t n, enum rate_sort by, bool reverse)
{
	static int (*const orders[SORTS])(
	    const struct rate_row *, const struct rate_row *) = {
		[SORT_BUSIEST] = by_busyness,
		[SORT_FILL] = by_fill,
		[SORT_NAME] = by_name,
		[SORT_SIZE] = by_size,
	};
	struct sorting sorting = { orders[by], reverse };

	if (n != 0)
		qsort_r(rows, n, sizeof(*rows), by_key, &sorting);
}
