/* SPDX-License-Identifier: BSD-2-Clause */
/* No --top: see ipcwatch_top.h. This is built without ncurses. */
#include "cli.h"
#include "ipcwatch_top.h"

int
top(const struct options *options)
{
	(void)options;
	cli_warn(
	    "--top", "the screen was left out: this was built without ncurses");
	return CLI_FAILED;
}
