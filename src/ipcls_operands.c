/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls: the objects that the command line names. */
#include "base/xalloc.h"
#include "cli.h"
#include "ipcls.h"

void
ipcls_operands(struct options *o, int argc, char **argv)
{
	unsigned kinds = 0;
	struct ref *ref;
	int i;

	if (argc == 0)
		return;
	o->refs = xreallocarray(NULL, (size_t)argc, sizeof(*o->refs));
	for (i = 0; i < argc; i++) {
		ref = &o->refs[o->nrefs++];
		cli_ref(ref, o->kinds, argv[i]);
		kinds |= ref->kinds;
	}
	/* The totals of metrics are of all objects, so all kinds stay. */
	if (o->what != LIST_METRICS)
		o->kinds &= kinds;
}
