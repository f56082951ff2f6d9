/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages, the checked exit and questions, shared by the programs; see cli.h.
 */
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
#include "base/parse.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cli.h"
#include "cli_progress.h"
#include "process/namespace.h"
#include "report/advice.h"

/* Columns of a terminal that does not know how many it has. */
#define WIDTH 80
#define WIDTH_MAX UINT16_MAX

/*
 * Opens the standard descriptors that were closed when the program started, so
 * that no other file gets their numbers. They are opened the wrong way round:
 * reading or writing them fails, as it would have failed before.
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
	/* A write function of fopencookie(3) returns 0 for an error. */
	return copy_write(STDOUT_FILENO, s, length) == -1 ? 0 : (ssize_t)length;
}

static int
close_stdout(void *arg)
{
	(void)arg;
	return close(STDOUT_FILENO);
}

/*
 * Another process that shares stdout may have made it non-blocking. stdio takes
 * EAGAIN for an error and drops what it could not write, so stdout is written
 * through copy_write(), which waits.
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
	/*
	 * Writing beyond RLIMIT_FSIZE fails with EFBIG instead of killing us.
	 */
	signal(SIGXFSZ, SIG_IGN);
	make_stdout_wait();
	/* Only LC_CTYPE is set: it tells which characters can be printed. */
	setlocale(LC_CTYPE, "");
	tzset();
}

/*
 * Whether the reason begins with the subject, as "/dev/shm is not there" does.
 */
static bool
names(const char *reason, const char *subject)
{
	size_t length = strlen(subject);

	return length > 0 && strncmp(reason, subject, length) == 0 &&
	       reason[length] == ' ';
}

void
cli_write_stderr(const struct text *line)
{
	int status;

	cli_progress_hide();
	status = copy_write(STDERR_FILENO, line->s, line->len);

	/* If stderr cannot be written, nobody can be informed. */
	(void)status;
}

void
cli_warn(const char *subject, const char *reason)
{
	struct text line = { 0 };

	/*
	 * The /dev/shm of another namespace is named as the user named that
	 * one.
	 */
	if (strcmp(subject, SHM_DIR) == 0 && shm_dir_blocked() != NULL)
		subject = shm_dir_blocked();
	text_str(&line, getprogname());
	text_str(&line, ": ");
	/*
	 * Backslashes of the user's text stay single, so that it is named as
	 * typed.
	 */
	if (!names(reason, subject)) {
		text_escape(
		    &line, *subject != '\0' ? subject : "''", ESCAPE_DONE);
		text_str(&line, ": ");
	}
	text_escape(&line, reason, ESCAPE_DONE);
	text_char(&line, '\n');
	fflush(stdout);
	cli_write_stderr(&line);
	text_free(&line);
}

/*
 * Whether a reason says what to do, or names what to use: behind a semicolon or
 * a colon, as a question, or by an option.
 */
static bool
has_hint(const char *reason)
{
	return strpbrk(reason, ";:?") != NULL || strstr(reason, "--") != NULL;
}

void
cli_usage(const char *subject, const char *reason)
{
	char *hinted;

	if (has_hint(reason))
		cli_warn(subject, reason);
	else {
		xasprintf(&hinted, "%s; see %s --help", reason, getprogname());
		cli_warn(subject, hinted);
		free(hinted);
	}
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
cli_unread_because(const char *why)
{
	if (why != NULL)
		cli_warn("kernel memory", why);
}

void
cli_unread(const struct sight *sight)
{
	cli_unread_because(sight->unread);
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
	/*
	 * A stdout that was closed from the start is no error if nothing was
	 * written.
	 */
	if ((fclose(stdout) == EOF && (used || errno != EBADF)) || failed) {
		cli_warn("stdout",
		    errno != 0 ? strerror(errno) : "could not be written");
		if (status == CLI_OK)
			status = CLI_FAILED;
	}
	exit(status);
}

/* In lsipc(1), -N takes the name of an object. */
static void
complain_namespace(const char *where, int error)
{
	const char *message = ipc_namespace_strerror(error);
	char *reason;

	if ((error != ENOENT && error != ESRCH) ||
	    strchr("0123456789", *where) != NULL) {
		cli_warn(where, message);
		return;
	}
	xasprintf(&reason, "%s; %s", message,
	    strcmp(where, "all") == 0
		? "this word is for " IPCLS " and " IPCWATCH " --trace"
		: "-N is for a namespace, and an object is named without it: "
		  "mq:/jobs");
	cli_warn(where, reason);
	free(reason);
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
	complain_namespace(where, errno);
	exit(CLI_FAILED);
}

/*
 * Reads an answer without its newline, to be freed; NULL at the end of input.
 */
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

/* "all" answers for every object, so only the whole word counts, not "a". */
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

enum cli_colour
cli_colour(const char *word)
{
	static const char *const words[] = {
		[COLOUR_AUTO] = "auto",
		[COLOUR_ALWAYS] = "always",
		[COLOUR_NEVER] = "never",
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(words[i], word) == 0)
			return (enum cli_colour)i;
	cli_argument("color", word, "write auto, always or never");
	return COLOUR_AUTO;
}

size_t
cli_width(int fd)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	int64_t width;

	if (!isatty(fd))
		return 0;
	if (columns != NULL &&
	    parse_number(columns, 1, WIDTH_MAX, &width) == NULL)
		return (size_t)width;
	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col != 0)
		return size.ws_col;
	return WIDTH;
}

void
cli_terminal(struct output *out, enum cli_colour when)
{
	const char *plain = getenv("NO_COLOR"), *term = getenv("TERM");

	out->colour = when == COLOUR_ALWAYS;
	out->width = cli_width(STDOUT_FILENO);
	if (out->width == 0)
		return;
	if (when == COLOUR_AUTO)
		out->colour = (plain == NULL || *plain == '\0') &&
			      term != NULL && strcmp(term, "dumb") != 0;
}
