/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a proposed command has to be run, and quoting for the shell; see
 * advice.h.
 */

#include <stdlib.h>
#include <string.h>

#include "report/advice.h"

void
advice_quote(struct text *t, const char *s)
{
	if (*s != '\0' &&
	    s[strspn(s, "abcdefghijklmnopqrstuvwxyz"
			"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_/:.,@-")] ==
		'\0') {
		text_str(t, s);
		return;
	}
	text_char(t, '\'');
	for (; *s != '\0'; s++)
		if (*s == '\'')
			text_str(t, "'\\''");
		else
			text_char(t, *s);
	text_char(t, '\'');
}

/* Set once, when a namespace is entered; not owned. */
static const char *place;

void
advice_set_place(const char *where)
{
	place = where;
}

void
advice_add_place(struct text *t)
{
	if (place == NULL)
		return;
	text_str(t, "in that namespace (nsenter ");
	if (place[strspn(place, "0123456789")] == '\0') {
		text_str(t, "--target ");
		text_str(t, place);
		text_str(t, " --ipc --mount");
	} else {
		text_str(t, "--ipc=");
		advice_quote(t, place);
	}
	text_str(t, "): ");
}

char *
advice_there(char *command)
{
	struct text t = { 0 };

	if (command == NULL || place == NULL)
		return command;
	advice_add_place(&t);
	text_str(&t, command);
	free(command);
	return t.s;
}
