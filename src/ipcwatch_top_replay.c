/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipcwatch --top --replay: the screen as it was. What is shown is the list of
 * the recording itself; its objects belong to that.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch_top.h"
#include "record/file.h"
#include "record/when.h"

/* The rates, and the graph of the last minute, are of what came before. */
#define BEFORE (RATE_SECONDS * SECOND)

struct top_replay {
	struct record_files files;
	struct recording recording;
	int64_t *times; /* of its lines; since 1970, in nanoseconds */
	size_t n;
	int64_t now; /* what is shown */
};

static int64_t
recorded_time(const struct recording *recording)
{
	return recording->time.tv_sec * SECOND + recording->time.tv_nsec;
}

/* The objects as they are now beside those of before, which are there still. */
static void
show(struct top *top, int64_t now)
{
	struct recording *recording = &top->replay->recording;
	struct ipc_list *before = &top->watch.list, list = { 0 };
	struct rate *rates;
	size_t i;

	for (i = 0; i < recording->list.n; i++) {
		ipc_object_derive(recording->list.v[i], now / SECOND);
		ipc_list_add(&list, recording->list.v[i]);
	}
	rates = rates_update(top->rates, before, &list, top->looked, now);
	replay_release_list(top);
	top->watch.list = list;
	free(top->rates);
	free(top->all);
	top->rates = rates;
	top->all = activity_rows(&list, rates);
	top->looked = top->replay->now = now;
	top->watch.now = (struct timespec){ now / SECOND, now % SECOND };
}

void
replay_release_list(struct top *top)
{
	top->watch.list.n = 0;
	ipc_list_free(&top->watch.list);
}

static void
start_again(struct top *top)
{
	struct top_replay *replay = top->replay;

	replay_release_list(top);
	free(top->rates);
	top->rates = NULL;
	recording_free(&replay->recording);
	recording_init(&replay->recording);
	record_rewind(&replay->files);
}

/* Lines up to then, each a look. False with the error of the files. */
static bool
go_on(struct top *top, int64_t time)
{
	struct top_replay *replay = top->replay;
	int64_t next;
	int status;

	while ((status = record_next(&replay->files, &next)) == 1 &&
	       next <= time) {
		if (record_read(&replay->files, &replay->recording) == -1)
			return false;
		if (replay->recording.whole)
			show(top, recorded_time(&replay->recording));
	}
	return status != -1;
}

static void
go_to(struct top *top, int64_t time)
{
	struct top_replay *replay = top->replay;
	bool whole = true;

	if (time < replay->now || time > replay->now + BEFORE) {
		start_again(top);
		whole = record_seek(&replay->files, &replay->recording,
			    time - BEFORE) == 0;
		if (replay->recording.whole)
			show(top, recorded_time(&replay->recording));
	}
	if (!whole || !go_on(top, time)) {
		top->watch.status = CLI_FAILED;
		top_say(top, true, replay->files.error.s, "");
	}
	show(top, time);
	free(top->limits);
	top->nlimits =
	    recording_limits(&replay->recording, &top->limits, KINDS_ALL);
	top_sort_limits(top);
	rows_select(top);
	if (top->panel.key != NULL)
		panel_look(top);
}

/* The first line that is later than what is shown. */
static size_t
later(const struct top_replay *replay)
{
	size_t i;

	for (i = 0; i < replay->n && replay->times[i] <= replay->now; i++)
		continue;
	return i;
}

void
act_step(struct top *top)
{
	size_t next;

	if (top->replay == NULL)
		top_say(top, true, "this key is for --replay", "");
	else if ((next = later(top->replay)) == top->replay->n)
		top_say(top, true, "this is the end of the recording", "");
	else
		go_to(top, top->replay->times[next]);
}

void
act_step_back(struct top *top)
{
	size_t i;

	if (top->replay == NULL) {
		top_say(top, true, "this key is for --replay", "");
		return;
	}
	/* The first two lines are of one moment. */
	for (i = later(top->replay); i > 0; i--)
		if (top->replay->times[i - 1] < top->replay->now) {
			go_to(top, top->replay->times[i - 1]);
			return;
		}
	top_say(top, true, "this is the beginning of the recording", "");
}

/* Plays the recording at the speed at which it was recorded. */
void
replay_play(struct top *top)
{
	struct top_replay *replay = top->replay;
	int64_t last = replay->times[replay->n - 1], next;

	if (__builtin_add_overflow(replay->now, top->o.interval, &next) ||
	    next >= last) {
		next = last;
		top->paused = true;
		top_say(top, true, "this is the end of the recording", "");
	}
	go_to(top, next);
}

void
act_jump(struct top *top)
{
	if (top->replay == NULL)
		top_say(top, true, "this key is for --replay", "");
	else
		edit_begin(top, &top->jump, "");
}

static int64_t
within(const struct top_replay *replay, int64_t time)
{
	if (time < replay->times[0])
		return replay->times[0];
	return time > replay->times[replay->n - 1]
		   ? replay->times[replay->n - 1]
		   : time;
}

bool
replay_jump(struct top *top, const char *text)
{
	struct top_replay *replay = top->replay;
	const char *message;
	int64_t time;

	message = when_parse(text, replay->times[replay->n - 1], &time);
	if (message != NULL) {
		top_say(top, true, message, "");
		return false;
	}
	go_to(top, within(replay, time));
	return true;
}

bool
replay_open(struct top *top, const struct options *o)
{
	struct top_replay *replay = xmalloc(sizeof(*replay));
	int64_t time;

	*replay = (struct top_replay){ .now = INT64_MAX };
	recording_init(&replay->recording);
	top->replay = replay;
	if (record_open(&replay->files, o->replay) == -1) {
		cli_warn(replay->files.where.s, replay->files.error.s);
		return false;
	}
	replay->n = record_times(&replay->files, &replay->times);
	if (replay->n == 0) {
		cli_warn(o->replay, "is no recording, or is empty");
		return false;
	}
	time = replay->times[replay->n - 1];
	if (o->at != NULL)
		cli_argument("at", o->at, when_parse(o->at, time, &time));
	go_to(top, within(replay, time));
	if (top->watch.status != CLI_OK)
		cli_warn(replay->files.where.s, replay->files.error.s);
	return replay->recording.whole;
}

void
replay_close(struct top *top)
{
	if (top->replay == NULL)
		return;
	replay_release_list(top);
	recording_free(&top->replay->recording);
	record_close(&top->replay->files);
	free(top->replay->times);
	free(top->replay);
}
