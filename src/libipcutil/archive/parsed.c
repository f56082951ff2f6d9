/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads lines of JSON; see parsed.h. */
#include "archive/parsed.h"
#include "base/json_read.h"

struct json_object *
parsed_object(const char *s, size_t length)
{
	static struct json_tokener *tokener;
	struct json_object *json;

	if (tokener == NULL)
		tokener = json_reader();
	json = json_read(tokener, s, length);
	if (json_object_is_type(json, json_type_object))
		return json;
	json_object_put(json);
	return NULL;
}
