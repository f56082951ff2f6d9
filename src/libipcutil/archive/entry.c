/* SPDX-License-Identifier: BSD-2-Clause */
/* One object of an archive, read and checked; see entry.h. */
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/entry.h"
#include "archive/member.h"
#include "archive/skim.h"
#include "backend/attr.h"
#include "backend/posix_file.h"
#include "backend/ref.h"
#include "base/parse.h"
#include "base/xalloc.h"
#include "model/queue.h"

/* All that is asked of a line. */
enum {
	OBJECT,
	KEY,
	OWNER,
	OWNER_ID,
	GROUP,
	GROUP_ID,
	MODE,
	SIZE,
	MAX_MESSAGES,
	MAX_MESSAGE_SIZE,
	MAX_BYTES,
	NSEMS,
	LOCKED,
	NAMES
};

static const char *const names[] = {
	[OBJECT] = "object",
	[KEY] = "key",
	[OWNER] = "owner",
	[OWNER_ID] = "uid",
	[GROUP] = "group",
	[GROUP_ID] = "gid",
	[MODE] = "mode",
	[SIZE] = "size",
	[MAX_MESSAGES] = "max_messages",
	[MAX_MESSAGE_SIZE] = "max_message_size",
	[MAX_BYTES] = "max_bytes",
	[NSEMS] = "nsems",
	[LOCKED] = "locked",
	[NAMES] = NULL,
};

_Static_assert(NAMES <= SKIM_NAMES, "too many members are looked for");

/*
 * Reads a number; UNKNOWN if it is null or missing. Returns false if it is no
 * number from 0 to `max`.
 */
static bool
read_number(const struct skim_value *value, int64_t max, int64_t *number)
{
	*number = value->type == SKIM_NUMBER ? value->number : UNKNOWN;
	return value->type == SKIM_NOTHING || (*number >= 0 && *number <= max);
}

/* Names are preferred to numbers, which differ between machines. */
static void
find_owner(struct ipc_attr *attr, const struct skim_value *values)
{
	const char *user = skim_string(&values[OWNER]);
	const char *group = skim_string(&values[GROUP]);
	uid_t uid;
	gid_t gid;

	if (user != NULL && uid_from_user(user, &uid) == 0)
		attr->uid = uid;
	if (group != NULL && gid_from_group(group, &gid) == 0)
		attr->gid = gid;
}

static const char *
read_attributes(struct ipc_attr *attr, const struct skim_value *values)
{
	const struct {
		int name;
		int64_t max, *number;
	} numbers[] = {
		{ OWNER_ID, UINT32_MAX - 1, &attr->uid },
		{ GROUP_ID, UINT32_MAX - 1, &attr->gid },
		{ SIZE, INT64_MAX, &attr->size },
		{ MAX_MESSAGES, INT_MAX, &attr->max_messages },
		{ MAX_MESSAGE_SIZE, INT_MAX, &attr->max_message_size },
		{ MAX_BYTES, INT64_MAX, &attr->max_bytes },
		{ NSEMS, INT_MAX, &attr->nsems },
	};
	const char *mode = skim_string(&values[MODE]);
	size_t i;

	if (mode == NULL || parse_mode(mode, &attr->mode) != NULL ||
	    attr->mode > 0777)
		return "mode is no mode of an object";
	for (i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (!read_number(&values[numbers[i].name], numbers[i].max,
			numbers[i].number))
			return "a number that no object has";
	find_owner(attr, values);
	if (values[LOCKED].type == SKIM_BOOLEAN && values[LOCKED].number != 0)
		attr->lock = 1;
	return NULL;
}

/* Drops and refuses attributes that a kind cannot be created with. */
static const char *
keep_own(struct entry *entry)
{
	const struct ipc_kind *kind = entry->object->kind;
	struct ipc_attr *attr = &entry->attr;
	const char *option;

	if (kind->bit & KIND_POSIX_SEM)
		attr->nsems = UNKNOWN;
	if (attr_check(attr, kind, ATTR_MAKE, &option) != NULL)
		return "an attribute that no object of this kind has";
	if (kind->bit & KINDS_SHM && attr->size == UNKNOWN)
		return "memory without a size";
	if (kind->bit & KIND_SYSV_SEM && attr->nsems <= 0)
		return "a set without semaphores";
	return NULL;
}

static const char *
read_object(struct entry *entry, const struct skim_value *values)
{
	const char *name = skim_string(&values[OBJECT]);
	const char *key = skim_string(&values[KEY]), *message;
	struct ref ref;

	if (name == NULL || ref_parse(&ref, name) != NULL)
		return "no object is named";
	if (ref.pattern || ref.file != NULL ||
	    (ref.name == NULL && ref.id == UNKNOWN)) {
		ref_free(&ref);
		return "no object is named";
	}
	entry->object = xchecked(ref_object(&ref));
	ref_free(&ref);
	if (entry->object->name == NULL &&
	    (key == NULL || parse_key(key, &entry->object->key) != NULL))
		return "a System V object without a key";
	message = read_attributes(&entry->attr, values);
	return message != NULL ? message : keep_own(entry);
}

const char *
entry_read(struct entry *entry, const char *line, size_t length)
{
	struct text member = { 0 };
	const char *message;
	struct skim skim;

	*entry = (struct entry){ 0 };
	attr_init(&entry->attr, ATTR_MAKE);
	message = skim_read(&skim, names, line, length)
		      ? read_object(entry, skim.values)
		      : "not a line of JSON";
	skim_free(&skim);
	if (message != NULL) {
		entry_free(entry);
		return message;
	}
	member_name(&member, entry->object);
	entry->member = xstrdup(member.s);
	text_free(&member);
	entry->size =
	    entry->object->kind->memory != NULL ? entry->attr.size : INT64_MAX;
	return NULL;
}

void
entry_free(struct entry *entry)
{
	ipc_object_free(entry->object);
	attr_free(&entry->attr);
	if (entry->attr.from != -1)
		close(entry->attr.from);
	free(entry->member);
	text_free(&entry->contents);
}

/* Takes the values from the line. */
static const char *
take_values(struct entry *entry, const struct skim *skim)
{
	const struct skim_value *list = &skim->values[0];
	struct ipc_array *array = &entry->attr.values;
	const char *option;
	int64_t i;

	if (list->type != SKIM_LIST)
		return "no values";
	ipc_array_set(array, (size_t)list->number);
	for (i = 0; i < list->number; i++) {
		array->v[i] = skim->numbers[list->first + (size_t)i];
		if (array->v[i] < 0 || array->v[i] > INT_MAX)
			return "a value that no semaphore has";
	}
	if (list->number !=
		(entry->attr.nsems == UNKNOWN ? 1 : entry->attr.nsems) ||
	    attr_check(&entry->attr, entry->object->kind, ATTR_MAKE, &option) !=
		NULL)
		return "values that this set cannot have";
	return NULL;
}

static const char *
read_values(struct entry *entry)
{
	static const char *const names_of_values[] = { "values", NULL };
	const struct text *t = &entry->contents;
	bool feed = t->len != 0 && t->s[t->len - 1] == '\n';
	const char *message = "no values";
	struct skim skim;

	if (skim_read(&skim, names_of_values, t->s, t->len - feed))
		message = take_values(entry, &skim);
	skim_free(&skim);
	return message;
}

const char *
entry_messages(const struct entry *entry,
    int (*each)(void *, const struct ipc_message *), void *arg)
{
	struct message_reader reader;
	struct ipc_message message;
	const char *error = NULL;
	int status;
	FILE *fp;

	if (entry->contents.len == 0)
		return NULL;
	fp = xchecked(fmemopen(entry->contents.s, entry->contents.len, "r"));
	reader = message_reader(fp, MESSAGE_JSONL, INT_MAX / 8);
	while ((status = message_read(&reader, &message)) == 1)
		if (each(arg, &message) == -1) {
			error = "a message does not fit";
			break;
		}
	if (status == -1)
		error = reader.error != NULL ? reader.error : "too long";
	message_reader_free(&reader);
	fclose(fp);
	return error;
}

struct counted {
	const struct entry *entry;
	int64_t n;
};

static int
count_message(void *arg, const struct ipc_message *message)
{
	struct counted *counted = arg;
	const struct ipc_attr *attr = &counted->entry->attr;

	counted->n++;
	if (attr->max_message_size != UNKNOWN &&
	    (int64_t)message->size > attr->max_message_size)
		return -1;
	return attr->max_messages != UNKNOWN && counted->n > attr->max_messages
		   ? -1
		   : 0;
}

const char *
entry_check(struct entry *entry)
{
	struct counted counted = { entry, 0 };
	const char *name = entry->object->name;

	if (name != NULL && posix_is_nameless(name))
		return "had no name when it was dumped";
	if (entry->object->kind->queue != NULL)
		return entry_messages(entry, count_message, &counted);
	if (entry->object->kind->memory == NULL)
		return read_values(entry);
	return NULL;
}

static int
send_message(void *arg, const struct ipc_message *message)
{
	struct ipc_queue *queue = arg;

	return queue->kind->queue->send(queue, message);
}

int
entry_send(const struct entry *entry, struct ipc_object *o)
{
	struct ipc_queue queue;
	const char *message;
	int error;

	if (ipc_queue_open(&queue, o, QUEUE_SEND, true) == -1)
		return -1;
	message = entry_messages(entry, send_message, &queue);
	error = errno;
	ipc_queue_close(&queue);
	errno = error;
	return message == NULL ? 0 : -1;
}
