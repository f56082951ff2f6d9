/* SPDX-License-Identifier: BSD-2-Clause */
/* The notes of an archive; see notes.h. */
#include <stdlib.h>
#include <string.h>

#include "archive/notes.h"
#include "archive/parsed.h"
#include "backend/ref.h"
#include "base/json_read.h"
#include "base/xalloc.h"
#include "show/value.h"

static const char *const words[] = {
	[ENTRY_NOT_NOTED] = NULL,
	[ENTRY_CHANGED] = "changed",
	[ENTRY_MISSING] = "missing",
};

#define WORDS (sizeof(words) / sizeof(*words))

void
notes_add(struct text *t, const struct ipc_object *o, enum entry_note note)
{
	char name[VALUE_ROOM];

	ref_format(o, name, sizeof(name));
	text_str(t, "{\"object\":");
	text_json(t, name);
	text_str(t, ",\"note\":\"");
	text_str(t, words[note]);
	text_str(t, "\"}\n");
}

/* A note that was read. */
struct note {
	char *object; /* owned */
	enum entry_note what;
};

static int
by_object(const void *a, const void *b)
{
	return strcmp(
	    ((const struct note *)a)->object, ((const struct note *)b)->object);
}

/* Unknown words may come from a later version; they are ignored. */
static enum entry_note
find_word(const char *word)
{
	size_t i;

	for (i = 1; i < WORDS; i++)
		if (strcmp(words[i], word) == 0)
			return (enum entry_note)i;
	return ENTRY_NOT_NOTED;
}

static bool
read_note(struct note *note, const char *line, size_t length)
{
	struct json_object *json = parsed_object(line, length);
	const char *object, *word;
	bool read = false;

	if (json == NULL)
		return false;
	object = json_read_member(json, "object");
	word = json_read_member(json, "note");
	if (object != NULL && word != NULL) {
		note->object = xstrdup(object);
		note->what = find_word(word);
		read = true;
	}
	json_object_put(json);
	return read;
}

/*
 * Reads at most `most` notes. The caller frees the *n notes even after an
 * error.
 */
static const char *
read_lines(const struct text *t, struct note *v, size_t most, size_t *n)
{
	const char *line = t->s, *end = t->s + t->len, *feed;

	for (; line < end; line = feed + 1) {
		if ((feed = memchr(line, '\n', (size_t)(end - line))) == NULL)
			return "a line is cut";
		if (*n == most)
			return "more notes than objects";
		if (!read_note(&v[*n], line, (size_t)(feed - line)))
			return "not a note";
		(*n)++;
	}
	return NULL;
}

/* Gives an entry its note, if there is one. */
static void
give(struct entry *entry, const struct note *v, size_t n)
{
	char name[VALUE_ROOM];
	struct note key = { .object = name };
	const struct note *note;

	ref_format(entry->object, name, sizeof(name));
	note = bsearch(&key, v, n, sizeof(*v), by_object);
	if (note != NULL)
		entry->note = note->what;
}

const char *
notes_read(const struct text *t, struct entry *entries, size_t nentries)
{
	struct note *v = xreallocarray(NULL, nentries + 1, sizeof(*v));
	const char *message;
	size_t i, n = 0;

	message = read_lines(t, v, nentries, &n);
	if (message == NULL && n != 0) {
		qsort(v, n, sizeof(*v), by_object);
		for (i = 0; i < nentries; i++)
			give(&entries[i], v, n);
	}
	for (i = 0; i < n; i++)
		free(v[i].object);
	free(v);
	return message;
}
