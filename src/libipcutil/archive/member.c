/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of an archive's members; see member.h. */
#include <stdbool.h>
#include <string.h>

#include "archive/member.h"
#include "model/kind.h"

#define DIGITS "0123456789"

/*
 * Says whether a POSIX name looks like ID_KEY of a System V object; then it
 * must be escaped.
 */
static bool
looks_numbered(const char *name)
{
	size_t n = strspn(name, DIGITS);

	return n != 0 && strncmp(name + n, "_0x", 3) == 0;
}

static void
add_byte(struct text *t, unsigned char c, bool plain)
{
	if (plain && c > ' ' && c < 0x7f && c != '%') {
		text_char(t, (char)c);
		return;
	}
	text_char(t, '%');
	text_digits(t, c, 16, 2);
}

void
member_name(struct text *t, const struct ipc_object *o)
{
	const char *name = o->name, *s;

	text_str(t, o->kind->word);
	text_char(t, '/');
	if (name == NULL) {
		text_number(t, o->id);
		text_str(t, "_0x");
		text_digits(t, (uint64_t)o->key, 16, 8);
	} else {
		name += *name == '/';
		for (s = name; *s != '\0'; s++)
			add_byte(t, (unsigned char)*s,
			    *s != '/' && (s != name || !looks_numbered(s)));
	}
	if (o->kind->bit & KINDS_MQ)
		text_str(t, ".jsonl");
}
