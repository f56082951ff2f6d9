/* SPDX-License-Identifier: BSD-2-Clause */
/* The line that shows progress; see cli_progress.h. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/progress.h"
#include "base/text.h"
#include "base/unknown.h"
#include "cli_progress.h"
#include "show/value.h"

/* Erases a line of a terminal of any kind, by spaces. The line is shorter. */
#define LINE 72
#define ERASE                                                                  \
	"\r                                    "                               \
	"                                    \r"

static const int ending[] = { SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM };
#define ENDING (sizeof(ending) / sizeof(*ending))

static const char *what;		/* is done */
static struct sigaction before[ENDING]; /* of these signals */
static volatile sig_atomic_t visible;	/* the line is on the terminal */

static void
write_all(const char *s, size_t n)
{
	/* A terminal that takes no more gets no progress. */
	if (write(STDERR_FILENO, s, n) == -1)
		visible = 0;
}

/* The caller is a signal handler, too. */
static void
erase(void)
{
	if (visible)
		write_all(ERASE, sizeof(ERASE) - 1);
	visible = 0;
}

static void
end(int signo)
{
	erase();
	/* SA_RESETHAND has restored what the signal does. */
	raise(signo);
}

/* Signals that end this process erase the line first. */
static void
catch_signals(void)
{
	struct sigaction action = {
		.sa_handler = end,
		.sa_flags = (int)SA_RESETHAND,
	};
	size_t i;

	for (i = 0; i < ENDING; i++)
		if (sigaction(ending[i], NULL, &before[i]) == 0 &&
		    before[i].sa_handler == SIG_DFL)
			sigaction(ending[i], &action, NULL);
}

static void
restore_signals(void)
{
	size_t i;

	for (i = 0; i < ENDING; i++)
		if (before[i].sa_handler == SIG_DFL)
			sigaction(ending[i], &before[i], NULL);
}

static void
add_of(struct text *t, int64_t done, int64_t all,
    void (*add)(struct text *, int64_t))
{
	/* What is counted may have grown since its size was read. */
	if (all != UNKNOWN && done > all)
		done = all;
	add(t, done);
	if (all == UNKNOWN)
		return;
	text_str(t, " of ");
	add(t, all);
}

static void
add_size(struct text *t, int64_t bytes)
{
	struct style style = { .human = true };

	value_write_size(bytes, &style, t);
}

static bool
is_in_background(void)
{
	pid_t group = tcgetpgrp(STDERR_FILENO);

	return group != -1 && group != getpgrp();
}

static void
show(const struct progress *p)
{
	struct text line = { 0 };

	if (is_in_background())
		return;
	text_char(&line, '\r');
	text_str(&line, getprogname());
	text_str(&line, ": ");
	text_str(&line, what);
	text_char(&line, ' ');
	if (p->objects != 0) {
		add_of(&line, p->objects_done, p->objects, text_number);
		text_str(&line, p->objects == 1 ? " object" : " objects");
	}
	if (p->bytes != 0) {
		text_str(&line, p->objects != 0 ? ", " : "");
		add_of(&line, p->bytes_done, p->bytes, add_size);
	}
	/* It is never shorter than the last one by more than this. */
	text_str(&line, "   ");
	if (line.len < LINE) {
		visible = 1;
		write_all(line.s, line.len);
	}
	text_free(&line);
}

void
cli_progress(const char *doing, int64_t objects, int64_t bytes)
{
	const struct progress progress = {
		.objects = objects,
		.bytes = bytes,
		.show = show,
	};

	if (!isatty(STDERR_FILENO))
		return;
	what = doing;
	catch_signals();
	progress_start(&progress);
}

void
cli_progress_hide(void)
{
	erase();
}

void
cli_progress_end(void)
{
	if (what == NULL)
		return;
	what = NULL;
	progress_stop();
	erase();
	restore_signals();
}
