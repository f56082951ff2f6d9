/* SPDX-License-Identifier: BSD-2-Clause */
/* Compares an object that exists with an entry of an archive; see there.h. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "archive/contents.h"
#include "archive/there.h"

static void
add_word(struct text *t, const char *word)
{
	if (t->len != 0)
		text_str(t, ", ");
	text_str(t, word);
}

/*
 * Adds the fields that differ. A field that the archive does not have is not
 * compared. Returns -1 if a field of the object may not be read.
 */
static int
compare_fields(
    struct text *t, const struct entry *entry, const struct ipc_object *o)
{
	const struct ipc_attr *attr = &entry->attr;
	const int64_t key = o->name == NULL ? entry->object->key : UNKNOWN;
	const struct {
		const char *field;
		int64_t wanted, has;
	} pairs[] = {
		{ "id", attr->id, o->id },
		{ "key", key, o->key },
		{ "owner", attr->uid, o->uid },
		{ "group", attr->gid, o->gid },
		{ "mode", attr->mode, o->mode },
		{ "size", attr->size, o->size },
		{ "max_messages", attr->max_messages, o->max_messages },
		{ "max_message_size", attr->max_message_size,
		    o->max_message_size },
		{ "max_bytes", attr->max_bytes, o->max_bytes },
		{ "nsems", attr->nsems, o->nsems },
	};
	bool known = true;
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		if (pairs[i].wanted == UNKNOWN)
			continue;
		if (pairs[i].has == UNKNOWN)
			known = false;
		else if (pairs[i].wanted != pairs[i].has)
			add_word(t, pairs[i].field);
	}
	/* Kinds without locks have neither set. */
	if ((attr->lock == 1) != (o->locked == 1))
		add_word(t, "locked");
	/* A removed segment exists only as long as it is attached. */
	if (o->dest == 1)
		add_word(t, "dest");
	if (known)
		return 0;
	errno = EACCES;
	return -1;
}

static int
compare_values(
    struct text *t, const struct entry *entry, const struct ipc_object *o)
{
	const struct ipc_array *wanted = &entry->attr.values;

	if (o->values.n == UNKNOWN) {
		errno = EACCES;
		return -1;
	}
	if (o->values.n != wanted->n ||
	    (wanted->n > 0 && memcmp(o->values.v, wanted->v,
				  (size_t)wanted->n * sizeof(*wanted->v)) != 0))
		add_word(t, "values");
	return 0;
}

/* Messages of the archive, written like those of a queue. */
struct written {
	struct text text;
	int64_t n;
	bool posix;
};

/* Fills in what the archive leaves out with the defaults of sending. */
static int
write_message(void *arg, const struct ipc_message *message)
{
	struct written *written = arg;
	struct ipc_message whole = *message;

	if (written->posix && whole.priority == UNKNOWN)
		whole.priority = 0;
	if (!written->posix && whole.type == UNKNOWN)
		whole.type = 1;
	message_write(&written->text, &whole, written->n++, MESSAGE_JSONL);
	return 0;
}

static int
compare_messages(struct text *t, const struct entry *entry,
    struct ipc_object *o, struct kernel *kernel)
{
	struct written written = {
		.posix = o->kind->bit & KIND_POSIX_MQ,
	};
	struct text has = { 0 };
	int error;

	if (contents_peek(&has, o, kernel) == -1) {
		error = errno;
		text_free(&has);
		errno = error;
		return -1;
	}
	if (entry_messages(entry, write_message, &written) != NULL ||
	    written.text.len != has.len ||
	    (has.len != 0 && memcmp(written.text.s, has.s, has.len) != 0))
		add_word(t, "messages");
	text_free(&written.text);
	text_free(&has);
	return 0;
}

/* Position in the archive's bytes during a comparison. */
struct compared {
	const struct ipc_attr *attr; /* its file or bytes; zeros follow */
	int64_t at;
};

/* Returns how many of the next bytes *data has; 0 at their end, -1 on error. */
static ssize_t
next_bytes(const struct compared *compared, const char **data, size_t most)
{
	static char buffer[65536];
	const struct ipc_attr *attr = compared->attr;
	int64_t left = (int64_t)attr->nbytes - compared->at;

	if (attr->from != -1) {
		*data = buffer;
		return pread(attr->from, buffer,
		    most < sizeof(buffer) ? most : sizeof(buffer),
		    compared->at);
	}
	if (left <= 0)
		return 0;
	*data = attr->bytes + compared->at;
	return (int64_t)most < left ? (ssize_t)most : (ssize_t)left;
}

/* Compares bytes with those of the archive; returns 1 if they differ. */
static int
compare_data(void *arg, const char *data, size_t size)
{
	struct compared *compared = arg;
	const char *archived = NULL;
	ssize_t n;

	for (; size != 0; data += n, size -= (size_t)n) {
		n = next_bytes(compared, &archived, size);
		if (n == 0)
			break;
		if (n == -1 || memcmp(data, archived, (size_t)n) != 0)
			return 1;
		compared->at += n;
	}
	compared->at += (int64_t)size;
	return !copy_is_zeros(data, size);
}

/* Compares a hole; skips holes of the archive's file, which may be large. */
static int
compare_zeros(void *arg, int64_t size)
{
	struct compared *compared = arg;
	int64_t end = compared->at + size, data_end, n;
	int fd = compared->attr->from;
	const char *archived = NULL;

	for (; compared->at < end; compared->at += n) {
		if (fd != -1 &&
		    !copy_extent(fd, compared->at, end, &data_end)) {
			n = data_end - compared->at;
			continue;
		}
		n = next_bytes(
		    compared, &archived, (size_t)(end - compared->at));
		if (n == 0)
			break;
		if (n == -1 || !copy_is_zeros(archived, (size_t)n))
			return 1;
	}
	compared->at = end;
	return 0;
}

static int
compare_memory(
    struct text *t, const struct entry *entry, const struct ipc_object *o)
{
	struct compared compared = { .attr = &entry->attr };
	struct copy_sink sink = { compare_data, compare_zeros, &compared };
	struct ipc_memory memory;
	int64_t offset, end;
	int status = 0, error;

	if (ipc_memory_open(&memory, o, false) == -1)
		return -1;
	for (offset = 0; offset < memory.size && status == 0; offset = end) {
		if (ipc_memory_extent(&memory, offset, memory.size, &end))
			status = ipc_memory_read(
			    &memory, offset, end - offset, &sink);
		else
			status = compare_zeros(&compared, end - offset);
	}
	error = errno;
	ipc_memory_close(&memory);
	errno = error;
	/* A different size is a difference. */
	if (status == 1 || (status == 0 && compared.at != entry->size)) {
		add_word(t, "contents");
		status = 0;
	}
	return status;
}

int
there_differs(struct text *t, const struct entry *entry, struct ipc_object *o,
    struct kernel *kernel)
{
	int status = compare_fields(t, entry, o);

	if (t->len != 0 || status == -1)
		return t->len != 0 ? 0 : -1;
	if (o->kind->queue != NULL)
		return compare_messages(t, entry, o, kernel);
	if (o->kind->memory != NULL)
		return compare_memory(t, entry, o);
	return compare_values(t, entry, o);
}
