/* SPDX-License-Identifier: BSD-2-Clause */
/* One object of an archive, read and checked; see entry.h. */
#include <errno.h>
#include <grp.h>
#include <json.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/entry.h"
#include "archive/member.h"
#include "archive/parsed.h"
#include "archive/skim.h"
#include "backend/attr.h"
#include "backend/posix_file.h"
#include "backend/ref.h"
#include "base/parse.h"
#include "base/xalloc.h"
#include "model/queue.h"

/*
 * Reads a number; UNKNOWN if it is null or missing. Returns false if it is no
 * number from 0 to `max`.
 */
static bool
number_at(
    const struct json_object *json, const char *key, int64_t max, int64_t *out)
{
	struct json_object *value;

	*out = UNKNOWN;
	if (!json_object_object_get_ex(json, key, &value) || value == NULL)
		return true;
	if (!json_object_is_type(value, json_type_int))
		return false;
	*out = json_object_get_int64(value);
	return *out >= 0 && *out <= max &&
	       json_object_get_uint64(value) <= (uint64_t)max;
}

/* Names are preferred to numbers, which differ between machines. */
static void
find_owner(struct entry *entry, const struct json_object *json)
{
	const char *user = parsed_string(json, "owner");
	const char *group = parsed_string(json, "group");
	uid_t uid;
	gid_t gid;

	if (user != NULL && uid_from_user(user, &uid) == 0)
		entry->attr.uid = uid;
	if (group != NULL && gid_from_group(group, &gid) == 0)
		entry->attr.gid = gid;
}

static const char *
read_attributes(struct entry *entry, const struct json_object *json)
{
	const char *mode = parsed_string(json, "mode");
	struct ipc_attr *attr = &entry->attr;
	struct json_object *locked = NULL;

	if (mode == NULL || parse_mode(mode, &attr->mode) != NULL ||
	    attr->mode > 0777)
		return "mode is no mode of an object";
	if (!number_at(json, "uid", UINT32_MAX - 1, &attr->uid) ||
	    !number_at(json, "gid", UINT32_MAX - 1, &attr->gid) ||
	    !number_at(json, "size", INT64_MAX, &attr->size) ||
	    !number_at(json, "max_messages", INT_MAX, &attr->max_messages) ||
	    !number_at(
		json, "max_message_size", INT_MAX, &attr->max_message_size) ||
	    !number_at(json, "max_bytes", INT64_MAX, &attr->max_bytes) ||
	    !number_at(json, "nsems", INT_MAX, &attr->nsems))
		return "a number that no object has";
	find_owner(entry, json);
	json_object_object_get_ex(json, "locked", &locked);
	if (json_object_get_boolean(locked))
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
read_object(struct entry *entry, const struct json_object *json)
{
	const char *name = parsed_string(json, "object");
	const char *key = parsed_string(json, "key"), *message;
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
	message = read_attributes(entry, json);
	return message != NULL ? message : keep_own(entry);
}

/* All that is asked of a line. */
static const char *const members[] = { "object", "key", "owner", "uid", "group",
	"gid", "mode", "size", "max_messages", "max_message_size", "max_bytes",
	"nsems", "locked", NULL };

const char *
entry_read(struct entry *entry, const char *line, size_t length)
{
	struct json_object *json = skim_object(line, length, members);
	struct text member = { 0 };
	const char *message;

	*entry = (struct entry){ 0 };
	attr_init(&entry->attr, ATTR_MAKE);
	if (json == NULL)
		return "not a line of JSON";
	message = read_object(entry, json);
	json_object_put(json);
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

static const char *
read_values(struct entry *entry)
{
	struct json_object *json, *values, *value;
	struct ipc_array *array = &entry->attr.values;
	const char *option;
	size_t i, n;

	json = parsed_object(entry->contents.s, entry->contents.len);
	if (json == NULL ||
	    !json_object_object_get_ex(json, "values", &values) ||
	    !json_object_is_type(values, json_type_array)) {
		json_object_put(json);
		return "no values";
	}
	n = json_object_array_length(values);
	ipc_array_set(array, n);
	for (i = 0; i < n; i++) {
		value = json_object_array_get_idx(values, i);
		array->v[i] = json_object_is_type(value, json_type_int)
				  ? json_object_get_int64(value)
				  : -1;
	}
	json_object_put(json);
	for (i = 0; i < n; i++)
		if (array->v[i] < 0 || array->v[i] > INT_MAX)
			return "a value that no semaphore has";
	if (n != (size_t)(entry->attr.nsems == UNKNOWN ? 1
						       : entry->attr.nsems) ||
	    attr_check(&entry->attr, entry->object->kind, ATTR_MAKE, &option) !=
		NULL)
		return "values that this set cannot have";
	return NULL;
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
