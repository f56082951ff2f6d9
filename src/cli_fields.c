/* SPDX-License-Identifier: BSD-2-Clause */
/* Options that name fields, and expressions over them; see cli.h. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backend/attr.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cli.h"

/* The message, and the word that was probably meant, if one is similar. */
static const char *
with_guess(const char *message, const char *meant)
{
	char *reason;

	if (meant == NULL)
		return message;
	xasprintf(&reason, "%s; did you mean %s?", message, meant);
	return reason;
}

static void
check_list(
    const struct table *table, const char *option, struct column_error error)
{
	const char *meant;
	char *subject;
	size_t descends; /* a minus before a key reverses the order */

	if (error.message == NULL)
		return;
	if (error.length == 0)
		cli_usage(option, error.message);
	descends = *error.word == '-';
	xasprintf(&subject, "%s: %.*s", option, (int)error.length, error.word);
	meant = column_meant(
	    table, error.word + descends, error.length - descends, NULL);
	if (meant == NULL && table == &object_table &&
	    strcmp(error.message, "no such field") == 0)
		error.message =
		    "no such field; " IPCLS " --list-columns shows them";
	cli_usage(subject, with_guess(error.message, meant));
}

void
cli_columns(struct columns *columns, const struct table *table,
    const char *option, const char *list)
{
	check_list(table, option, columns_parse(columns, table, list));
}

void
cli_sort(struct sort *sort, const struct table *table, const char *option,
    const char *list)
{
	check_list(table, option, sort_parse(sort, table, list));
}

/* What is wrong with an expression, and what to do about it. */
static const char *
advise(const struct table *table, const struct expr_error *error)
{
	/* The program exits with it. */
	static char *reason;

	if (error->meant != NULL || strpbrk(error->message, ":;?") != NULL)
		return with_guess(error->message, error->meant);
	xasprintf(&reason, "%s; %s", error->message,
	    table == &object_table && strncmp(error->message, "no such field",
					  strlen("no such field")) == 0
		? IPCLS " --list-columns shows fields"
		: "see EXPRESSIONS in ipcutil(7)");
	return reason;
}

/* Adds part of a line, escaped, and returns how many columns it takes. */
static size_t
add_part(struct text *line, const char *s, size_t length)
{
	size_t before = line->len;
	char *part = xstrndup(s, length);

	text_add(line, "", 0);
	text_escape(line, part, ESCAPE_DONE);
	free(part);
	return text_width(line->s + before, line->len - before);
}

/* Shows the expression and, below it, marks the part that is wrong. */
static void
point_at(const char *text, const struct expr_error *error)
{
	struct text line = { 0 };
	size_t column, width;

	text_str(&line, "  ");
	column = 2 + add_part(&line, text, error->at);
	width = add_part(&line, text + error->at, error->length);
	add_part(&line, text + error->at + error->length,
	    strlen(text + error->at + error->length));
	text_char(&line, '\n');
	text_repeat(&line, ' ', column);
	text_char(&line, '^');
	text_repeat(&line, '~', width > 1 ? width - 1 : 0);
	text_char(&line, '\n');
	cli_write_stderr(&line);
	text_free(&line);
}

struct expr *
cli_expr(const struct table *table, const char *option, const char *text)
{
	struct expr_error error;
	struct expr *expr;

	error = expr_parse(&expr, table, text);
	if (error.message != NULL) {
		cli_warn(option, advise(table, &error));
		point_at(text, &error);
		exit(CLI_USAGE);
	}
	return expr;
}

struct expr *
cli_filter(const struct table *table, const char *where, const char *user)
{
	struct expr *filter = NULL;
	char *text;
	int64_t uid;

	if (where != NULL)
		filter = cli_expr(table, "--where", where);
	if (user == NULL)
		return filter;
	if (column_find(table, "uid", strlen("uid")) == NULL)
		cli_usage("--user", "the rows of this table have no owner");
	cli_argument("user", user, attr_parse_user(user, &uid));
	expr_free(filter);
	/* The text was parsed above, so it also parses in parentheses. */
	xasprintf(&text, "uid == %jd%s%s%s", (intmax_t)uid,
	    where != NULL ? " and (" : "", where != NULL ? where : "",
	    where != NULL ? ")" : "");
	filter = cli_expr(table, "--user", text);
	free(text);
	return filter;
}
