/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Output formats: text, JSON, CSV and others. Rows of any table are written in
 * this order:
 *
 *	output_begin()  { output_group()  { output_row() } }  output_end()
 *
 * Groups may have different columns unless the format is flat. Write errors
 * stay with the stream, see ferror(3); nothing here returns one.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "show/column.h"

struct output;

struct format {
	const char *name;
	bool flat;	    /* all rows have the same columns */
	bool whole;	    /* shows all columns unless some are chosen */
	struct style style; /* the initial style */
	void (*begin)(struct output *);
	void (*group)(struct output *); /* the columns have changed */
	void (*row)(struct output *, const void *row);
	void (*done)(struct output *); /* after a group's last row */
	void (*end)(struct output *);
};

extern const struct format format_text;
extern const struct format format_info; /* see below */
extern const struct format format_json;
extern const struct format format_jsonl;
extern const struct format format_csv;
extern const struct format format_raw;
extern const struct format format_export;
extern const struct format format_null;

/*
 * State of one output. The caller sets the members above the line, and 0 for
 * all others; `style` starts as the format's own. The members below the line
 * are private to the formats; output_end() frees them.
 */
struct output {
	const struct format *format;
	const struct table *table;
	FILE *fp;
	struct text *text; /* to add to, instead */
	struct style style;
	bool headings;
	bool colour;
	size_t width; /* of the terminal; 0 if there is none */
	/* Adds a note to a field in format_info; may be NULL. */
	void (*note)(
	    void *arg, const struct column *, const void *row, struct text *);
	void *note_arg;
	bool sections; /* format_info: lines and tables in sections */
	/* ---- */
	struct columns columns;
	size_t groups;	   /* groups begun so far */
	size_t rows;	   /* in all */
	size_t group_rows; /* in this group */
	struct text line;  /* the line being composed */
	struct text cells; /* format_text: of this group, each ended by NUL */
	struct text keys;  /* JSON: of all columns, as they are written */
	/* format_text; 0: column not shown. JSON: bytes of each key. */
	size_t widths[COLUMNS_MAX];
	size_t blanks; /* format_text: spaces before what comes next */
	bool wide;     /* format_text: some cell has not a column a byte */
	const char *section; /* format_info: the name, until it is written */
	bool left_out;	     /* format_text: some column did not fit */
};

void output_begin(struct output *);
void output_group(struct output *, const struct columns *);
void output_row(struct output *, const void *row);
/* Writes the rest and frees the memory that the output owns. */
void output_end(struct output *);

/* For formats: adds a cell to `t`, as text. */
void output_cell(
    struct output *, const struct column *, const void *row, struct text *t);
/* For formats: adds the heading to `t`. */
void output_heading(const struct column *, struct text *t);
/* For formats: the mark that replaces text that was cut, one column wide. */
const char *output_cut_mark(void);
/* For formats: writes the composed line and clears it. */
void output_line(struct output *);

#endif
