/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of stats.h: whose calls are whose, how much, and how many at most. */
#include <stdio.h>

#include "model/kind.h"
#include "tap.h"
#include "trace/stats.h"

#define MS INT64_C(1000000)

static struct call
call_of(const char *word, int64_t id, int64_t pid, int64_t ms)
{
	struct call call;

	call_begin(&call);
	call.word = word;
	call.object.kind = &sysv_msg_kind;
	call.object.id = id;
	call.pid = pid;
	call.command = "worker";
	call.took = ms * MS;
	call.result = "ok";
	return call;
}

static void
add(struct stats *stats, const char *word, int64_t id, int64_t pid, int64_t ms)
{
	struct call call = call_of(word, id, pid, ms);

	call.bytes = 10;
	stats_add(stats, &call);
}

static void
groups(void)
{
	struct stats *stats = stats_new(STATS_ROOM);
	struct stats_groups by;
	const struct stats_group *group;

	add(stats, "send", 1, 100, 1);
	add(stats, "send", 1, 100, 2);
	add(stats, "receive", 1, 200, 50);
	add(stats, "send", 2, 100, 10);
	CHECK_INT(stats_calls(stats), 4, "all");

	stats_group(stats, STATS_BY_OBJECT, &by);
	CHECK_INT((int64_t)by.n, 2, "objects");
	group = &by.v[0];
	CHECK_INT(group->rows[0]->object.id, 1, "53 ms are the most");
	CHECK_INT((int64_t)group->n, 2, "its processes");
	CHECK_INT(group->rows[0]->pid, 200, "who waits most is the first");
	CHECK_INT(group->total.times.n, 3, "calls");
	CHECK_INT(group->total.times.sum, 53 * MS, "time");
	CHECK_INT(group->total.times.max, 50 * MS, "the longest");
	CHECK_INT(group->total.sent, 2, "sent");
	CHECK_INT(group->total.sent_bytes, 20, "bytes sent");
	CHECK_INT(group->total.received, 1, "received");
	CHECK_INT(group->total.received_bytes, 10, "bytes received");
	CHECK_INT(by.v[1].total.times.sum, 10 * MS, "of the other");
	stats_groups_free(&by);

	stats_group(stats, STATS_BY_PROCESS, &by);
	CHECK_INT((int64_t)by.n, 2, "processes");
	CHECK_INT(by.v[0].rows[0]->pid, 200, "50 ms");
	CHECK_INT(by.v[1].rows[0]->pid, 100, "13 ms");
	CHECK_INT((int64_t)by.v[1].n, 2, "its objects");
	CHECK_INT(by.v[1].rows[0]->object.id, 2, "10 ms of 13");
	CHECK_INT(by.v[1].total.sent, 3, "of both objects");
	stats_groups_free(&by);
	stats_free(stats);
}

/* A name, an id and a key are three objects; a key that is learnt is not. */
static void
identities(void)
{
	struct stats *stats = stats_new(STATS_ROOM);
	struct call call = call_of("open", 7, 1, 1);
	struct stats_groups by;

	stats_add(stats, &call);
	call.object.key = 42;
	stats_add(stats, &call);
	call.object.id = UNKNOWN;
	stats_add(stats, &call);
	call.object.kind = &posix_mq_kind;
	call.object.key = UNKNOWN;
	stats_add(stats, &call);
	call.object.kind = NULL;
	stats_add(stats, &call);
	call.command = "other";
	stats_add(stats, &call);
	call.command = NULL;
	call.pid = UNKNOWN;
	stats_add(stats, &call);
	stats_group(stats, STATS_BY_OBJECT, &by);
	CHECK_INT((int64_t)by.n, 4, "objects");
	CHECK_INT(by.v[0].total.times.n + by.v[1].total.times.n, 5, "calls");
	stats_groups_free(&by);
	stats_group(stats, STATS_BY_PROCESS, &by);
	CHECK_INT((int64_t)by.n, 3, "processes");
	stats_groups_free(&by);
	stats_free(stats);
}

static void
errors(void)
{
	struct stats *stats = stats_new(STATS_ROOM);
	struct call call = call_of("send", 1, 1, 1);
	struct stats_groups by;

	call.bytes = 100;
	call.result = "EAGAIN";
	stats_add(stats, &call);
	call.result = "E2BIG";
	stats_add(stats, &call);
	call.result = "ok";
	stats_add(stats, &call);
	call = call_of("create", 1, 1, 1);
	call.bytes = 4096;
	stats_add(stats, &call);
	stats_group(stats, STATS_BY_OBJECT, &by);
	CHECK_INT(by.v[0].total.errors, 2, "errors");
	CHECK_STR(by.v[0].total.last_error, "E2BIG", "the last");
	CHECK_INT(by.v[0].total.sent, 1, "what failed was not sent");
	CHECK_INT(by.v[0].total.sent_bytes, 100, "a size is no message");
	stats_groups_free(&by);
	stats_free(stats);
}

static void
waiting(void)
{
	struct stats *stats = stats_new(STATS_ROOM);
	struct call call = call_of("receive", 1, 1, 500);
	struct stats_groups by;

	add(stats, "send", 2, 2, 400);
	call.result = NULL;
	stats_add_waiting(stats, &call);
	call.word = "send";
	call.took = 300 * MS;
	stats_add_waiting(stats, &call);
	CHECK_INT(stats_calls(stats), 1, "what has not ended is none yet");
	stats_group(stats, STATS_BY_OBJECT, &by);
	CHECK_INT(by.v[0].rows[0]->object.id, 1, "who waits longest is first");
	CHECK_INT(by.v[0].total.times.n, 0, "calls");
	CHECK_INT(by.v[0].total.waiting, 2, "waiting");
	CHECK_INT(by.v[0].total.longest, 500 * MS, "the longest");
	CHECK_STR(by.v[0].total.waiting_word, "receive", "which that is");
	CHECK_INT(by.v[1].total.waiting, 0, "none");
	stats_groups_free(&by);
	stats_free(stats);
}

static void
room(void)
{
	struct stats *stats = stats_new(3);
	struct stats_groups by;
	int64_t i;

	for (i = 0; i < 10; i++)
		add(stats, "send", i, 1, 1);
	add(stats, "send", 2, 1, 1);
	CHECK_INT(stats_calls(stats), 11, "all");
	CHECK_INT(stats_beyond(stats), 7, "no room");
	stats_group(stats, STATS_BY_OBJECT, &by);
	CHECK_INT((int64_t)by.n, 3, "objects");
	CHECK_INT(by.v[0].rows[0]->object.id, 2, "two calls");
	stats_groups_free(&by);

	stats_clear(stats);
	CHECK_INT(stats_calls(stats) + stats_beyond(stats), 0, "empty");
	stats_group(stats, STATS_BY_PROCESS, &by);
	CHECK_INT((int64_t)by.n, 0, "empty");
	stats_groups_free(&by);
	add(stats, "send", 9, 1, 1);
	CHECK_INT(stats_beyond(stats), 0, "there is room again");
	stats_free(stats);
}

/* As a loop of a shell has them: each process of the command is another. */
static void
short_lived(void)
{
	struct stats *stats = stats_new(8);
	struct stats_groups by;
	const struct stats_row *row;
	int64_t pid;

	add(stats, "send", 1, 1000, 1);
	for (pid = 1; pid <= 37; pid++) {
		add(stats, "send", 1, pid, 1);
		if (pid % 2 == 0)
			add(stats, "send", 2, pid, 1);
		stats_ended(stats, pid);
		stats_ended(stats, pid + 5000);
	}
	/* The number is another's by now. */
	add(stats, "send", 2, 37, 1);
	CHECK_INT(stats_beyond(stats), 0, "a few rows are enough");

	stats_group(stats, STATS_BY_OBJECT, &by);
	CHECK_INT((int64_t)by.n, 2, "objects");
	CHECK_INT((int64_t)by.v[0].n, 2, "who lives, and who has ended");
	row = by.v[0].rows[0];
	CHECK_INT(row->ended, 37, "have ended");
	CHECK_INT(row->pid, UNKNOWN, "several");
	CHECK_INT(row->tally.times.n, 37, "their calls");
	CHECK_INT(row->tally.sent_bytes, 370, "their bytes");
	CHECK_INT(by.v[0].rows[1]->pid, 1000, "who lives is told by its pid");
	CHECK_INT(by.v[0].rows[1]->ended, 0, "and has not ended");
	CHECK_INT(by.v[1].rows[0]->ended, 18, "every second used this");
	stats_groups_free(&by);

	stats_group(stats, STATS_BY_PROCESS, &by);
	CHECK_INT((int64_t)by.n, 3, "processes");
	CHECK_INT(by.v[0].processes, 37, "each counts once");
	CHECK_INT(by.v[0].total.times.n, 37 + 18, "calls of all objects");
	CHECK_INT(by.v[1].processes, 1, "the one that lives");
	stats_groups_free(&by);
	stats_clear(stats);

	for (pid = 5; pid < 5 + STATS_FEW; pid++) {
		add(stats, "send", 1, pid, 10 - pid);
		stats_ended(stats, pid);
	}
	stats_group(stats, STATS_BY_PROCESS, &by);
	CHECK_INT(by.v[0].rows[0]->pid, 5, "a few keep their pids");
	CHECK_INT((int64_t)by.n, STATS_FEW, "each is a row");
	CHECK_INT(by.v[0].processes, 1, "what was cleared is not counted");
	stats_groups_free(&by);
	stats_free(stats);
}

static void
namespaces(void)
{
	struct stats *stats = stats_new(STATS_ROOM);
	struct call call = call_of("send", 1, 5, 1);
	struct stats_groups by;

	call.object.ns = 100;
	stats_add(stats, &call);
	call.object.ns = 200;
	stats_add(stats, &call);
	stats_group(stats, STATS_BY_OBJECT, &by);
	CHECK_INT((int64_t)by.n, 2, "an id of each namespace");
	stats_groups_free(&by);
	stats_free(stats);
}

static const struct tap_test tests[] = {
	{ "calls are added up by object and by process", groups },
	{ "what tells one from another, tells it", identities },
	{ "an error is no message", errors },
	{ "a call that has not ended counts as one that waits", waiting },
	{ "what there is no room for is counted", room },
	{ "processes of a command that have ended are one row", short_lived },
	{ "the same id in two namespaces is two objects", namespaces },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
