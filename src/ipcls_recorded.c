/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls --from-recording: objects and limits as they were at a moment. */
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcls.h"
#include "model/kind.h"
#include "record/file.h"
#include "record/select.h"
#include "record/when.h"
#include "report/grouped.h"

static const char unrecorded[] =
    "which processes use an object is not recorded: leave out what asks for it";
static const char unlabelled[] =
    "labels, page sizes and former names are not recorded: leave out what asks "
    "for them";

/* Refuses options that need the machine as it is now. */
void
check_recorded(const struct options *o)
{
	const struct {
		bool given;
		const char *option;
		const char *why;
	} live[] = {
		{ o->presets[PRESET_HOLDERS], "--holders", unrecorded },
		{ o->presets[PRESET_LABEL], "--label", unlabelled },
		{ o->rows, "--rows", unrecorded },
		{ o->process != NULL, "--process", unrecorded },
		{ o->unlinked, "--unlinked", unrecorded },
	};
	int64_t time;
	size_t i;

	if (o->at != NULL && o->recording == NULL)
		cli_usage("--at", "needs --from-recording");
	if (o->recording == NULL)
		return;
	for (i = 0; i < sizeof(live) / sizeof(*live); i++)
		if (live[i].given)
			cli_usage(live[i].option, live[i].why);
	if (o->namespace != NULL)
		cli_usage("--namespace", "a recording is of one namespace");
	if (o->what != LIST_OBJECTS && o->what != LIST_LIMITS &&
	    o->what != LIST_USAGE)
		cli_usage("--from-recording",
		    "is for a list of objects, --limits and --usage");
	if (o->at != NULL)
		cli_argument(
		    "at", o->at, when_parse(o->at, INT64_MAX / 2, &time));
}

/* Refuses fields that need it; these are known only after parsing. */
void
check_recorded_fields(const struct options *o)
{
	unsigned need = columns_need(&o->chosen) | sort_need(&o->keys) |
			expr_need(o->filter) | expr_need(o->alarm);

	if (o->groups.n != 0)
		need |= grouped_need(&o->groups);
	if (o->recording != NULL && need & NEED_UNRECORDED)
		cli_usage("--from-recording",
		    need & NEED_PROCESSES ? unrecorded : unlabelled);
}

/* Reports that the recording begins after the moment that was asked for. */
static void
tell_early(int64_t asked, int64_t first, int *status)
{
	struct text reason = { 0 };

	when_write(asked, &reason);
	text_str(&reason, " is before the recording, which begins at ");
	when_write(first, &reason);
	list_failed(status, "--at", reason.s);
	text_free(&reason);
}

static int
read_files(const struct options *o, struct record_files *files,
    struct recording *recording, int *status)
{
	int64_t end = record_last_time(files), at = INT64_MAX, first;

	if (o->at != NULL)
		cli_argument("at", o->at, when_parse(o->at, end, &at));
	if (record_next(files, &first) == -1)
		return -1;
	if (at < first && end != UNKNOWN) {
		tell_early(at, first, status);
		return 0;
	}
	if (record_seek(files, recording, at) == -1)
		return -1;
	/* Times are shown as of the moment that was asked for. */
	if (o->at != NULL && at <= end)
		recording->time.tv_sec = (time_t)(at / SECOND);
	return 0;
}

void
recorded_load(struct options *o)
{
	struct record_files files = { 0 };
	struct recording *recording = xmalloc(sizeof(*recording));

	recording_init(recording);
	if (record_open(&files, o->recording) == -1 ||
	    read_files(o, &files, recording, &o->damaged) == -1)
		list_failed(&o->damaged, files.where.s, files.error.s);
	record_close(&files);
	o->recorded = recording;
}

static void
tell_missing(const struct options *o, const struct ref *ref, int *status)
{
	size_t i;

	for (i = 0; i < o->recorded->list.n; i++)
		if (select_matches(ref, o->recorded->list.v[i]))
			return;
	list_failed(status, ref->text, "no such object at that time");
}

/* Moves the selected objects into the list. */
void
recorded_list(const struct options *o, struct ipc_list *list, int *status)
{
	struct ipc_list *from = &o->recorded->list;
	struct ipc_object *object;
	size_t i, kept = 0;

	if (o->damaged != CLI_OK)
		*status = o->damaged;
	for (i = 0; i < o->nrefs; i++)
		if (!o->refs[i].pattern)
			tell_missing(o, &o->refs[i], status);
	for (i = 0; i < from->n; i++) {
		object = from->v[i];
		ipc_object_derive(object, list_now(o));
		if (object->kind->bit & o->kinds &&
		    select_wants(o->refs, o->nrefs, object))
			ipc_list_add(list, object);
		else
			from->v[kept++] = object;
	}
	from->n = kept;
	o->recorded->after.n = 0;
}

int64_t
list_now(const struct options *o)
{
	return o->recorded != NULL ? o->recorded->time.tv_sec : time(NULL);
}

size_t
list_load_limits(const struct options *o, struct limit **limits,
    void (*failed)(void *, const char *, const char *), void *arg)
{
	return o->recorded != NULL
		   ? recording_limits(o->recorded, limits, o->kinds)
		   : limits_load(limits, o->kinds, failed, arg);
}

void
recorded_free(struct options *o)
{
	if (o->recorded != NULL)
		recording_free(o->recorded);
	free(o->recorded);
}
