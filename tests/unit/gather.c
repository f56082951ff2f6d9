/* SPDX-License-Identifier: BSD-2-Clause */
/* Unit tests of events that are put in order; see trace/gather.h. */
#include "trace/gather.h"
#include "base/text.h"
#include "tap.h"

#include <limits.h>
#include <stdint.h>

static struct gather *gather;
/* What was handed on: "time:tag" of each, with words between. */
static struct text seen;

static void
note(void *arg, const struct trace_event *event)
{
	(void)arg;
	text_str(&seen, seen.len == 0 ? "" : " ");
	text_number(&seen, event->time);
	text_char(&seen, ':');
	if (event->tag == TRACE_GAP)
		text_str(&seen, "gap");
	else if (event->tag == TRACE_GAP_END)
		text_str(&seen, "end");
	else
		text_number(&seen, event->tag);
	text_str(&seen, event->repeated ? "r" : "");
	if (event->later == UINT_MAX)
		text_char(&seen, '?');
	else if (event->later != 0)
		text_number(&seen, event->later);
}

/* A record of a thread, as a processor has it. */
static void
record(struct gather_lane *lane, int64_t time, unsigned tag, int64_t tid)
{
	gather_pass(gather, lane, time);
	gather_add(gather, time, tag)->tid = tid;
}

static const char *
hand_on(int64_t until, bool *left)
{
	bool more;

	text_clear(&seen);
	text_str(&seen, "");
	more = gather_hand_on(gather, until, note, NULL);
	if (left != NULL)
		*left = more;
	return seen.s == NULL ? "" : seen.s;
}

static void
begin(void)
{
	gather = gather_new();
}

static void
end(void)
{
	gather_free(gather);
	text_free(&seen);
}

static void
order(void)
{
	struct gather_lane one = { 0 }, other = { 0 };
	bool left = true;

	begin();
	record(&one, 10, 1, 7);
	record(&one, 30, 2, 7);
	record(&other, 20, 3, 8);
	record(&other, 40, 4, 8);
	CHECK_STR(hand_on(30, &left), "10:11 20:31 30:2", "up to then");
	CHECK(left, "one is left");
	record(&one, 35, 5, 7);
	CHECK_STR(hand_on(50, &left), "35:5 40:4", "it comes in its order");
	CHECK(!left, "none is left");
	CHECK_STR(hand_on(60, &left), "", "nothing came");
	end();
}

#define LANES 5
#define EACH 2000

static int64_t last, handed, disordered;

/* Of the same time, that of the processor that was read first comes first. */
static void
check_order(void *arg, const struct trace_event *event)
{
	int64_t place = event->time * LANES + event->tag;

	(void)arg;
	disordered += place <= last;
	last = place;
	handed++;
}

static void
many_processors(void)
{
	struct gather_lane lanes[LANES] = { { 0 } };
	const int64_t middle = EACH / 2;
	unsigned i;
	int64_t k;

	begin();
	for (i = 0; i < LANES; i++)
		for (k = 1; k <= EACH; k++)
			/* Some are of the same time, and some are not. */
			record(&lanes[i], i % 2 == 0 ? k : k + i, i, 7 + i);
	CHECK(gather_hand_on(gather, middle, check_order, NULL), "a part");
	CHECK_INT(disordered, 0, "in order");
	CHECK_INT(last / LANES, middle, "up to then");
	record(&lanes[0], EACH + LANES * 2, 0, 7);
	CHECK(!gather_hand_on(gather, INT64_MAX, check_order, NULL), "all");
	CHECK_INT(disordered, 0, "in order with what was left");
	CHECK_INT(handed, LANES * EACH + 1, "each once");
	end();
}

/* What was not read to its end may have records before what others have. */
static void
parts(void)
{
	struct gather_lane lane = { .seen = 5 };

	begin();
	CHECK_INT(gather_read(&lane, true, 50), 50, "all was read");
	CHECK_INT(lane.seen, 50, "so there is nothing before");
	CHECK_INT(gather_read(&lane, true, 40), 40, "of a call before");
	CHECK_INT(lane.seen, 50, "it does not go back");
	record(&lane, 60, 1, 7);
	CHECK_INT(gather_read(&lane, false, 90), 60, "up to what was read");
	CHECK_INT(lane.seen, 60, "and no further");
	CHECK_INT(gather_read(&lane, false, 55), 55, "or to what was asked");
	end();
}

/* Between the last record, or the last time all was read, and the next one. */
static void
spans(void)
{
	struct gather_lane one = { 0 }, other = { 0 };

	begin();
	record(&one, 10, 1, 7);
	one.missed = true;
	record(&other, 20, 2, 8);
	record(&one, 30, 3, 7);
	record(&one, 40, 4, 7);
	CHECK(!one.missed, "it was told");
	CHECK_STR(hand_on(50, NULL),
	    "10:1r? 10:gapr? 20:2r? 30:endr? 30:31 40:4",
	    "a span of one, and a record of the other in it");
	gather_read(&one, true, 60);
	one.missed = true;
	record(&one, 80, 5, 7);
	CHECK_STR(hand_on(90, NULL), "60:gapr? 80:endr? 80:5",
	    "it begins where all had been read");
	one.missed = true;
	/* Clocks of processors may differ a little. */
	record(&one, 79, 6, 7);
	CHECK_STR(hand_on(90, NULL), "79:gapr? 79:endr? 79:6",
	    "it does not end before it begins");
	end();
}

static void
later(void)
{
	struct gather_lane lane = { 0 };

	begin();
	record(&lane, 10, 1, 7);
	record(&lane, 20, 2, 7);
	record(&lane, 30, 1, 7);
	record(&lane, 40, 1, 8);
	CHECK_STR(hand_on(15, NULL), "10:1r2", "what is kept counts, too");
	CHECK_STR(
	    hand_on(50, NULL), "20:21 30:1 40:1", "each thread by itself");
	end();
}

static void
dropped(void)
{
	struct gather_lane lane = { 0 };

	begin();
	record(&lane, 10, 1, 7);
	gather_add(gather, 20, 9);
	gather_drop(gather);
	lane.missed = true;
	record(&lane, 30, 2, 7);
	CHECK_STR(hand_on(50, NULL), "10:1r? 10:gapr? 30:endr? 30:2",
	    "what could not be understood is missing");
	end();
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "gather: events of processors in the order of time", order },
		{ "gather: many events of many processors", many_processors },
		{ "gather: a buffer that is read in part", parts },
		{ "gather: a span in which records were lost", spans },
		{ "gather: which have later ones of their thread", later },
		{ "gather: an event that is taken back", dropped },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
