/* SPDX-License-Identifier: BSD-2-Clause */
/* The attributes of new or changed objects; see attr.h. */
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/attr.h"
#include "base/parse.h"
#include "base/xalloc.h"
#include "model/sems.h"

#define MODE_MAX 0777

const char *
attr_mode(const char *s, int64_t now, int64_t *out)
{
	const char *message;
	void *change;

	if (*s >= '0' && *s <= '9') {
		if ((message = parse_mode(s, out)) != NULL)
			return message;
		return *out > MODE_MAX ? "too large: 0777 is all there is"
				       : NULL;
	}
	errno = 0;
	if ((change = setmode(s)) == NULL && errno != ENOMEM)
		return "neither an octal nor a symbolic mode";
	xchecked(change);
	*out = getmode(change, (mode_t)now);
	free(change);
	return *out > MODE_MAX ? "only the permissions r, w and x can be set"
			       : NULL;
}

static const char *
parse_new_mode(const char *s, int64_t *out)
{
	return attr_mode(s, ATTR_MODE, out);
}

static const char *
parse_count(const char *s, int64_t *out)
{
	return parse_number(s, 1, INT_MAX, out);
}

static const char *
parse_some_bytes(const char *s, int64_t *out)
{
	const char *message = parse_size(s, out);

	return message == NULL && *out == 0 ? "too small" : message;
}

static const char *
parse_huge(const char *s, int64_t *out)
{
	const char *message;

	if (s == NULL) {
		*out = 0;
		return NULL;
	}
	if ((message = parse_size(s, out)) != NULL)
		return message;
	return *out <= sysconf(_SC_PAGESIZE) || (*out & (*out - 1)) != 0
		   ? "not the size of a huge page"
		   : NULL;
}

static const char *
parse_id(const char *s, int64_t *out)
{
	return parse_number(s, 0, INT_MAX, out);
}

static const char *
parse_switch(const char *s, int64_t *out)
{
	(void)s;
	*out = 1;
	return NULL;
}

#define AT(member)                                                             \
	_Generic(((struct ipc_attr *)0)->member, int64_t                       \
		 : offsetof(struct ipc_attr, member))

const struct attr_option attr_options[] = {
	{ "mode", KINDS_ALL, KINDS_ALL, AT(mode), parse_new_mode, NULL },
	{ "size", KINDS_SHM, KIND_POSIX_SHM, AT(size), parse_hex_size,
	    "only shared memory has a size" },
	{ "max-messages", KIND_POSIX_MQ, 0, AT(max_messages), parse_count,
	    "only POSIX queues have a maximum number of messages" },
	{ "max-message-size", KIND_POSIX_MQ, 0, AT(max_message_size),
	    parse_some_bytes,
	    "only POSIX queues have a maximum size of a message" },
	{ "max-bytes", KIND_SYSV_MSG, KIND_SYSV_MSG, AT(max_bytes), parse_size,
	    "only System V queues have a capacity in bytes" },
	{ "nsems", KIND_SYSV_SEM, 0, AT(nsems), parse_count,
	    "only System V semaphores are created as a set" },
	{ "huge", KIND_SYSV_SHM, 0, AT(huge), parse_huge,
	    "only System V segments can have huge pages" },
	{ "no-reserve", KIND_SYSV_SHM, 0, AT(no_reserve), parse_switch,
	    "only System V segments can be created without reserved swap" },
	{ "lock", KIND_SYSV_SHM, KIND_SYSV_SHM, AT(lock), parse_switch,
	    "only System V segments can be locked in memory" },
	{ "id", KINDS_SYSV, 0, AT(id), parse_id,
	    "only System V objects have an identifier" },
	{ 0 },
};

const struct attr_option *
attr_find(const char *name)
{
	const struct attr_option *option = attr_options;

	while (option->name != NULL && strcmp(option->name, name) != 0)
		option++;
	return option;
}

void
attr_init(struct ipc_attr *attr, enum attr_use use)
{
	*attr = (struct ipc_attr){
		.mode = use == ATTR_MAKE ? ATTR_MODE : UNKNOWN,
		.uid = UNKNOWN,
		.gid = UNKNOWN,
		.size = UNKNOWN,
		.max_messages = UNKNOWN,
		.max_message_size = UNKNOWN,
		.max_bytes = UNKNOWN,
		.nsems = UNKNOWN,
		.values = { .n = UNKNOWN },
		.huge = UNKNOWN,
		.no_reserve = UNKNOWN,
		.lock = UNKNOWN,
		.id = UNKNOWN,
		.from = -1,
	};
}

void
attr_free(struct ipc_attr *attr)
{
	free(attr->values.v);
	attr->values = (struct ipc_array){ .n = UNKNOWN };
}

static int64_t *
member(struct ipc_attr *attr, const struct attr_option *option)
{
	return (int64_t *)(void *)((char *)attr + option->offset);
}

const char *
attr_set_text(struct ipc_attr *attr, const struct attr_option *option,
    const char *argument)
{
	return option->parse(argument, member(attr, option));
}

const char *
attr_parse_user(const char *s, int64_t *out)
{
	uid_t uid;

	if (uid_from_user(s, &uid) == 0) {
		*out = uid;
		return NULL;
	}
	return parse_number(s, 0, UINT32_MAX - 1, out) == NULL ? NULL
							       : "no such user";
}

static const char *
parse_group(const char *s, int64_t *out)
{
	gid_t gid;

	if (gid_from_group(s, &gid) == 0) {
		*out = gid;
		return NULL;
	}
	return parse_number(s, 0, UINT32_MAX - 1, out) == NULL
		   ? NULL
		   : "no such group";
}

const char *
attr_set_owner(struct ipc_attr *attr, const char *s)
{
	size_t length = strcspn(s, ":");
	const char *message = NULL;
	char *user;

	if (length == 0 && s[length] == '\0')
		return "no such user";
	if (strcmp(s + length, ":") == 0)
		return "no group after the colon";
	user = xstrndup(s, length);
	if (length != 0)
		message = attr_parse_user(user, &attr->uid);
	free(user);
	if (message == NULL && s[length] == ':')
		message = parse_group(s + length + 1, &attr->gid);
	return message;
}

const char *
attr_set_values(struct ipc_attr *attr, const char *s)
{
	const char *message = NULL;
	size_t n = 1, length;
	const char *p;
	char *word;

	for (p = s; *p != '\0'; p++)
		n += *p == ',';
	ipc_array_set(&attr->values, n);
	for (n = 0; message == NULL; n++, s += length + 1) {
		length = strcspn(s, ",");
		word = xstrndup(s, length);
		message = parse_number(word, 0, INT32_MAX, &attr->values.v[n]);
		free(word);
		if (s[length] == '\0')
			break;
	}
	return message;
}

static const char *
check_values(const struct ipc_attr *attr, const struct ipc_kind *kind)
{
	int64_t i;

	if (!(kind->bit & KINDS_SEM))
		return "only semaphores have values";
	if (kind->bit & KIND_POSIX_SEM)
		return attr->values.n > 1 ? "a POSIX semaphore has one value"
					  : NULL;
	if (attr->nsems != UNKNOWN && attr->values.n > attr->nsems)
		return "more values than semaphores";
	for (i = 0; i < attr->values.n; i++)
		if (attr->values.v[i] > SYSV_SEM_MAX)
			return "above SEMVMX (32767)";
	return NULL;
}

const char *
attr_check(const struct ipc_attr *attr, const struct ipc_kind *kind,
    enum attr_use use, const char **name)
{
	const struct attr_option *option;
	unsigned kinds;
	int64_t number;

	for (option = attr_options; option->name != NULL; option++) {
		*name = option->name;
		kinds = use == ATTR_MAKE ? option->kinds : option->changes;
		number = *(const int64_t *)(const void *)((const char *)attr +
							  option->offset);
		if (number == UNKNOWN || kinds & kind->bit)
			continue;
		return option->kinds & kind->bit
			   ? "is set when the object is created, and cannot be "
			     "changed"
			   : option->only;
	}
	*name = "values";
	if (attr->values.n != UNKNOWN && check_values(attr, kind) != NULL)
		return check_values(attr, kind);
	*name = "from";
	if (attr->from != -1 && !(kind->bit & KINDS_SHM))
		return "only shared memory can be created with contents";
	return NULL;
}
