/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipcwatch --replay: the events of a recording. They are made as live ones are,
 * of two lists of objects; but these lists have only what a line tells of.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "cli.h"
#include "ipcwatch_record.h"
#include "model/kind.h"
#include "record/file.h"
#include "record/select.h"
#include "record/when.h"

/* Events are made when it is replayed. */
void
check_record(const struct options *o)
{
	const struct given others[] = {
		{ o->replay != NULL, "--replay" },
		{ o->top, "--top" },
		{ o->events != 0, "--events" },
		{ o->holders, "--holders" },
		{ o->initial, "--initial" },
		{ o->by, "--by" },
		{ o->count != UNKNOWN, "--count" },
		{ o->jsonl, "--jsonl" },
		{ o->format != NULL, "--format" },
		{ o->times_given, "--time-format" },
		{ o->until != NULL, "--until" },
		{ o->all, "--all" },
		{ o->gone, "--until-gone" },
		{ o->command != NULL, "--exec" },
	};
	const struct given own[] = {
		{ o->snapshot != UNKNOWN, "--snapshot" },
		{ o->keep != UNKNOWN, "--keep" },
		{ o->max_size != UNKNOWN, "--max-size" },
	};

	if (o->record == NULL)
		refuse_given(own, sizeof(own) / sizeof(*own), "needs --record");
	else
		refuse_given(others, sizeof(others) / sizeof(*others),
		    "does not go with --record");
	if (o->record != NULL && strcmp(o->record, "-") == 0)
		refuse_given(own + 1, 2, "is of a file, not of stdout");
}

/* A word that is no time is one whenever the recording ends. */
static void
check_when(const char *option, const char *text)
{
	int64_t time;

	if (text != NULL)
		cli_argument(
		    option, text, when_parse(text, INT64_MAX / 2, &time));
}

void
check_replay(const struct options *o)
{
	const struct given others[] = {
		{ o->interval_given && !o->top, "--interval" },
		{ o->holders, "--holders" },
		{ o->namespace != NULL, "--namespace" },
		{ o->until != NULL, "--until" },
		{ o->all, "--all" },
		{ o->gone, "--until-gone" },
		{ o->command != NULL, "--exec" },
		{ o->timeout != UNKNOWN, "--timeout" },
		{ o->ready != -1, "--ready" },
		{ o->ready_line, "--ready-line" },
	};
	const struct given own[] = {
		{ o->from != NULL, "--from" },
		{ o->to != NULL, "--to" },
		{ o->at != NULL, "--at" },
	};
	unsigned need = expr_need(o->filter) | format_need(o->format);

	if (o->replay == NULL) {
		refuse_given(own, sizeof(own) / sizeof(*own), "needs --replay");
		return;
	}
	refuse_given(others, sizeof(others) / sizeof(*others),
	    "does not go with --replay: the recording is what it is");
	if (o->at != NULL && !o->top)
		cli_usage("--at", "needs --top; use --from and --to");
	check_when("at", o->at);
	check_when("from", o->from);
	check_when("to", o->to);
	if (o->events & EVENTS_PROCESS || need & NEED_PROCESSES)
		cli_usage("--replay",
		    "which processes use an object is not recorded");
	if (need & NEED_UNRECORDED)
		cli_usage("--replay",
		    "labels, page sizes and former names are not recorded");
}

static void
show(void *arg, const struct ipc_event *event)
{
	struct watch *watch = arg;

	if (select_wants(watch->o->refs, watch->o->nrefs, event_object(event)))
		show_event(watch, event);
}

static bool
is_over(const struct watch *watch)
{
	return watch->o->count != UNKNOWN && watch->seen >= watch->o->count;
}

/*
 * Objects at the beginning are like those at the first look of a live ipcwatch:
 * they are no events, unless --initial asks for them.
 */
static void
show_initial(struct watch *watch, struct recording *recording)
{
	struct ipc_list nothing = { 0 };

	watch->began = watch->now;
	if (watch->o->initial)
		diff_lists(&nothing, &recording->list, show, watch);
}

/* 0, or -1 with the error of the files. */
static int
show_until(struct watch *watch, struct record_files *files,
    struct recording *recording, int64_t to)
{
	bool first = !recording->whole;
	int64_t time;
	int status = 0;

	while (!is_over(watch) && (status = record_next(files, &time)) == 1 &&
	       time <= to) {
		if (record_read(files, recording) == -1)
			return -1;
		watch->now = recording->time;
		if (!first)
			diff_lists(
			    &recording->before, &recording->after, show, watch);
		else if (recording->whole) {
			first = false;
			show_initial(watch, recording);
		}
	}
	return status == -1 ? -1 : 0;
}

static int64_t
moment(const char *option, const char *text, int64_t end, int64_t otherwise)
{
	int64_t time = otherwise;

	if (text != NULL)
		cli_argument(option, text, when_parse(text, end, &time));
	return time;
}

/*
 * Reports that nothing was recorded between the moments asked for, and what
 * the recording covers. Returns false if that is so.
 */
static bool
check_moments(struct record_files *files, int64_t from, int64_t to, int64_t end)
{
	struct text reason = { 0 };
	int64_t first;

	if (from > to) {
		when_write(from, &reason);
		text_str(&reason, " is later than --to: ");
		when_write(to, &reason);
		cli_usage("--from", reason.s);
	}
	if (record_next(files, &first) != 1 || (from <= end && to >= first))
		return true;
	when_write(from > end ? from : to, &reason);
	text_str(&reason, from > end ? " is after" : " is before");
	text_str(&reason, " the recording, which covers ");
	when_write(first, &reason);
	text_str(&reason, " to ");
	when_write(end, &reason);
	cli_warn(from > end ? "--from" : "--to", reason.s);
	text_free(&reason);
	return false;
}

/* Moments may be named by the end of the recording: it is looked for first. */
static int
replay_files(
    const struct options *o, struct record_files *files, int *exit_status)
{
	struct watch watch = { .o = o, .status = CLI_OK };
	int64_t end = record_last_time(files);
	struct recording recording;
	int64_t from, to;
	int status;

	from = moment("from", o->from, end, INT64_MIN + 1);
	to = moment("to", o->to, end, INT64_MAX);
	if (!check_moments(files, from, to, end)) {
		*exit_status = CLI_FAILED;
		return 0;
	}
	recording_init(&recording);
	watch.recording = &recording;
	status = record_seek(files, &recording, from - 1);
	if (status == 0 && recording.whole) {
		watch.now = (struct timespec){ from / SECOND, from % SECOND };
		show_initial(&watch, &recording);
	}
	if (status == 0)
		status = show_until(&watch, files, &recording, to);
	recording_free(&recording);
	return status;
}

int
replay(const struct options *o)
{
	struct record_files files = { 0 };
	int status, exit_status = CLI_OK;

	status = record_open(&files, o->replay);
	if (status == 0)
		status = replay_files(o, &files, &exit_status);
	if (status == -1)
		cli_warn(files.where.s, files.error.s);
	record_close(&files);
	return status == -1 ? CLI_FAILED : exit_status;
}
