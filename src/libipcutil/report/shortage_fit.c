/* SPDX-License-Identifier: BSD-2-Clause */
/* Paragraphs broken into lines; see shortage_fit.h. */
#include <string.h>

#include "report/shortage_fit.h"
#include "show/output_fit.h"

#define COMMENT "  # "
#define WORDS_MIN 20 /* columns for words, however narrow the terminal is */

/* Adds words in as many lines as they take, each with an indentation. */
static void
add_words(struct text *t, const char *s, size_t indent, const char *mark,
    const struct output *out)
{
	size_t before = indent + strlen(mark), n;
	size_t room = WORDS_MIN;

	if (out->width > before + WORDS_MIN)
		room = out->width - before;
	while (*s != '\0') {
		text_repeat(t, ' ', indent);
		text_str(t, mark);
		n = fit_words(s, room);
		text_add(t, s, n);
		text_char(t, '\n');
		s += n;
		s += strspn(s, " ");
	}
}

/* Only what can be run has a comment, or is a remedy. */
static bool
is_command(const char *line)
{
	return strncmp(line, "  Raise it:", 11) == 0 ||
	       strncmp(line, "  Free some:", 12) == 0 ||
	       strncmp(line, "  Way out:", 10) == 0;
}

static void
add_line(struct text *t, const char *line, const struct output *out)
{
	const char *comment;
	size_t indent, start = t->len;

	if (text_width(line, strlen(line)) <= out->width) {
		text_str(t, line);
		text_char(t, '\n');
	} else if (is_command(line)) {
		comment = strstr(line, COMMENT);
		text_add(t, line,
		    comment != NULL ? (size_t)(comment - line) : strlen(line));
		text_char(t, '\n');
		if (comment != NULL)
			add_words(t, comment + strlen(COMMENT), SHORTAGE_LABEL,
			    "# ", out);
	} else {
		/* The label is written over the first indentation. */
		indent = line[0] == ' ' ? SHORTAGE_LABEL : 2;
		add_words(t, line + indent, indent, "", out);
		if (t->s != NULL)
			memcpy(t->s + start, line, indent);
	}
}

void
shortage_fit(struct output *out)
{
	struct text fitting = { 0 };
	char *line, *end;

	if (out->width == 0 || out->line.len == 0)
		return;
	for (line = out->line.s; *line != '\0'; line = end + 1) {
		end = strchr(line, '\n');
		if (end == NULL)
			break;
		*end = '\0';
		add_line(&fitting, line, out);
	}
	text_clear(&out->line);
	text_add(&out->line, fitting.s, fitting.len);
	text_free(&fitting);
}
