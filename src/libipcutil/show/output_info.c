/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Everything known about one object (ipcls -i): in sections, or a field a line
 * with its meaning, then a table of its semaphores, if it has any, then its
 * processes.
 */
#include <string.h>

#include "show/output_info.h"
#include "show/output_info_line.h"
#include "show/output_process.h"

static bool
has(const struct column *column, const struct ipc_object *o)
{
	return (column->kinds & o->kind->bit) != 0;
}

/*
 * Says whether the field is shown on a line of its own. Lists, processes and
 * evidence are shown below the lines.
 */
static bool
is_line(const struct column *column, const struct ipc_object *o)
{
	return has(column, o) && column->type->class != VALUE_LIST &&
	       column->type->class != VALUE_PROCESSES &&
	       column->type != &value_evidence;
}

/* Says whether the field has one number for each semaphore. */
static bool
is_list(const struct column *column, const struct ipc_object *o)
{
	return has(column, o) && column->type == &value_list;
}

void
output_value(
    struct output *out, const struct column *column, const struct ipc_object *o)
{
	struct value v;

	output_cell(out, column, o, &out->cells);
	column_value(column, o, &v);
	if (column->type == &value_size && v.class == VALUE_NUMBER &&
	    v.number >= 1024 && !out->style.exact_sizes) {
		text_str(&out->cells, " (");
		text_number(&out->cells, v.number);
		text_char(&out->cells, ')');
	}
}

static void
write_value(
    struct output *out, const struct column *column, const struct ipc_object *o)
{
	size_t width, start = out->cells.len;

	output_value(out, column, o);
	width = text_width(out->cells.s + start, out->cells.len - start);
	if (width > out->widths[1])
		out->widths[1] = width;
	text_add(&out->cells, "", 1);
}

void
output_help(struct output *out, const struct column *column,
    const struct ipc_object *o, const char *help)
{
	text_str(&out->line,
	    help != NULL ? help : column_help(column, o->kind->bit));
	if (out->note != NULL)
		out->note(out->note_arg, column, o, &out->line);
}

static void
write_line(struct output *out, const struct column *column,
    const struct ipc_object *o, const char *cell)
{
	output_padded(out, column->name, out->widths[0] + 2);
	output_padded(out, cell, out->widths[1] + 2);
	output_help(out, column, o, NULL);
	output_end_line(out);
}

static void
write_lines(struct output *out, const struct ipc_object *o)
{
	const struct column *column;
	const char *cell;
	size_t i, length;

	out->widths[0] = out->widths[1] = 0;
	text_clear(&out->cells);
	for (i = 0; i < out->columns.n; i++) {
		column = out->columns.v[i];
		if (!is_line(column, o))
			continue;
		length = strlen(column->name);
		if (length > out->widths[0])
			out->widths[0] = length;
		write_value(out, column, o);
	}
	cell = out->cells.s;
	for (i = 0; i < out->columns.n; i++) {
		if (!is_line(out->columns.v[i], o))
			continue;
		write_line(out, out->columns.v[i], o, cell);
		cell += strlen(cell) + 1;
	}
}

/*
 * Known lists of an object have equal lengths: one element for each semaphore.
 */
static int64_t
list_length(const struct output *out, const struct ipc_object *o)
{
	struct value v;
	int64_t n = 0;
	size_t i;

	for (i = 0; i < out->columns.n; i++) {
		if (!has(out->columns.v[i], o))
			continue;
		column_value(out->columns.v[i], o, &v);
		if (is_list(out->columns.v[i], o) && v.class == VALUE_LIST &&
		    v.list->n > n)
			n = v.list->n;
	}
	return n;
}

static void
write_right(struct output *out, const char *s, size_t width)
{
	text_str(&out->line, "  ");
	text_pad(&out->line, strlen(s), width);
	text_str(&out->line, s);
}

/*
 * Returns the ith number of a list, or the column's name if i is -1; the text
 * is valid until the next call.
 */
static const char *
element(struct output *out, const struct column *column,
    const struct ipc_object *o, int64_t i)
{
	struct value v;

	text_clear(&out->cells);
	column_value(column, o, &v);
	if (i == -1)
		text_str(&out->cells, column->name);
	else if (v.class != VALUE_LIST || v.list->v[i] == UNKNOWN)
		text_str(&out->cells, out->style.unknown);
	else
		text_number(&out->cells, v.list->v[i]);
	return out->cells.s;
}

static void
measure_lists(struct output *out, const struct ipc_object *o, int64_t n)
{
	size_t j, width;
	int64_t i;

	for (j = 0; j < out->columns.n; j++) {
		out->widths[j] = 0;
		if (!is_list(out->columns.v[j], o))
			continue;
		for (i = -1; i < n; i++) {
			width = strlen(element(out, out->columns.v[j], o, i));
			if (width > out->widths[j])
				out->widths[j] = width;
		}
	}
}

/* Writes one line of the table of semaphores; i is -1 for the headings. */
static void
write_elements(struct output *out, const struct ipc_object *o, int64_t i)
{
	static const char heading[] = "semaphore";
	size_t j;

	output_gutter(out);
	text_clear(&out->cells);
	text_number(&out->cells, i);
	write_right(out, i == -1 ? heading : out->cells.s, strlen(heading));
	for (j = 0; j < out->columns.n; j++)
		if (is_list(out->columns.v[j], o))
			write_right(out, element(out, out->columns.v[j], o, i),
			    out->widths[j]);
	output_end_line(out);
}

void
output_semaphores(struct output *out, const struct ipc_object *o)
{
	int64_t i, n = list_length(out, o);

	measure_lists(out, o, n);
	for (i = n != 0 && out->headings ? -1 : 0; i < n; i++)
		write_elements(out, o, i);
}

static void
row(struct output *out, const void *object)
{
	const struct ipc_object *o = object;
	bool semaphores, first;

	if (out->rows != 0)
		fputc('\n', out->fp);
	if (out->sections) {
		output_sections(out, o);
		return;
	}
	write_lines(out, o);
	semaphores = list_length(out, o) != 0;
	first = !semaphores && out->widths[0] == 0;
	if (semaphores)
		fputc('\n', out->fp);
	output_semaphores(out, o);
	output_processes(out, o, first);
}

const struct format format_info = {
    .name = "info",
    .whole = true,
    .style =
        {
            .human = true,
            .unknown = "-",
            .escape = ESCAPE_SPACE,
            .times = TIME_ISO,
        },
    .row = row,
};
