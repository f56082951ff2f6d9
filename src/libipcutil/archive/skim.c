/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads a few members of a line of JSON; see skim.h. This file reads lines as
 * ipccat writes them: no spaces, no escapes, ASCII, and no object in an object.
 * Any other line is left to json-c.
 */
#include <stdlib.h>
#include <string.h>

#include "archive/parsed.h"
#include "archive/skim.h"
#include "base/json_read.h"
#include "base/xalloc.h"

/* No number of so many digits is too large. */
#define DIGITS_MAX 18

/*
 * Reads from a copy of the line. A NUL follows the copy and is part of nothing
 * that is taken, so no function reads beyond it.
 */
struct place {
	struct skim *skim;
	char *s;
};

static bool
take(struct place *at, char c)
{
	if (*at->s != c)
		return false;
	at->s++;
	return true;
}

static bool
take_word(struct place *at, const char *word, size_t length)
{
	if (strncmp(at->s, word, length) != 0)
		return false;
	at->s += length;
	return true;
}

/* True if the byte may stand in a string and means itself. */
static bool
is_plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

/* Takes a string. A NUL replaces its closing quotation mark. */
static bool
take_string(struct place *at, const char **string, size_t *length)
{
	char *s = at->s + 1;

	if (*at->s != '"')
		return false;
	while (is_plain((unsigned char)*s))
		s++;
	if (*s != '"')
		return false;
	*s = '\0';
	*string = at->s + 1;
	*length = (size_t)(s - *string);
	at->s = s + 1;
	return true;
}

static bool
take_number(struct place *at, int64_t *number)
{
	bool negative = take(at, '-');
	const char *first = at->s;

	*number = 0;
	for (; *at->s >= '0' && *at->s <= '9'; at->s++) {
		if (at->s - first == DIGITS_MAX)
			return false;
		*number = *number * 10 + (*at->s - '0');
	}
	if (at->s == first || (*first == '0' && at->s != first + 1) ||
	    (negative && *number == 0))
		return false;
	if (negative)
		*number = -*number;
	/* Not a fraction or an exponent. */
	return *at->s == ',' || *at->s == ']' || *at->s == '}';
}

static void
add_number(struct skim *skim, int64_t number)
{
	skim->numbers =
	    xgrow(skim->numbers, skim->n, &skim->room, sizeof(*skim->numbers));
	skim->numbers[skim->n++] = number;
}

/* Takes a list of numbers and nulls. */
static bool
take_list(struct place *at, struct skim_value *value)
{
	int64_t number;

	value->first = at->skim->n;
	if (!take(at, ']')) {
		do {
			if (take_word(at, "null", 4))
				number = -1;
			else if (!take_number(at, &number))
				return false;
			add_number(at->skim, number < 0 ? -1 : number);
		} while (take(at, ','));
		if (!take(at, ']'))
			return false;
	}
	value->number = (int64_t)(at->skim->n - value->first);
	return true;
}

static bool
take_value(struct place *at, struct skim_value *value)
{
	size_t length;

	*value = (struct skim_value){ 0 };
	switch (*at->s) {
	case 'n':
		return take_word(at, "null", 4);
	case '"':
		value->type = SKIM_STRING;
		return take_string(at, &value->string, &length);
	case '[':
		at->s++;
		value->type = SKIM_LIST;
		return take_list(at, value);
	case 't':
		value->type = SKIM_BOOLEAN;
		value->number = 1;
		return take_word(at, "true", 4);
	case 'f':
		value->type = SKIM_BOOLEAN;
		return take_word(at, "false", 5);
	default:
		value->type = SKIM_NUMBER;
		return take_number(at, &value->number);
	}
}

/* The place of a member's value; `other` if its name is not looked for. */
static struct skim_value *
place_of(struct skim *skim, const char *name, struct skim_value *other)
{
	size_t i;

	for (i = 0; skim->names[i] != NULL; i++)
		if (skim->names[i][0] == name[0] &&
		    strcmp(skim->names[i], name) == 0)
			return &skim->values[i];
	return other;
}

/* The last of members with the same name counts, even if it is null. */
static bool
take_member(struct place *at)
{
	struct skim_value other;
	const char *name;
	size_t length;

	return take_string(at, &name, &length) && take(at, ':') &&
	       take_value(at, place_of(at->skim, name, &other));
}

static bool
take_object(struct place *at)
{
	if (!take(at, '{'))
		return false;
	if (take(at, '}'))
		return true;
	do
		if (!take_member(at))
			return false;
	while (take(at, ','));
	return take(at, '}');
}

/* Converts a value of json-c. */
static void
convert(struct skim *skim, struct skim_value *value, struct json_object *json)
{
	struct json_object *element;
	size_t i, n;

	value->type = SKIM_OTHER;
	if ((value->string = json_read_string(json)) != NULL)
		value->type = SKIM_STRING;
	else if (json_object_is_type(json, json_type_boolean)) {
		value->type = SKIM_BOOLEAN;
		value->number = json_object_get_boolean(json);
	} else if (json_object_is_type(json, json_type_int)) {
		value->number = json_object_get_int64(json);
		if (value->number < 0 ||
		    json_object_get_uint64(json) <= INT64_MAX)
			value->type = SKIM_NUMBER;
	} else if (json_object_is_type(json, json_type_array)) {
		value->type = SKIM_LIST;
		value->first = skim->n;
		n = json_object_array_length(json);
		for (i = 0; i < n; i++) {
			element = json_object_array_get_idx(json, i);
			add_number(
			    skim, json_object_is_type(element, json_type_int) &&
					  json_object_get_int64(element) >= 0
				      ? json_object_get_int64(element)
				      : -1);
		}
		value->number = (int64_t)n;
	}
}

static bool
read_with_json_c(struct skim *skim, const char *line, size_t length)
{
	struct json_object *json;
	size_t i;

	if ((skim->json = parsed_object(line, length)) == NULL)
		return false;
	for (i = 0; skim->names[i] != NULL; i++) {
		skim->values[i] = (struct skim_value){ 0 };
		if (json_object_object_get_ex(
			skim->json, skim->names[i], &json) &&
		    json != NULL)
			convert(skim, &skim->values[i], json);
	}
	return true;
}

bool
skim_read(struct skim *skim, const char *const *names, const char *line,
    size_t length)
{
	struct place at = { .skim = skim };

	*skim = (struct skim){ .names = names };
	text_reserve(&skim->line, length);
	text_add(&skim->line, line, length);
	at.s = skim->line.s;
	if (take_object(&at) && at.s == skim->line.s + length)
		return true;
	return read_with_json_c(skim, line, length);
}

void
skim_free(struct skim *skim)
{
	text_free(&skim->line);
	json_object_put(skim->json);
	free(skim->numbers);
}

const char *
skim_string(const struct skim_value *value)
{
	return value->type == SKIM_STRING ? value->string : NULL;
}
