/* SPDX-License-Identifier: BSD-2-Clause */
/* Names and commands in explanations; see shortage_words.h. */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "backend/ref.h"
#include "base/xalloc.h"
#include "report/advice.h"
#include "report/shortage_words.h"

void
shortage_name(const struct shortage_part *part, struct text *t)
{
	char room[VALUE_ROOM];

	if (part->object != NULL) {
		ref_format(part->object, room, sizeof(room));
		text_str(t, room);
	} else if (part->uid == UNKNOWN)
		text_char(t, '-');
	else
		text_str(t, user_from_uid((uid_t)part->uid, 0));
}

char *
shortage_names(const struct shortage_parts *parts)
{
	struct text t = { 0 };
	size_t i;

	text_add(&t, "", 0);
	for (i = 0; i < parts->n; i++) {
		if (i > 0)
			text_char(&t, ',');
		shortage_name(&parts->v[i], &t);
	}
	return t.s;
}

static const struct {
	unsigned kinds;
	const char *option;
} options[] = {
	{ KINDS_MQ, " -q" },
	{ KINDS_SHM, " -m" },
	{ KINDS_SEM, " -s" },
	{ KINDS_POSIX, " --posix" },
	{ KINDS_SYSV, " --sysv" },
};

/* Uses the number if the shell could interpret the name. */
static void
add_owner(struct text *t, int64_t uid)
{
	const char *name = user_from_uid((uid_t)uid, 0);
	struct text quoted = { 0 };

	advice_quote(&quoted, name);
	if (*quoted.s == '\'') {
		text_str(t, "uid == ");
		text_number(t, uid);
	} else {
		text_str(t, "owner == \"");
		text_str(t, name);
		text_char(t, '"');
	}
	text_free(&quoted);
}

char *
shortage_relief(const struct shortage *s, const struct limit_use *use)
{
	struct text t = { 0 };
	bool ghosts;
	size_t i;

	if (use->relief != NULL)
		return xstrdup(use->relief);
	/* If a directory takes more than any owner's objects, clean up that. */
	if (s->litter.n > 0 &&
	    (s->owners.n == 0 ||
		(strcmp(s->limit.unit, "bytes") == 0 &&
		    s->litter.v[0].bytes > s->owners.v[0].amount))) {
		text_str(&t, "ls -lR ");
		advice_quote(&t, s->litter.v[0].path);
		text_str(&t, ", then rm");
		return t.s;
	}
	if (s->owners.n == 0 || s->owners.v[0].uid == UNKNOWN)
		return NULL;
	/* An object without a name disappears when its holders end. */
	ghosts = s->removed > s->limit.used / 2;
	text_str(&t, ghosts ? IPCLS " --unlinked" : IPCLS);
	for (i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (options[i].kinds & use->kinds)
			text_str(&t, options[i].option);
	text_str(&t, " -w '");
	add_owner(&t, s->owners.v[0].uid);
	text_str(&t, ghosts ? "', then end who holds it" : "', then " IPCRM);
	return t.s;
}
