/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipcwatch --top: the keys, as one table. What is pressed is looked up in it,
 * and the help and the line of keys are written from it; a test compares the
 * help to ipcwatch(1).
 */
#include <curses.h>
#include <string.h>

#include "ipcwatch_top.h"

#define ESCAPE 27
#define CODES 4

struct key {
	const char *name; /* as the help has it; NULL: it has not */
	int codes[CODES];
	unsigned modes; /* in which it works */
	void (*act)(struct top *);
	const char *label; /* in the last line; NULL: not there */
	const char *help;
};

#define LISTS (MODE_TABLE | MODE_FIELDS)
#define PAGES (MODE_PANEL | MODE_FIELDS | MODE_HELP)

/* The last line has them in this order, as many as fit. */
static const struct key keys[] = {
	{ "Enter", { '\r', '\n', KEY_ENTER }, MODE_TABLE, act_enter, "details",
	    "open a panel with the details of the object" },
	{ "Enter", { '\r', '\n', KEY_ENTER }, MODE_FIELDS, act_enter, "sort",
	    "in the list of fields: sort by the field" },
	{ "Space", { ' ' }, MODE_FIELDS, act_toggle_field, "column",
	    "in the list of fields: show or hide its column" },
	{ "Esc", { ESCAPE, KEY_BACKSPACE, 127 }, PAGES, act_back, "back",
	    "back to the table" },
	{ "?", { '?', 'h', KEY_F(1) }, MODE_ANY, act_help, "help",
	    "help; also h and F1" },
	{ "q", { 'q', KEY_F(10) }, MODE_TABLE, act_quit, "quit",
	    "quit; in a panel or a list: back to the table" },
	{ NULL, { 'q', KEY_F(10) }, PAGES, act_back, NULL, NULL },
	{ "/", { '/' }, MODE_TABLE, act_search, "find",
	    "find an object by its name, key or owner" },
	{ "n N", { 'n' }, MODE_TABLE, act_again, NULL,
	    "find the next one, or the one before" },
	{ NULL, { 'N' }, MODE_TABLE, act_back_again, NULL, NULL },
	{ "f", { 'f', KEY_F(4) }, MODE_TABLE, act_filter, "filter",
	    "show only objects for which an expression is true" },
	{ "p Space", { 'p', ' ' }, MODE_TABLE | MODE_PANEL, act_pause, "pause",
	    "pause, and go on; with --replay: play it, and stop" },
	{ "H", { 'H' }, MODE_TABLE, act_processes, "holders",
	    "show or hide how many processes hold an object or wait" },
	{ "s", { 's' }, MODE_TABLE, act_sort_next, "sort",
	    "sort by busy, fill, object and contents in turn" },
	{ "< >", { '<', ',' }, MODE_TABLE, act_sort_left, NULL,
	    "sort by the column to the left, or to the right" },
	{ NULL, { '>', '.' }, MODE_TABLE, act_sort_right, NULL, NULL },
	{ "r I", { 'r', 'I' }, MODE_TABLE, act_reverse, NULL,
	    "reverse the order" },
	{ "o F6", { 'o', KEY_F(6) }, MODE_TABLE, act_fields, "fields",
	    "choose the columns and the order from all fields" },
	{ "t T", { 't' }, MODE_TABLE | MODE_PANEL, act_step, NULL,
	    "with --replay: the next change, or the one before" },
	{ NULL, { 'T' }, MODE_TABLE | MODE_PANEL, act_step_back, NULL, NULL },
	{ "b", { 'b' }, MODE_TABLE | MODE_PANEL, act_jump, NULL,
	    "with --replay: go to a time, as 03:00 or -2h" },
	{ "i", { 'i' }, MODE_TABLE, act_idle, "idle",
	    "hide or show objects that were idle for a minute" },
	{ "1 2 3", { '1' }, MODE_TABLE, act_queues, NULL,
	    "hide or show queues, memory, semaphores" },
	{ NULL, { '2' }, MODE_TABLE, act_memory, NULL, NULL },
	{ NULL, { '3' }, MODE_TABLE, act_semaphores, NULL, NULL },
	{ "Up Down", { KEY_UP }, MODE_ANY, act_up, NULL,
	    "a line up or down; also k and j, or the mouse wheel" },
	{ NULL, { 'k' }, MODE_ANY, act_up, NULL, NULL },
	{ NULL, { KEY_DOWN, 'j' }, MODE_ANY, act_down, NULL, NULL },
	{ "PgUp PgDn", { KEY_PPAGE }, MODE_ANY, act_page_up, NULL,
	    "a page up or down" },
	{ NULL, { KEY_NPAGE }, MODE_ANY, act_page_down, NULL, NULL },
	{ "Home End", { KEY_HOME, 'g' }, MODE_ANY, act_home, NULL,
	    "the first or the last line; also g and G" },
	{ NULL, { KEY_END, 'G' }, MODE_ANY, act_end, NULL, NULL },
};

#define KEYS (sizeof(keys) / sizeof(*keys))

static bool
has_code(const struct key *key, int code)
{
	size_t i;

	for (i = 0; i < CODES && key->codes[i] != 0; i++)
		if (key->codes[i] == code)
			return true;
	return false;
}

void
key_press(struct top *top, int code)
{
	const struct key *key;

	text_clear(&top->message);
	if (top->editing != NULL) {
		edit_key(top, code);
		return;
	}
	for (key = keys; key < keys + KEYS; key++)
		if (key->modes & top->mode && has_code(key, code)) {
			key->act(top);
			return;
		}
	/* Help has always been left by any key. */
	if (top->mode == MODE_HELP)
		act_back(top);
}

/* The first of the words in the key's name. */
static void
put_key(struct canvas *c, const struct key *key)
{
	canvas_add(c, LOOK_KEY, key->name, strcspn(key->name, " "));
}

void
keys_footer(const struct top *top, struct canvas *c)
{
	const struct key *key;
	bool first = true;

	for (key = keys; key < keys + KEYS; key++) {
		if (!(key->modes & top->mode) || key->label == NULL)
			continue;
		canvas_put(c, LOOK_PLAIN, first ? "" : "  ");
		put_key(c, key);
		canvas_put(c, LOOK_PLAIN, " ");
		canvas_put(c, LOOK_PLAIN, key->label);
		first = false;
	}
}

size_t
keys_help(struct canvas *c, size_t first, size_t lines)
{
	const struct key *key;
	size_t n = 0;

	for (key = keys; key < keys + KEYS; key++) {
		if (key->name == NULL)
			continue;
		if (n >= first && n < first + lines) {
			canvas_cell(c, LOOK_KEY, key->name, 11, false);
			canvas_put(c, LOOK_PLAIN, key->help);
			canvas_end(c);
		}
		n++;
	}
	return n;
}
