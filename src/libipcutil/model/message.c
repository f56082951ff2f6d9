/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes and reads messages; see message.h. */
#include <errno.h>
#include <json.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/hexdump.h"
#include "base/json_read.h"
#include "base/xalloc.h"
#include "model/message.h"
#include "model/object.h"

/* A NUL follows the bytes, so text_utf8() stays within them. */
static bool
is_utf8(const char *s, size_t size)
{
	const char *end = s + size;
	uint32_t ch;
	size_t n;

	for (; s < end; s += n)
		if ((n = *s == '\0' ? 1 : text_utf8(s, &ch)) == 0)
			return false;
	return true;
}

/* Appends a JSON member; UNKNOWN is null. */
static void
add_number(struct text *t, const char *key, int64_t number)
{
	text_str(t, key);
	if (number == UNKNOWN)
		text_str(t, "null");
	else
		text_number(t, number);
}

/* The length of what needs no escape; 0xc2 begins U+0080 to U+009F. */
static size_t
plain(const char *s, const char *end)
{
	const char *p = s;

	while (p < end && (unsigned char)*p >= ' ' && *p != '"' && *p != '\\' &&
	       *p != '\x7f' && *p != '\xc2')
		p++;
	return (size_t)(p - s);
}

/* Appends the character at `s`; returns its length. */
static size_t
add_escape(struct text *t, const char *s)
{
	static const char letters[] = "\"\"\\\\\bb\ff\nn\rr\tt";
	const char *p;
	uint32_t ch;
	size_t n = text_utf8(s, &ch);

	/* text_utf8() takes a NUL for the end. */
	if (*s == '\0') {
		n = 1;
		ch = 0;
	}
	for (p = letters; *p != '\0' && (uint32_t)(unsigned char)*p != ch;)
		p += 2;
	if (*p != '\0') {
		text_char(t, '\\');
		text_char(t, p[1]);
	} else if (ch < ' ' || (ch >= 0x7f && ch < 0xa0)) {
		text_str(t, "\\u");
		text_digits(t, ch, 16, 4);
	} else
		text_add(t, s, n);
	return n;
}

/* Appends UTF-8. json-c drops parts without an error if it has no memory. */
static void
add_string(struct text *t, const char *s, size_t size)
{
	const char *end = s + size;
	size_t n;

	text_str(t, "\"data\":\"");
	while (s < end) {
		if ((n = plain(s, end)) != 0)
			text_add(t, s, n);
		else
			n = add_escape(t, s);
		s += n;
	}
	text_char(t, '"');
}

void
message_write_bytes(struct text *t, const char *data, size_t size)
{
	if (is_utf8(data, size)) {
		add_string(t, data, size);
		return;
	}
	text_str(t, "\"data\":\"");
	base64_write(t, data, size);
	text_str(t, "\",\"encoding\":\"base64\"");
}

static void
write_json(struct text *t, const struct ipc_message *message, int64_t index)
{
	add_number(t, "{\"index\":", index);
	add_number(t, ",\"type\":", message->type);
	add_number(t, ",\"priority\":", message->priority);
	add_number(t, ",\"size\":", (int64_t)message->size);
	text_char(t, ',');
	message_write_bytes(t, message->data, message->size);
	text_str(t, "}\n");
}

static void
write_hex(struct text *t, const struct ipc_message *message)
{
	struct hexdump dump = { 0 };

	hexdump_add(&dump, t, message->data, message->size);
	hexdump_end(&dump, t);
}

void
message_write(struct text *t, const struct ipc_message *message, int64_t index,
    enum message_form form)
{
	if (form == MESSAGE_JSONL) {
		write_json(t, message, index);
		return;
	}
	if (form == MESSAGE_HEX) {
		write_hex(t, message);
		return;
	}
	text_add(t, message->data, message->size);
	if (form != MESSAGE_WHOLE)
		text_char(t, form == MESSAGE_NULS ? '\0' : '\n');
}

/* size * times + more; SIZE_MAX if that is too large. */
static size_t
bound(size_t size, size_t times, size_t more)
{
	size_t n;

	if (__builtin_mul_overflow(size, times, &n) ||
	    __builtin_add_overflow(n, more, &n))
		return SIZE_MAX;
	return n;
}

/* 16 bytes take 79 in a hexdump; a byte takes at most 6, \u0000, in JSON. */
void
message_reserve(struct text *t, size_t size, enum message_form form)
{
	size_t times = form == MESSAGE_HEX || form == MESSAGE_JSONL ? 6 : 1;

	text_reserve(t, bound(size, times, 256));
}

/*
 * The bound is a little above the largest message, so that the size of one that
 * is too large can mostly be reported. In JSON a byte may take six (\u0000),
 * and there may be other members and spaces. json-c takes an int as length.
 */
struct message_reader
message_reader(FILE *fp, enum message_form form, int64_t max_size)
{
	struct message_reader reader = { .fp = fp, .form = form };
	size_t most = max_size != UNKNOWN && (uint64_t)max_size < SIZE_MAX
			  ? (size_t)max_size
			  : SIZE_MAX;

	reader.bound = bound(most, form == MESSAGE_JSONL ? 6 : 1, 1 << 16);
	if (form == MESSAGE_JSONL && reader.bound > INT_MAX - 1)
		reader.bound = INT_MAX - 1;
	return reader;
}

/* Reads a number, or UNKNOWN. NULL or a constant message. */
static const char *
read_number(const struct json_object *json, const char *key, int64_t min,
    int64_t max, int64_t *out)
{
	struct json_object *value;

	*out = UNKNOWN;
	if (!json_object_object_get_ex(json, key, &value) || value == NULL)
		return NULL;
	if (!json_object_is_type(value, json_type_int))
		return "type and priority are whole numbers";
	*out = json_object_get_int64(value);
	/* json_object_get_int64() returns INT64_MAX for larger numbers. */
	if (*out < min || *out > max ||
	    json_object_get_uint64(value) > (uint64_t)max)
		return "type is at least 1, priority from 0 to 32767";
	return NULL;
}

/* Copies or decodes the data. NULL or a constant message. */
static const char *
read_data(struct text *data, const struct json_object *json)
{
	struct json_object *value, *encoding = NULL;
	const char *s, *name;
	size_t n;

	if (!json_object_object_get_ex(json, "data", &value) ||
	    !json_object_is_type(value, json_type_string))
		return "no data, or not a string";
	s = json_object_get_string(value);
	n = (size_t)json_object_get_string_len(value);
	json_object_object_get_ex(json, "encoding", &encoding);
	text_add(data, "", 0);
	if (encoding == NULL) {
		text_add(data, s, n);
		return NULL;
	}
	name = json_read_string(encoding);
	if (name == NULL || strcmp(name, "base64") != 0)
		return "the encoding is not base64";
	return base64_read(data, s, n) ? NULL : "not base64";
}

static const char *
read_object(struct message_reader *reader, struct ipc_message *message,
    const struct json_object *json)
{
	const char *error;

	if (!json_object_is_type(json, json_type_object))
		return "not a JSON object";
	error = read_number(json, "type", 1, INT64_MAX, &message->type);
	if (error == NULL)
		error = read_number(json, "priority", 0, MESSAGE_PRIORITY_MAX,
		    &message->priority);
	if (error == NULL)
		error = read_data(&reader->data, json);
	message->data = reader->data.s;
	message->size = reader->data.len;
	return error;
}

/* Refuses what json-c would accept but change. */
static const char *
check_json(const char *json, size_t length)
{
	if (strlen(json) != length)
		return "a NUL in it";
	if (!is_utf8(json, length))
		return "not UTF-8";
	if (json_has_half_a_pair(json, length))
		return "half a surrogate pair in it";
	return NULL;
}

static const char *
read_json(struct message_reader *reader, struct ipc_message *message)
{
	struct json_tokener *tokener;
	const struct text *line = &reader->line;
	const char *error = check_json(line->s, line->len);
	struct json_object *json;

	if (error != NULL)
		return error;
	tokener = json_reader();
	json = json_read(tokener, line->s, line->len);
	error = json != NULL ? read_object(reader, message, json)
			     : "not a line of JSON";
	json_object_put(json);
	json_tokener_free(tokener);
	return error;
}

/* Reads the whole file as one message; 0 at the second call. */
static int
read_whole(struct message_reader *reader, struct ipc_message *message)
{
	char buffer[BUFSIZ];
	size_t n;

	if (reader->n != 0)
		return 0;
	text_add(&reader->data, "", 0);
	while ((n = fread(buffer, 1, sizeof(buffer), reader->fp)) != 0) {
		if (n > reader->bound - reader->data.len) {
			errno = EMSGSIZE;
			return -1;
		}
		text_add(&reader->data, buffer, n);
	}
	message->data = reader->data.s;
	message->size = reader->data.len;
	return ferror(reader->fp) ? -1 : 1;
}

static int
read_line(struct message_reader *reader, struct ipc_message *message)
{
	int c, end = reader->form == MESSAGE_NULS ? '\0' : '\n';
	struct text *line = &reader->line;

	text_add(line, "", 0);
	while ((c = getc_unlocked(reader->fp)) != EOF && c != end) {
		if (line->len == reader->bound) {
			errno = EMSGSIZE;
			return -1;
		}
		text_char(line, (char)c);
	}
	if (c == EOF && ferror(reader->fp))
		return -1;
	if (c == EOF && line->len == 0)
		return 0;
	message->data = line->s;
	message->size = line->len;
	if (reader->form == MESSAGE_JSONL)
		reader->error = read_json(reader, message);
	return reader->error == NULL ? 1 : -1;
}

int
message_read(struct message_reader *reader, struct ipc_message *message)
{
	int status;

	*message = (struct ipc_message){ .type = UNKNOWN, .priority = UNKNOWN };
	text_clear(&reader->line);
	text_clear(&reader->data);
	reader->error = NULL;
	if (reader->form == MESSAGE_WHOLE)
		status = read_whole(reader, message);
	else
		status = read_line(reader, message);
	if (status == 1)
		reader->n++;
	return status;
}

void
message_reader_free(struct message_reader *reader)
{
	text_free(&reader->line);
	text_free(&reader->data);
}
