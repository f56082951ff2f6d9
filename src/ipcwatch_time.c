/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch: times and intervals, written. */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "ipcwatch.h"

static struct clock zone;

static void
add_milliseconds(struct text *t, int64_t ns)
{
	text_char(t, '.');
	text_digits(t, (uint64_t)ns / 1000000, 10, 3);
}

void
write_time(struct text *t, const struct timespec *time)
{
	static const char model[] = "2026-11-21T08:30:00";
	struct text iso = { 0 };

	if (clock_iso(&zone, time->tv_sec, &iso)) {
		text_add(t, iso.s, strlen(model));
		add_milliseconds(t, time->tv_nsec);
		text_str(t, iso.s + strlen(model));
	} else
		text_number(t, time->tv_sec);
	text_free(&iso);
}

void
write_clock(struct text *t, const struct timespec *time)
{
	static const char date[] = "2026-11-21T", model[] = "08:30:00";
	struct text iso = { 0 };

	if (clock_iso(&zone, time->tv_sec, &iso))
		text_add(t, iso.s + strlen(date), strlen(model));
	else
		text_number(t, time->tv_sec);
	text_free(&iso);
}

void
write_seconds(struct text *t, int64_t ns)
{
	int64_t ms = ns / (SECOND / 1000) % 1000;

	text_number(t, ns / SECOND);
	if (ms == 0)
		return;
	text_char(t, '.');
	text_digits(t, (uint64_t)ms, 10, 3);
	/* Writes the interval as it was given: 0.1, not 0.100. */
	while (t->s[t->len - 1] == '0')
		t->s[--t->len] = '\0';
}

/* Since watching began; the clock may have been set back meanwhile. */
static void
write_since(struct text *t, const struct watch *watch)
{
	int64_t ns = (watch->now.tv_sec - watch->began.tv_sec) * SECOND +
		     watch->now.tv_nsec - watch->began.tv_nsec;

	text_char(t, ns < 0 ? '-' : '+');
	ns = ns < 0 ? -ns : ns;
	text_number(t, ns / SECOND);
	add_milliseconds(t, ns % SECOND);
}

void
write_when(struct text *t, const struct watch *watch)
{
	switch (watch->o->times) {
	case TIME_SHORT:
		write_clock(t, &watch->now);
		add_milliseconds(t, watch->now.tv_nsec);
		break;
	case TIME_ISO:
		write_time(t, &watch->now);
		break;
	case TIME_EPOCH:
		text_number(t, watch->now.tv_sec);
		add_milliseconds(t, watch->now.tv_nsec);
		break;
	case TIME_RELATIVE:
		write_since(t, watch);
		break;
	}
}
