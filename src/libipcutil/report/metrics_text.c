/* SPDX-License-Identifier: BSD-2-Clause */
/* Syntax of a metrics document; see metrics_rows.h. */

#include "report/metrics_rows.h"

/*
 * Writes the type, unit and description, before the first sample of a family.
 */
static void
describe(struct metrics_writer *w)
{
	const struct metrics_family *family = w->family;
	struct text *t = w->t;

	text_str(t, "# TYPE ");
	text_str(t, family->name);
	text_str(t, " gauge\n");
	if (family->unit != NULL) {
		text_str(t, "# UNIT ");
		text_str(t, family->name);
		text_char(t, ' ');
		text_str(t, family->unit);
		text_char(t, '\n');
	}
	text_str(t, "# HELP ");
	text_str(t, family->name);
	text_char(t, ' ');
	text_str(t, family->help);
	text_char(t, '\n');
}

void
metrics_family(struct metrics_writer *w, const struct metrics_family *family)
{
	w->family = family;
	w->described = false;
}

void
metrics_begin(struct metrics_writer *w)
{
	if (!w->described)
		describe(w);
	w->described = true;
	w->labels = 0;
	text_str(w->t, w->family->name);
}

/* Both formats escape backslash, quote and newline, and nothing else. */
void
metrics_label(struct metrics_writer *w, const char *name, const char *value)
{
	struct text unicode = { 0 };
	const char *s;

	text_char(w->t, w->labels++ == 0 ? '{' : ',');
	text_str(w->t, name);
	text_str(w->t, "=\"");
	text_unicode(&unicode, value);
	for (s = unicode.s; *s != '\0'; s++) {
		if (*s == '\\' || *s == '"')
			text_char(w->t, '\\');
		if (*s == '\n')
			text_str(w->t, "\\n");
		else
			text_char(w->t, *s);
	}
	text_char(w->t, '"');
	text_free(&unicode);
}

void
metrics_label_number(struct metrics_writer *w, const char *name, int64_t number)
{
	struct text t = { 0 };

	text_number(&t, number);
	metrics_label(w, name, t.s);
	text_free(&t);
}

void
metrics_end(struct metrics_writer *w, int64_t value)
{
	text_str(w->t, w->labels != 0 ? "} " : " ");
	if (value == LIMITLESS)
		text_str(w->t, "+Inf");
	else
		text_number(w->t, value);
	text_char(w->t, '\n');
}
