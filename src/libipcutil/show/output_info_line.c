/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines of format_info; see output_info_line.h. */
#include <string.h>

#include "show/output_info_line.h"

void
output_padded(struct output *out, const char *s, size_t width)
{
	text_str(&out->line, s);
	text_pad(&out->line, text_width(s, strlen(s)), width);
}

void
output_end_line(struct output *out)
{
	size_t width = text_width(out->line.s, out->line.len);

	if (out->width != 0 && width > out->width) {
		out->line.len =
		    text_fit(out->line.s, out->line.len, out->width - 1);
		text_str(&out->line, output_cut_mark());
	}
	text_char(&out->line, '\n');
	output_line(out);
}

void
output_gutter(struct output *out)
{
	const char *name = out->section != NULL ? out->section : "";
	bool narrow = out->width != 0 && out->width < OUTPUT_NARROW;

	if (!out->sections)
		return;
	out->section = NULL;
	if (!narrow) {
		output_padded(out, name, OUTPUT_GUTTER);
	} else if (*name != '\0') {
		text_str(&out->line, name);
		output_end_line(out);
	}
}
