/* SPDX-License-Identifier: BSD-2-Clause */
/* Which objects a pattern selects; see ref.h. */

#include <fnmatch.h>
#include <locale.h>
#include <stdlib.h>

#include "backend/ref.h"
#include "base/text.h"

/*
 * Bytes that are no text match byte by byte. So has glibc it; for musl nothing
 * matches these.
 */
static bool
match(const char *glob, const char *name)
{
	locale_t bytes, before;
	bool matches;

	if (mbstowcs(NULL, glob, 0) != (size_t)-1 &&
	    mbstowcs(NULL, name, 0) != (size_t)-1)
		return fnmatch(glob, name, 0) == 0;
	if ((bytes = newlocale(LC_CTYPE_MASK, "C", NULL)) == NULL)
		return fnmatch(glob, name, 0) == 0;
	before = uselocale(bytes);
	matches = fnmatch(glob, name, 0) == 0;
	uselocale(before);
	freelocale(bytes);
	return matches;
}

/* A key is matched as it is printed; IPC_PRIVATE is none. */
static bool
match_key(const char *glob, int64_t key)
{
	struct text t = { 0 };
	bool matches;

	if (key == UNKNOWN || key == 0)
		return false;
	text_str(&t, "0x");
	text_digits(&t, (uint64_t)key, 16, 8);
	matches = fnmatch(glob, t.s, 0) == 0;
	text_free(&t);
	return matches;
}

bool
ref_match(const struct ref *ref, const struct ipc_object *o)
{
	if (!(ref->kinds & o->kind->bit))
		return false;
	if (ref->glob == NULL)
		return true;
	return o->name != NULL ? match(ref->glob, o->name)
			       : match_key(ref->glob, o->key);
}
