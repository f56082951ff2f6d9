/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --top: what the keys do; see ipcwatch_top_keys.c. */
#include <stdlib.h>
#include <string.h>

#include "ipcwatch_top.h"
#include "model/kind.h"

void
top_say(struct top *top, bool is_error, const char *what, const char *more)
{
	text_clear(&top->message);
	text_str(&top->message, what);
	text_escape(&top->message, more, ESCAPE_DONE);
	top->is_error = is_error;
}

/*
 * Scrolls what fills the screen; in the table the cursor gets to another
 * object.
 */
static void
move(struct top *top, int64_t lines)
{
	scroll_by(top_scroll(top), lines);
	if (top->mode == MODE_TABLE)
		rows_point(top);
}

void
act_up(struct top *top)
{
	move(top, -1);
}

void
act_down(struct top *top)
{
	move(top, 1);
}

void
act_page_up(struct top *top)
{
	move(top, -(int64_t)top_scroll(top)->page);
}

void
act_page_down(struct top *top)
{
	move(top, (int64_t)top_scroll(top)->page);
}

void
act_home(struct top *top)
{
	scroll_to(top_scroll(top), 0);
	move(top, 0);
}

void
act_end(struct top *top)
{
	scroll_to(top_scroll(top), top_scroll(top)->n);
	move(top, 0);
}

void
act_quit(struct top *top)
{
	top->quit = true;
}

void
act_back(struct top *top)
{
	if (top->mode == MODE_PANEL)
		panel_close(top);
	top->mode = MODE_TABLE;
}

void
act_help(struct top *top)
{
	act_back(top);
	top->mode = MODE_HELP;
	top->page = (struct scroll){ 0 };
}

void
act_pause(struct top *top)
{
	top->paused = !top->paused;
	top->stale = !top->paused;
}

void
act_enter(struct top *top)
{
	const struct column *column = fields_pointed(top);
	const struct activity *row = rows_pointed(top);

	if (top->mode == MODE_FIELDS && column != NULL) {
		rows_sort_by(top, column);
		act_back(top);
		rows_select(top);
	} else if (top->mode == MODE_TABLE && row != NULL) {
		top->mode = MODE_PANEL;
		top->page = (struct scroll){ 0 };
		panel_open(top, row);
	}
}

void
act_fields(struct top *top)
{
	top->mode = MODE_FIELDS;
	top->menu = (struct scroll){ .cursor = true };
	/* It is seen as soon as it is known how many there are. */
	top->menu.at = fields_find(top->by);
}

void
act_toggle_field(struct top *top)
{
	const struct column *column = fields_pointed(top);
	struct columns *columns = &top->columns;
	size_t i, kept = 0, n = columns->n;

	for (i = 0; i < n; i++)
		if (columns->v[i] != column)
			columns->v[kept++] = columns->v[i];
	columns->n = kept;
	if (kept == n)
		columns_add(columns, column);
	top->stale = true;
}

/* By the column that is so many to the right of the one sorted by. */
static void
sort_beside(struct top *top, int64_t places)
{
	const struct columns *columns = &top->columns;
	int64_t i, n = (int64_t)columns->n;

	if (n == 0)
		return;
	for (i = 0; i < n && columns->v[i] != top->by; i++)
		continue;
	/* A column that is not shown counts as being before the first. */
	if (i == n)
		i = places > 0 ? -1 : 0;
	rows_sort_by(top, columns->v[((i + places) % n + n) % n]);
	rows_select(top);
}

void
act_sort_left(struct top *top)
{
	sort_beside(top, -1);
}

void
act_sort_right(struct top *top)
{
	sort_beside(top, 1);
}

void
act_sort_next(struct top *top)
{
	static const char *const fields[] = { "busy", "fill", "object",
		"contents" };
	const size_t n = sizeof(fields) / sizeof(*fields);
	size_t i;

	for (i = 0; i < n && strcmp(fields[i], top->by->name) != 0; i++)
		continue;
	rows_sort_by(top,
	    column_named(&activity_table, fields[i < n ? (i + 1) % n : 0]));
	rows_select(top);
}

void
act_reverse(struct top *top)
{
	rows_reverse(top);
	rows_select(top);
}

void
act_idle(struct top *top)
{
	top->hide_idle = !top->hide_idle;
	rows_select(top);
}

static void
toggle_kinds(struct top *top, unsigned kinds)
{
	top->hidden ^= kinds;
	rows_select(top);
}

void
act_queues(struct top *top)
{
	toggle_kinds(top, KINDS_MQ);
}

void
act_memory(struct top *top)
{
	toggle_kinds(top, KINDS_SHM);
}

void
act_semaphores(struct top *top)
{
	toggle_kinds(top, KINDS_SEM);
}

/* Behind the name and the owner, as they are what one asks for then. */
void
act_processes(struct top *top)
{
	static const char *const fields[] = { "waiters", "holders" };
	struct columns *columns = &top->columns;
	const struct column *column;
	size_t i, j, at, kept;
	bool shown = false;

	if (top->replay != NULL) {
		top_say(top, true, "the recording has no holders", "");
		return;
	}
	for (i = 0; i < 2; i++) {
		column = column_named(&activity_table, fields[i]);
		for (j = kept = 0; j < columns->n; j++)
			if (columns->v[j] != column)
				columns->v[kept++] = columns->v[j];
		shown |= kept != columns->n;
		columns->n = kept;
	}
	top->stale = true;
	at = columns->n < 2 ? columns->n : 2;
	for (i = 0; i < 2 && !shown && columns->n < COLUMNS_MAX; i++) {
		memmove(columns->v + at + 1, columns->v + at,
		    (columns->n - at) * sizeof(*columns->v));
		columns->v[at] = column_named(&activity_table, fields[i]);
		columns->n++;
	}
}

void
act_search(struct top *top)
{
	edit_begin(top, &top->search, "");
}

void
act_filter(struct top *top)
{
	edit_begin(
	    top, &top->filter, top->expression != NULL ? top->expression : "");
}

static void
find_again(struct top *top, bool backwards)
{
	const struct edit *search = &top->search;
	const char *words =
	    search->n != 0 ? search->history[search->n - 1] : "";

	if (*words == '\0')
		top_say(top, true, "nothing was looked for yet: press /", "");
	else if (!rows_find(top, words, 1, backwards))
		top_say(top, true, "not found: ", words);
}

void
act_again(struct top *top)
{
	find_again(top, false);
}

void
act_back_again(struct top *top)
{
	find_again(top, true);
}

/* On the heading: sorts by that column, and once more turns it round. */
static void
click_heading(struct top *top, size_t at)
{
	size_t i;

	for (i = 0; i < top->ncolumns_there; i++) {
		if (at < top->column_at[i] || at >= top->column_at[i + 1])
			continue;
		if (top->column_there[i] == top->by)
			rows_reverse(top);
		else
			rows_sort_by(top, top->column_there[i]);
		rows_select(top);
		return;
	}
}

/* On the row with the cursor it opens the panel. */
void
act_click(struct top *top, size_t line, size_t column)
{
	struct scroll *s = top_scroll(top);
	size_t at;

	if (top->editing != NULL)
		return;
	if (top->mode == MODE_TABLE && line + 1 == top->rows_line)
		click_heading(top, column);
	if (line < top->rows_line || !s->cursor)
		return;
	at = line - top->rows_line + s->first;
	if (at >= s->n || at >= s->first + s->page)
		return;
	if (at == s->at) {
		act_enter(top);
		return;
	}
	scroll_to(s, at);
	move(top, 0);
}
