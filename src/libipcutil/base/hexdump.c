/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes in hexadecimal; see hexdump.h. */
#include <string.h>

#include "base/hexdump.h"

static void
write_line(struct hexdump *dump, struct text *t)
{
	size_t i;

	text_digits(t, dump->offset, 16, 8);
	text_char(t, ' ');
	for (i = 0; i < HEXDUMP_LINE; i++) {
		text_str(t, i == HEXDUMP_LINE / 2 ? "  " : " ");
		if (i < dump->n)
			text_digits(t, dump->line[i], 16, 2);
		else
			text_str(t, "  ");
	}
	text_str(t, "  |");
	for (i = 0; i < dump->n; i++)
		text_char(t, dump->line[i] >= ' ' && dump->line[i] <= '~'
				 ? (char)dump->line[i]
				 : '.');
	text_str(t, "|\n");
}

/*
 * Writes a full line, or one asterisk for all lines that repeat the one before.
 */
static void
finish_line(struct hexdump *dump, struct text *t)
{
	bool same =
	    dump->begun && memcmp(dump->line, dump->last, HEXDUMP_LINE) == 0;

	if (!same)
		write_line(dump, t);
	else if (!dump->same)
		text_str(t, "*\n");
	dump->same = same;
	dump->begun = true;
	memcpy(dump->last, dump->line, HEXDUMP_LINE);
	dump->offset += HEXDUMP_LINE;
	dump->n = 0;
}

void
hexdump_add(struct hexdump *dump, struct text *t, const void *data, size_t size)
{
	const unsigned char *p = data;
	size_t n;

	for (; size > 0; p += n, size -= n) {
		n = HEXDUMP_LINE - dump->n;
		if (n > size)
			n = size;
		memcpy(dump->line + dump->n, p, n);
		dump->n += n;
		if (dump->n == HEXDUMP_LINE)
			finish_line(dump, t);
	}
}

void
hexdump_zeros(struct hexdump *dump, struct text *t, uint64_t size)
{
	static const char zeros[HEXDUMP_LINE];
	uint64_t skipped;

	/*
	 * Go on byte by byte until a line of zeros has been repeated; whole
	 * lines of zeros write nothing from then on and are skipped.
	 */
	for (; size > 0 && (dump->n != 0 || !dump->same || dump->last[0] != 0 ||
			       memcmp(dump->last, zeros, HEXDUMP_LINE) != 0);
	     size--)
		hexdump_add(dump, t, zeros, 1);
	skipped = size - size % HEXDUMP_LINE;
	dump->offset += skipped;
	hexdump_add(dump, t, zeros, (size_t)(size - skipped));
}

void
hexdump_end(struct hexdump *dump, struct text *t)
{
	if (!dump->begun && dump->n == 0)
		return;
	if (dump->n != 0)
		write_line(dump, t);
	text_digits(t, dump->offset + dump->n, 16, 8);
	text_char(t, '\n');
}
