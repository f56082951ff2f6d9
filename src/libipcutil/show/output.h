/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Output formats. Rows of any table are written through one of them:
 *
 *	output_begin()  { output_group()  { output_row() } }  output_end()
 *
 * Groups may have different columns where the format is not flat. Write
 * errors stay with the stream: see ferror(3).
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
	bool flat;  /* all rows have the same columns */
	bool whole; /* all columns there are, unless others are chosen */
	struct style style; /* what it starts with */
	void (*begin)(struct output *);
	void (*group)(struct output *); /* the columns have changed */
	void (*row)(struct output *, const void *row);
	void (*done)(struct output *); /* that was the group's last row */
	void (*end)(struct output *);
};

extern const struct format format_text;
extern const struct format format_info; /* objects only: a field a line */
extern const struct format format_json;
extern const struct format format_jsonl;
extern const struct format format_csv;
extern const struct format format_raw;
extern const struct format format_export;
extern const struct format format_null;

/*
 * Set what is above the line, all else 0; the style begins as the format's
 * own. The members below are the formats' business.
 */
struct output {
	const struct format *format;
	const struct table *table;
	FILE *fp;
	struct style style;
	bool headings;
	bool colour;
	size_t width; /* of the terminal; 0 if there is none */
	/* Adds to what format_info says of a field; may be NULL. */
	void (*note)(
	    void *arg, const struct column *, const void *row, struct text *);
	void *note_arg;
	/* ---- */
	struct columns columns;
	size_t groups;	   /* begun so far */
	size_t rows;	   /* in all */
	size_t group_rows; /* in this group */
	struct text line;  /* what is being written */
	struct text cells; /* format_text: of this group, each ended by NUL */
	struct text keys;  /* JSON: a key a column, each ended by NUL */
	size_t widths[COLUMNS_MAX]; /* format_text: 0: not shown */
	bool left_out; /* format_text: a column that found no room */
};

void output_begin(struct output *);
void output_group(struct output *, const struct columns *);
void output_row(struct output *, const void *row);
/* Writes what is left and frees all that belongs to the output. */
void output_end(struct output *);

/* For formats: the cell as text, added to `t`. */
void output_cell(
    struct output *, const struct column *, const void *row, struct text *t);
/* For formats: the heading, added to `t`. */
void output_heading(const struct column *, struct text *t);
/* For formats: what stands where something was cut, one column wide. */
const char *output_cut_mark(void);
/* For formats: writes the line that was put together and begins another. */
void output_line(struct output *);

#endif
