/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --top: the terminal, by way of curses. */
#include <sys/ioctl.h>

#include <curses.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ipcwatch_top.h"

enum { PAIR_RED = 1, PAIR_YELLOW, PAIR_CYAN };

/* At any exit, that for want of memory too. */
void
term_restore(void)
{
	if (!isendwin())
		endwin();
}

static void
open_colours(void)
{
	if (!has_colors() || start_color() == ERR ||
	    use_default_colors() == ERR)
		return;
	init_pair(PAIR_RED, COLOR_RED, -1);
	init_pair(PAIR_YELLOW, COLOR_YELLOW, -1);
	init_pair(PAIR_CYAN, COLOR_CYAN, -1);
}

bool
term_open(FILE *keys, bool colour)
{
	/* curses wants a descriptor; ours of stdio has none (cli_start()). */
	FILE *out = fdopen(STDOUT_FILENO, "w");

	if (out == NULL || newterm(NULL, out, keys) == NULL)
		return false;
	atexit(term_restore);
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(25);
	curs_set(0);
	mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
	/* A press is one at once: nothing waits for a second one. */
	mouseinterval(0);
	if (colour)
		open_colours();
	return true;
}

void
term_resize(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row != 0 &&
	    size.ws_col != 0)
		resizeterm(size.ws_row, size.ws_col);
}

/* SIGTSTP is read, not caught; what it would have done is done here. */
void
term_stop(void)
{
	term_restore();
	raise(SIGSTOP);
}

/* Restores our settings: another program may have changed the terminal. */
void
term_continue(void)
{
	reset_prog_mode();
	term_resize();
	clearok(curscr, TRUE);
	refresh();
}

size_t
term_width(void)
{
	return (size_t)COLS;
}

size_t
term_height(void)
{
	return (size_t)LINES;
}

static attr_t
attributes(unsigned look)
{
	static const struct {
		unsigned look;
		attr_t attr;
		int pair;
	} table[] = {
		{ LOOK_BOLD, A_BOLD, 0 },
		{ LOOK_REVERSE, A_REVERSE, 0 },
		{ LOOK_DIM, A_DIM, 0 },
		{ LOOK_RED, 0, PAIR_RED },
		{ LOOK_YELLOW, 0, PAIR_YELLOW },
		{ LOOK_CYAN, 0, PAIR_CYAN },
	};
	attr_t attr = A_NORMAL;
	int pair = 0;
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (look & table[i].look) {
			attr |= table[i].attr;
			pair = table[i].pair != 0 ? table[i].pair : pair;
		}
	return attr | (attr_t)COLOR_PAIR(pair);
}

void
term_paint(const struct canvas *c, size_t cursor)
{
	const char *s = c->text.s;
	size_t at = 0, next, span = 0;
	int line = 0;

	erase();
	attrset(A_NORMAL);
	move(0, 0);
	while (at < c->text.len) {
		while (span < c->nspans && c->spans[span].at <= at)
			attrset((int)attributes(c->spans[span++].look));
		next = span < c->nspans ? c->spans[span].at : c->text.len;
		if (s[at] == '\n') {
			move(++line, 0);
			at++;
			continue;
		}
		if (at + strcspn(s + at, "\n") < next)
			next = at + strcspn(s + at, "\n");
		addnstr(s + at, (int)(next - at));
		at = next;
	}
	attrset(A_NORMAL);
	curs_set(cursor != SIZE_MAX);
	if (cursor != SIZE_MAX)
		move(line - 1, (int)cursor);
	refresh();
}

bool
term_key(struct top *top, int *key)
{
	MEVENT event;

	while ((*key = getch()) == KEY_MOUSE) {
		if (getmouse(&event) == ERR)
			continue;
		if (event.bstate & BUTTON4_PRESSED)
			act_up(top);
		else if (event.bstate & BUTTON5_PRESSED)
			act_down(top);
		else if (event.bstate & BUTTON1_PRESSED)
			act_click(top, (size_t)event.y, (size_t)event.x);
	}
	return *key != ERR;
}
