/* SPDX-License-Identifier: BSD-2-Clause */
/* Suggestions for wrong references; see ref_guess.h. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "backend/posix_file.h"
#include "backend/ref.h"
#include "backend/ref_guess.h"
#include "base/text.h"

static bool
is_reference(const char *text)
{
	struct ref ref;

	if (ref_parse(&ref, text) != NULL)
		return false;
	ref_free(&ref);
	return true;
}

/*
 * Adds to the message those of the prefixes that make a reference of the
 * address; NULL if none does. The result is in static memory, until the next
 * call.
 */
static const char *
did_you_mean(const char *message, const char *const *prefixes, size_t n,
    const char *address)
{
	static struct text said;
	struct text one = { 0 }, all = { 0 };
	const char *meant[3];
	size_t i, found = 0;

	/* To ask whether it is a reference may come here again. */
	for (i = 0; i < n; i++) {
		text_clear(&one);
		text_str(&one, prefixes[i]);
		text_str(&one, address);
		if (is_reference(one.s))
			meant[found++] = prefixes[i];
	}
	text_str(&all, message);
	for (i = 0; i < found; i++) {
		text_str(&all, i == 0	       ? "; did you mean "
			       : i + 1 < found ? ", "
					       : " or ");
		text_str(&all, meant[i]);
		text_str(&all, address);
	}
	text_char(&all, '?');
	text_free(&one);
	text_free(&said);
	said = all;
	return found > 0 ? said.s : NULL;
}

/* Names that other programs use for the kinds. */
static const struct {
	const char *word;
	unsigned kinds;
} synonyms[] = {
	{ "mqueue:", KINDS_MQ },
	{ "msgq:", KINDS_MQ },
	{ "q:", KINDS_MQ },
	{ "queue:", KINDS_MQ },
	{ "m:", KINDS_SHM },
	{ "mem:", KINDS_SHM },
	{ "memory:", KINDS_SHM },
	{ "segment:", KINDS_SHM },
	{ "shmem:", KINDS_SHM },
	{ "s:", KINDS_SEM },
	{ "semaphore:", KINDS_SEM },
	{ "set:", KINDS_SEM },
};

/* In the order of these, with and without the slash of a name. */
static const char *const prefixes[] = { "mq:", "shm:", "sem:" };
static const char *const names[] = { "mq:/", "shm:/", "sem:/" };

static size_t
index_of(unsigned kinds)
{
	return kinds & KINDS_MQ ? 0 : kinds & KINDS_SHM ? 1 : 2;
}

static const char *
other_kind(unsigned kinds, const char *address)
{
	static const char message[] = "no kind of object";
	size_t i = index_of(kinds);
	const char *said = did_you_mean(message, &prefixes[i], 1, address);

	if (said == NULL)
		said = did_you_mean(message, &names[i], 1, address);
	return said != NULL ? said : message;
}

/*
 * What is behind the directory in a path, or NULL if that is not below it. The
 * directory itself has an empty rest.
 */
static const char *
below(const char *directory, const char *path)
{
	size_t length = strlen(directory);

	if (strncmp(path, directory, length) != 0)
		return NULL;
	path += length;
	return *path == '/' ? path + 1 : *path == '\0' ? path : NULL;
}

static bool
is_directory(const char *directory, const char *path)
{
	const char *rest = below(directory, path);

	return rest != NULL && rest[strspn(rest, "/")] == '\0';
}

/* An address without a kind may be meant for each kind. */
const char *
ref_guess_kind(const char *text)
{
	const char *message = NULL;
	size_t i, length;

	if (is_directory(MQ_DIR, text))
		return did_you_mean("a directory of objects", names, 1, "*");
	if (is_directory(SHM_DIR, text))
		return did_you_mean(
		    "a directory of objects", names + 1, 2, "*");
	for (i = 0; i < sizeof(synonyms) / sizeof(*synonyms); i++) {
		length = strlen(synonyms[i].word);
		if (strncasecmp(text, synonyms[i].word, length) == 0)
			return other_kind(synonyms[i].kinds, text + length);
	}
	if (*text != '\0' && *text != '-' && strchr(text, ':') == NULL)
		message = did_you_mean("not an object: its kind is missing",
		    strchr("/@", *text) != NULL || isdigit((unsigned char)*text)
			? prefixes
			: names,
		    3, text);
	return message != NULL ? message
			       : "not an object: these are mq:, shm: or sem: "
				 "with /NAME, ID, 0xKEY or @FILE,PROJECT";
}

/* A word is probably a name, or a pattern, without its slash. */
const char *
ref_guess_address(unsigned kinds, const char *text)
{
	static const char message[] =
	    "the name of a POSIX object begins with a slash";
	const char *said;

	if (!isalpha((unsigned char)*text) && strchr("_*?[", *text) == NULL)
		return "not /NAME, ID, 0xKEY or @FILE,PROJECT";
	said = did_you_mean(message, &names[index_of(kinds)], 1, text);
	return said != NULL ? said : message;
}

/* A path instead of a name. */
const char *
ref_guess_name(unsigned kinds, const char *text, const char *message)
{
	const char *said = NULL,
		   *rest = below(kinds & KINDS_MQ ? MQ_DIR : SHM_DIR, text);

	if (rest != NULL && kinds & KINDS_SEM && SEM_HAS_PREFIX &&
	    strncmp(rest, SEM_PREFIX, strlen(SEM_PREFIX)) == 0)
		rest += strlen(SEM_PREFIX);
	if (rest != NULL)
		said = did_you_mean(message, &names[index_of(kinds)], 1, rest);
	return said != NULL ? said : message;
}
