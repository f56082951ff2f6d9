/* SPDX-License-Identifier: BSD-2-Clause */
/* Strict reading of JSON with every release of json-c. */
#ifndef JSON_READ_H
#define JSON_READ_H

#include <json.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Creates a tokener for json_read(); free it with json_tokener_free(). */
struct json_tokener *json_reader(void);

/*
 * Parses so many bytes; a NUL or a newline has to follow them in memory.
 * Returns the value, to be freed with json_object_put(). NULL if the bytes are
 * not JSON, contain a NUL or half a surrogate pair, or are `null`. The tokener
 * can be used again.
 */
struct json_object *json_read(struct json_tokener *, const char *, size_t);

/*
 * The string, as long as the value lives. NULL if it is none, or has a NUL: as
 * a shorter string it would be taken for another one.
 */
const char *json_read_string(struct json_object *);

/* The same of a member; NULL if there is none. */
const char *json_read_member(const struct json_object *, const char *key);

/*
 * Appends the JSON so that every release of json-c reads its characters as they
 * are: those outside ASCII as \u escapes, but for those whose escapes json-c
 * does not understand. False if it is not UTF-8, or has a NUL.
 */
bool json_write_readable(struct text *, const char *, size_t);

/*
 * True if an escape stands for half a surrogate pair: json-c would put U+FFFD
 * there and say nothing.
 */
bool json_has_half_a_pair(const char *, size_t);

#endif
