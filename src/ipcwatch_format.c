/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --format, taken apart: events and calls have fields of their own. */
#include <string.h>

#include "ipcwatch.h"

size_t
format_part(const char *s, const char **name, size_t *length)
{
	*name = NULL;
	if (s[0] != '%')
		return 1;
	if (s[1] == '%')
		return 2;
	if (s[1] != '{')
		return 0;
	*length = strcspn(s + 2, "}");
	if (s[2 + *length] != '}')
		return 0;
	*name = s + 2;
	return *length + 3;
}

bool
format_is_valid(const char *s, bool (*is_field)(const char *, size_t))
{
	const char *name;
	size_t length, n;

	for (; *s != '\0'; s += n) {
		n = format_part(s, &name, &length);
		if (n == 0 || (name != NULL && !is_field(name, length)))
			return false;
	}
	return true;
}
