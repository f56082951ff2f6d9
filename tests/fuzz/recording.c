/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A recording, as a stranger may have made it: what is read is a sorted list of
 * objects that can be shown and compared, and what is written of it is read to
 * be the same.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "record/field.h"
#include "record/line.h"
#include "record/recording.h"
#include "report/diff.h"
#include "show/view.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
pass(void *arg, const struct ipc_event *event)
{
	(void)arg;
	require(event->before != NULL || event->after != NULL);
}

static void
check_sorted(const struct ipc_list *list)
{
	size_t i;

	for (i = 1; i < list->n; i++)
		require(ipc_object_cmp(list->v[i - 1], list->v[i]) < 0);
}

/* Every format reads all the fields there are. */
static void
show(const struct ipc_list *list, const struct format *format)
{
	struct view view = { .table = &object_table, .ngroups = 1 };
	char *s = NULL;
	size_t size = 0;
	struct output out = {
		.format = format,
		.table = view.table,
		.style = format->style,
	};

	columns_add_kinds(&view.groups[0].columns, view.table, KINDS_ALL);
	out.fp = xchecked(open_memstream(&s, &size));
	view_add_list(&view, list);
	view_show(&view, &out);
	view_free(&view);
	fclose(out.fp);
	free(s);
}

static void
require_same(const struct recording *a, const struct recording *b)
{
	size_t i;

	require(a->list.n == b->list.n);
	for (i = 0; i < a->list.n; i++) {
		require(ipc_object_cmp(a->list.v[i], b->list.v[i]) == 0 &&
			!fields_differ(&a->fields, a->list.v[i], b->list.v[i]));
	}
}

/* Reads lines, each ended by a line feed, until one makes no sense. */
static void
read_lines(struct recording *recording, char *s)
{
	char *feed;

	for (; (feed = strchr(s, '\n')) != NULL; s = feed + 1) {
		*feed = '\0';
		if (recording_read(recording, s, (size_t)(feed - s)) != NULL)
			return;
		check_sorted(&recording->list);
		check_sorted(&recording->before);
		check_sorted(&recording->after);
		diff_lists(&recording->before, &recording->after, pass, NULL);
	}
}

/* As --record would write what was read. */
static void
write_again(const struct recording *recording)
{
	struct recording again;
	struct limit *limits;
	struct text text = { 0 };
	struct moment moment = {
		.time = recording->time,
		.list = &recording->list,
	};

	moment.nlimits = recording_limits(recording, &limits, KINDS_ALL);
	moment.limits = limits;
	line_header(&text, &moment.time, recording->ns);
	line_snapshot(&text, &recording->fields, &moment);
	recording_init(&again);
	read_lines(&again, text.s);
	require(again.whole);
	require_same(recording, &again);
	recording_free(&again);
	free(limits);
	text_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct recording recording;
	char *s = xmalloc(size + 1);

	memcpy(s, data, size);
	s[size] = '\0';
	recording_init(&recording);
	read_lines(&recording, s);
	show(&recording.list, &format_jsonl);
	show(&recording.list, &format_text);
	show(&recording.list, &format_info);
	if (recording.whole)
		write_again(&recording);
	recording_free(&recording);
	free(s);
	return 0;
}
