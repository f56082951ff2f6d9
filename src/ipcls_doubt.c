/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls: warnings about what could not be read; see ipcls_doubt.h. */
#include <stdlib.h>
#include <unistd.h>

#include "backend/mq_dir.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcls.h"
#include "ipcls_doubt.h"
#include "report/limit.h"
#include "report/shortage.h"
#include "report/usage.h"

void
doubt_verdict(size_t n)
{
	char *reason;

	xasprintf(&reason,
	    "cannot be known for %zu %s, which could not be read completely", n,
	    n == 1 ? "row" : "rows");
	cli_warn("--fail-if", reason);
	free(reason);
}

/*
 * Warns about objects for which the expression of --where is unknown: an empty
 * list is no proof that none matches. For holders, cli_hidden() warns.
 */
void
doubt_where(const struct options *o, const struct view *view)
{
	size_t i, unread = 0;
	char *reason;
	bool limits = o->what == LIST_LIMITS;

	if ((o->what != LIST_OBJECTS && !limits) || o->filter == NULL ||
	    o->quiet || (!limits && expr_need(o->filter) & NEED_WALK))
		return;
	for (i = 0; i < view->n; i++)
		unread += expr_ask(o->filter, view->table, view_row(view, i)) ==
			  EXPR_UNKNOWN;
	if (unread == 0)
		return;
	xasprintf(&reason,
	    "cannot be known for %zu %s%s that could not be read", unread,
	    limits ? "limit" : "object", unread == 1 ? "" : "s");
	cli_warn("--where", reason);
	free(reason);
}

/*
 * Warns about totals that overflow: the size of a sparse file can be any
 * number.
 */
void
doubt_totals(const struct usage *usages, size_t n)
{
	const char *field;
	char *message;
	size_t i;

	for (i = 0; i < n; i++)
		if ((field = usage_capped(&usages[i])) != NULL) {
			xasprintf(&message,
			    "more than can be counted: a total that is "
			    "%lld is that much or more",
			    (long long)INT64_MAX);
			cli_warn(field, message);
			free(message);
			return;
		}
}

/* Warns about queues that may be full, but could not be read. */
void
doubt_queues(const struct options *o, const struct ipc_list *list, int *status)
{
	size_t i, unread = 0;
	char *reason;

	for (i = 0; i < list->n; i++)
		unread += list->v[i]->kind->bit & KINDS_MQ & o->kinds &&
			  list->v[i]->fill == UNKNOWN;
	if (unread == 0)
		return;
	xasprintf(&reason,
	    "%zu %s could not be read: whether %s full is not known", unread,
	    unread == 1 ? "queue" : "queues",
	    unread == 1 ? "it is" : "they are");
	cli_warn("--explain", reason);
	free(reason);
	*status = CLI_FAILED;
}

/*
 * Warns about limits whose use could not be read; a limit that this kernel does
 * not have has none.
 */
void
doubt_limits(const struct shortage *v, size_t n, int *status)
{
	struct text text = { 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		if (v[i].limit.share != UNKNOWN || !limit_is_used(&v[i].limit))
			continue;
		if (text.len != 0)
			text_str(&text, ", ");
		text_str(&text, v[i].limit.name);
	}
	if (text.len != 0) {
		text_str(&text, ": could not be read, so whether anything is "
				"near is not known");
		cli_warn("--explain", text.s);
		*status = CLI_FAILED;
	}
	text_free(&text);
}

/* Whether the list is of POSIX queues only, and of all of them. */
static bool
asks_for_queues(const struct options *o)
{
	size_t i;

	if ((o->kinds & ~KINDS_MQ) != 0)
		return false;
	for (i = 0; i < o->nrefs; i++)
		if (o->refs[i].pattern)
			return true;
	return o->nrefs == 0;
}

/*
 * An empty list depends most on the right directory: then it is a failure, too.
 */
void
doubt_directory(const struct options *o, bool none, int *status)
{
	bool wrong = none && asks_for_queues(o);

	if (!(o->kinds & KIND_POSIX_MQ) || o->namespace != NULL ||
	    o->recording != NULL ||
	    !(o->verbose || wrong || (none && isatty(STDOUT_FILENO))) ||
	    !mq_dir_is_believed())
		return;
	if (!o->quiet)
		cli_warn("/dev/mqueue",
		    "may be another IPC namespace's: only root, or a queue "
		    "that you may open, can tell");
	if (wrong)
		*status = o->alarm != NULL ? CLI_UNKNOWN : CLI_FAILED;
}
