/* SPDX-License-Identifier: BSD-2-Clause */
/* Rates of activity of objects; see rate.h. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "model/kind.h"
#include "report/rate.h"

/* Time constant of the trend, in seconds. */
#define RATE_MEMORY 4.0

/* No forecast beyond a day. */
#define RATE_FAR 86400

static int64_t
grown(int64_t before, int64_t after)
{
	return before == UNKNOWN || after == UNKNOWN || after < before
		   ? 0
		   : after - before;
}

/*
 * Counts what was sent and received. If the number of messages is unchanged,
 * times and processes show whether messages passed through.
 */
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
	/* The segment was attached and detached since. */
	return before->lpid != after->lpid || before->atime != after->atime ||
		       before->dtime != after->dtime
		   ? 2
		   : 0;
}

/* Counts semaphore operations: at least one for each value that changed. */
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

/*
 * Spreads the activity since the last look evenly over the seconds since then.
 */
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

/*
 * Follows the net rate, smoothed over some seconds: messages come in bursts, so
 * the last interval alone would jump.
 */
static void
follow_trend(struct rate *rate, const struct ipc_object *before,
    const struct ipc_object *after, int64_t ns)
{
	double share, seconds = (double)ns / SECOND;
	int64_t net;

	if (before->messages == UNKNOWN || after->messages == UNKNOWN ||
	    ns <= 0)
		return;
	net = (int64_t)((double)(after->messages - before->messages) * 1000 /
			seconds);
	share = seconds / (seconds + RATE_MEMORY);
	if (rate->trend == UNKNOWN_TREND)
		rate->trend = net;
	else
		rate->trend += (int64_t)((double)(net - rate->trend) * share);
}

static void
update(struct rate *rate, const struct ipc_object *before,
    const struct ipc_object *after, int64_t then, int64_t now)
{
	struct rate_counts counts = rate_count(before, after);

	follow_trend(rate, before, after, now - then);
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
		/* A name that is now another file is another object. */
		if (old != NULL && j < before->n && order == 0 &&
		    before->v[j]->ino == after->v[i]->ino) {
			rates[i] = old[j];
			update(&rates[i], before->v[j], after->v[i], then, now);
		} else
			rates[i] = (struct rate){ .in = UNKNOWN,
				.out = UNKNOWN,
				.ops = UNKNOWN,
				.trend = UNKNOWN_TREND,
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

/*
 * Returns the seconds until that many messages have come or gone; UNKNOWN if it
 * takes more than a day.
 */
static int64_t
seconds_for(int64_t messages, int64_t trend)
{
	int64_t seconds;

	if (messages < 0 || trend < 1 ||
	    __builtin_mul_overflow(messages, 1000, &seconds))
		return UNKNOWN;
	seconds = (seconds + trend - 1) / trend;
	return seconds <= RATE_FAR ? seconds : UNKNOWN;
}

int64_t
rate_drain(const struct ipc_object *o, const struct rate *rate)
{
	if (rate->trend == UNKNOWN_TREND || o->messages == UNKNOWN ||
	    o->messages == 0)
		return UNKNOWN;
	return seconds_for(o->messages, -rate->trend);
}

/*
 * Returns the number of messages that still fit, assuming the average size of
 * those in the queue.
 */
static int64_t
room(const struct ipc_object *o)
{
	int64_t messages = INT64_MAX, bytes;

	if (o->max_messages != UNKNOWN)
		messages = o->max_messages - o->messages;
	if (o->max_bytes == UNKNOWN)
		return messages;
	/* In a System V queue, max_bytes bounds the number of messages, too. */
	if (o->max_bytes - o->messages < messages)
		messages = o->max_bytes - o->messages;
	if (o->bytes <= 0 || o->messages <= 0)
		return messages;
	bytes = (int64_t)((double)(o->max_bytes - o->bytes) *
			  (double)o->messages / (double)o->bytes);
	return bytes < messages ? bytes : messages;
}

int64_t
rate_full_in(const struct ipc_object *o, const struct rate *rate)
{
	if (rate->trend == UNKNOWN_TREND || o->messages == UNKNOWN ||
	    o->fill == UNKNOWN || o->fill >= 100)
		return UNKNOWN;
	return seconds_for(room(o), rate->trend);
}
