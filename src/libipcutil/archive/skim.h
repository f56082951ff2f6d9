/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A few members of a line of JSON. json-c makes an object of each member, which
 * takes more time than the system calls that create what the line describes.
 */
#ifndef SKIM_H
#define SKIM_H

#include <json.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define SKIM_NAMES 16

enum skim_type {
	SKIM_NOTHING, /* the member is missing, or null */
	SKIM_STRING,
	SKIM_NUMBER, /* an integer that int64_t has */
	SKIM_BOOLEAN,
	SKIM_LIST,
	SKIM_OTHER,
};

struct skim_value {
	enum skim_type type;
	const char *string;
	int64_t number; /* a boolean is 0 or 1; elements of a list */
	size_t first;	/* index of a list's first element in `numbers` */
};

/* Names that are looked for, and the value of each. */
struct skim {
	const char *const *names; /* constants, SKIM_NAMES at most, then NULL */
	struct skim_value values[SKIM_NAMES];

	/* Owned: strings are in `line` or in `json`, lists are in `numbers`. */
	struct text line;
	struct json_object *json;
	int64_t *numbers; /* -1: an element that is no such integer */
	size_t n, room;
};

/*
 * Starts with the names, and reads a line. False if it is no JSON object as
 * parsed_object() has it. Either way the caller calls skim_free().
 */
bool skim_read(
    struct skim *, const char *const *names, const char *line, size_t length);
void skim_free(struct skim *);

/* The string of a value, until skim_free(); NULL if it is no string. */
const char *skim_string(const struct skim_value *);

#endif
