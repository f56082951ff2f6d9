/* SPDX-License-Identifier: BSD-2-Clause */
/* Suggestions for wrong references; see ref_guess.h. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "backend/ref_guess.h"
#include "base/text.h"
#include "model/kind.h"

/* The message is in static memory. */
static const char *
did_you_mean(const char *message, const char *const *meant, size_t n,
    const char *address)
{
	static struct text said;
	size_t i;

	text_clear(&said);
	text_str(&said, message);
	text_str(&said, "; did you mean ");
	for (i = 0; i < n; i++) {
		text_str(&said, i == 0 ? "" : i + 1 < n ? ", " : " or ");
		text_str(&said, meant[i]);
		text_str(&said, address);
	}
	text_char(&said, '?');
	return said.s;
}

/* Names that other programs use for the kinds. */
static const struct {
	const char *word;
	const char *prefix;
} synonyms[] = {
	{ "mqueue:", "mq:" },
	{ "msgq:", "mq:" },
	{ "q:", "mq:" },
	{ "queue:", "mq:" },
	{ "m:", "shm:" },
	{ "mem:", "shm:" },
	{ "memory:", "shm:" },
	{ "segment:", "shm:" },
	{ "shmem:", "shm:" },
	{ "s:", "sem:" },
	{ "semaphore:", "sem:" },
	{ "set:", "sem:" },
};

/* An address without a kind may be meant for each kind. */
const char *
ref_guess_kind(const char *text)
{
	static const char *const posix[] = { "mq:", "shm:", "sem:" };
	static const char *const named[] = { "mq:/", "shm:/", "sem:/" };
	const char *colon = strchr(text, ':');
	size_t i, length;

	for (i = 0; i < sizeof(synonyms) / sizeof(*synonyms); i++) {
		length = strlen(synonyms[i].word);
		if (strncasecmp(text, synonyms[i].word, length) == 0)
			return did_you_mean("no kind of object",
			    &synonyms[i].prefix, 1, text + length);
	}
	if (*text == '\0' || *text == '-' || colon != NULL)
		return "not an object: these are mq:, shm: or sem: "
		       "with /NAME, ID, 0xKEY or @FILE,PROJECT";
	return did_you_mean("not an object: its kind is missing",
	    *text == '/' || *text == '@' || isdigit((unsigned char)*text)
		? posix
		: named,
	    3, text);
}

/* A word that is not a number is probably a name, or a pattern, without its
 * slash. */
const char *
ref_guess_name(unsigned kinds, const char *text)
{
	const char *prefix = kinds & KINDS_MQ	 ? "mq:/"
			     : kinds & KINDS_SHM ? "shm:/"
						 : "sem:/";

	if (!isalpha((unsigned char)*text) && strchr("_*?[", *text) == NULL)
		return "not /NAME, ID, 0xKEY or @FILE,PROJECT";
	return did_you_mean(
	    "the name of a POSIX object begins with a slash", &prefix, 1, text);
}
