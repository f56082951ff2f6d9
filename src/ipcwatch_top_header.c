/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --top: the first lines: time and place, totals, and limits. */
#include <sys/stat.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "ipcwatch_top.h"
#include "model/kind.h"

#define NEAR 80
#define FULL 100

#define LIMIT_NEAR 50
#define LIMIT_FULL 90
#define LIMIT_WIDTH 52
#define LIMIT_NAME 16
#define LIMIT_BAR 10

unsigned
share_look(int64_t percent)
{
	if (percent == UNKNOWN || percent < NEAR)
		return LOOK_PLAIN;
	return percent < FULL ? LOOK_NEAR : LOOK_FULL;
}

void
bar_draw(struct canvas *c, unsigned look, int64_t percent, size_t cells)
{
	int64_t full = percent == UNKNOWN ? 0
		       : percent > 100	  ? (int64_t)cells
					  : percent * (int64_t)cells / 100;
	size_t i;

	canvas_put(c, LOOK_PLAIN, "[");
	for (i = 0; i < cells; i++)
		canvas_put(c, look, (int64_t)i < full ? "#" : " ");
	canvas_put(c, LOOK_PLAIN, "]");
}

static void
put_host(struct canvas *c)
{
	struct text safe = { 0 };
	char name[256];
	struct stat st;

	if (gethostname(name, sizeof(name)) == -1)
		strlcpy(name, "?", sizeof(name));
	name[sizeof(name) - 1] = '\0';
	text_escape(&safe, name, ESCAPE_SPACE);
	canvas_put(c, LOOK_LABEL, safe.s != NULL ? safe.s : "?");
	text_free(&safe);
	if (stat("/proc/self/ns/ipc", &st) == -1)
		return;
	canvas_put(c, LOOK_PLAIN, "  ipc:[");
	canvas_number(c, LOOK_PLAIN, (int64_t)st.st_ino);
	canvas_put(c, LOOK_PLAIN, "]");
}

/* PAUSED comes before what a narrow screen has no room for. */
static void
first_line(const struct top *top, struct canvas *c)
{
	struct text text = { 0 };

	/* A log of many screens tells the day, too. */
	if (c->width != 0 && top->replay == NULL)
		write_clock(&text, &top->watch.now);
	else
		write_time(&text, &top->watch.now);
	canvas_put(c, LOOK_BOLD, text.s);
	canvas_put(c, LOOK_PLAIN, "  ");
	if (top->replay != NULL)
		canvas_put(
		    c, LOOK_ALERT, top->paused ? " REPLAY " : " PLAYING ");
	else if (top->paused) {
		canvas_put(c, LOOK_ALERT, " PAUSED ");
		canvas_put(c, LOOK_PLAIN, "  ");
	}
	if (top->replay != NULL) {
		canvas_end(c);
		text_free(&text);
		return;
	}
	put_host(c);
	text_clear(&text);
	text_str(&text, "  every ");
	write_seconds(&text, top->o.interval);
	text_char(&text, 's');
	canvas_put(c, LOOK_PLAIN, text.s);
	text_free(&text);
	canvas_end(c);
}

static void
put_hidden(const struct top *top, struct canvas *c)
{
	static const struct {
		unsigned kinds;
		const char *words;
	} names[] = {
		{ KINDS_MQ, ", no queues" },
		{ KINDS_SHM, ", no memory" },
		{ KINDS_SEM, ", no semaphores" },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (top->hidden & names[i].kinds)
			canvas_put(c, LOOK_NEAR, names[i].words);
	if (top->hide_idle)
		canvas_put(c, LOOK_NEAR, ", no idle ones");
}

static void
put_expression(const struct top *top, struct canvas *c)
{
	struct text safe = { 0 };

	if (top->expression == NULL)
		return;
	text_escape(&safe, top->expression, ESCAPE_DONE);
	canvas_put(c, LOOK_NEAR, "only: ");
	canvas_put(c, LOOK_PLAIN, safe.s);
	canvas_end(c);
	text_free(&safe);
}

static void
second_line(const struct top *top, struct canvas *c)
{
	size_t all = top->watch.list.n, shown = top->table.n;

	canvas_number(c, LOOK_PLAIN, (int64_t)shown);
	if (shown != all) {
		canvas_put(c, LOOK_PLAIN, " of ");
		canvas_number(c, LOOK_PLAIN, (int64_t)all);
	}
	canvas_put(c, LOOK_PLAIN, all == 1 ? " object, by " : " objects, by ");
	canvas_put(c, LOOK_PLAIN, top->by->name);
	canvas_put(c, LOOK_PLAIN, top->reverse ? ", reversed" : "");
	put_hidden(top, c);
	calls_draw_total(top, c);
	canvas_end(c);
	put_expression(top, c);
}

/* Adds what is known; what is not known makes the total a least one. */
static void
add_known(int64_t *sum, int64_t more)
{
	if (more != UNKNOWN && __builtin_add_overflow(*sum, more, sum))
		*sum = INT64_MAX;
}

static void
put_total(struct canvas *c, const char *kind, int64_t n, int64_t sum,
    const char *unit)
{
	struct style style = { .human = true };
	struct text text = { 0 };

	canvas_put(c, LOOK_LABEL, kind);
	canvas_put(c, LOOK_PLAIN, " ");
	canvas_number(c, LOOK_PLAIN, n);
	if (unit != NULL) {
		text_str(&text, " (");
		if (*unit == '\0')
			value_write_size(sum, &style, &text);
		else
			text_number(&text, sum);
		text_str(&text, unit);
		text_str(&text, ")");
		canvas_put(c, LOOK_PLAIN, text.s);
		text_free(&text);
	}
	canvas_put(c, LOOK_PLAIN, "  ");
}

static void
totals(const struct top *top, struct canvas *c)
{
	int64_t queues = 0, messages = 0, full = 0, memory = 0, bytes = 0,
		sems = 0;
	const struct ipc_object *o;
	size_t i;

	for (i = 0; i < top->watch.list.n; i++) {
		o = top->watch.list.v[i];
		queues += (o->kind->bit & KINDS_MQ) != 0;
		memory += (o->kind->bit & KINDS_SHM) != 0;
		sems += (o->kind->bit & KINDS_SEM) != 0;
		full += o->fill != UNKNOWN && o->fill >= FULL;
		add_known(&messages, o->messages);
		add_known(&bytes, o->size);
	}
	put_total(c, "queues", queues, messages, " messages");
	put_total(c, "memory", memory, bytes, "");
	put_total(c, "semaphores", sems, 0, NULL);
	if (full != 0) {
		canvas_number(c, LOOK_FULL, full);
		canvas_put(c, LOOK_FULL,
		    full == 1 ? " queue is full" : " queues are full");
	}
	canvas_end(c);
}

static void
put_limit(struct canvas *c, const struct limit *limit)
{
	unsigned look = limit->share >= LIMIT_FULL   ? LOOK_FULL
			: limit->share >= LIMIT_NEAR ? LOOK_NEAR
						     : LOOK_PLAIN;
	struct text text = { 0 };
	char share[32];

	canvas_cell(c, look, limit->name, LIMIT_NAME, false);
	canvas_put(c, LOOK_PLAIN, " ");
	bar_draw(c, look, limit->share, LIMIT_BAR);
	snprintf(share, sizeof(share), "%" PRId64 "%%", limit->share);
	canvas_cell(c, look, share, 5, true);
	text_str(&text, "  ");
	text_number(&text, limit->used);
	text_str(&text, " of ");
	text_number(&text, limit->value);
	canvas_put(c, LOOK_PLAIN, text.s);
	text_free(&text);
}

/* Shows the most used limits, as many as there is room for. */
static void
limits(const struct top *top, struct canvas *c)
{
	size_t lines = c->height == 0	? 8
		       : c->height < 16 ? 1
		       : c->height < 40 ? 2
					: 4;
	size_t across =
	    c->width >= 2 * LIMIT_WIDTH ? c->width / LIMIT_WIDTH : 1;
	size_t i, at = 0;

	for (i = 0; i < top->nlimits && at < lines * across; i++) {
		if (top->limits[i].share < 1)
			continue;
		if (at != 0 && at % across == 0)
			canvas_end(c);
		canvas_to(c, at % across * LIMIT_WIDTH);
		put_limit(c, &top->limits[i]);
		at++;
	}
	if (at != 0)
		canvas_end(c);
}

void
header_draw(const struct top *top, struct canvas *c)
{
	first_line(top, c);
	second_line(top, c);
	if (c->height == 0 || c->height >= 16)
		totals(top, c);
	limits(top, c);
}
