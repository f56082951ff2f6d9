/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch: events as lines of JSON. */
#include "ipcwatch.h"
#include "show/value_process.h"

static void
write_json_value(struct text *t, const struct column *column,
    const struct ipc_object *object)
{
	struct style style = { .unknown = "null" };
	struct value value;

	if (object == NULL) {
		text_str(t, "null");
		return;
	}
	column_value(column, object, &value);
	value_write_json(column->type, &value, &style, t);
}

void
show_json(struct text *t, const struct watch *watch,
    const struct ipc_event *event, const struct ipc_process *by)
{
	size_t i;

	text_str(t, "{\"time\":\"");
	write_time(t, &watch->now);
	text_str(t, "\",\"event\":");
	text_json(t, event_name(event->event));
	text_str(t, ",\"object\":");
	write_json_value(
	    t, column_named(&object_table, "object"), event_object(event));
	text_str(t, ",\"fields\":{");
	for (i = 0; i < event->n; i++) {
		text_str(t, i == 0 ? "" : ",");
		text_json(t, event->fields[i]->name);
		text_str(t, ":{\"old\":");
		write_json_value(t, event->fields[i], event->before);
		text_str(t, ",\"new\":");
		write_json_value(t, event->fields[i], event->after);
		text_char(t, '}');
	}
	text_char(t, '}');
	if (event->process != NULL) {
		text_str(t, ",\"process\":");
		value_write_process(event->process,
		    event->event & (EVENT_WAIT | EVENT_WAKE), t);
	}
	if (by != NULL) {
		text_str(t, ",\"by\":");
		value_write_who(by, t);
	}
	text_str(t, "}\n");
}
