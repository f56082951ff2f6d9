/* SPDX-License-Identifier: BSD-2-Clause */
/* The objects that --orphans and --older-than choose; see ipcrm_choice.h. */
#include <stdlib.h>
#include <string.h>

#include "ipcrm_choice.h"
#include "load/load.h"
#include "process/annotate.h"
#include "show/column.h"

unsigned
choice_need(const struct choice *choice)
{
	const char *name = choice->reasons ? "evidence" : "orphan";

	if (!choice->orphans)
		return 0;
	return column_named(&object_table, name)->need;
}

/*
 * Returns the seconds since the object was last used. Access to mapped memory
 * changes no time, so the last change counts only if no process holds the
 * object.
 */
static int64_t
unused_for(const struct ipc_object *o, int64_t now)
{
	if (o->idle == UNKNOWN && o->likely_orphan == 1)
		return ipc_seconds_since(ipc_object_last_trace(o), now);
	return o->idle;
}

static bool
is_old(const struct choice *choice, const struct ipc_object *o, int64_t now)
{
	return choice->older_than == UNKNOWN ||
	       unused_for(o, now) > choice->older_than;
}

/* Whether it would be old enough if it were certain to be an orphan. */
static bool
may_be_old(const struct choice *choice, const struct ipc_object *o, int64_t now)
{
	return choice->older_than == UNKNOWN ||
	       ipc_seconds_since(ipc_object_last_trace(o), now) >
		   choice->older_than;
}

static bool
is_chosen(const struct choice *choice, const struct ipc_object *o, int64_t now)
{
	int64_t verdict = choice->likely ? o->likely_orphan : o->orphan;

	return (!choice->orphans || verdict == 1) && is_old(choice, o, now);
}

size_t
choice_select(const struct choice *choice, struct view *view, int64_t now,
    void (*kept)(void *arg, const struct ipc_object *), void *arg)
{
	const struct ipc_object *o;
	size_t i, chosen = 0, doubtful = 0;

	for (i = 0; i < view->n; i++) {
		o = view_row(view, i);
		if (is_chosen(choice, o, now))
			view->rows[chosen++] = view->rows[i];
		else if (choice->orphans && o->orphan == UNKNOWN &&
			 may_be_old(choice, o, now)) {
			doubtful++;
			kept(arg, o);
		}
	}
	view->n = chosen;
	return doubtful;
}

/* Returns the object as it is now; NULL if it is gone or is another one. */
static struct ipc_object *
read_again(
    const struct choice *choice, const struct ipc_object *seen, int64_t now)
{
	struct ipc_object *o;

	if (!ipc_object_is_there(seen))
		return NULL;
	o = ipc_object_again(seen, choice_need(choice));
	if (o != NULL)
		load_derive(o, now);
	return o;
}

bool
choice_still_has(
    const struct choice *choice, const struct ipc_object *seen, int64_t now)
{
	struct ipc_object *o = read_again(choice, seen, now);
	struct ipc_list list = { 0 };
	bool has;

	if (o == NULL)
		return false;
	ipc_list_add(&list, o);
	annotate(&list, choice_need(choice), choice->orphans_after, NULL);
	has = is_chosen(choice, o, now);
	ipc_list_free(&list);
	return has;
}

void
choice_look_again(const struct choice *choice, struct view *view, int64_t now)
{
	struct ipc_list list = { 0 };
	struct ipc_object *o;
	size_t i, j, kept = 0;

	for (i = 0; i < view->n; i++)
		if ((o = read_again(choice, view->rows[i], now)) != NULL)
			ipc_list_add(&list, o);
	annotate(&list, choice_need(choice), choice->orphans_after, NULL);
	/*
	 * Both lists have the same order; objects that are gone lack in the
	 * second. The rows are objects, as records do not tell of orphans.
	 */
	for (i = j = 0; i < view->n && j < list.n; i++) {
		if (ipc_object_cmp(view->rows[i], list.v[j]) != 0)
			continue;
		if (is_chosen(choice, list.v[j++], now))
			view->rows[kept++] = view->rows[i];
	}
	view->n = kept;
	ipc_list_free(&list);
}
