/* SPDX-License-Identifier: BSD-2-Clause */
/* Options that choose kinds of objects, and objects of these; see cli.h. */
#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli.h"

static const struct {
	int key;
	unsigned kinds;
	unsigned apis;
} choices[] = {
	{ 'q', KINDS_MQ, 0 },
	{ 'm', KINDS_SHM, 0 },
	{ 's', KINDS_SEM, 0 },
	{ CLI_POSIX, 0, KINDS_POSIX },
	{ CLI_SYSV, 0, KINDS_SYSV },
};

/* With the prefix of an object, and the words for it in messages. */
static const struct {
	unsigned kinds;
	const char *prefix;
	const char *words;
} families[] = {
	{ KINDS_MQ, "mq:", "queues" },
	{ KINDS_SHM, "shm:", "shared memory" },
	{ KINDS_SEM, "sem:", "semaphores" },
};

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

void
cli_kinds_option(struct cli_kinds *chosen, int key)
{
	size_t i;

	for (i = 0; i < COUNT(choices); i++)
		if (choices[i].key == key) {
			chosen->kinds |= choices[i].kinds;
			chosen->apis |= choices[i].apis;
		}
}

unsigned
cli_kinds(const struct cli_kinds *chosen)
{
	unsigned kinds = chosen->kinds != 0 ? chosen->kinds : KINDS_ALL;

	if (chosen->apis != 0)
		kinds &= chosen->apis;
	/* -M --sysv */
	if (kinds == 0)
		cli_usage("--sysv", "only POSIX objects were chosen");
	return kinds;
}

char *
cli_kinds_words(unsigned kinds)
{
	struct text words = { 0 };
	size_t i;

	if ((kinds & ~KINDS_POSIX) == 0)
		text_str(&words, "POSIX ");
	else if ((kinds & ~KINDS_SYSV) == 0)
		text_str(&words, "System V ");
	if ((kinds & KINDS_MQ) && (kinds & KINDS_SHM) && (kinds & KINDS_SEM)) {
		text_str(&words, "objects");
		return words.s;
	}
	for (i = 0; i < COUNT(families); i++) {
		if (!(kinds & families[i].kinds))
			continue;
		if (words.len != 0 && words.s[words.len - 1] != ' ')
			text_str(&words, " and ");
		text_str(&words, families[i].words);
	}
	return words.s;
}

/*
 * As in ipcs(1) and lsipc(1), an identifier, a key or a name needs no prefix if
 * one kind was chosen. Returns NULL if there is more than one kind, or a
 * prefix.
 */
static char *
with_prefix(unsigned kinds, const char *text)
{
	const char *slash =
	    strchr("/@", *text) != NULL || isdigit((unsigned char)*text) ? ""
									 : "/";
	char *whole;
	size_t i;

	for (i = 0; i < COUNT(families); i++)
		if ((kinds & ~families[i].kinds) == 0 &&
		    strchr(text, ':') == NULL && *text != '\0') {
			xasprintf(
			    &whole, "%s%s%s", families[i].prefix, slash, text);
			return whole;
		}
	return NULL;
}

/* The text of the reference is shown later, so it is kept. */
static const char *
parse(struct ref *ref, unsigned kinds, const char *text)
{
	const char *message = ref_parse(ref, text);
	char *whole;

	if (message == NULL || (whole = with_prefix(kinds, text)) == NULL)
		return message;
	message = ref_parse(ref, whole);
	ref->text = text;
	return message;
}

void
cli_ref(struct ref *ref, unsigned kinds, const char *text)
{
	const char *message = parse(ref, kinds, text);
	char *words, *reason;

	if (message != NULL)
		cli_usage(text, message);
	if (ref->kinds & kinds) {
		ref->kinds &= kinds;
		return;
	}
	words = cli_kinds_words(kinds);
	xasprintf(
	    &reason, "not of the kinds that the options choose: %s", words);
	free(words);
	cli_usage(text, reason);
}

void
cli_ref_kinds(struct ref *ref, unsigned kinds, const char *text)
{
	*ref = (struct ref){
		.text = text,
		.kinds = kinds,
		.pattern = true,
		.id = UNKNOWN,
		.key = UNKNOWN,
	};
}
