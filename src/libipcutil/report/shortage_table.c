/* SPDX-License-Identifier: BSD-2-Clause */
/* Column table of --explain; see shortage.h. */
#include "backend/posix_file.h"
#include "report/shortage.h"
#include "report/shortage_words.h"
#include "show/value_process.h"

static void
get_parts(const void *row, size_t offset, struct value *v)
{
	const struct shortage_parts *parts =
	    (const void *)((const char *)row + offset);

	value_set_text(v, parts->words);
	v->own = parts;
}

/* Names are the objects' notation, which is partly escaped already. */
static void
text_of_parts(const struct value *v, struct style *style, struct text *t)
{
	if (*v->text == '\0')
		text_str(t, style->unknown);
	else if (style->verbatim)
		text_str(t, v->text);
	else
		text_escape(t, v->text, style->escape | ESCAPE_DONE);
}

static void
json_part(const struct shortage_part *part, struct text *t)
{
	const struct shortage_part owner = { .uid = part->uid };
	struct text name = { 0 };

	if (part->object != NULL) {
		shortage_name(part, &name);
		text_str(t, "{\"object\":");
		text_json(t, name.s);
		text_char(t, ',');
		text_clear(&name);
	} else
		text_char(t, '{');
	text_str(t, "\"owner\":");
	shortage_name(&owner, &name);
	if (part->uid == UNKNOWN)
		text_str(t, "null");
	else
		text_json(t, name.s);
	text_str(t, ",\"amount\":");
	if (part->amount == UNKNOWN)
		text_str(t, "null");
	else
		text_number(t, part->amount);
	if (part->object == NULL) {
		text_str(t, ",\"objects\":");
		text_number(t, part->objects);
	}
	text_char(t, '}');
	text_free(&name);
}

static void
json_of_parts(const struct value *v, struct style *style, struct text *t)
{
	const struct shortage_parts *parts = v->own;
	size_t i;

	(void)style;
	text_char(t, '[');
	for (i = 0; i < parts->n; i++) {
		if (i > 0)
			text_char(t, ',');
		json_part(&parts->v[i], t);
	}
	text_char(t, ']');
}

static void
get_litter(const void *row, size_t offset, struct value *v)
{
	const struct litter *litter =
	    (const void *)((const char *)row + offset);

	value_set_text(v, litter->n > 0 ? litter->v[0].path : "");
	v->own = litter;
}

static void
text_of_litter(const struct value *v, struct style *style, struct text *t)
{
	const struct litter *litter = v->own;
	size_t i;

	if (litter->n == 0)
		text_str(t, style->unknown);
	for (i = 0; i < litter->n; i++) {
		if (i > 0)
			text_char(t, ',');
		if (style->verbatim)
			text_str(t, litter->v[i].path);
		else
			text_escape(t, litter->v[i].path, style->escape);
	}
}

static void
json_of_litter(const struct value *v, struct style *style, struct text *t)
{
	const struct litter *litter = v->own;
	size_t i;

	(void)style;
	text_char(t, '[');
	for (i = 0; i < litter->n; i++) {
		text_str(t, i > 0 ? ",{\"path\":" : "{\"path\":");
		text_json(t, litter->v[i].path);
		text_str(t, ",\"bytes\":");
		text_number(t, litter->v[i].bytes);
		text_str(t, ",\"files\":");
		text_number(t, litter->v[i].files);
		text_char(t, '}');
	}
	text_char(t, ']');
}

static const struct value_type type_litter = {
	.name = "list of directories",
	.class = VALUE_TEXT,
	.get = get_litter,
	.text = text_of_litter,
	.json = json_of_litter,
};

static const struct value_type type_parts = {
	.name = "list of parts",
	.class = VALUE_TEXT,
	.get = get_parts,
	.text = text_of_parts,
	.json = json_of_parts,
};

#define AT(member, type)                                                       \
	_Generic(((struct shortage *)0)->member, type                          \
		 : offsetof(struct shortage, member))
#define WORDS(member) AT(member, const char *)
#define INT(member) AT(member, int64_t)
#define OWNED(member) AT(member, char *)
#define PROCESSES(member) AT(member, struct ipc_processes)
#define PARTS(member) AT(member, struct shortage_parts)

static const struct column columns[] = {
	{ "limit", &value_text, WORDS(limit.name), KINDS_ALL, 0, "the limit" },
	{ "kind", &value_kind, WORDS(limit.kind), KINDS_ALL, 0,
	    "mq, shm or sem" },
	{ "api", &value_api, WORDS(limit.api), KINDS_ALL, 0, "posix or sysv" },
	{ "owner", &value_user, INT(uid), KINDS_ALL, 0,
	    "user, if each user has a limit" },
	{ "value", &limit_amount, INT(limit.value), KINDS_ALL, 0,
	    "value of the limit" },
	{ "used", &limit_amount, INT(limit.used), KINDS_ALL, 0, "present use" },
	{ "share", &value_percent, INT(limit.share), KINDS_ALL, 0,
	    "used of value, in percent" },
	{ "unit", &value_text, WORDS(limit.unit), KINDS_ALL, 0,
	    "unit of the numbers" },
	{ "meaning", &value_prose, WORDS(limit.meaning), KINDS_ALL, 0,
	    "quantity that the limit bounds" },
	{ "objects", &type_parts, PARTS(objects), KINDS_ALL, 0,
	    "the objects that use most of it" },
	{ "more_objects", &value_number, INT(more_objects), KINDS_ALL, 0,
	    "number of further ones" },
	{ "owners", &type_parts, PARTS(owners), KINDS_ALL, 0,
	    "the owners who use most of it" },
	{ "more_owners", &value_number, INT(more_owners), KINDS_ALL, 0,
	    "number of further ones" },
	{ "removed", &limit_amount, INT(removed), KINDS_ALL, 0,
	    "use by objects that were removed" },
	{ "unread", &value_number, INT(unread), KINDS_ALL, 0,
	    "number of objects that cannot be read" },
	{ "unaccounted", &limit_amount, INT(unaccounted), KINDS_ALL, 0,
	    "use that belongs to no known object" },
	{ "directories", &type_litter, AT(litter, struct litter), KINDS_ALL, 0,
	    "directories in " SHM_DIR ", which use the same memory" },
	{ "senders", &value_waiters, PROCESSES(senders), KINDS_MQ, 0,
	    "threads that are blocked in sending to the queue" },
	{ "readers", &value_holders, PROCESSES(readers), KINDS_MQ, 0,
	    "processes that could receive from the queue" },
	{ "effect", &value_prose, WORDS(effect), KINDS_ALL, 0,
	    "effect when the limit is exhausted" },
	{ "remedy", &value_prose, OWNED(remedy), KINDS_ALL, 0,
	    "command that raises the limit" },
	{ "relief", &value_prose, OWNED(relief), KINDS_ALL, 0,
	    "command that shows objects to remove" },
	{ "cannot_be", &value_text, WORDS(cannot_be), KINDS_ALL, 0,
	    "for a named object: made, opened or listed" },
};

const struct table shortage_table = {
	.name = "explain",
	.columns = columns,
	.n = sizeof(columns) / sizeof(*columns),
};
