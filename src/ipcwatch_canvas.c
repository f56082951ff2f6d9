/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --top: lines of text with looks; see ipcwatch_canvas.h. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "ipcwatch_canvas.h"
#include "show/output.h"

void
canvas_begin(struct canvas *c, size_t width, size_t height)
{
	*c = (struct canvas){ .width = width, .height = height };
	text_add(&c->text, "", 0);
}

void
canvas_free(struct canvas *c)
{
	text_free(&c->text);
	free(c->spans);
}

static unsigned
look_now(const struct canvas *c)
{
	return c->nspans != 0 ? c->spans[c->nspans - 1].look : LOOK_PLAIN;
}

/* From here on the text has this look. */
static void
set_look(struct canvas *c, unsigned look)
{
	if (look_now(c) == look)
		return;
	c->spans = xreallocarray(c->spans, c->nspans + 1, sizeof(*c->spans));
	c->spans[c->nspans++] = (struct span){ c->text.len, look };
}

void
canvas_add(struct canvas *c, unsigned look, const char *s, size_t length)
{
	set_look(c, look | c->look);
	text_add(&c->text, s, length);
}

void
canvas_put(struct canvas *c, unsigned look, const char *s)
{
	canvas_add(c, look, s, strlen(s));
}

void
canvas_number(struct canvas *c, unsigned look, int64_t number)
{
	set_look(c, look | c->look);
	text_number(&c->text, number);
}

static void
pad(struct canvas *c, unsigned look, size_t n)
{
	if (n == 0)
		return;
	set_look(c, look | c->look);
	text_repeat(&c->text, ' ', n);
}

void
canvas_cell(
    struct canvas *c, unsigned look, const char *s, size_t width, bool right)
{
	size_t length = strlen(s), taken = text_width(s, length);
	bool cut = taken > width;

	if (width == 0)
		return;
	if (cut) {
		length = text_fit(s, length, width - 1);
		taken = text_width(s, length) + 1;
	}
	if (right)
		pad(c, LOOK_PLAIN, width - taken);
	canvas_add(c, look, s, length);
	if (cut)
		canvas_put(c, look, output_cut_mark());
	if (!right)
		pad(c, LOOK_PLAIN, width - taken);
}

size_t
canvas_column(const struct canvas *c)
{
	return text_width(c->text.s + c->start, c->text.len - c->start);
}

void
canvas_to(struct canvas *c, size_t column)
{
	size_t at = canvas_column(c);

	if (at < column)
		pad(c, LOOK_PLAIN, column - at);
}

/* Forgets what the text has from there on. */
static void
drop(struct canvas *c, size_t length)
{
	c->text.len = length;
	c->text.s[length] = '\0';
	while (c->nspans != 0 && c->spans[c->nspans - 1].at >= length)
		c->nspans--;
}

/* Spaces at the end are nothing that would be missed. */
static void
trim(struct canvas *c)
{
	size_t length = c->text.len;

	while (length > c->start && c->text.s[length - 1] == ' ')
		length--;
	drop(c, length);
}

static void
cut(struct canvas *c)
{
	size_t length = c->text.len - c->start;
	unsigned look;

	if (text_width(c->text.s + c->start, length) <= c->width)
		return;
	length = text_fit(c->text.s + c->start, length, c->width - 1);
	drop(c, c->start + length);
	look = look_now(c);
	canvas_add(c, look, output_cut_mark(), strlen(output_cut_mark()));
}

void
canvas_end(struct canvas *c)
{
	if (c->height != 0 && c->lines >= c->height) {
		drop(c, c->start);
		c->look = LOOK_PLAIN;
		return;
	}
	trim(c);
	if (c->width != 0)
		cut(c);
	/* A reversed line is reversed over the whole width. */
	if (c->width != 0 && c->look & LOOK_REVERSE)
		canvas_to(c, c->width);
	c->look = LOOK_PLAIN;
	set_look(c, LOOK_PLAIN);
	text_char(&c->text, '\n');
	c->start = c->text.len;
	c->lines++;
}

void
canvas_leave(struct canvas *c, size_t lines)
{
	while (c->height != 0 && c->lines + lines < c->height)
		canvas_end(c);
}
