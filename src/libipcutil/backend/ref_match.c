/* SPDX-License-Identifier: BSD-2-Clause */
/* Matches objects with patterns; see ref.h. */

#include <fnmatch.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "backend/ref.h"
#include "base/text.h"

/*
 * If pattern or name are not valid in this locale, match byte by byte, in the C
 * locale. glibc's fnmatch(3) does so itself; musl's matches nothing.
 */
static bool
match(const char *glob, const char *name)
{
	locale_t bytes, before;
	bool matches;

	/* Every name begins with a slash; of 10,000 objects this is felt. */
	if (strcmp(glob, "/*") == 0)
		return true;
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

/* Matches the key as it is printed. IPC_PRIVATE matches nothing. */
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
