/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of rate.h: rates, the last minute, and the order of objects. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "model/kind.h"
#include "report/rate.h"
#include "tap.h"

static struct ipc_object *
add(struct ipc_list *list, const struct ipc_kind *kind, int64_t id)
{
	struct ipc_object *o = ipc_object_new(kind);

	o->id = id;
	ipc_list_add(list, o);
	return o;
}

static void
counts_are(const struct ipc_object *before, const struct ipc_object *after,
    struct rate_counts wanted, const char *about)
{
	struct rate_counts seen = rate_count(before, after);

	CHECK_INT(seen.in, wanted.in, about);
	CHECK_INT(seen.out, wanted.out, about);
	CHECK_INT(seen.ops, wanted.ops, about);
}

static void
counts(void)
{
	struct ipc_object a, b;

	ipc_object_init(&a, &sysv_msg_kind);
	a.messages = 3, a.stime = a.rtime = 100;
	b = a;
	counts_are(&a, &b, (struct rate_counts){ 0, 0, UNKNOWN }, "idle");
	b.messages = 8, b.stime = 101;
	counts_are(&a, &b, (struct rate_counts){ 5, 0, UNKNOWN }, "sent");
	counts_are(&b, &a, (struct rate_counts){ 1, 6, UNKNOWN }, "both");
	b.messages = 3;
	counts_are(&a, &b, (struct rate_counts){ 1, 1, UNKNOWN }, "passed");
	b.messages = UNKNOWN;
	counts_are(&a, &b, (struct rate_counts){ UNKNOWN, UNKNOWN, UNKNOWN },
	    "unknown");

	ipc_object_init(&a, &sysv_shm_kind);
	a.nattch = 1;
	b = a;
	b.nattch = 4;
	counts_are(&a, &b, (struct rate_counts){ -1, -1, 3 }, "attached");
	counts_are(&b, &a, (struct rate_counts){ -1, -1, 3 }, "detached");
	b = a;
	b.lpid = 7;
	counts_are(&a, &b, (struct rate_counts){ -1, -1, 2 }, "visited");

	ipc_object_init(&a, &sysv_sem_kind);
	b = a;
	b.otime = 7;
	counts_are(&a, &b, (struct rate_counts){ -1, -1, 1 }, "otime");
	counts_are(&a, &a, (struct rate_counts){ -1, -1, 0 }, "no operation");
	a.value = 1, b.value = 2;
	counts_are(&a, &b, (struct rate_counts){ -1, -1, 1 }, "value");
}

/* A queue that gets `n` messages in `ns`, and what is made of it. */
static struct rate *
step(struct rate *old, struct ipc_list *list, int64_t n, int64_t *now,
    int64_t ns)
{
	struct ipc_list next = { 0 };
	struct rate *rates;

	add(&next, &sysv_msg_kind, 1)->messages = list->v[0]->messages + n;
	rates = rates_update(old, list, &next, *now, *now + ns);
	*now += ns;
	ipc_list_free(list);
	*list = next;
	free(old);
	return rates;
}

static void
minute(void)
{
	struct ipc_list list = { 0 }, none = { 0 };
	int64_t now = 1000 * SECOND;
	struct rate *r;
	int i;

	add(&list, &sysv_msg_kind, 1)->messages = 0;
	r = rates_update(NULL, &none, &list, 0, now);
	CHECK_INT(r->in, UNKNOWN, "one look");
	CHECK_INT(rate_sum(r, 0, RATE_SECONDS), 0, "one look");
	r = step(r, &list, 5, &now, SECOND / 2);
	CHECK_INT(r->in, 100, "half a second");
	CHECK_INT(r->out, 0, "half a second");
	CHECK_INT(rate_sum(r, 0, 1), 5, "the same second");
	r = step(r, &list, 2, &now, SECOND / 4);
	CHECK_INT(rate_sum(r, 0, 1), 7, "the same second");
	r = step(r, &list, 9, &now, 4 * SECOND);
	CHECK_INT(r->in, 23, "four seconds, rounded");
	CHECK_INT(rate_sum(r, 0, 1), 3, "the rest is in the last");
	CHECK_INT(rate_sum(r, 1, 3), 6, "spread");
	CHECK_INT(rate_sum(r, 4, 1), 7, "before");
	CHECK_INT(rate_sum(r, 0, RATE_SECONDS), 16, "all");
	for (i = 0; i < 59; i++)
		r = step(r, &list, 1, &now, SECOND);
	CHECK_INT(rate_sum(r, 0, RATE_SECONDS), 62, "the minute goes by");
	r = step(r, &list, 0, &now, 3600 * SECOND);
	CHECK_INT(rate_sum(r, 0, RATE_SECONDS), 0, "an hour later");
	free(r);
	ipc_list_free(&list);
}

/* Rates follow their objects; what is new has none. */
static void
identity(void)
{
	struct ipc_list before = { 0 }, after = { 0 }, none = { 0 };
	struct rate *old, *new;
	struct ipc_object *o;

	add(&before, &sysv_msg_kind, 1)->messages = 1;
	add(&before, &sysv_msg_kind, 2)->messages = 1;
	o = add(&before, &posix_mq_kind, UNKNOWN);
	o->name = xstrdup("/q"), o->messages = 1, o->ino = 7;
	add(&after, &sysv_msg_kind, 2)->messages = 3;
	add(&after, &sysv_msg_kind, 3)->messages = 1;
	o = add(&after, &posix_mq_kind, UNKNOWN);
	o->name = xstrdup("/q"), o->messages = 9, o->ino = 8;
	ipc_list_unique(&before);
	ipc_list_unique(&after);
	old = rates_update(NULL, &none, &before, 0, SECOND);
	new = rates_update(old, &before, &after, SECOND, 2 * SECOND);
	CHECK_INT(after.v[0]->ino, 8, "order");
	CHECK_INT(new[0].in, UNKNOWN, "replaced under its name");
	CHECK_INT(new[1].in, 20, "the same");
	CHECK_INT(new[2].in, UNKNOWN, "new");
	free(old);
	free(new);
	ipc_list_free(&before);
	ipc_list_free(&after);
}

/*
 * A queue with room for 100 messages, or of System V for so many bytes, that
 * had `before` messages a second ago and has `after` now.
 */
static void
forecast(
    bool sysv, int64_t before, int64_t after, int64_t drain, int64_t full_in)
{
	struct ipc_list old = { 0 }, new = { 0 }, none = { 0 };
	struct rate *first, *second;
	struct ipc_object *o;

	add(&old, &sysv_msg_kind, 1)->messages = before;
	o = add(&new, &sysv_msg_kind, 1);
	o->messages = after;
	o->fill = after;
	if (sysv) {
		o->max_bytes = 1000;
		o->bytes = after * 10;
	} else
		o->max_messages = 100;
	first = rates_update(NULL, &none, &old, 0, SECOND);
	CHECK_INT(rate_drain(o, first), UNKNOWN, "seen once");
	CHECK_INT(rate_full_in(o, first), UNKNOWN, "seen once");
	second = rates_update(first, &old, &new, SECOND, 2 * SECOND);
	CHECK_INT(rate_drain(o, second), drain, "drain");
	CHECK_INT(rate_full_in(o, second), full_in, "full in");
	free(first);
	free(second);
	ipc_list_free(&old);
	ipc_list_free(&new);
}

static void
forecasts(void)
{
	forecast(false, 50, 40, 4, UNKNOWN);
	forecast(false, 50, 47, 16, UNKNOWN);
	forecast(false, 40, 50, UNKNOWN, 5);
	forecast(true, 40, 50, UNKNOWN, 5);
	forecast(false, 40, 40, UNKNOWN, UNKNOWN);
	forecast(false, 90, 100, UNKNOWN, UNKNOWN);
	forecast(false, 10, 0, UNKNOWN, UNKNOWN);
	forecast(false, UNKNOWN, 10, UNKNOWN, UNKNOWN);
}

/* Of a change that has passed, less and less is left with each second. */
static void
trend(void)
{
	struct ipc_list old = { 0 }, new = { 0 }, none = { 0 };
	struct rate *rates, *next;
	int64_t i, before;

	add(&old, &sysv_msg_kind, 1)->messages = 0;
	add(&new, &sysv_msg_kind, 1)->messages = 100;
	rates = rates_update(NULL, &none, &old, 0, SECOND);
	next = rates_update(rates, &old, &new, SECOND, 2 * SECOND);
	free(rates);
	CHECK_INT(next[0].trend, 100000, "at first all there is");
	for (i = 2; i < 40; i++) {
		rates = next;
		before = rates[0].trend;
		next = rates_update(
		    rates, &new, &new, i * SECOND, (i + 1) * SECOND);
		CHECK(next[0].trend < before || before < 5, "it becomes less");
		free(rates);
	}
	CHECK(next[0].trend < 100, "nearly nothing after 40 seconds");
	free(next);
	ipc_list_free(&old);
	ipc_list_free(&new);
}

static const struct tap_test tests[] = {
	{ "rate_count: what two looks tell has happened", counts },
	{ "rates_update: rates, and each of the last 60 seconds", minute },
	{ "rates_update: rates follow their objects", identity },
	{ "rate_drain, rate_full_in: as it goes on", forecasts },
	{ "rates_update: what has passed is forgotten", trend },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
