/* SPDX-License-Identifier: BSD-2-Clause */
/* Strict reading of JSON with every release of json-c. */
#ifndef JSON_READ_H
#define JSON_READ_H

#include <json.h>
#include <stddef.h>

#include "base/text.h"

/* Creates a tokener for json_read(); free it with json_tokener_free(). */
struct json_tokener *json_reader(void);

/*
 * Parses so many bytes; a NUL or a newline has to follow them in memory.
 * Returns the value, to be freed with json_object_put(). NULL if the bytes are
 * not JSON, contain a NUL, or are `null`. The tokener can be used again.
 */
struct json_object *json_read(struct json_tokener *, const char *, size_t);

/*
 * Appends the JSON with every character outside ASCII written as \u escapes. A
 * byte that is not UTF-8 is copied, so json-c rejects it.
 */
void json_write_ascii(struct text *, const char *, size_t);

#endif
