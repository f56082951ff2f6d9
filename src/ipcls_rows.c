/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls --rows and --process: a row for each use of an object. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcls.h"
#include "process/who.h"
#include "report/holding.h"

/* Finds the processes; false if there are none. Failures are reported. */
static bool
find(const char *text, struct who *who, int *status)
{
	if (who_find(who, text) == -1) {
		list_failed(status, "/proc", strerror(errno));
		return false;
	}
	if (who->pids.n == 0) {
		list_failed(status, text,
		    who->partial ? "no such process among those that can be "
				   "seen"
				 : "no such process");
		return false;
	}
	if (who->elsewhere != 0)
		list_failed(status, text,
		    "is in another IPC namespace, whose queues, segments and "
		    "sets are not listed here: say --namespace PID");
	return true;
}

/* Reports processes that could not be read: what they hold is missing. */
static void
tell_unseen(const struct options *o, const struct sight *sight, int *status)
{
	struct text reason = { 0 };

	if (sight->count.hidden == 0 && sight->deaf == 0)
		return;
	if (sight->count.hidden != 0 && o->only->n == 1)
		text_str(&reason, "may not be examined: only its user or root "
				  "may, and not where it is protected from "
				  "them");
	else if (sight->count.hidden == 0)
		text_str(&reason, "the calls of some threads could not be "
				  "read");
	else {
		text_number(&reason, sight->count.hidden);
		text_str(&reason, " of ");
		text_number(&reason, o->only->n);
		text_str(&reason,
		    " processes could not be looked at: it takes the same user, or root");
	}
	list_failed(status, o->process, reason.s);
	text_free(&reason);
}

/* Lists the uses of the loaded objects, by all processes or those selected. */
static int
list(const struct options *o)
{
	struct view view = { .table = &holding_table };
	struct sight sight = { .only = o->only };
	struct ipc_list objects = { 0 };
	int status = CLI_OK;
	struct holding *rows;
	unsigned need;
	size_t n;

	group_holdings(o, &view);
	need = HOLDING_NEED | view_need(&view, o->filter, &o->keys) |
	       expr_need(o->alarm);
	list_load(o, &objects, need, &sight, &status);
	if (o->only != NULL)
		tell_unseen(o, &sight, &status);
	n = holding_rows(&rows, &objects, o->only);
	if (need & NEED_PSS)
		holding_measure(rows, n);
	view_add(&view, rows, n, sizeof(*rows));
	list_show(o, &view, NULL, &status);
	if (o->only == NULL)
		cli_hidden("holders", &sight);
	if (o->verbose)
		cli_unread(&sight);
	view_free(&view);
	holding_free(rows, n);
	ipc_list_free(&objects);
	return status;
}

int
list_holdings(const struct options *o)
{
	struct options of = *o;
	struct who who = { 0 };
	int status = CLI_OK, listed;

	if (o->process == NULL)
		return list(o);
	if (find(o->process, &who, &status)) {
		of.only = &who.pids;
		listed = list(&of);
		if (listed != CLI_OK)
			status = listed;
	}
	free(who.pids.v);
	return status;
}
