/* SPDX-License-Identifier: BSD-2-Clause */
/* Which recorded objects are asked for; see select.h. */
#include <string.h>

#include "record/select.h"

bool
select_matches(const struct ref *ref, const struct ipc_object *o)
{
	struct ipc_object named;

	if (!(ref->kinds & o->kind->bit))
		return false;
	if (ref->pattern)
		return ref_match(ref, o);
	if (ref_identify(ref, &named) == -1)
		return false;
	if (named.name != NULL)
		return o->name != NULL && strcmp(named.name, o->name) == 0;
	if (named.id != UNKNOWN)
		return named.id == o->id;
	return named.key != UNKNOWN && named.key == o->key;
}

bool
select_wants(const struct ref *refs, size_t n, const struct ipc_object *o)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (select_matches(&refs[i], o))
			return true;
	return n == 0;
}
