/* SPDX-License-Identifier: BSD-2-Clause */
/* Processes that created and removed objects; see recording_by.h. */
#include <json.h>
#include <stdlib.h>
#include <string.h>

#include "backend/ref.h"
#include "base/json_read.h"
#include "base/xalloc.h"
#include "process/culprit.h"
#include "record/recording_by.h"
#include "show/value.h"

void
by_drop(struct recording *r)
{
	while (r->nby > 0) {
		free(r->by[--r->nby].object);
		free(r->by[r->nby].process.command);
	}
	free(r->by);
	r->by = NULL;
}

static int64_t
number_of(struct json_object *json, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) ||
	    !json_object_is_type(value, json_type_int))
		return UNKNOWN;
	return json_object_get_int64(value);
}

static void
read_one(struct recording *r, struct json_object *json)
{
	const char *object, *event, *command;
	struct json_object *process;
	struct recorded_by *by;

	if (!json_object_is_type(json, json_type_object) ||
	    (object = json_read_member(json, "object")) == NULL ||
	    (event = json_read_member(json, "event")) == NULL ||
	    !json_object_object_get_ex(json, "process", &process) ||
	    !json_object_is_type(process, json_type_object) ||
	    number_of(process, "pid") <= 0)
		return;
	command = json_read_member(process, "command");
	by = &r->by[r->nby++];
	*by = (struct recorded_by){
		.made = strcmp(event, "create") == 0,
		.object = xstrdup(object),
		.process = { .pid = number_of(process, "pid"),
		    .tid = UNKNOWN,
		    .uid = number_of(process, "uid"),
		    .how = CULPRIT_TOLD },
	};
	if (command != NULL)
		by->process.command = xstrdup(command);
}

void
by_read(struct recording *r, struct json_object *line)
{
	struct json_object *array;
	size_t i, n;

	by_drop(r);
	if (!json_object_object_get_ex(line, "by", &array) ||
	    !json_object_is_type(array, json_type_array))
		return;
	n = json_object_array_length(array);
	r->by = xreallocarray(NULL, n + 1, sizeof(*r->by));
	for (i = 0; i < n; i++)
		read_one(r, json_object_array_get_idx(array, i));
}

bool
recording_by(const struct recording *r, const struct ipc_object *object,
    bool made, struct ipc_process *process)
{
	char name[VALUE_ROOM];
	size_t i;

	ref_format(object, name, sizeof(name));
	for (i = 0; i < r->nby; i++)
		if (r->by[i].made == made && strcmp(r->by[i].object, name) == 0)
			break;
	if (i == r->nby)
		return false;
	*process = r->by[i].process;
	if (process->command != NULL)
		process->command = xstrdup(process->command);
	return true;
}
