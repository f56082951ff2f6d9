/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A few members of a line of JSON; see skim.h. What the suite writes itself is
 * read here: no spaces between tokens, nothing deeper than a list of numbers.
 * Whatever else a line has (escapes, bytes above 127, fractions) is left to
 * json-c, which reads the whole line then. So nothing is accepted here that
 * json-c would refuse.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "archive/parsed.h"
#include "archive/skim.h"
#include "base/xalloc.h"

/* No number of so many digits is too large. */
#define DIGITS_MAX 18

struct skim {
	const char *s;
	const char *end;
	const char *const *wanted;
	struct json_object *json; /* what was found */
};

static bool
take(struct skim *skim, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(skim->end - skim->s) < length ||
	    memcmp(skim->s, word, length) != 0)
		return false;
	skim->s += length;
	return true;
}

/* The bytes between quotation marks. */
static bool
take_string(struct skim *skim, const char **string, size_t *length)
{
	const char *s;

	if (!take(skim, "\""))
		return false;
	for (s = skim->s; s < skim->end && *s != '"'; s++)
		if (*s == '\\' || (unsigned char)*s < ' ' ||
		    (unsigned char)*s >= 0x7f)
			return false;
	if (s == skim->end)
		return false;
	*string = skim->s;
	*length = (size_t)(s - skim->s);
	skim->s = s + 1;
	return true;
}

static bool
take_number(struct skim *skim, int64_t *number)
{
	bool negative = take(skim, "-");
	const char *first = skim->s;

	*number = 0;
	for (; skim->s < skim->end && *skim->s >= '0' && *skim->s <= '9';
	     skim->s++) {
		if (skim->s - first == DIGITS_MAX)
			return false;
		*number = *number * 10 + (*skim->s - '0');
	}
	if (skim->s == first || (*first == '0' && skim->s != first + 1) ||
	    (negative && *number == 0))
		return false;
	if (negative)
		*number = -*number;
	/* A fraction or an exponent. */
	return skim->s < skim->end && strchr(",]}", *skim->s) != NULL;
}

/* A list of numbers and nulls, of which nobody wants any. */
static bool
pass_list(struct skim *skim)
{
	int64_t number;

	if (take(skim, "]"))
		return true;
	do
		if (!take(skim, "null") && !take_number(skim, &number))
			return false;
	while (take(skim, ","));
	return take(skim, "]");
}

static bool
is_wanted(const struct skim *skim, const char *key, size_t length)
{
	const char *const *name;

	for (name = skim->wanted; *name != NULL; name++)
		if (strncmp(*name, key, length) == 0 && (*name)[length] == '\0')
			return true;
	return false;
}

/* The last of the same name counts, even if it is null. */
static void
keep(struct skim *skim, const char *key, size_t length, struct json_object *v)
{
	char *name = xstrndup(key, length);

	if (v == NULL)
		json_object_object_del(skim->json, name);
	else if (json_object_object_add(skim->json, name, v) == -1)
		xchecked(NULL);
	free(name);
}

/* Reads a value. *value is NULL if it is null or not wanted. */
static bool
take_value(struct skim *skim, bool wanted, struct json_object **value)
{
	const char *string;
	int64_t number;
	size_t length;
	bool yes;

	*value = NULL;
	if (take(skim, "null"))
		return true;
	if (take(skim, "["))
		return !wanted && pass_list(skim);
	if (skim->s < skim->end && *skim->s == '"') {
		if (!take_string(skim, &string, &length))
			return false;
		if (wanted)
			*value = xchecked(
			    json_object_new_string_len(string, (int)length));
		return true;
	}
	if ((yes = take(skim, "true")) || take(skim, "false")) {
		if (wanted)
			*value = xchecked(json_object_new_boolean(yes));
		return true;
	}
	if (!take_number(skim, &number))
		return false;
	if (wanted)
		*value = xchecked(json_object_new_int64(number));
	return true;
}

static bool
take_member(struct skim *skim)
{
	struct json_object *value;
	const char *key;
	size_t length;
	bool wanted;

	if (!take_string(skim, &key, &length) || !take(skim, ":"))
		return false;
	wanted = is_wanted(skim, key, length);
	if (!take_value(skim, wanted, &value))
		return false;
	if (wanted)
		keep(skim, key, length, value);
	return true;
}

static bool
take_object(struct skim *skim)
{
	if (!take(skim, "{"))
		return false;
	if (take(skim, "}"))
		return skim->s == skim->end;
	do
		if (!take_member(skim))
			return false;
	while (take(skim, ","));
	return take(skim, "}") && skim->s == skim->end;
}

struct json_object *
skim_object(const char *s, size_t length, const char *const *wanted)
{
	struct skim skim = { s, s + length, wanted, NULL };

	/* Longer strings are none of ours; their lengths fit into an int. */
	if (length > INT32_MAX)
		return NULL;
	skim.json = xchecked(json_object_new_object());
	if (take_object(&skim))
		return skim.json;
	json_object_put(skim.json);
	return parsed_object(s, length);
}
