/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines of JSON that are read; see parsed.h. */
#include <limits.h>
#include <string.h>

#include "archive/parsed.h"
#include "base/xalloc.h"

struct json_object *
parsed_object(const char *s, size_t length)
{
	struct json_tokener *tokener = xchecked(json_tokener_new());
	struct json_object *json = NULL;

	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
	if (length < INT_MAX && memchr(s, '\0', length) == NULL)
		json = json_tokener_parse_ex(tokener, s, (int)length + 1);
	json_tokener_free(tokener);
	if (json_object_is_type(json, json_type_object))
		return json;
	json_object_put(json);
	return NULL;
}

const char *
parsed_string(const struct json_object *json, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) ||
	    !json_object_is_type(value, json_type_string))
		return NULL;
	return json_object_get_string(value);
}
