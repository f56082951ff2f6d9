/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipcwatch --top: shared by its parts.
 *
 * look_again() loads the objects and rows_select() chooses and sorts rows;
 * top_draw() composes the screen as lines of text, and term_paint() shows it
 * through curses. The keys are a table in ipcwatch_top_keys.c.
 */
#ifndef IPCWATCH_TOP_H
#define IPCWATCH_TOP_H

#include "ipcwatch.h"
#include "ipcwatch_canvas.h"
#include "report/activity.h"
#include "report/limit.h"
#include "report/rate.h"

/* What fills the screen; in the table of keys, where a key works. */
#define MODE_TABLE (1U << 0)
#define MODE_PANEL (1U << 1)
#define MODE_FIELDS (1U << 2)
#define MODE_HELP (1U << 3)
#define MODE_ANY (MODE_TABLE | MODE_PANEL | MODE_FIELDS | MODE_HELP)

/* A list of lines, of which a page is seen. */
struct scroll {
	size_t n;     /* lines */
	size_t at;    /* with the cursor, where there is one */
	size_t first; /* that is seen */
	size_t page;  /* lines that can be seen, at least 1 */
	bool cursor;
};

/* An expression for `f`, or words for `/`, being typed. */
#define EDIT_ROOM 256
#define EDIT_HISTORY 20
struct edit {
	char s[EDIT_ROOM];
	size_t length;
	size_t at;		     /* of the cursor, in bytes */
	char *history[EDIT_HISTORY]; /* the latest last; owned */
	size_t n;
	size_t recalled; /* which of these is in s; n: none */
};

/* The object that Enter has opened. */
struct panel {
	char *name;	      /* as all programs accept it; owned */
	struct ipc_list list; /* it alone, as it was seen last; live */
	/* That, or what the recording has of it now; NULL: nothing. */
	const struct ipc_object *object;
	struct ipc_object *key; /* what tells it apart; NULL: no panel */
	struct rate rate;
	bool gone;
	struct text messages; /* in it, a line each */
};

struct top_replay;
struct top_calls;

struct top {
	struct options o; /* its goal is what `f` asked for */
	struct watch watch;
	struct rate *rates;   /* of the objects of the last look */
	int64_t looked;	      /* when that was; CLOCK_MONOTONIC */
	struct activity *all; /* the objects of the last look */
	const void **rows;    /* those that are shown, in their order */
	struct columns columns;
	struct sort sort;
	const struct column *by; /* which of the fields it sorts by */
	bool reverse;
	struct limit *limits; /* those that are used most come first */
	size_t nlimits;
	int64_t limits_due; /* when they are looked at again; as looked */
	unsigned hidden;    /* kinds that are not shown: KIND_... */
	bool hide_idle;
	bool paused;
	bool quit;
	bool stale; /* something must be read that was not */
	unsigned mode;
	struct scroll table; /* its n: how many rows there are */
	struct scroll page;  /* of the panel, or of the help */
	struct scroll menu;  /* of fields */
	size_t rows_line; /* of the screen, at which the table's rows begin */
	struct ipc_object *pointed; /* a copy of who has the cursor, or NULL */
	struct edit filter, search, jump;
	struct edit *editing;	   /* one of these, or NULL */
	struct top_replay *replay; /* NULL: what there is now is shown */
	struct top_calls *calls;   /* NULL: calls are not traced */
	char *expression;	   /* of the filter; NULL: none. Owned */
	struct text message;	   /* to be read once; "" if none */
	bool is_error;
	struct panel panel;
	struct text left_out; /* names of columns that have no room */
	/* Where a column of the heading is on the screen, for the mouse. */
	size_t column_at[COLUMNS_MAX + 1];
	const struct column *column_there[COLUMNS_MAX];
	size_t ncolumns_there;
};

/* Does what --top asks for, and returns an exit status. */
int top(const struct options *);

/* ipcwatch_top_rows.c */
/*
 * Returns what must be read for the columns shown, besides what always is:
 * NEED_...
 */
unsigned rows_need(const struct top *);
/* The rows, anew: the order, or what is shown, may be another. */
void rows_select(struct top *);
/* Returns the object at the cursor, or NULL. */
const struct activity *rows_pointed(const struct top *);
/* A copy of what tells the object apart, to be freed. */
struct ipc_object *rows_key(const struct ipc_object *);
/* From now on the cursor stays with the object that has it. */
void rows_point(struct top *);
/*
 * Moves the cursor to the next row whose name or owner contains the words,
 * beginning `from` rows further on; false if there is none.
 */
bool rows_find(struct top *, const char *words, int64_t from, bool backwards);
/*
 * From the next rows_select() on they are sorted by this column: words and
 * times from the least, numbers from the most; or the other way round.
 */
void rows_sort_by(struct top *, const struct column *);
void rows_reverse(struct top *);

/* ipcwatch_top_scroll.c: where lines are seen. */
void scroll_by(struct scroll *, int64_t lines);
void scroll_to(struct scroll *, size_t line);
/* Says how many lines there are, and how many can be seen. */
void scroll_fit(struct scroll *, size_t n, size_t page);
/* The scroll of what fills the screen. */
struct scroll *top_scroll(struct top *);
/* Adds "3 above, 12 below" if there are any. */
void scroll_tell(const struct scroll *, struct canvas *);

/* ipcwatch_top_keys.c */
/* Does what the key does where we are. The mouse is not among them. */
void key_press(struct top *, int key);
/* Adds the most important keys of where we are, as one line. */
void keys_footer(const struct top *, struct canvas *);
/* Adds so many lines of the help, from one on; returns how many it has. */
size_t keys_help(struct canvas *, size_t first, size_t lines);

/* ipcwatch_top_act.c: what keys do. */
void act_up(struct top *), act_down(struct top *);
void act_page_up(struct top *), act_page_down(struct top *);
void act_home(struct top *), act_end(struct top *);
void act_enter(struct top *), act_back(struct top *);
void act_quit(struct top *), act_help(struct top *), act_pause(struct top *);
void act_sort_left(struct top *), act_sort_right(struct top *);
void act_sort_next(struct top *), act_reverse(struct top *);
void act_fields(struct top *), act_toggle_field(struct top *);
void act_idle(struct top *), act_processes(struct top *);
void act_queues(struct top *), act_memory(struct top *);
void act_semaphores(struct top *);
void act_search(struct top *), act_filter(struct top *);
void act_again(struct top *), act_back_again(struct top *);
void act_click(struct top *, size_t line, size_t column);
void act_step(struct top *), act_step_back(struct top *);
void act_jump(struct top *);
/* Says it in the last line until the next key. */
void top_say(struct top *, bool is_error, const char *, const char *);

/* ipcwatch_top_replay.c */
/* Shows a moment of a recording; false after reporting an error. */
bool replay_open(struct top *, const struct options *);
void replay_close(struct top *);
/* Goes to the time that was typed; false if it is none. */
bool replay_jump(struct top *, const char *);
/* Shows what was recorded after what is shown; at the end, it is paused. */
void replay_play(struct top *);
/* The list goes, its objects stay. */
void replay_release_list(struct top *);

/* ipcwatch_top_calls.c: with --trace; without it, they do nothing. */
/* Begins to trace; false after reporting an error. */
bool calls_open(struct top *);
/* Ends it, and says what was lost. */
void calls_close(struct top *);
/* A descriptor for poll(2), or -1. */
int calls_fd(const struct top *);
/* Counts calls that have ended. Returns how soon to do it again, at the latest:
 * nanoseconds. */
int64_t calls_read(struct top *);
/* Fills in the fields of calls after a look at the objects. */
void calls_look(struct top *);
/* Adds how many calls there were in which time, and what was lost. */
void calls_draw_total(const struct top *, struct canvas *);
/* Writes the processes that call for this object of the list, if any do. */
void calls_write(const struct top *, const struct ipc_object *, FILE *);

/* ipcwatch_top.c: those that are used most come first. */
void top_sort_limits(struct top *);

/* ipcwatch_top_edit.c */
void edit_begin(struct top *, struct edit *, const char *);
void edit_key(struct top *, int key);
/* Adds the line that is typed; returns the column of its cursor. */
size_t edit_draw(const struct top *, struct canvas *);
void edit_free(struct edit *);

/* ipcwatch_top_panel.c */
void panel_open(struct top *, const struct activity *);
/* Looks at it again. */
void panel_look(struct top *);
void panel_draw(struct top *, struct canvas *);
void panel_close(struct top *);

/* ipcwatch_top_fields.c */
void fields_draw(struct top *, struct canvas *);
const struct column *fields_pointed(const struct top *);
size_t fields_find(const struct column *);

/* ipcwatch_top_header.c */
/* The time and place, totals and limits. */
void header_draw(const struct top *, struct canvas *);
/* Adds a bar as [###    ], so many cells wide. */
void bar_draw(struct canvas *, unsigned look, int64_t percent, size_t cells);
/* Full, near or plain. */
unsigned share_look(int64_t percent);

/* ipcwatch_top_layout.c */
struct layout {
	size_t widths[COLUMNS_MAX]; /* 0: it is left out */
	size_t bar;		    /* cells; 0: none */
	size_t cells;		    /* of the graph */
};

/* By the rows that are seen, of which `last` is the first that is not. */
void layout_set(struct top *, size_t width, size_t last, struct layout *);
/* Sets the text to the heading, or to the cell of a row. */
void layout_heading(struct text *, const struct column *, size_t width);
void layout_cell(struct text *, const struct column *, const void *row);
bool column_is(const struct column *, const char *name);

/* ipcwatch_top_draw.c */
/*
 * Adds the whole screen. Returns the column of the cursor in the last line, or
 * SIZE_MAX if no cursor is shown.
 */
size_t top_draw(struct top *, struct canvas *);

/* ipcwatch_top_graph.c */
/* The last minute in so many cells of one line, the newest at the right. */
void graph_row(struct canvas *, const struct rate *, size_t cells);
/* Draws the same graph in several lines. */
void graph_large(struct canvas *, const struct rate *, size_t height);

/* ipcwatch_top_term.c: the terminal. */
/*
 * Returns false if curses does not know the terminal. It is restored at exit.
 */
bool term_open(FILE *keys, bool colour);
void term_restore(void);
/* After a change of its size, or after we were stopped. */
void term_resize(void);
void term_stop(void);
void term_continue(void);
void term_paint(const struct canvas *, size_t cursor);
size_t term_width(void);
size_t term_height(void);
/*
 * Returns the next key; mouse events are handled inside. False if there is
 * none.
 */
bool term_key(struct top *, int *key);

#endif
