/* SPDX-License-Identifier: BSD-2-Clause */
/* Suggestions for objects that do not exist; see ref_hint.h. */
#include <errno.h>

#include "backend/ref_hint.h"
#include "base/xalloc.h"

/*
 * True if there is an object with this key: logs and /proc/sysvipc show keys in
 * decimal.
 */
static bool
is_key(const struct ipc_kind *kind, int64_t number)
{
	struct ipc_object o;

	if (number == UNKNOWN || number == 0)
		return false;
	ipc_object_init(&o, kind);
	o.key = number;
	return kind->stat(&o, 0) == 0;
}

char *
ref_strerror(const struct ref *ref, const struct ipc_kind *kind, int error)
{
	char *message;

	if (error == ENOENT && is_key(kind, ref->id))
		xasprintf(&message, "no such id; did you mean %s:0x%08llx?",
		    kind->word, (unsigned long long)ref->id);
	else
		message = xstrdup(ipc_object_strerror(kind, error));
	return message;
}
