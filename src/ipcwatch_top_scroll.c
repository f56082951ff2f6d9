/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --top: which lines of a list are seen. */
#include "ipcwatch_top.h"

/* The cursor is seen; without one, no line behind the last is. */
static void
settle(struct scroll *s)
{
	size_t last = s->n > s->page ? s->n - s->page : 0;

	if (s->at >= s->n)
		s->at = s->n != 0 ? s->n - 1 : 0;
	if (s->cursor && s->at < s->first)
		s->first = s->at;
	if (s->cursor && s->at >= s->first + s->page)
		s->first = s->at - s->page + 1;
	if (s->first > last)
		s->first = last;
}

void
scroll_to(struct scroll *s, size_t line)
{
	s->at = line;
	if (!s->cursor)
		s->first = line;
	settle(s);
}

void
scroll_by(struct scroll *s, int64_t lines)
{
	size_t from = s->cursor ? s->at : s->first, back = (size_t)-lines;

	if (lines >= 0)
		scroll_to(s, from + (size_t)lines);
	else
		scroll_to(s, from > back ? from - back : 0);
}

void
scroll_fit(struct scroll *s, size_t n, size_t page)
{
	s->n = n;
	s->page = page != 0 ? page : 1;
	settle(s);
}

struct scroll *
top_scroll(struct top *top)
{
	if (top->mode == MODE_TABLE)
		return &top->table;
	return top->mode == MODE_FIELDS ? &top->menu : &top->page;
}

void
scroll_tell(const struct scroll *s, struct canvas *c)
{
	size_t seen = s->n - s->first < s->page ? s->n - s->first : s->page;

	if (seen == s->n)
		return;
	canvas_number(c, LOOK_DIM, (int64_t)s->first);
	canvas_put(c, LOOK_DIM, " above, ");
	canvas_number(c, LOOK_DIM, (int64_t)(s->n - s->first - seen));
	canvas_put(c, LOOK_DIM, " below");
}
