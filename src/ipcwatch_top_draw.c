/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --top: the screen, as lines of text. */
#include <langinfo.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ipcwatch_top.h"
#include "model/kind.h"

/* From this share on a limit is worth a line. */
#define NEAR 50

#define OWNER_WIDTH 8
#define HOLDS_WIDTH 9
#define RATE_WIDTH 6
#define LEAST_OBJECT 12

static const char *const sort_names[SORTS] = {
	[SORT_BUSIEST] = "busiest",
	[SORT_FILL] = "fill",
	[SORT_NAME] = "name",
	[SORT_SIZE] = "size",
};

static const char *const help[] = {
	"q        quit",
	"p space  pause, and go on",
	"s        sort by the next of busiest, fill, name, size",
	"r        turn the order round",
	"/        show only objects for which an expression holds; none: all",
	"h        this help; any key leaves it",
};

#define HELP (sizeof(help) / sizeof(*help))

/* How wide the parts are that follow the width of the screen. */
struct layout {
	size_t object;
	int bar;
	int cells; /* of the graph */
	bool blocks;
};

/* Adds the cell, cut or filled to this width. */
static void
add_cell(struct text *t, const char *s, size_t width, bool right)
{
	size_t length = text_fit(s, strlen(s), width);
	size_t taken = text_width(s, length);

	for (; right && taken < width; taken++)
		text_char(t, ' ');
	text_add(t, s, length);
	for (; taken < width; taken++)
		text_char(t, ' ');
}

static void
write_cell(struct text *t, const char *name, const struct ipc_object *o)
{
	const struct column *column = column_named(&object_table, name);
	struct style style = {
		.unknown = "-", .escape = ESCAPE_SPACE, .human = true
	};
	struct value value;

	text_clear(t);
	text_add(t, "", 0);
	column->type->get(column, o, &value);
	value_write(column->type, &value, &style, t);
}

static void
write_holds(struct text *t, const struct ipc_object *o)
{
	if (o->kind->bit & KINDS_SHM) {
		write_cell(t, "size", o);
		return;
	}
	text_clear(t);
	if (rate_amount(o) == UNKNOWN) {
		text_char(t, '-');
		return;
	}
	if (o->kind->bit & KINDS_SEM && o->nsems <= 1)
		text_str(t, "value ");
	text_number(t, rate_amount(o));
	if (o->kind->bit & KINDS_MQ)
		text_str(t, o->messages == 1 ? " msg" : " msgs");
	else if (o->nsems > 1)
		text_str(t, " sems");
}

/* Of large numbers nobody wants the tenths. */
static void
add_rate(struct text *t, int64_t tenths)
{
	char s[32] = "-";

	if (tenths >= 10000000)
		snprintf(s, sizeof(s), "%lldk", (long long)(tenths / 10000));
	else if (tenths >= 10000)
		snprintf(s, sizeof(s), "%lld", (long long)(tenths / 10));
	else if (tenths != UNKNOWN)
		snprintf(s, sizeof(s), "%lld.%lld", (long long)(tenths / 10),
		    (long long)(tenths % 10));
	text_char(t, ' ');
	add_cell(t, s, RATE_WIDTH, true);
}

/*
 * As [####      ]  40%; more than all of it is all of it. The unit is what is
 * counted, where that may be one thing or another.
 */
static void
add_bar(struct text *t, int64_t percent, int cells, const char *unit)
{
	int64_t full = percent > 100 ? cells : percent * cells / 100;
	char s[32] = "-";
	int i;

	text_char(t, '[');
	for (i = 0; i < cells; i++)
		text_char(t, i < full ? '#' : ' ');
	text_char(t, ']');
	if (percent != UNKNOWN)
		snprintf(s, sizeof(s), "%lld%%%s", (long long)percent, unit);
	add_cell(t, s, 5, true);
}

/* A System V queue is full of bytes, or of messages: 100%b or 100%m. */
static const char *
fill_unit(const struct ipc_object *o)
{
	if (o->max_bytes == UNKNOWN || o->fill_by == NULL)
		return "";
	return strcmp(o->fill_by, "messages") == 0 ? "m" : "b";
}

static void
add_fill(struct text *t, const struct ipc_object *o, int cells)
{
	text_char(t, ' ');
	if (o->fill != UNKNOWN)
		add_bar(t, o->fill, cells, fill_unit(o));
	else
		add_cell(t, "-", (size_t)cells + 7, true);
}

/* The last minute, the newest at the right; the largest is full height. */
static void
add_graph(struct text *t, const struct rate *rate, const struct layout *layout)
{
	static const char *const blocks[] = { " ", "▁", "▂", "▃", "▄", "▅", "▆",
		"▇", "█" };
	static const char *const ascii[] = { " ", ".", ":", "-", "=", "+", "*",
		"#", "@" };
	int64_t seconds = RATE_SECONDS / layout->cells, most = 1, sum;
	int i;

	for (i = 0; i < layout->cells; i++) {
		sum = rate_sum(rate, i * seconds, seconds);
		most = sum > most ? sum : most;
	}
	text_char(t, ' ');
	for (i = layout->cells - 1; i >= 0; i--) {
		sum = rate_sum(rate, i * seconds, seconds);
		/* What there was is seen, however little it is. */
		sum = sum == 0 ? 0 : 1 + sum * 7 / most;
		text_str(t, layout->blocks ? blocks[sum] : ascii[sum]);
	}
}

static void
add_row(struct text *t, const struct rate_row *row, const struct layout *layout)
{
	const struct ipc_object *o = row->object;
	struct text cell = { 0 };

	write_cell(&cell, "object", o);
	add_cell(t, cell.s, layout->object, false);
	text_char(t, ' ');
	write_cell(&cell, "owner", o);
	add_cell(t, cell.s, OWNER_WIDTH, false);
	text_char(t, ' ');
	write_holds(&cell, o);
	add_cell(t, cell.s, HOLDS_WIDTH, true);
	add_rate(t, row->rate->in);
	add_rate(t, row->rate->out);
	add_rate(t, row->rate->ops);
	add_fill(t, o, layout->bar);
	add_graph(t, row->rate, layout);
	text_char(t, '\n');
	text_free(&cell);
}

static void
add_heading(struct text *t, const struct layout *layout)
{
	add_cell(t, "OBJECT", layout->object, false);
	text_char(t, ' ');
	add_cell(t, "OWNER", OWNER_WIDTH, false);
	text_char(t, ' ');
	add_cell(t, "HOLDS", HOLDS_WIDTH, true);
	text_str(t, "   IN/s  OUT/s  OPS/s ");
	add_cell(t, "FILL", (size_t)layout->bar + 7, true);
	text_str(t, layout->cells < 11 ? " MINUTE\n" : " LAST MINUTE\n");
}

/* No name is wider than the widest, none narrower than is of use. */
static void
set_layout(const struct top *top, size_t width, struct layout *layout)
{
	struct text cell = { 0 };
	size_t i, rest, widest = LEAST_OBJECT;

	layout->blocks = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	layout->bar = width == 0 || width >= 100 ? 10 : 4;
	layout->cells = width >= 180 ? 60 : width >= 140 ? 30 : 20;
	if (width != 0 && width < 110)
		layout->cells = 10;
	for (i = 0; i < top->n; i++) {
		write_cell(&cell, "object", top->rows[i].object);
		if (text_width(cell.s, cell.len) > widest)
			widest = text_width(cell.s, cell.len);
	}
	text_free(&cell);
	rest = OWNER_WIDTH + HOLDS_WIDTH + 3 * (RATE_WIDTH + 1) +
	       (size_t)layout->bar + (size_t)layout->cells + 11;
	layout->object = widest;
	if (width != 0 && widest + rest > width)
		layout->object =
		    width > rest + LEAST_OBJECT ? width - rest : LEAST_OBJECT;
}

static bool
is_near(const struct limit *limit)
{
	return limit->share != UNKNOWN && limit->share >= NEAR;
}

static void
add_limits(struct text *t, const struct top *top)
{
	const struct limit *limit = top->limits;
	size_t i;

	for (i = 0; i < top->nlimits; i++, limit++) {
		if (!is_near(limit))
			continue;
		add_cell(t, limit->name, 20, false);
		text_char(t, ' ');
		add_bar(t, limit->share, 10, "");
		text_str(t, "  ");
		text_number(t, limit->used);
		text_str(t, " of ");
		text_number(t, limit->value);
		text_char(t, ' ');
		text_str(t, limit->unit != NULL ? limit->unit : "");
		text_char(t, '\n');
	}
}

static void
add_state(struct text *t, const struct top *top)
{
	write_time(t, &top->watch.now);
	text_str(t, "  ");
	text_number(t, (int64_t)top->n);
	text_str(t, top->n == 1 ? " object, by " : " objects, by ");
	text_str(t, sort_names[top->sort]);
	text_str(t, top->reverse ? ", reversed" : "");
	text_str(t, top->paused ? ", paused" : "");
	text_char(t, '\n');
}

/* What is typed, what was wrong with it, or what is shown. */
static void
add_question(struct text *t, const struct top *top)
{
	if (top->asking) {
		text_char(t, '/');
		text_escape(t, top->input, ESCAPE_DONE);
	} else if (top->error.len != 0) {
		text_escape(t, top->error.s, ESCAPE_DONE);
	} else if (top->expression[0] != '\0') {
		text_str(t, "only: ");
		text_escape(t, top->expression, ESCAPE_DONE);
	}
	text_char(t, '\n');
}

size_t
top_heading(const struct top *top)
{
	size_t i, n = 2;

	for (i = 0; i < top->nlimits; i++)
		n += is_near(&top->limits[i]);
	return n;
}

/* Copies the lines, none wider than the screen, as many as it has. */
static void
cut(struct text *t, const char *s, size_t width, size_t height)
{
	size_t length, line;

	for (line = 0; *s != '\0' && (height == 0 || line < height); line++) {
		length = strcspn(s, "\n");
		text_add(
		    t, s, width != 0 ? text_fit(s, length, width) : length);
		text_char(t, '\n');
		s += length + 1;
	}
}

void
top_draw(const struct top *top, struct text *t, size_t width, size_t height)
{
	struct layout layout;
	struct text all = { 0 };
	size_t i;

	set_layout(top, width, &layout);
	add_state(&all, top);
	add_limits(&all, top);
	add_question(&all, top);
	for (i = 0; i < HELP && top->help; i++) {
		text_str(&all, help[i]);
		text_char(&all, '\n');
	}
	if (!top->help)
		add_heading(&all, &layout);
	for (i = 0; i < top->n && !top->help && (height == 0 || i < height);
	     i++)
		add_row(&all, &top->rows[i], &layout);
	cut(t, all.s, width, height);
	text_free(&all);
}
