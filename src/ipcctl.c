/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcctl: change IPC objects, and operate on semaphores. */

#include <stdlib.h>

#include "backend/attr.h"
#include "base/patience.h"
#include "cli.h"
#include "ipcctl.h"

int
main(int argc, char **argv)
{
	struct options o = { .timeout = PATIENCE_FOREVER };
	int status;
	size_t i;

	cli_start();
	attr_init(&o.attr, ATTR_CHANGE);
	parse_command_line(&o, argc, argv);
	cli_namespace(o.namespace);
	status = o.nops != 0 ? operate(&o) : change_objects(&o);
	for (i = 0; i < o.nrefs; i++)
		ref_free(&o.refs[i]);
	free(o.refs);
	free(o.ops);
	free(o.values.v);
	cli_exit(status);
}
