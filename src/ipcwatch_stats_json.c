/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --stats: JSON, with all numbers that there are. */
#include "ipcwatch_stats.h"
#include "model/kind.h"

static void
key_of(struct text *t, const char *key)
{
	text_str(t, ",\"");
	text_str(t, key);
	text_str(t, "\":");
}

static void
write_number(struct text *t, const char *key, int64_t number)
{
	key_of(t, key);
	if (number == UNKNOWN)
		text_str(t, "null");
	else
		text_number(t, number);
}

static void
write_ms(struct text *t, const char *key, int64_t ns)
{
	key_of(t, key);
	if (ns == UNKNOWN)
		text_str(t, "null");
	else
		call_write_ms(ns, t);
}

static void
write_string(struct text *t, const char *key, const char *s)
{
	key_of(t, key);
	if (s == NULL || *s == '\0')
		text_str(t, "null");
	else
		text_json(t, s);
}

/* Those that have any calls, each from where the one before ends. */
static void
write_histogram(struct text *t, const struct histogram *h)
{
	const char *comma = "";
	int64_t n;
	size_t i;

	key_of(t, "histogram");
	text_char(t, '[');
	for (i = 0; i < HISTOGRAM_POWERS; i++) {
		if ((n = histogram_power(h, i)) == 0)
			continue;
		text_str(t, comma);
		text_str(t, "{\"from_ms\":");
		call_write_ms(histogram_edge(i), t);
		write_ms(t, "to_ms", histogram_edge(i + 1));
		write_number(t, "calls", n);
		text_char(t, '}');
		comma = ",";
	}
	text_char(t, ']');
}

static void
write_tally(struct text *t, const struct tally *tally)
{
	bool any = tally->times.n != 0;

	write_number(t, "calls", tally->times.n);
	write_number(t, "errors", tally->errors);
	write_string(t, "last_error", tally->last_error);
	write_number(t, "sent", tally->sent);
	write_number(t, "received", tally->received);
	write_number(t, "sent_bytes", tally->sent_bytes);
	write_number(t, "received_bytes", tally->received_bytes);
	write_ms(t, "blocked_ms", tally->times.sum);
	write_ms(t, "p50_ms", histogram_percentile(&tally->times, 50));
	write_ms(t, "p99_ms", histogram_percentile(&tally->times, 99));
	write_ms(t, "max_ms", any ? tally->times.max : UNKNOWN);
	write_histogram(t, &tally->times);
	write_number(t, "waiting", tally->waiting);
	write_string(t, "waiting_call", tally->waiting_word);
	write_ms(t, "waiting_ms", tally->waiting ? tally->longest : UNKNOWN);
}

static void
write_processes(struct text *t, const struct stats_group *group)
{
	const struct stats_row *row;
	size_t i;

	key_of(t, "processes");
	text_char(t, '[');
	for (i = 0; i < group->n; i++) {
		row = group->rows[i];
		text_str(t, i == 0 ? "{\"pid\":" : ",{\"pid\":");
		if (row->pid == UNKNOWN)
			text_str(t, "null");
		else
			text_number(t, row->pid);
		write_string(t, "command", row->command);
		write_number(t, "processes", row->ended == 0 ? 1 : row->ended);
		write_tally(t, &row->tally);
		text_char(t, '}');
	}
	text_char(t, ']');
}

static void
write_object(struct text *t, const struct ipc_object *object)
{
	struct style style = { .unknown = "null" };
	struct value value;

	call_object(object, &value);
	key_of(t, "object");
	value_write_json(&value_text, &value, &style, t);
	write_string(
	    t, "kind", object->kind == NULL ? NULL : object->kind->word);
	key_of(t, "key");
	value_set_number(&value, object->key, VALUE_NUMBER);
	value_write_json(&value_key, &value, &style, t);
	write_number(t, "ns", object->ns);
}

void
stats_write_json(
    const struct stats *stats, const struct stats_span *span, struct text *t)
{
	struct stats_groups groups;
	size_t i;

	stats_group(stats, STATS_BY_OBJECT, &groups);
	for (i = 0; i < groups.n; i++) {
		text_str(t, "{\"time\":\"");
		write_time(t, &span->end);
		text_char(t, '"');
		write_ms(t, "span_ms", span->ns);
		write_number(t, "lost", span->lost);
		write_object(t, &groups.v[i].rows[0]->object);
		write_tally(t, &groups.v[i].total);
		write_processes(t, &groups.v[i]);
		text_str(t, "}\n");
	}
	stats_groups_free(&groups);
}
