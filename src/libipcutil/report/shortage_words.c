/* SPDX-License-Identifier: BSD-2-Clause */
/* Commands and names for what is in short supply; see shortage_words.h. */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "backend/ref.h"
#include "base/xalloc.h"
#include "report/shortage_words.h"

/* Where next to nothing was allowed. */
#define BYTES_TO_BEGIN (INT64_C(1) << 20)
#define COUNT_TO_BEGIN 128

/* As an IPC namespace has it without ipcmni_extend. */
#define MOST_IDS_REMEDY "boot with ipcmni_extend on the kernel's command line"

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

/* As the shell has to read it. */
static void
add_quoted(struct text *t, const char *s)
{
	if (s[strspn(s, "abcdefghijklmnopqrstuvwxyz"
			"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_/:.,@-")] ==
	    '\0') {
		text_str(t, s);
		return;
	}
	text_char(t, '\'');
	for (; *s != '\0'; s++)
		if (*s == '\'')
			text_str(t, "'\\''");
		else
			text_char(t, *s);
	text_char(t, '\'');
}

static void
add_subject(struct text *t, const struct shortage *s)
{
	char room[VALUE_ROOM];

	ref_format(s->subject, room, sizeof(room));
	add_quoted(t, room);
}

/* Twice what is allowed, or what is used where that is more. */
static int64_t
larger(const struct shortage *s, int64_t most)
{
	const struct limit *limit = &s->limit;
	int64_t value = limit->value;

	if (value < limit->used)
		value = limit->used;
	if (value <= 0)
		value = strcmp(limit->unit, "bytes") == 0 ? BYTES_TO_BEGIN
							  : COUNT_TO_BEGIN;
	else if (__builtin_mul_overflow(value, 2, &value))
		value = INT64_MAX;
	return most > limit->value && value > most ? most : value;
}

static int64_t
value_of(const struct shortage *s, const struct limit *limits, size_t n,
    const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (limits[i].kinds == s->limit.kinds &&
		    strlen(limits[i].name) == length &&
		    memcmp(limits[i].name, name, length) == 0)
			return limits[i].value;
	return 0;
}

static bool
is_word(const char *word, size_t length, const char *wanted)
{
	return strlen(wanted) == length && memcmp(word, wanted, length) == 0;
}

char *
shortage_remedy(const struct shortage *s, const struct limit_use *use,
    const struct limit *limits, size_t n)
{
	const char *p, *word;
	struct text t = { 0 };
	size_t length;

	if (use->most != 0 && s->limit.value == use->most)
		return xstrdup(MOST_IDS_REMEDY);
	for (p = use->remedy; *p != '\0'; p++) {
		if (*p != '{') {
			text_char(&t, *p);
			continue;
		}
		word = p + 1;
		length = strcspn(word, "}");
		p = word + length;
		if (length == 0)
			text_number(&t, larger(s, use->most));
		else if (is_word(word, length, "object"))
			add_subject(&t, s);
		else
			text_number(&t, value_of(s, limits, n, word, length));
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

/* By number where the name could mean something to the shell. */
static void
add_owner(struct text *t, int64_t uid)
{
	const char *name = user_from_uid((uid_t)uid, 0);
	struct text quoted = { 0 };

	add_quoted(&quoted, name);
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

	if (s->subject != NULL) {
		text_str(&t, "ipccat --receive ");
		add_subject(&t, s);
		return t.s;
	}
	if (s->owners.n == 0 || s->owners.v[0].uid == UNKNOWN)
		return NULL;
	/* What has no name any more goes with those who hold it. */
	ghosts = s->removed > s->limit.used / 2;
	text_str(&t, ghosts ? "ipcls --unlinked" : "ipcls");
	for (i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (options[i].kinds & use->kinds)
			text_str(&t, options[i].option);
	text_str(&t, " -w '");
	add_owner(&t, s->owners.v[0].uid);
	text_str(&t, ghosts ? "', then end who holds it" : "', then ipcrm");
	return t.s;
}
