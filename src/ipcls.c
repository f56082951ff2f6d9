/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls: list and inspect IPC objects, limits and usage. */
#include "ipcls.h"
#include "cli.h"

static int
list(const struct options *o)
{
	static int (*const lists[])(const struct options *) = {
		[LIST_OBJECTS] = list_objects,
		[LIST_HOLDINGS] = list_holdings,
		[LIST_LIMITS] = list_limits,
		[LIST_USAGE] = list_usage,
		[LIST_SHORTAGES] = list_shortages,
		[LIST_METRICS] = list_metrics,
		[LIST_SOURCES] = list_sources,
	};

	return o->groups.n != 0 ? list_groups(o) : lists[o->what](o);
}

int
main(int argc, char **argv)
{
	struct options o;
	int status = CLI_OK;

	cli_start();
	ipcls_options(&o, argc, argv);
	if (!is_everywhere(&o))
		cli_namespace(o.namespace);
	if (o.recording != NULL && !o.list_columns)
		recorded_load(&o);
	if (o.list_columns)
		list_columns(&o);
	else
		status = list(&o);
	ipcls_options_free(&o);
	recorded_free(&o);
	cli_exit(status == CLI_OK ? o.damaged : status);
}
