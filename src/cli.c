/* SPDX-License-Identifier: BSD-2-Clause */
/* What the programs share; see cli.h. */
#include <sys/ioctl.h>

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "backend/shm_dir.h"
#include "base/copy.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cli.h"
#include "process/namespace.h"
#include "report/advice.h"

/*
 * What was closed is opened again, so that nothing else is taken for it, but
 * in a way that to use it fails as before.
 */
static void
keep_standard_open(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1)
			open("/dev/null",
			    fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

#ifdef HAVE_STDOUT_COOKIE
static ssize_t
write_stdout(void *arg, const char *s, size_t length)
{
	(void)arg;
	/* Of a cookie, 0 is the failure. */
	return copy_write(STDOUT_FILENO, s, length) == -1 ? 0 : (ssize_t)length;
}

static int
close_stdout(void *arg)
{
	(void)arg;
	return close(STDOUT_FILENO);
}

/*
 * Whoever shares stdout with us may have made it non-blocking. stdio takes
 * EAGAIN for a failure, and drops what it could not write: so its bytes go by
 * way of copy_write(), which waits.
 */
static void
make_stdout_wait(void)
{
	static const cookie_io_functions_t calls = {
		.write = write_stdout,
		.close = close_stdout,
	};

	stdout = xchecked(fopencookie(NULL, "w", calls));
	if (isatty(STDOUT_FILENO))
		setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
}
#else
static void
make_stdout_wait(void)
{
}
#endif

void
cli_start(void)
{
	keep_standard_open();
	/* A file that may not grow is a failure like others: EFBIG. */
	signal(SIGXFSZ, SIG_IGN);
	make_stdout_wait();
	/* The locale says what is printable, and nothing else. */
	setlocale(LC_CTYPE, "");
	tzset();
}

/* "/dev/shm is not there" says already what it is about. */
static bool
names(const char *reason, const char *subject)
{
	size_t length = strlen(subject);

	return length > 0 && strncmp(reason, subject, length) == 0 &&
	       reason[length] == ' ';
}

/* One write(2), so that lines of several programs do not mix. */
static void
write_stderr(const struct text *line)
{
	int status = copy_write(STDERR_FILENO, line->s, line->len);

	/* There is nobody left to tell. */
	(void)status;
}

void
cli_warn(const char *subject, const char *reason)
{
	struct text line = { 0 };

	/* That of another namespace is known by how the user calls it. */
	if (strcmp(subject, SHM_DIR) == 0 && shm_dir_blocked() != NULL)
		subject = shm_dir_blocked();
	text_str(&line, getprogname());
	text_str(&line, ": ");
	/* What the user wrote keeps its backslashes: it is named as it was. */
	if (!names(reason, subject)) {
		text_escape(
		    &line, *subject != '\0' ? subject : "''", ESCAPE_DONE);
		text_str(&line, ": ");
	}
	text_escape(&line, reason, ESCAPE_DONE);
	text_char(&line, '\n');
	fflush(stdout);
	write_stderr(&line);
	text_free(&line);
}

void
cli_usage(const char *subject, const char *reason)
{
	cli_warn(subject, reason);
	exit(CLI_USAGE);
}

void
cli_hidden(const char *subject, const struct sight *sight)
{
	struct text reason = { 0 };

	if (sight->needless || sight_of_all(sight))
		return;
	sight_describe(sight, 0, &reason);
	cli_warn(subject, reason.s);
	text_free(&reason);
}

void
cli_unread(const struct sight *sight)
{
	if (sight->unread != NULL)
		cli_warn("kernel memory", sight->unread);
}

void
cli_once(const char **slot, const char *option, const char *argument)
{
	if (*slot != NULL)
		cli_usage(option, "is given twice");
	*slot = argument;
}

const char *
cli_option_name(const struct cli_option *option, int key)
{
	while (option->key != key)
		option++;
	return option->name;
}

void
cli_argument(const char *option, const char *argument, const char *message)
{
	char *subject;

	if (message == NULL)
		return;
	if (argument != NULL)
		xasprintf(&subject, "--%s %s", option,
		    *argument != '\0' ? argument : "\'\'");
	else
		xasprintf(&subject, "--%s", option);
	cli_usage(subject, message);
}

void
cli_exit(int status)
{
	bool failed = ferror(stdout) != 0, used = __fpending(stdout) != 0;

	errno = 0;
	/* One that was closed from the start may be, if nothing was written. */
	if ((fclose(stdout) == EOF && (used || errno != EBADF)) || failed) {
		cli_warn("stdout",
		    errno != 0 ? strerror(errno) : "could not be written");
		if (status == CLI_OK)
			status = CLI_FAILED;
	}
	exit(status);
}

/* The message, and what was meant, if that is known. */
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
	const struct column *column;
	struct nearest nearest;
	char *subject;
	size_t i, descends; /* a sort key has a minus before it, or none */

	if (error.message == NULL)
		return;
	if (error.length == 0)
		cli_usage(option, error.message);
	descends = *error.word == '-';
	nearest_begin(&nearest, error.word + descends, error.length - descends);
	for (i = 0; (column = column_at(table, i)) != NULL; i++)
		nearest_offer(&nearest, column->name);
	xasprintf(&subject, "%s: %.*s", option, (int)error.length, error.word);
	cli_usage(subject, with_guess(error.message, nearest.best));
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

/* Adds part of a line safely and returns the columns it takes. */
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

/* The expression, and below it a mark under what is wrong. */
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
	while (column-- > 0)
		text_char(&line, ' ');
	text_char(&line, '^');
	while (width-- > 1)
		text_char(&line, '~');
	text_char(&line, '\n');
	write_stderr(&line);
	text_free(&line);
}

struct expr *
cli_expr(const struct table *table, const char *option, const char *text)
{
	struct expr_error error;
	struct expr *expr;

	error = expr_parse(&expr, table, text);
	if (error.message != NULL) {
		cli_warn(option, with_guess(error.message, error.meant));
		point_at(text, &error);
		exit(CLI_USAGE);
	}
	return expr;
}

void
cli_namespace(const char *where)
{
	if (where == NULL)
		return;
	if (ipc_namespace_enter(where) == 0) {
		advice_set_place(where);
		return;
	}
	cli_warn(where, ipc_namespace_strerror(errno));
	exit(CLI_FAILED);
}

/* The answer without its end of line, to be freed; NULL: there is none. */
static char *
ask(const char *question, const char *answers)
{
	char *line = NULL;
	size_t size = 0;

	if (!isatty(STDIN_FILENO))
		return NULL;
	fflush(stdout);
	fprintf(stderr, "%s: %s [%s] ", getprogname(), question, answers);
	if (getline(&line, &size, stdin) == -1) {
		free(line);
		return NULL;
	}
	line[strcspn(line, "\n")] = '\0';
	return line;
}

static bool
is_yes(const char *answer)
{
	return answer[0] == 'y' || answer[0] == 'Y';
}

bool
cli_confirm(const char *question)
{
	char *answer = ask(question, "y/N");
	bool yes = answer != NULL && is_yes(answer);

	free(answer);
	return yes;
}

/* "all" is more than a yes, and so no other word will do: not "abort". */
enum cli_reply
cli_confirm_each(const char *question)
{
	char *answer = ask(question, "y/N/all/quit");
	enum cli_reply reply = CLI_NO;

	if (answer == NULL)
		return CLI_QUIT;
	if (is_yes(answer))
		reply = CLI_YES;
	else if (strcasecmp(answer, "a") == 0 || strcasecmp(answer, "all") == 0)
		reply = CLI_ALL;
	else if (answer[0] == 'q' || answer[0] == 'Q')
		reply = CLI_QUIT;
	free(answer);
	return reply;
}

void
cli_terminal(struct output *out)
{
	const char *plain = getenv("NO_COLOR"), *term = getenv("TERM");
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return;
	out->width = 80;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0)
		out->width = size.ws_col;
	out->colour = (plain == NULL || *plain == '\0') && term != NULL &&
		      strcmp(term, "dumb") != 0;
}
