/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines of JSON that are read: nothing of what a stranger wrote is believed. */
#ifndef PARSED_H
#define PARSED_H

#include <json.h>
#include <stddef.h>

/* The object that the bytes are, to be freed; NULL if they are none. */
struct json_object *parsed_object(const char *, size_t);

/* The string that a member is, which lives in the object; NULL if it is none.
 */
const char *parsed_string(const struct json_object *, const char *key);

#endif
