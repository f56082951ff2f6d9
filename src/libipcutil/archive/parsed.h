/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads lines of JSON from an archive, whose contents are not trusted. */
#ifndef PARSED_H
#define PARSED_H

#include <json.h>
#include <stddef.h>

/*
 * Parses an object; NULL if the bytes are none. The caller frees it with
 * json_object_put().
 */
struct json_object *parsed_object(const char *, size_t);

#endif
