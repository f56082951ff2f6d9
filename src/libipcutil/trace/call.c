/* SPDX-License-Identifier: BSD-2-Clause */
/* A call that has ended; see call.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/ref.h"
#include "base/clock.h"
#include "base/parse.h"
#include "base/text.h"
#include "trace/call.h"

#define MILLISECOND (SECOND / 1000)

const struct call_word call_words[] = {
	{ "create", "an object was to be made" },
	{ "open", "an object was opened or looked up" },
	{ "unlink", "a name was to be removed" },
	{ "rename", "a file was to get this name instead of another" },
	{ "remove", "an object was to be removed" },
	{ "change", "mode, owner, size, limits or values were to be set" },
	{ "look", "attributes or values were asked for" },
	{ "send", "a message was to be sent" },
	{ "receive", "a message was to be received" },
	{ "notify", "a notification was to be set up or ended" },
	{ "semop", "semaphores were to be operated on" },
	{ "attach", "a segment was to be attached" },
	{ "detach", "a segment was to be detached" },
	{ 0 },
};

static uint64_t
word_bit(const char *word, size_t length)
{
	size_t i;

	for (i = 0; call_words[i].word != NULL; i++)
		if (strlen(call_words[i].word) == length &&
		    strncmp(call_words[i].word, word, length) == 0)
			return UINT64_C(1) << i;
	return 0;
}

uint64_t
call_word_bit(const char *word)
{
	return word_bit(word, strlen(word));
}

const char *
call_parse(const char *list, uint64_t *words)
{
	size_t length;
	uint64_t bit;

	for (*words = 0;; list += length + 1) {
		length = strcspn(list, ",");
		if ((bit = word_bit(list, length)) == 0)
			return list;
		*words |= bit;
		if (list[length] == '\0')
			return NULL;
	}
}

void
call_begin(struct call *call)
{
	*call = (struct call){
		.took = UNKNOWN,
		.pid = UNKNOWN,
		.tid = UNKNOWN,
		.object = { .id = UNKNOWN, .key = UNKNOWN, .ns = UNKNOWN },
		.bytes = UNKNOWN,
		.type = UNKNOWN,
		.priority = UNKNOWN,
		.received = 0,
	};
}

void
call_free(struct call *call)
{
	free(call->object.name);
	free(call->ops);
	free(call->data);
}

void
call_write_ms(int64_t ns, struct text *t)
{
	text_number(t, ns / MILLISECOND);
	text_char(t, '.');
	text_digits(t, (uint64_t)(ns % MILLISECOND / 1000), 10, 3);
}

/* As RFC 3339 has it, to the microsecond. */
void
call_write_time(int64_t ns, struct text *t)
{
	static const char model[] = "2026-11-21T08:30:00";
	static struct clock zone;
	struct text iso = { 0 };

	if (clock_iso(&zone, ns / SECOND, &iso)) {
		text_add(t, iso.s, strlen(model));
		text_char(t, '.');
		text_digits(t, (uint64_t)(ns % SECOND / 1000), 10, 6);
		text_str(t, iso.s + strlen(model));
	} else
		text_number(t, ns / SECOND);
	text_free(&iso);
}

static void
text_of_ms(const struct value *v, struct style *style, struct text *t)
{
	(void)style;
	call_write_ms(v->number, t);
}

static const char *
parse_ms(const char *s, int64_t *out)
{
	int64_t seconds;
	const char *message = parse_timeout(s, &seconds);

	/* A number is of milliseconds; one with a unit is a time as it is. */
	if (message == NULL && strspn(s, "0123456789.") == strlen(s))
		seconds /= 1000;
	if (message == NULL)
		*out = seconds;
	return message;
}

static void
get_ms(const void *row, size_t offset, struct value *v)
{
	value_set_number(v, value_number_at(row, offset), VALUE_NUMBER);
}

static const struct value_type type_ms = {
	.name = "milliseconds",
	.class = VALUE_NUMBER,
	.right = true,
	.get = get_ms,
	.text = text_of_ms,
	.json = text_of_ms,
	.parse = parse_ms,
};

static void
get_time(const void *row, size_t offset, struct value *v)
{
	struct text t = { 0 };

	call_write_time(value_number_at(row, offset), &t);
	strlcpy(v->room, t.s, sizeof(v->room));
	value_set_text(v, v->room);
	text_free(&t);
}

/*
 * Writes the object of a call. If the call found none, only its key is known.
 */
void
call_object(const struct ipc_object *object, struct value *v)
{
	value_set_text(v, NULL);
	if (object->kind == NULL)
		return;
	if (object->name != NULL || object->id != UNKNOWN)
		ref_format(object, v->room, sizeof(v->room));
	else if (object->key != UNKNOWN)
		snprintf(v->room, sizeof(v->room), "%s:0x%08" PRIx64,
		    object->kind->word, (uint64_t)object->key);
	else
		return;
	value_set_text(v, v->room);
}

static void
get_object(const void *row, size_t offset, struct value *v)
{
	const struct call *call = row;

	(void)offset;
	call_object(&call->object, v);
}

static void
get_kind(const void *row, size_t offset, struct value *v)
{
	const struct call *call = row;

	(void)offset;
	value_set_text(
	    v, call->object.kind == NULL ? NULL : call->object.kind->word);
}

#define COMPUTED(get_it)                                                       \
	{                                                                      \
		.name = "text", .class = VALUE_TEXT, .get = get_it,            \
		.text = value_text_text, .json = value_text_json               \
	}
static const struct value_type type_time = COMPUTED(get_time);
static const struct value_type type_kind = COMPUTED(get_kind);

static const struct value_type type_object = {
	.name = "text",
	.class = VALUE_TEXT,
	.get = get_object,
	.text = value_ref_text,
	.json = value_text_json,
};

#define AT(member, type)                                                       \
	_Generic(((struct call *)0)->member, type                              \
		 : offsetof(struct call, member))
#define WORDS(member) AT(member, const char *)
#define INT(member) AT(member, int64_t)

static const struct column columns[] = {
	{ "time", &type_time, INT(time), KINDS_ALL, 0, "when the call ended" },
	{ "pid", &value_number, INT(pid), KINDS_ALL, 0, "the process" },
	{ "tid", &value_number, INT(tid), KINDS_ALL, 0, "its thread" },
	{ "command", &value_text, WORDS(command), KINDS_ALL, 0,
	    "the command of the process" },
	{ "call", &value_prose, WORDS(word), KINDS_ALL, 0,
	    "send, receive, remove, ..." },
	{ "syscall", &value_prose, WORDS(syscall), KINDS_ALL, 0,
	    "the system call" },
	{ "object", &type_object, 0, KINDS_ALL, 0, "the object" },
	{ "kind", &type_kind, 0, KINDS_ALL, 0, "mq, shm or sem" },
	{ "key", &value_key, INT(object.key), KINDS_SYSV, 0,
	    "the key of the object" },
	{ "ns", &value_number, INT(object.ns), KIND_POSIX_MQ | KINDS_SYSV, 0,
	    "inode number of the object's IPC namespace" },
	{ "bytes", &value_size, INT(bytes), KINDS_ALL, 0,
	    "bytes sent, received or asked for" },
	{ "type", &value_number, INT(type), KIND_SYSV_MSG, 0,
	    "type sent or asked for" },
	{ "priority", &value_number, INT(priority), KIND_POSIX_MQ, 0,
	    "priority sent" },
	{ "ops", &value_prose, AT(ops, char *), KIND_SYSV_SEM, 0,
	    "operations on semaphores" },
	{ "result", &value_prose, WORDS(result), KINDS_ALL, 0,
	    "ok, or the name of the error" },
	{ "ms", &type_ms, INT(took), KINDS_ALL, 0,
	    "milliseconds that the call took" },
};

const struct table call_table = {
	.name = "calls",
	.columns = columns,
	.n = sizeof(columns) / sizeof(*columns),
};

static void
write_bytes(int64_t bytes, struct text *t)
{
	text_number(t, bytes);
	text_str(t, bytes == 1 ? " byte" : " bytes");
}

static void
write_numbers(const struct call *call, struct text *t)
{
	if (call->bytes != UNKNOWN && !call->received) {
		text_char(t, ' ');
		write_bytes(call->bytes, t);
	}
	if (call->type != UNKNOWN) {
		text_str(t, " type ");
		text_number(t, call->type);
	}
	if (call->priority != UNKNOWN) {
		text_str(t, " priority ");
		text_number(t, call->priority);
	}
	if (call->ops != NULL) {
		text_char(t, ' ');
		text_str(t, call->ops);
	}
}

void
call_write(const struct call *call, struct text *t)
{
	struct value object;
	struct style style = { .escape = ESCAPE_SPACE };

	text_str(t, call->word);
	text_char(t, ' ');
	get_object(call, 0, &object);
	if (object.class == VALUE_TEXT)
		value_ref_text(&object, &style, t);
	else
		text_char(t, '-');
	write_numbers(call, t);
	text_str(t, " -> ");
	if (call->received && call->bytes != UNKNOWN)
		write_bytes(call->bytes, t);
	else
		text_str(t, call->result);
}
