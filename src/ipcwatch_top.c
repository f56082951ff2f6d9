/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipcwatch --top: looks again and again, and shows what is busy.
 *
 * Signals are read, not caught, as nothing is to come between two calls of
 * curses. What is to be said on stderr is kept until the terminal is as it was.
 */
#include <sys/ioctl.h>
#include <sys/signalfd.h>

#include <curses.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch_top.h"
#include "model/kind.h"

/* Looking takes no more than a part of the time of a processor. */
#define PART 4

#define ESCAPE 27
#define CONTROL_U 21
#define DELETE 127

static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH };

static void
ignore(void *arg, const char *subject, const char *reason)
{
	(void)arg;
	(void)subject;
	(void)reason;
}

static bool
is_shown(const struct options *o, const struct ipc_object *object)
{
	return (o->filter == NULL || expr_match(o->filter, object)) &&
	       (o->goal == NULL || expr_match(o->goal, object));
}

/* The rows, anew: the order, or what is shown, may be another. */
static void
select_rows(struct top *top)
{
	const struct ipc_list *list = &top->watch.list;
	size_t i;

	free(top->rows);
	top->rows = xreallocarray(NULL, list->n + 1, sizeof(*top->rows));
	top->n = 0;
	for (i = 0; i < list->n; i++)
		if (is_shown(&top->o, list->v[i]))
			top->rows[top->n++] =
			    (struct rate_row){ list->v[i], &top->rates[i] };
	rates_sort(top->rows, top->n, top->sort, top->reverse);
}

static void
look_again(struct top *top)
{
	struct watch *watch = &top->watch;
	struct ipc_list list = { 0 };
	int64_t now = monotonic();
	struct rate *rates;

	look(watch, &list);
	rates = rates_update(top->rates, &watch->list, &list, top->looked, now);
	look_done(watch, &list);
	free(top->rates);
	top->rates = rates;
	top->looked = now;
	free(top->limits);
	top->nlimits = limits_load(&top->limits, KINDS_ALL, ignore, NULL);
	select_rows(top);
}

static int64_t
next_look(const struct top *top)
{
	int64_t now = monotonic(), wait = (now - top->looked) * PART, due;

	if (wait < top->o.interval)
		wait = top->o.interval;
	return __builtin_add_overflow(now, wait, &due) ? INT64_MAX : due;
}

/* Keeps the old expression if the new one makes no sense. */
static void
set_expression(struct top *top)
{
	struct expr *goal = NULL;
	struct expr_error error = { 0 };

	text_clear(&top->error);
	if (top->input[0] != '\0')
		error = expr_parse(&goal, &object_table, top->input);
	if (error.message != NULL) {
		text_str(&top->error, top->input);
		text_str(&top->error, ": ");
		text_str(&top->error, error.message);
		text_str(&top->error, " at character ");
		text_number(&top->error, (int64_t)error.at + 1);
		return;
	}
	expr_free(top->o.goal);
	top->o.goal = goal;
	memcpy(top->expression, top->input, sizeof(top->expression));
}

/* True once it is typed: what is needed for it is to be looked at. */
static bool
type(struct top *top, int key)
{
	size_t length = strlen(top->input);

	if (key == '\n' || key == '\r' || key == KEY_ENTER) {
		top->asking = false;
		set_expression(top);
		return true;
	}
	if (key == ESCAPE) {
		top->asking = false;
	} else if (key == CONTROL_U) {
		top->input[0] = '\0';
	} else if (key == KEY_BACKSPACE || key == DELETE || key == '\b') {
		/* A character of UTF-8 goes as a whole. */
		while (length > 0 && (top->input[--length] & 0xc0) == 0x80)
			continue;
		top->input[length] = '\0';
	} else if (key >= ' ' && key < 256 && length + 1 < TOP_INPUT) {
		top->input[length] = (char)key;
		top->input[length + 1] = '\0';
	}
	return false;
}

enum act { STAY, LOOK, QUIT };

static enum act
press(struct top *top, int key)
{
	if (top->asking)
		return type(top, key) ? LOOK : STAY;
	if (top->help && key != 'q') {
		top->help = false;
		return STAY;
	}
	switch (key) {
	case 'q':
		return QUIT;
	case 'p':
	case ' ':
		top->paused = !top->paused;
		return top->paused ? STAY : LOOK;
	case 's':
		top->sort = (top->sort + 1) % SORTS;
		break;
	case 'r':
		top->reverse = !top->reverse;
		break;
	case '/':
		top->asking = true;
		top->input[0] = '\0';
		text_clear(&top->error);
		break;
	case 'h':
	case '?':
		top->help = true;
		break;
	}
	select_rows(top);
	return STAY;
}

static void
draw(const struct top *top)
{
	int width = COLS, height = LINES, line = 0;
	int heading = top->help ? -1 : (int)top_heading(top);
	struct text text = { 0 };
	const char *s;
	size_t length;

	top_draw(top, &text, (size_t)width, (size_t)height);
	erase();
	for (s = text.s; *s != '\0'; s += length + 1, line++) {
		length = strcspn(s, "\n");
		attrset(line == heading ? A_REVERSE : A_NORMAL);
		mvaddnstr(line, 0, s, (int)length);
	}
	attrset(A_NORMAL);
	text_free(&text);
	refresh();
}

static void
resize(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row != 0 &&
	    size.ws_col != 0)
		resizeterm(size.ws_row, size.ws_col);
}

/* The signal that ends it, or 0. */
static int
read_signal(int fd)
{
	struct signalfd_siginfo info;

	while (read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo != SIGWINCH)
			return (int)info.ssi_signo;
		resize();
	}
	return 0;
}

/* Whether it goes on; *signo is set if it does not for a signal. */
static bool
handle(struct top *top, const struct pollfd *fds, int64_t *due, int *signo)
{
	enum act act;
	int key;

	if (fds[0].revents != 0 && (*signo = read_signal(fds[0].fd)) != 0)
		return false;
	while (fds[1].revents != 0 && (key = getch()) != ERR) {
		if ((act = press(top, key)) == QUIT)
			return false;
		/* While it is paused, an expression is of what there was. */
		if (act == LOOK && top->paused)
			select_rows(top);
		else if (act == LOOK)
			*due = 0;
	}
	/* The terminal is gone. */
	return !(fds[1].revents & (POLLHUP | POLLERR | POLLNVAL));
}

/* The signal that ended it, or 0. */
static int
run(struct top *top, int signal_fd, int keys)
{
	struct pollfd fds[] = {
		{ .fd = signal_fd, .events = POLLIN },
		{ .fd = keys, .events = POLLIN },
	};
	int64_t due = next_look(top), ns;
	struct timespec timeout;
	int signo = 0;

	do {
		if (!top->paused && monotonic() >= due) {
			look_again(top);
			due = next_look(top);
		}
		draw(top);
		fds[0].revents = fds[1].revents = 0;
		ns = due - monotonic();
		timeout = (struct timespec){ ns > 0 ? ns / SECOND : 0,
			ns > 0 ? ns % SECOND : 0 };
		ppoll(fds, 2, top->paused ? NULL : &timeout, NULL);
	} while (handle(top, fds, &due, &signo));
	return signo;
}

/* At any exit, that for want of memory too. */
static void
restore(void)
{
	if (!isendwin())
		endwin();
}

static SCREEN *
open_screen(FILE *keys)
{
	/* curses wants a descriptor; ours of stdio has none (cli_start()). */
	FILE *out = fdopen(STDOUT_FILENO, "w");
	SCREEN *screen = out != NULL ? newterm(NULL, out, keys) : NULL;

	if (screen == NULL)
		return NULL;
	atexit(restore);
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(25);
	curs_set(0);
	return screen;
}

static int
on_screen(struct top *top, FILE *keys)
{
	int fd, signo;

	fd = open_signals(signals, sizeof(signals) / sizeof(*signals));
	look_again(top);
	if (open_screen(keys) == NULL) {
		cli_warn("TERM", "is not known to curses, or not set");
		return CLI_FAILED;
	}
	top->watch.later = true;
	signo = run(top, fd, fileno(keys));
	restore();
	top->watch.later = false;
	tell_later(&top->watch);
	if (signo != 0)
		end_by(signo);
	return top->watch.status;
}

/* Rates take two looks. */
static int
once(struct top *top)
{
	struct timespec interval = { top->o.interval / SECOND,
		top->o.interval % SECOND };
	struct text text = { 0 };

	look_again(top);
	nanosleep(&interval, NULL);
	look_again(top);
	top_draw(top, &text, 0, 0);
	fwrite(text.s, 1, text.len, stdout);
	text_free(&text);
	return top->watch.status;
}

int
top(const struct options *o)
{
	struct top top = { .o = *o };
	FILE *keys = NULL;
	int status;

	top.watch = (struct watch){ .o = &top.o, .status = CLI_OK };
	if (isatty(STDOUT_FILENO))
		keys = isatty(STDIN_FILENO) ? stdin : fopen("/dev/tty", "re");
	status = keys != NULL ? on_screen(&top, keys) : once(&top);
	ipc_list_free(&top.watch.list);
	free(top.watch.told);
	free(top.rates);
	free(top.rows);
	free(top.limits);
	text_free(&top.error);
	expr_free(top.o.goal);
	return status;
}
