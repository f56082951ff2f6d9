/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipcwatch --top: looks again and again, and shows which objects are busy.
 *
 * Signals are read from a descriptor, not caught: none may come between two
 * calls of curses. Messages for stderr are kept until the terminal is restored.
 */
#include <sys/signalfd.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch_top.h"
#include "ipcwatch_trace.h"
#include "model/kind.h"

/* Looking takes no more than a part of the time of a processor. */
#define PART 4
#define LIMITS_PART 500

/* The columns, until others are chosen. */
#define UNTRACED "object,owner,contents,in,out,ops,fill,drain,full_in,minute"
#define TRACED                                                                 \
	"object,owner,contents,in,out,ops,fill,wait,blocked,p99,calls,errors," \
	"minute"

enum source { SIGNALS, KEYS, RECORDS, SOURCES };

static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH,
	SIGTSTP, SIGCONT };

static int
by_share(const void *a, const void *b)
{
	const struct limit *one = a, *other = b;

	return (one->share < other->share) - (one->share > other->share);
}

void
top_sort_limits(struct top *top)
{
	if (top->nlimits != 0)
		qsort(
		    top->limits, top->nlimits, sizeof(*top->limits), by_share);
}

/*
 * To ask the kernel for what it counts may take longer than to look at all
 * objects, so that limits are looked at less often where it does.
 */
static void
look_at_limits(struct top *top)
{
	int64_t start = monotonic();

	if (top->limits != NULL && start < top->limits_due)
		return;
	free(top->limits);
	top->nlimits = limits_load(&top->limits, KINDS_ALL, NULL, NULL);
	top_sort_limits(top);
	top->limits_due = monotonic() + (monotonic() - start) * LIMITS_PART;
}

static void
look_again(struct top *top)
{
	struct watch *watch = &top->watch;
	struct ipc_list list = { 0 };
	int64_t now = monotonic();
	struct rate *rates;

	top->stale = false;
	if (top->replay != NULL) {
		/* It stands still until it is played. */
		if (!top->paused)
			replay_play(top);
		return;
	}
	top->o.need = rows_need(top);
	look(watch, &list);
	rates = rates_update(top->rates, &watch->list, &list, top->looked, now);
	look_done(watch, &list);
	free(top->rates);
	free(top->all);
	top->rates = rates;
	top->all = activity_rows(&watch->list, rates);
	top->looked = now;
	calls_look(top);
	look_at_limits(top);
	rows_select(top);
	if (top->mode == MODE_PANEL)
		panel_look(top);
}

static int64_t
next_look(const struct top *top)
{
	int64_t now = monotonic(), wait = (now - top->looked) * PART, due;

	if (wait < top->o.interval)
		wait = top->o.interval;
	return __builtin_add_overflow(now, wait, &due) ? INT64_MAX : due;
}

static void
draw(struct top *top)
{
	struct canvas canvas;
	size_t cursor;

	canvas_begin(&canvas, term_width(), term_height());
	cursor = top_draw(top, &canvas);
	term_paint(&canvas, cursor);
	canvas_free(&canvas);
}

/* The signal that ends it, or 0. */
static int
read_signal(int fd)
{
	struct signalfd_siginfo info;

	while (read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info))
		switch (info.ssi_signo) {
		case SIGWINCH:
			term_resize();
			break;
		case SIGTSTP:
			term_stop();
			break;
		case SIGCONT:
			term_continue();
			break;
		default:
			return (int)info.ssi_signo;
		}
	return 0;
}

/* Whether it goes on; *signo is set if it does not for a signal. */
static bool
handle(struct top *top, const struct pollfd *fds, int64_t *due, int *signo)
{
	int key;

	if (fds[SIGNALS].revents != 0 &&
	    (*signo = read_signal(fds[SIGNALS].fd)) != 0)
		return false;
	while (fds[KEYS].revents != 0 && !top->quit && term_key(top, &key))
		key_press(top, key);
	/* While it is paused, what is shown is of what there was. */
	if (top->stale && !top->paused && top->replay == NULL)
		*due = 0;
	/* The terminal is gone. */
	return !top->quit &&
	       !(fds[KEYS].revents & (POLLHUP | POLLERR | POLLNVAL));
}

/*
 * Waits until there is a key or a signal, or until the time has come; INT64_MAX
 * is never. Records of calls are read meanwhile, and are no reason to draw.
 */
static void
wait_for(struct top *top, struct pollfd *fds, int64_t due)
{
	int64_t ns, soon = INT64_MAX;
	struct timespec timeout;

	do {
		ns = due == INT64_MAX ? due : due - monotonic();
		ns = ns < soon ? ns : soon;
		ns = ns > 0 ? ns : 0;
		timeout = (struct timespec){ ns / SECOND, ns % SECOND };
		fds[SIGNALS].revents = fds[KEYS].revents = 0;
		fds[RECORDS].fd = calls_fd(top);
		ppoll(fds, SOURCES, ns == INT64_MAX ? NULL : &timeout, NULL);
		soon = calls_read(top);
	} while (fds[SIGNALS].revents == 0 && fds[KEYS].revents == 0 &&
		 monotonic() < due);
}

static void
begin_polling(struct pollfd *fds, int signal_fd, int keys)
{
	fds[SIGNALS] = (struct pollfd){ .fd = signal_fd, .events = POLLIN };
	fds[KEYS] = (struct pollfd){ .fd = keys, .events = POLLIN };
	fds[RECORDS] = (struct pollfd){ .fd = -1, .events = POLLIN };
}

/* The signal that ended it, or 0. */
static int
run(struct top *top, int signal_fd, int keys)
{
	int64_t due = next_look(top);
	struct pollfd fds[SOURCES];
	int signo = 0;

	begin_polling(fds, signal_fd, keys);
	do {
		if (!top->paused && monotonic() >= due) {
			look_again(top);
			due = next_look(top);
		}
		draw(top);
		wait_for(top, fds, top->paused ? INT64_MAX : due);
	} while (handle(top, fds, &due, &signo));
	return signo;
}

/* Tracing must be ended, whichever signal ends us. */
static int
open_descriptor(const struct top *top)
{
	const size_t n = sizeof(signals) / sizeof(*signals);

	return top->calls != NULL ? open_ends(signals, n)
				  : open_signals(signals, n);
}

static int
on_screen(struct top *top, FILE *keys)
{
	int fd = open_descriptor(top), signo;

	look_again(top);
	if (!term_open(keys, top->o.colour)) {
		cli_warn("TERM", "is not known to curses, or not set");
		return CLI_FAILED;
	}
	top->watch.later = true;
	signo = run(top, fd, fileno(keys));
	term_restore();
	top->watch.later = false;
	tell_later(&top->watch);
	calls_close(top);
	if (signo != 0)
		end_by(signo);
	return top->watch.status;
}

static void
print(struct top *top)
{
	struct canvas canvas;

	canvas_begin(&canvas, 0, 0);
	top_draw(top, &canvas);
	fwrite(canvas.text.s, 1, canvas.text.len, stdout);
	canvas_free(&canvas);
}

/* Ends as whoever reads our output has, or with an error. */
static _Noreturn void
fail(struct top *top, int error)
{
	bool silently = top->calls != NULL && error == EPIPE;

	calls_close(top);
	if (silently)
		end_by(SIGPIPE);
	fail_to_write(error);
}

/* Waits for an interval; a signal ends us only here if calls are traced. */
static void
pass_interval(struct top *top, struct pollfd *fds)
{
	struct signalfd_siginfo info;

	wait_for(top, fds, monotonic() + top->o.interval);
	if (fds[SIGNALS].revents == 0 ||
	    read(fds[SIGNALS].fd, &info, sizeof(info)) != (ssize_t)sizeof(info))
		return;
	calls_close(top);
	end_by((int)info.ssi_signo);
}

/* Screens as text. Rates take two looks, so that the first has one before. */
static int
batch(struct top *top)
{
	int64_t i, count = top->o.count;
	struct pollfd fds[SOURCES];

	if (count == UNKNOWN)
		count = top->o.batch && top->replay == NULL ? INT64_MAX : 1;
	if (top->calls != NULL)
		signal(SIGPIPE, SIG_IGN);
	begin_polling(fds, top->calls != NULL ? open_ends(NULL, 0) : -1, -1);
	look_again(top);
	for (i = 0; i < count; i++) {
		if (top->replay == NULL)
			pass_interval(top, fds);
		look_again(top);
		if (i != 0)
			putchar('\n');
		print(top);
		if (fflush(stdout) != 0)
			fail(top, errno);
	}
	return top->watch.status;
}

static void
release(struct top *top)
{
	panel_close(top);
	replay_close(top);
	calls_close(top);
	ipc_list_free(&top->watch.list);
	free(top->watch.told);
	free(top->rates);
	free(top->all);
	free(top->rows);
	free(top->limits);
	free(top->expression);
	edit_free(&top->filter);
	edit_free(&top->search);
	edit_free(&top->jump);
	text_free(&top->message);
	text_free(&top->left_out);
	expr_free(top->o.goal);
	if (top->pointed != NULL)
		ipc_object_free(top->pointed);
}

/* Columns and order that options ask for, in place of the usual ones. */
static void
set_table(struct top *top, const struct options *o)
{
	if (o->output != NULL) {
		top->columns = (struct columns){ 0 };
		cli_columns(
		    &top->columns, &activity_table, "--output", o->output);
	}
	if (o->sort != NULL) {
		top->sort = (struct sort){ 0 };
		cli_sort(&top->sort, &activity_table, "--sort", o->sort);
		top->by = top->sort.v[0].column;
	}
}

int
top(const struct options *o)
{
	struct top top = {
		.o = *o,
		.mode = MODE_TABLE,
		.table = { .cursor = true },
	};
	FILE *keys = NULL;
	int status;

	top.watch = (struct watch){ .o = &top.o, .status = CLI_OK };
	columns_parse(
	    &top.columns, &activity_table, o->trace ? TRACED : UNTRACED);
	rows_sort_by(&top, column_named(&activity_table, "busy"));
	set_table(&top, o);
	if (o->replay != NULL && !replay_open(&top, o)) {
		release(&top);
		return CLI_FAILED;
	}
	if (o->trace && !calls_open(&top)) {
		release(&top);
		return CLI_FAILED;
	}
	top.paused = o->replay != NULL;
	if (isatty(STDOUT_FILENO) && !o->batch)
		keys = isatty(STDIN_FILENO) ? stdin : fopen("/dev/tty", "re");
	status = keys != NULL ? on_screen(&top, keys) : batch(&top);
	release(&top);
	return status;
}
