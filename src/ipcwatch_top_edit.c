/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipcwatch --top: a line that is typed, as in a shell. A text that makes no
 * sense stays, with the cursor at what is wrong.
 */
#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "ipcwatch_top.h"
#include "show/output.h"

#define CONTROL(letter) ((letter)&0x1f)
#define ESCAPE 27
#define DELETE 127

void
edit_begin(struct top *top, struct edit *edit, const char *text)
{
	strlcpy(edit->s, text, sizeof(edit->s));
	edit->length = edit->at = strlen(edit->s);
	edit->recalled = edit->n;
	top->editing = edit;
}

void
edit_free(struct edit *edit)
{
	size_t i;

	for (i = 0; i < edit->n; i++)
		free(edit->history[i]);
}

/* The latest is at the end, and what was there before is there once. */
static void
remember(struct edit *edit)
{
	size_t i;

	if (edit->length == 0)
		return;
	for (i = 0; i < edit->n && strcmp(edit->history[i], edit->s) != 0; i++)
		continue;
	if (i == edit->n && edit->n == EDIT_HISTORY)
		i = 0;
	if (i < edit->n) {
		free(edit->history[i]);
		memmove(edit->history + i, edit->history + i + 1,
		    (edit->n - i - 1) * sizeof(*edit->history));
		edit->n--;
	}
	edit->history[edit->n++] = xstrdup(edit->s);
}

static void
recall(struct edit *edit, size_t which)
{
	if (which > edit->n)
		return;
	edit->recalled = which;
	strlcpy(edit->s, which < edit->n ? edit->history[which] : "",
	    sizeof(edit->s));
	edit->length = edit->at = strlen(edit->s);
}

/* Bytes of UTF-8 that go on with a character. */
static bool
goes_on(const struct edit *edit, size_t at)
{
	return at < edit->length && (edit->s[at] & 0xc0) == 0x80;
}

static size_t
before(const struct edit *edit)
{
	size_t at = edit->at;

	while (at > 0 && goes_on(edit, --at))
		continue;
	return at;
}

static size_t
behind(const struct edit *edit)
{
	size_t at = edit->at < edit->length ? edit->at + 1 : edit->at;

	while (goes_on(edit, at))
		at++;
	return at;
}

/* Takes out what is between; the cursor is at its start then. */
static void
take_out(struct edit *edit, size_t from, size_t to)
{
	memmove(edit->s + from, edit->s + to, edit->length - to + 1);
	edit->length -= to - from;
	edit->at = from;
}

static void
insert(struct edit *edit, int key)
{
	if (edit->length + 1 >= EDIT_ROOM)
		return;
	memmove(edit->s + edit->at + 1, edit->s + edit->at,
	    edit->length - edit->at + 1);
	edit->s[edit->at++] = (char)key;
	edit->length++;
}

/* False if the key changes nothing of the line. */
static bool
change(struct edit *edit, int key)
{
	size_t at = edit->at;

	if (key == KEY_LEFT || key == CONTROL('b'))
		edit->at = before(edit);
	else if (key == KEY_RIGHT || key == CONTROL('f'))
		edit->at = behind(edit);
	else if (key == KEY_HOME || key == CONTROL('a'))
		edit->at = 0;
	else if (key == KEY_END || key == CONTROL('e'))
		edit->at = edit->length;
	else if (key == KEY_BACKSPACE || key == DELETE || key == '\b')
		take_out(edit, before(edit), at);
	else if (key == KEY_DC || key == CONTROL('d'))
		take_out(edit, at, behind(edit));
	else if (key == CONTROL('u'))
		take_out(edit, 0, at);
	else if (key == CONTROL('k'))
		take_out(edit, at, edit->length);
	else if (key == KEY_UP || key == CONTROL('p'))
		recall(edit, edit->recalled - (edit->recalled > 0));
	else if (key == KEY_DOWN || key == CONTROL('n'))
		recall(edit, edit->recalled + 1);
	else if (key >= ' ' && key < 256)
		insert(edit, key);
	else
		return false;
	return true;
}

/* Keeps the old expression, and the text, if the new one makes no sense. */
static bool
set_filter(struct top *top)
{
	struct edit *edit = &top->filter;
	struct expr_error error = { 0 };
	struct expr *goal = NULL;

	if (edit->length != 0)
		error = expr_parse(&goal, &activity_table, edit->s);
	if (error.message != NULL) {
		top_say(top, true, error.message, "");
		edit->at = error.at < edit->length ? error.at : edit->length;
		return false;
	}
	expr_free(top->o.goal);
	free(top->expression);
	top->o.goal = goal;
	top->expression = goal != NULL ? xstrdup(edit->s) : NULL;
	top->stale = true;
	rows_select(top);
	return true;
}

static bool
search(struct top *top)
{
	if (top->search.length == 0 || rows_find(top, top->search.s, 0, false))
		return true;
	top_say(top, true, "no name, key or owner has these letters", "");
	return false;
}

static void
done(struct top *top)
{
	struct edit *edit = top->editing;

	if (edit == &top->filter ? set_filter(top)
	    : edit == &top->jump ? replay_jump(top, edit->s)
				 : search(top)) {
		remember(edit);
		top->editing = NULL;
	}
}

void
edit_key(struct top *top, int key)
{
	if (key == '\n' || key == '\r' || key == KEY_ENTER)
		done(top);
	else if (key == ESCAPE)
		top->editing = NULL;
	else if (change(top->editing, key) && top->editing == &top->search &&
		 top->search.length != 0)
		rows_find(top, top->search.s, 0, false);
}

/*
 * Shows the text: as much of what is before the cursor as fits, then the rest.
 */
size_t
edit_draw(const struct top *top, struct canvas *c)
{
	const struct edit *edit = top->editing;
	struct text left = { 0 };
	char *start = xstrndup(edit->s, edit->at);
	const char *s;
	size_t room, at;

	canvas_put(c, LOOK_KEY,
	    edit == &top->filter ? "filter: "
	    : edit == &top->jump ? "go to: "
				 : "find: ");
	text_add(&left, "", 0);
	text_escape(&left, start, ESCAPE_DONE);
	room = c->width > canvas_column(c) + 2 ? c->width - canvas_column(c) - 2
					       : 1;
	for (s = left.s; text_width(s, strlen(s)) > room;)
		s += text_fit(s, strlen(s), 1) +
		     (text_fit(s, strlen(s), 1) == 0);
	if (s != left.s)
		canvas_put(c, LOOK_DIM, output_cut_mark());
	canvas_put(c, LOOK_PLAIN, s);
	at = canvas_column(c);
	text_clear(&left);
	text_escape(&left, edit->s + edit->at, ESCAPE_DONE);
	canvas_put(c, LOOK_PLAIN, left.len != 0 ? left.s : "");
	canvas_end(c);
	text_free(&left);
	free(start);
	return at;
}
