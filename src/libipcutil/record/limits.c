/* SPDX-License-Identifier: BSD-2-Clause */
/* The limits of a recording; see limits.h. */
#include <json.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_read.h"
#include "base/xalloc.h"
#include "record/limits.h"
#include "report/limit_rows.h"

static size_t
limits_in_all(void)
{
	size_t n;

	for (n = 0; limit_rows[n].name != NULL; n++)
		continue;
	return n;
}

struct recorded_limit *
limits_copy(const struct recorded_limit *limits)
{
	size_t size = limits_in_all() * sizeof(*limits);
	struct recorded_limit *copy = xmalloc(size);

	if (limits != NULL)
		memcpy(copy, limits, size);
	else
		memset(copy, 0, size);
	return copy;
}

static bool
read_amount(struct json_object *json, int64_t *out)
{
	const char *s = json_read_string(json);

	*out = UNKNOWN;
	if (json == NULL)
		return true;
	if (s != NULL) {
		*out = LIMITLESS;
		return strcmp(s, "unlimited") == 0;
	}
	*out = json_object_get_int64(json);
	return json_object_is_type(json, json_type_int) && *out >= 0;
}

static const char *
read_limit(struct recorded_limit *limit, struct json_object *json)
{
	struct limit_numbers numbers = limit->numbers;
	struct json_object *value;

	if (!limit->known)
		numbers = (struct limit_numbers){ UNKNOWN, UNKNOWN, false };
	if (!json_object_is_type(json, json_type_object) ||
	    (json_object_object_get_ex(json, "value", &value) &&
		!read_amount(value, &numbers.value)) ||
	    (json_object_object_get_ex(json, "used", &value) &&
		!read_amount(value, &numbers.used)))
		return "a limit has a value that none has";
	if (json_object_object_get_ex(json, "told", &value))
		numbers.told = json_object_get_boolean(value) != 0;
	*limit = (struct recorded_limit){ true, numbers };
	return NULL;
}

/* Into a copy of what is known; a limit that is not known here is no harm. */
const char *
limits_read(struct recorded_limit *limits, struct json_object *json)
{
	struct json_object *all, *one;
	const char *message = NULL;
	size_t i;

	if (!json_object_object_get_ex(json, "limits", &all))
		return NULL;
	if (!json_object_is_type(all, json_type_object))
		return "limits are no object";
	for (i = 0; limit_rows[i].name != NULL && message == NULL; i++)
		if (json_object_object_get_ex(all, limit_rows[i].name, &one))
			message = read_limit(&limits[i], one);
	return message;
}

/* In the order of the kinds, as limits_load() has them. */
size_t
limits_list(
    const struct recorded_limit *limits, struct limit **out, unsigned kinds)
{
	size_t i, k, n = 0;

	*out = xreallocarray(NULL, limits_in_all(), sizeof(**out));
	for (k = 0; ipc_kinds[k] != NULL; k++)
		for (i = 0; limit_rows[i].name != NULL; i++)
			if (limit_rows[i].kind == (kinds & ipc_kinds[k]->bit) &&
			    limits[i].known)
				(*out)[n++] = limit_of(&limit_rows[i],
				    ipc_kinds[k], &limits[i].numbers);
	return n;
}
