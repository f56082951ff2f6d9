/* SPDX-License-Identifier: BSD-2-Clause */
/* Parses what the kernel's tracing writes; see record.h. */
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/unknown.h"
#include "trace/record.h"

/* The number behind a word of the line, which ends before `end`. */
static bool
number_after(const char *line, const char *end, const char *word, int64_t *out)
{
	const char *s = memmem(line, (size_t)(end - line), word, strlen(word));

	if (s == NULL)
		return false;
	s += strlen(word);
	return parse_kernel(&s, 10, out) && s <= end;
}

/* The last word of a declaration, without what is in brackets after it. */
static bool
take_name(const char *start, const char *end, struct record_field *field)
{
	const char *bracket = memchr(start, '[', (size_t)(end - start));
	const char *name;
	size_t length;

	if (bracket != NULL)
		end = bracket;
	for (name = end; name > start && name[-1] != ' '; name--)
		;
	length = (size_t)(end - name);
	if (length == 0 || length >= sizeof(field->name))
		return false;
	memcpy(field->name, name, length);
	field->name[length] = '\0';
	return true;
}

/* "	field:int common_pid;	offset:4;	size:4;	signed:1;" */
static bool
parse_field(const char *line, const char *end, struct record_field *field)
{
	static const char word[] = "field:";
	const char *start =
	    memmem(line, (size_t)(end - line), word, strlen(word));
	const char *semicolon;
	int64_t offset, size, is_signed = 0;

	if (start == NULL)
		return false;
	start += strlen(word);
	semicolon = memchr(start, ';', (size_t)(end - start));
	*field = (struct record_field){ 0 };
	if (semicolon == NULL || !take_name(start, semicolon, field) ||
	    !number_after(semicolon, end, "offset:", &offset) ||
	    !number_after(semicolon, end, "size:", &size) || offset < 0 ||
	    size < 0 || offset > UINT16_MAX || size > INT32_MAX)
		return false;
	number_after(semicolon, end, "signed:", &is_signed);
	field->offset = (uint32_t)offset;
	field->size = (uint32_t)size;
	field->is_signed = is_signed == 1;
	return true;
}

static const char *
line_end(const char *line)
{
	return line + strcspn(line, "\n");
}

bool
record_format_parse(const char *text, struct record_format *format)
{
	const char *line, *end;

	*format = (struct record_format){ .id = UNKNOWN };
	for (line = text; *line != '\0'; line = *end == '\0' ? end : end + 1) {
		end = line_end(line);
		if (strncmp(line, "ID:", 3) == 0) {
			if (!number_after(line, end, "ID:", &format->id))
				return false;
			continue;
		}
		if (memmem(line, (size_t)(end - line), "field:", 6) == NULL)
			continue;
		if (format->n == RECORD_FIELDS ||
		    !parse_field(line, end, &format->fields[format->n]))
			return false;
		format->n++;
	}
	return format->n != 0;
}

const struct record_field *
record_field(const struct record_format *format, const char *name)
{
	size_t i;

	for (i = 0; i < format->n; i++)
		if (strcmp(format->fields[i].name, name) == 0)
			return &format->fields[i];
	return NULL;
}

bool
record_number(const struct record_field *field, const unsigned char *record,
    size_t length, int64_t *out)
{
	union {
		uint8_t one;
		uint16_t two;
		uint32_t four;
		uint64_t eight;
	} u = { 0 };

	if (field->offset > length || field->size > length - field->offset ||
	    field->size > sizeof(u))
		return false;
	memcpy(&u, record + field->offset, field->size);
	switch (field->size) {
	case 1:
		*out = field->is_signed ? (int8_t)u.one : u.one;
		return true;
	case 2:
		*out = field->is_signed ? (int16_t)u.two : u.two;
		return true;
	case 4:
		*out = field->is_signed ? (int32_t)u.four : (int64_t)u.four;
		return true;
	case 8:
		*out = (int64_t)u.eight;
		return true;
	}
	return false;
}

bool
record_page_parse(const char *text, struct record_page *page)
{
	const struct record_field *time, *commit, *data;
	struct record_format format;

	if (!record_format_parse(text, &format))
		return false;
	time = record_field(&format, "timestamp");
	commit = record_field(&format, "commit");
	data = record_field(&format, "data");
	if (time == NULL || commit == NULL || data == NULL || time->size != 8)
		return false;
	*page = (struct record_page){
		.time = *time, .commit = *commit, .data = *data
	};
	return true;
}

/* The head of a record: include/linux/ring_buffer.h. */
#define ENTRY_HEAD 4
#define ENTRY_WORD 4
#define TYPE_PADDING 29
#define TYPE_EXTEND 30 /* the time goes on by more than fits into a delta */
#define TYPE_STAMP 31  /* the time is this */
#define DELTA_BITS 27
#define STAMP_BITS 59 /* of a time; those above are as they were */

#define COMMIT_MASK 0xfffff /* above are flags */
#define COMMIT_MISSED (INT64_C(1) << 31)

struct entry {
	unsigned type;
	uint64_t delta;
	size_t length; /* of all */
	const unsigned char *data;
	size_t size; /* of the data */
};

static uint32_t
word_at(const unsigned char *s)
{
	uint32_t word;

	memcpy(&word, s, sizeof(word));
	return word;
}

/* A record in which the length stands in a word of its own, or a null one. */
static bool
take_long(struct entry *entry, const unsigned char *at, uint32_t length)
{
	entry->data = at + ENTRY_HEAD + ENTRY_WORD;
	entry->size = length - ENTRY_WORD;
	entry->length = (size_t)length + ENTRY_HEAD;
	return length >= ENTRY_WORD;
}

/* Takes the entry at a place from which `left` bytes are there. */
static bool
take_entry(struct entry *entry, const unsigned char *at, size_t left)
{
	uint32_t head, word = 0;

	if (left < ENTRY_HEAD)
		return false;
	head = word_at(at);
	*entry = (struct entry){ .type = head & 31, .delta = head >> 5 };
	if (entry->type > 0 && entry->type < TYPE_PADDING) {
		entry->data = at + ENTRY_HEAD;
		entry->size = (size_t)entry->type * ENTRY_WORD;
		entry->length = ENTRY_HEAD + entry->size;
		return entry->length <= left;
	}
	/* The rest of the page is empty. */
	if (entry->type == TYPE_PADDING && entry->delta == 0) {
		entry->length = left;
		return true;
	}
	if (left < ENTRY_HEAD + ENTRY_WORD)
		return false;
	word = word_at(at + ENTRY_HEAD);
	if (entry->type == TYPE_EXTEND || entry->type == TYPE_STAMP) {
		entry->delta |= (uint64_t)word << DELTA_BITS;
		entry->length = ENTRY_HEAD + ENTRY_WORD;
		return true;
	}
	if (!take_long(entry, at, word) || entry->length > left)
		return false;
	return true;
}

bool
record_after_loss(
    const struct record_page *layout, const unsigned char *page, size_t size)
{
	int64_t commit;

	return record_number(&layout->commit, page, size, &commit) &&
	       (commit & COMMIT_MISSED) != 0;
}

bool
record_each(const struct record_page *layout, const unsigned char *page,
    size_t size, record_fn *each, void *arg)
{
	const uint64_t low = (UINT64_C(1) << STAMP_BITS) - 1;
	struct entry entry;
	int64_t time, commit;
	uint64_t now;
	size_t at = layout->data.offset, end;

	if (!record_number(&layout->time, page, size, &time) ||
	    !record_number(&layout->commit, page, size, &commit))
		return false;
	end = at + ((uint64_t)commit & COMMIT_MASK);
	if (end > size)
		return false;
	for (now = (uint64_t)time; at < end; at += entry.length) {
		if (!take_entry(&entry, page + at, end - at))
			return false;
		if (entry.type == TYPE_STAMP)
			now = (now & ~low) | (entry.delta & low);
		else if (entry.type != TYPE_PADDING)
			now += entry.delta;
		if (entry.data != NULL && entry.type < TYPE_PADDING)
			each(arg, now, entry.data, entry.size);
	}
	return true;
}
