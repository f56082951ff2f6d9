/* SPDX-License-Identifier: BSD-2-Clause */
/* An object in sections; see output_info.h. */
#include <string.h>

#include "show/output_info.h"
#include "show/output_info_line.h"
#include "show/output_process.h"

/* In the order of the sections; NULL: state_name() has it. */
static const char *const names[] = {
	[SECTION_WHAT] = "what",
	[SECTION_WHO] = "who",
	[SECTION_WHEN] = "when",
	[SECTION_STATE] = NULL,
	[SECTION_HOLDERS] = "holders",
	[SECTION_WAITERS] = "waiters",
	[SECTION_UNDOS] = "undos",
	[SECTION_VERDICT] = "orphan",
	[SECTION_EVIDENCE] = "evidence",
};

static const struct {
	unsigned kinds;
	const char *name;
} states[] = {
	{ KINDS_MQ, "how full" },
	{ KINDS_SHM, "how big" },
	{ KINDS_SEM, "values" },
};

/* Tables of processes, below the lines of a section. */
static const struct value_type *const tables[SECTIONS] = {
	[SECTION_HOLDERS] = &value_holders,
	[SECTION_WAITERS] = &value_waiters,
	[SECTION_UNDOS] = &value_undos,
	[SECTION_EVIDENCE] = &value_evidence,
};

/*
 * A line begins with the name of its first field, which must be among the
 * columns. In the text and the help a {field} stands for its value, and [what
 * is in brackets] is left out unless all its fields are known, <what is in
 * these> with --numeric, which shows it before.
 */
struct fact {
	enum section section;
	unsigned kinds;
	bool always; /* or only if the field is known */
	const char *text;
	const char *help; /* NULL: the field's own */
};

#define WHAT(kinds, help)                                                      \
	{                                                                      \
		SECTION_WHAT, kinds, true, "{object}", help                    \
	}
#define FIELD(section, name)                                                   \
	{                                                                      \
		section, KINDS_ALL, true, "{" name "}", NULL                   \
	}
#define MAYBE(section, name)                                                   \
	{                                                                      \
		section, KINDS_ALL, false, "{" name "}", NULL                  \
	}

static const struct fact facts[] = {
	WHAT(KIND_POSIX_MQ, "POSIX message queue"),
	WHAT(KIND_SYSV_MSG, "System V message queue"),
	WHAT(KIND_POSIX_SHM, "POSIX shared memory"),
	WHAT(KIND_SYSV_SHM, "System V shared memory segment"),
	WHAT(KIND_POSIX_SEM, "POSIX semaphore"),
	WHAT(KIND_SYSV_SEM, "System V semaphore set"),
	{ SECTION_WHAT, KINDS_ALL, true, "{key}", "key; 0 is IPC_PRIVATE" },
	MAYBE(SECTION_WHAT, "was"),
	MAYBE(SECTION_WHAT, "ns"),
	MAYBE(SECTION_WHAT, "unit"),
	{ SECTION_WHO, KINDS_ALL, true, "{owner}:{group}< ({uid}:{gid})>",
	    "owner and group" },
	{ SECTION_WHO, KINDS_ALL, true,
	    "{creator}:{creator_group}< ({cuid}:{cgid})>",
	    "user and group that created it" },
	{ SECTION_WHO, KINDS_ALL, true, "{mode}< ({perms})>", "permissions" },
	MAYBE(SECTION_WHO, "label"),
	{ SECTION_WHO, KINDS_ALL, true, "{cpid}[ ({command})]", NULL },
	FIELD(SECTION_WHO, "lpid"),
	{ SECTION_WHO, KINDS_ALL, false, "{notify}",
	    "mq_notify(3)[, of process {notify_pid}]" },
	{ SECTION_WHEN, KINDS_SYSV, true, "{ctime}",
	    "created or changed[, {age} ago]" },
	FIELD(SECTION_WHEN, "ctime"),
	{ SECTION_WHEN, KIND_POSIX_MQ, true, "{mtime}",
	    "last message in or out[, {idle} ago]" },
	FIELD(SECTION_WHEN, "mtime"),
	MAYBE(SECTION_WHEN, "btime"),
	{ SECTION_WHEN, KINDS_ALL, true, "{stime}",
	    "last message sent[, by {lspid}]" },
	{ SECTION_WHEN, KINDS_ALL, true, "{rtime}",
	    "last message received[, by {lrpid}]" },
	FIELD(SECTION_WHEN, "atime"),
	FIELD(SECTION_WHEN, "dtime"),
	FIELD(SECTION_WHEN, "otime"),
	{ SECTION_WHEN, KINDS_IN_SHM, true, "{age}", NULL },
	{ SECTION_WHEN, KINDS_SYSV, true, "{idle}", NULL },
	{ SECTION_STATE, KINDS_MQ, true, "{messages}[ ({bytes})]", NULL },
	FIELD(SECTION_STATE, "max_messages"),
	FIELD(SECTION_STATE, "max_bytes"),
	{ SECTION_STATE, KINDS_ALL, true, "{max_message_size}", "per message" },
	{ SECTION_STATE, KINDS_MQ, true, "{fill}",
	    "how full it is[, by its {fill_by}]" },
	{ SECTION_STATE, KINDS_SHM, true, "{size}",
	    "size[, in pages of {page_size}]" },
	FIELD(SECTION_STATE, "rss"),
	FIELD(SECTION_STATE, "swap"),
	FIELD(SECTION_STATE, "nattch"),
	{ SECTION_STATE, KIND_SYSV_SEM, true, "{nsems}", NULL },
	{ SECTION_STATE, KINDS_SEM, true, "{value}", "its value" },
	MAYBE(SECTION_STATE, "status"),
	FIELD(SECTION_HOLDERS, "holders"),
	FIELD(SECTION_WAITERS, "waiters"),
	{ SECTION_VERDICT, KINDS_ALL, true, "{orphan}",
	    "yes if no living process can use it[; likely: {likely_orphan}]" },
};

#define FACTS (sizeof(facts) / sizeof(*facts))

/* A line as it is put together; its texts are in out->cells. */
struct line {
	const struct column *column; /* of its first field */
	size_t value, help;
};

/*
 * Finds a field by name among the columns; NULL if the object cannot have it.
 */
static const struct column *
find(const struct output *out, const struct ipc_object *o, const char *name,
    size_t length)
{
	const struct column *column = column_find(out->table, name, length);
	size_t i;

	for (i = 0; i < out->columns.n; i++)
		if (out->columns.v[i] == column)
			return column->kinds & o->kind->bit ? column : NULL;
	return NULL;
}

static bool
is_known(const struct column *column, const struct ipc_object *o)
{
	struct value v;

	column_value(column, o, &v);
	return v.class != VALUE_UNKNOWN;
}

/* Whether all fields of the text up to `end` are among the columns and known.
 */
static bool
are_known(const struct output *out, const struct ipc_object *o, const char *s,
    const char *end)
{
	const struct column *column;

	for (; s < end; s++) {
		if (*s != '{')
			continue;
		column = find(out, o, s + 1, strcspn(s + 1, "}"));
		if (column == NULL || !is_known(column, o))
			return false;
	}
	return true;
}

/*
 * Adds the text to out->cells, with values in place of {field}, and returns
 * where it begins there.
 */
static size_t
compose(struct output *out, const struct ipc_object *o, const char *s,
    void (*write)(
	struct output *, const struct column *, const struct ipc_object *))
{
	const struct column *column;
	size_t length, start = out->cells.len;

	for (; *s != '\0'; s++) {
		if (*s == '[' && !are_known(out, o, s, s + strcspn(s, "]")))
			s += strcspn(s, "]");
		else if (*s == '<' && out->style.numeric)
			s += strcspn(s, ">");
		else if (*s == '{') {
			length = strcspn(s + 1, "}");
			column = find(out, o, s + 1, length);
			if (column == NULL)
				text_str(&out->cells, out->style.unknown);
			else
				write(out, column, o);
			s += length + 1;
		} else if (strchr("[]<>", *s) == NULL)
			text_char(&out->cells, *s);
	}
	text_add(&out->cells, "", 1);
	return start;
}

/* In a sentence a size need not be exact. */
static void
write_cell(
    struct output *out, const struct column *column, const struct ipc_object *o)
{
	output_cell(out, column, o, &out->cells);
}

/* Whether the object has the line; its first field. */
static const struct column *
field_of(const struct output *out, const struct ipc_object *o,
    const struct fact *fact)
{
	const struct column *column;

	if (!(fact->kinds & o->kind->bit))
		return NULL;
	column = find(out, o, fact->text + 1, strcspn(fact->text + 1, "}"));
	if (column == NULL || is_known(column, o))
		return column;
	/*
	 * A field that this object does not have is left out; one that is only
	 * unknown is shown as unknown.
	 */
	if (!fact->always ||
	    (!(column->kinds & KINDS_SOME) && !out->table->has(column, o)))
		return NULL;
	return column;
}

/* Collects the lines of a section; the first line about a field counts. */
static size_t
collect(struct output *out, const struct ipc_object *o, enum section section,
    struct line *lines)
{
	const struct column *column;
	const char *help;
	struct line *line;
	size_t i, n = 0;

	text_clear(&out->cells);
	for (i = 0; i < FACTS; i++) {
		if (facts[i].section != section ||
		    (column = field_of(out, o, &facts[i])) == NULL ||
		    (n != 0 && lines[n - 1].column == column))
			continue;
		help = facts[i].help != NULL
			   ? facts[i].help
			   : column_help(column, o->kind->bit);
		line = &lines[n++];
		line->column = column;
		line->value = compose(out, o, facts[i].text, output_value);
		line->help = compose(out, o, help, write_cell);
	}
	return n;
}

static size_t
wider(size_t width, const char *s)
{
	size_t n = text_width(s, strlen(s));

	return n > width ? n : width;
}

/* The columns of a section are as wide as it needs them. */
static void
write_lines(struct output *out, const struct ipc_object *o,
    const struct line *lines, size_t n)
{
	const struct line *line;
	size_t widths[2] = { 0 };
	bool named;

	for (line = lines; line < lines + n; line++) {
		widths[0] = wider(widths[0], line->column->name);
		widths[1] = wider(widths[1], out->cells.s + line->value);
	}
	for (line = lines; line < lines + n; line++) {
		/* The section's name may be the field's. */
		named = out->section != NULL &&
			strcmp(out->section, line->column->name) == 0;
		output_gutter(out);
		text_str(&out->line, "  ");
		if (!named)
			output_padded(out, line->column->name, widths[0] + 2);
		output_padded(out, out->cells.s + line->value, widths[1] + 2);
		output_help(out, line->column, o, out->cells.s + line->help);
		output_end_line(out);
	}
}

static const char *
name_of(enum section section, const struct ipc_object *o)
{
	size_t i;

	for (i = 0; names[section] == NULL; i++)
		if (states[i].kinds & o->kind->bit)
			return states[i].name;
	return names[section];
}

void
output_sections(struct output *out, const struct ipc_object *o)
{
	struct line lines[FACTS] = { 0 };
	enum section section;
	size_t n;
	bool first = true;

	for (section = 0; section < SECTIONS; section++) {
		out->section = name_of(section, o);
		n = collect(out, o, section, lines);
		write_lines(out, o, lines, n);
		if (section == SECTION_STATE)
			output_semaphores(out, o);
		if (tables[section] != NULL)
			output_table(out, o, tables[section], &first);
	}
}
