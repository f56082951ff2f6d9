/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --until: tells what it waits for if that is not obvious. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch.h"
#include "model/kind.h"

static bool
was_told(const struct watch *watch, const char *subject)
{
	size_t i;

	for (i = 0; i < watch->ntold; i++)
		if (strcmp(watch->told[i], subject) == 0)
			return true;
	return false;
}

/* Says which names are not there; returns whether any may still come. */
static bool
tell_missing(const struct watch *watch)
{
	const struct options *o = watch->o;
	bool may_come = o->nrefs == 0;
	size_t i;

	for (i = 0; i < o->nrefs; i++) {
		if (o->refs[i].pattern)
			may_come = true;
		if (o->refs[i].pattern || watch->found[i] ||
		    was_told(watch, o->refs[i].text))
			continue;
		may_come = true;
		cli_warn(o->refs[i].text,
		    o->timeout == 0 ? "is not there"
				    : "is not there: waiting for it to appear");
	}
	return may_come;
}

/* Objects that may be what is waited for, if only they could be read. */
static size_t
count_unread(const struct watch *watch)
{
	const struct options *o = watch->o;
	const struct ipc_object *object;
	size_t i, unread = 0;

	for (i = 0; i < watch->list.n; i++) {
		object = watch->list.v[i];
		if (o->filter != NULL &&
		    expr_ask(o->filter, &object_table, object) == EXPR_NO)
			continue;
		unread +=
		    (o->filter != NULL && expr_ask(o->filter, &object_table,
					      object) == EXPR_UNKNOWN) ||
		    (o->goal != NULL && expr_ask(o->goal, &object_table,
					    object) == EXPR_UNKNOWN);
	}
	return unread;
}

static void
tell_goal(const struct watch *watch)
{
	const struct options *o = watch->o;
	bool may_come = tell_missing(watch);
	size_t unread;
	char *reason;

	/* About holders, cli_hidden() has warned. */
	if ((expr_need(o->goal) | expr_need(o->filter)) & NEED_WALK)
		return;
	if ((unread = count_unread(watch)) == 0)
		return;
	xasprintf(&reason,
	    "cannot be known for %zu %s that could not be read%s", unread,
	    unread == 1 ? "object" : "objects",
	    may_come || unread < watch->list.n
		? ""
		: ", and nothing else is waited for: it cannot become true "
		  "unless that changes");
	cli_warn("--until", reason);
	free(reason);
}

/* With --until-gone, an object that could not be read may be selected. */
static void
tell_gone(const struct watch *watch)
{
	size_t unread = count_unread(watch);
	char *reason;

	if (unread == 0 || expr_need(watch->o->filter) & NEED_WALK)
		return;
	xasprintf(&reason, "cannot be known for %zu %s that could not be read",
	    unread, unread == 1 ? "object" : "objects");
	cli_warn("--until-gone", reason);
	free(reason);
}

void
tell_prospects(const struct watch *watch)
{
	if (watch->o->gone)
		tell_gone(watch);
	else
		tell_goal(watch);
}
