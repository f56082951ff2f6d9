/* SPDX-License-Identifier: BSD-2-Clause */
/* Widths of the columns of a table; see output_fit.h. */
#include <string.h>

#include "show/output_fit.h"
#include "show/value_process.h"

#define NAME_MIN 8   /* a name is not cut to less than this, */
#define NAME_FAIR 20 /* nor to less than this to make room for explanations */
/*
 * An explanation in fewer columns takes too many lines. The first one is worth
 * more lines than the others.
 */
#define PROSE_MIN 32
#define PROSE_FIRST_MIN 16

bool
fit_is_prose(const struct output *out, size_t i)
{
	const struct value_type *type = out->columns.v[i]->type;

	return type == &value_prose || type == &value_evidence;
}

/* Only names and lists may be cut: a part of a number is a different number. */
static bool
is_name(const struct output *out, size_t i)
{
	enum value_class class = out->columns.v[i]->type->class;

	return !fit_is_prose(out, i) &&
	       (class == VALUE_TEXT || class == VALUE_LIST ||
		   class == VALUE_PROCESSES);
}

/*
 * Returns the column with the widest names or lists, n if none is wider than
 * `least`.
 */
static size_t
widest(const struct output *out, size_t least)
{
	size_t i, found = out->columns.n;

	for (i = 0; i < out->columns.n; i++)
		if (is_name(out, i) && out->widths[i] > least &&
		    (found == out->columns.n ||
			out->widths[i] > out->widths[found]))
			found = i;
	return found;
}

/* Returns the last shown column of explanations, n if there is none. */
static size_t
last_prose(const struct output *out)
{
	size_t i = out->columns.n;

	while (i-- > 0)
		if (fit_is_prose(out, i) && out->widths[i] != 0)
			return i;
	return out->columns.n;
}

/* Returns the last shown column, n if it is the only one. */
static size_t
last_of_many(const struct output *out)
{
	size_t i = out->columns.n, last = i;

	while (i-- > 0) {
		if (out->widths[i] == 0)
			continue;
		if (last != out->columns.n)
			return last;
		last = i;
	}
	return out->columns.n;
}

static size_t
total_width(const struct output *out)
{
	size_t i, total = 0;

	for (i = 0; i < out->columns.n; i++)
		if (out->widths[i] != 0)
			total += out->widths[i] + (total != 0 ? FIT_GAP : 0);
	return total;
}

size_t
fit_room(const struct output *out)
{
	if (!out->left_out || out->width <= FIT_EDGE)
		return out->width;
	return out->width - FIT_EDGE;
}

static bool
is_first_prose(const struct output *out, size_t i)
{
	while (i-- > 0)
		if (fit_is_prose(out, i))
			return false;
	return true;
}

static void
narrow_prose(struct output *out, size_t first_least)
{
	size_t i, total = total_width(out), room = fit_room(out), least, less;

	for (i = out->columns.n; i-- > 0 && total > room;) {
		least = is_first_prose(out, i) ? first_least : PROSE_MIN;
		if (!fit_is_prose(out, i) || out->widths[i] <= least)
			continue;
		less = out->widths[i] - least;
		if (less > total - room)
			less = total - room;
		out->widths[i] -= less;
		total -= less;
	}
}

static void
narrow_names(struct output *out, size_t least)
{
	size_t i, total = total_width(out), room = fit_room(out);

	while (total > room && (i = widest(out, least)) != out->columns.n) {
		out->widths[i]--;
		total--;
	}
}

/*
 * Narrows what is shown. Returns the column to leave out if that is not enough,
 * n if there is none.
 */
static size_t
narrow(struct output *out)
{
	size_t prose = last_prose(out), last = last_of_many(out);

	narrow_prose(out, PROSE_MIN);
	narrow_names(out, prose != out->columns.n ? NAME_FAIR : NAME_MIN);
	narrow_prose(out, PROSE_FIRST_MIN);
	return last != out->columns.n && prose != out->columns.n ? prose : last;
}

/*
 * Explanations and long names shrink first; then explanations are left out,
 * from the last one; then all names and lists shrink; then columns are left out
 * from the right. After a column is left out, the others start again at their
 * full width.
 */
void
fit(struct output *out)
{
	size_t i, wanted[COLUMNS_MAX];

	out->left_out = false;
	if (out->width == 0)
		return;
	memcpy(wanted, out->widths, sizeof(wanted));
	for (;;) {
		i = narrow(out);
		if (total_width(out) <= fit_room(out) || i == out->columns.n)
			return;
		wanted[i] = 0;
		out->left_out = true;
		memcpy(out->widths, wanted, sizeof(wanted));
	}
}

size_t
fit_words(const char *s, size_t width)
{
	size_t length = strlen(s), n = text_fit(s, length, width), at;

	if (n == length)
		return length;
	for (at = n; at > 0; at--)
		if (s[at] == ' ')
			return at;
	/* One word is wider, or even its first character is. */
	return n > 0 ? n : length;
}
