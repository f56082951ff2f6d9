/* SPDX-License-Identifier: BSD-2-Clause */
/* Unit tests of the parser in namespace.h: who a control group belongs to. */
#include <stdlib.h>

#include "process/namespace.h"
#include "tap.h"

static void
test_units(void)
{
	static const struct {
		const char *path;
		const char *unit;
	} groups[] = {
		{ "/system.slice/cron.service\n", "cron.service" },
		{ "/init.scope", "init.scope" },
		{ "/machine.slice/libpod-1f0e.scope/container\n",
		    "libpod-1f0e.scope" },
		{ "/user.slice/user@0.service/app.slice/app-a.scope",
		    "app-a.scope" },
		{ "/docker/1f0e\n", "1f0e" },
		{ "/../../docker/1f0e", "1f0e" },
		{ "//a//b//\n", "b" },
		{ "/a.scope/b.service/c.slice/d", "b.service" },
		{ "/.service/.scope", ".scope" },
		{ "/a b\\x2d.scope\n/c.scope", "a b\\x2d.scope" },
		{ "/\n", NULL },
		{ "/", NULL },
		{ "\n", NULL },
		{ "", NULL },
		{ "a.scope", NULL },
	};
	char *unit;
	size_t i;

	for (i = 0; i < TAP_LENGTH(groups); i++) {
		unit = ipc_unit(groups[i].path);
		CHECK_STR(unit, groups[i].unit, groups[i].path);
		free(unit);
	}
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "places: the last service or scope is the unit", test_units },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
