/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch: messages on stderr while nothing happens, and about polling. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/setting.h"
#include "base/text.h"
#include "cli.h"
#include "ipcwatch.h"

#define INSTANCES "/proc/sys/fs/inotify/max_user_instances"

/* The operands as they were given, or "all objects". */
static void
add_operands(struct text *t, const struct options *o)
{
	size_t i;

	if (o->nrefs == 0)
		text_str(t, "all objects");
	for (i = 0; i < o->nrefs; i++) {
		text_str(t, i == 0 ? "" : " ");
		text_str(t, o->refs[i].text);
	}
}

static size_t
count_selected(const struct watch *watch)
{
	size_t i, n = 0;

	for (i = 0; i < watch->list.n; i++)
		n += watch->o->filter == NULL ||
		     expr_match(watch->o->filter, watch->list.v[i]);
	return n;
}

void
tell_quiet(const struct watch *watch)
{
	const struct options *o = watch->o;
	size_t n = count_selected(watch);
	struct text t = { 0 };

	text_str(&t, "watching ");
	add_operands(&t, o);
	if (o->where != NULL) {
		text_str(&t, " where ");
		text_str(&t, o->where);
	}
	if (o->user != NULL) {
		text_str(&t, " of ");
		text_str(&t, o->user);
	}
	text_str(&t, " (now ");
	text_number(&t, (int64_t)n);
	text_str(&t,
	    n == 1 ? " object), polling every " : " objects), polling every ");
	write_seconds(&t, o->interval);
	text_str(&t, "s; Ctrl-C ends it");
	cli_warn("no events yet", t.s);
	text_free(&t);
}

/* EMFILE: so many as the user may have are in use, by whatever programs. */
void
tell_polling(const struct options *o, int error)
{
	int64_t most = setting_number(INSTANCES, 0);
	struct text t = { 0 };

	if (error == EMFILE) {
		text_str(&t, "no instance is left to this user");
		if (most != UNKNOWN) {
			text_str(&t, " (fs.inotify.max_user_instances is ");
			text_number(&t, most);
			text_char(&t, ')');
		}
	} else
		text_str(&t, strerror(error));
	text_str(&t, ": polling every ");
	write_seconds(&t, o->interval);
	text_str(&t, "s instead, so POSIX objects are noticed later");
	if (error == EMFILE)
		text_str(&t, "; sysctl -w fs.inotify.max_user_instances=N "
			     "allows more");
	cli_warn("inotify", t.s);
	text_free(&t);
}
