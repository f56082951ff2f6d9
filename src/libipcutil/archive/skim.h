/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A few members of a long line of JSON. json-c makes all of them, which takes
 * more time than the system calls that create the object.
 */
#ifndef SKIM_H
#define SKIM_H

#include <json.h>
#include <stddef.h>

/*
 * The object that the bytes are, with those members that are named and not
 * null; others may be left out. To be freed; NULL if it is none, as
 * parsed_object() has it. The list of names ends with NULL.
 */
struct json_object *skim_object(
    const char *, size_t, const char *const *wanted);

#endif
