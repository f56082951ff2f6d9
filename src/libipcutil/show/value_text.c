/* SPDX-License-Identifier: BSD-2-Clause */
/* The types of fields that are text; see value.h. */

#include <sys/stat.h>

#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "base/parse.h"
#include "model/kind.h"
#include "show/value.h"

static void
get_text(const void *row, size_t offset, struct value *v)
{
	value_set_text(v, *(const char *const *)value_at(row, offset));
}

static void
get_perms(const void *row, size_t offset, struct value *v)
{
	int64_t mode = value_number_at(row, offset);
	char s[12];

	if (mode == UNKNOWN) {
		v->class = VALUE_UNKNOWN;
		return;
	}
	strmode((mode_t)mode, s);
	/*
	 * strmode(3) begins with the file type and ends with a space: drop
	 * both.
	 */
	memcpy(v->room, s + 1, 9);
	v->room[9] = '\0';
	value_set_text(v, v->room);
	v->number = mode;
}

/* A user without a name is shown by number; libbsd caches both. */
static void
get_user(const void *row, size_t offset, struct value *v)
{
	int64_t uid = value_number_at(row, offset);

	value_set_text(v, uid == UNKNOWN ? NULL : user_from_uid((uid_t)uid, 0));
	v->number = uid;
}

static void
get_group(const void *row, size_t offset, struct value *v)
{
	int64_t gid = value_number_at(row, offset);

	value_set_text(
	    v, gid == UNKNOWN ? NULL : group_from_gid((gid_t)gid, 0));
	v->number = gid;
}

void
value_text_text(const struct value *v, struct style *style, struct text *t)
{
	if (style->verbatim)
		text_str(t, v->text);
	else
		text_escape(t, v->text, style->escape);
}

/* A user, or a group. */
static void
text_of_id(const struct value *v, struct style *style, struct text *t)
{
	if (style->numeric)
		text_number(t, v->number);
	else
		value_text_text(v, style, t);
}

/* An id is the text only where it has no name, unless the name is a number. */
static const char *
wrong_user(const char *text)
{
	int64_t id;
	uid_t uid;

	return uid_from_user(text, &uid) == -1 &&
		       parse_number(text, 0, UINT32_MAX, &id) == NULL &&
		       user_from_uid((uid_t)id, 1) != NULL
		   ? "this user id has a name: compare with that, or "
		     "uid"
		   : NULL;
}

static const char *
wrong_group(const char *text)
{
	int64_t id;
	gid_t gid;

	return gid_from_group(text, &gid) == -1 &&
		       parse_number(text, 0, UINT32_MAX, &id) == NULL &&
		       group_from_gid((gid_t)id, 1) != NULL
		   ? "this group id has a name: compare with that, or "
		     "gid"
		   : NULL;
}

static void
text_of_perms(const struct value *v, struct style *style, struct text *t)
{
	if (style->numeric)
		value_mode.text(v, style, t);
	else
		value_text_text(v, style, t);
}

/*
 * In tables for people, the program's own words keep their spaces; in other
 * fields the style may escape them.
 */
static void
text_of_prose(const struct value *v, struct style *style, struct text *t)
{
	if (style->human)
		text_str(t, v->text);
	else
		value_text_text(v, style, t);
}

void
value_text_json(const struct value *v, struct style *style, struct text *t)
{
	(void)style;
	text_json(t, v->text);
}

void
value_ref_text(const struct value *v, struct style *style, struct text *t)
{
	if (style->verbatim)
		text_str(t, v->text);
	else
		text_escape(t, v->text, style->escape | ESCAPE_DONE);
}

const char *
value_wrong_kind(const char *text)
{
	size_t i;

	for (i = 0; ipc_kinds[i] != NULL; i++)
		if (strcmp(ipc_kinds[i]->word, text) == 0)
			return NULL;
	return "no kind: these are \"mq\", \"shm\" and \"sem\"";
}

const char *
value_wrong_api(const char *text)
{
	size_t i;

	for (i = 0; ipc_kinds[i] != NULL; i++)
		if (strcmp(ipc_kinds[i]->api, text) == 0)
			return NULL;
	return "no API: these are \"posix\" and \"sysv\"";
}

#define TEXT(reject)                                                           \
	{                                                                      \
		.name = "text", .class = VALUE_TEXT, .get = get_text,          \
		.text = value_text_text, .json = value_text_json,              \
		.wrong = (reject)                                              \
	}
const struct value_type value_text = TEXT(NULL);
const struct value_type value_kind = TEXT(value_wrong_kind);
const struct value_type value_api = TEXT(value_wrong_api);

const struct value_type value_prose = {
	.name = "text",
	.class = VALUE_TEXT,
	.get = get_text,
	.text = text_of_prose,
	.json = value_text_json,
};

const struct value_type value_perms = {
	.name = "text",
	.class = VALUE_TEXT,
	.get = get_perms,
	.text = text_of_perms,
	.json = value_text_json,
};

const struct value_type value_user = {
	.name = "user",
	.class = VALUE_TEXT,
	.get = get_user,
	.text = text_of_id,
	.json = value_text_json,
	.wrong = wrong_user,
};

const struct value_type value_group = {
	.name = "group",
	.class = VALUE_TEXT,
	.get = get_group,
	.text = text_of_id,
	.json = value_text_json,
	.wrong = wrong_group,
};

const struct value_type value_evidence = {
	.name = "text",
	.class = VALUE_TEXT,
	.get = get_text,
	.text = text_of_prose,
	.json = value_text_json,
};
