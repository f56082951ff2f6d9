/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes objects into an archive; see dump.h. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "archive/dump.h"
#include "archive/listing.h"
#include "archive/member.h"
#include "archive/notes.h"
#include "archive/quiet.h"
#include "base/progress.h"
#include "model/kind.h"

unsigned
dump_need(void)
{
	return listing_need();
}

static int
put_text(
    struct dump *dump, const struct tar_member *member, const struct text *text)
{
	if (tar_out_member(dump->out, member) == -1)
		return -1;
	return tar_out_data(dump->out, text->s, text->len);
}

/* Writes a member that belongs to no single object. */
static int
put_lines(struct dump *dump, const char *name, const struct text *text)
{
	const struct tar_member member = {
		.name = name,
		.size = (int64_t)text->len,
		.mode = 0600,
		.uid = UNKNOWN,
		.gid = UNKNOWN,
		.mtime = time(NULL),
	};

	return put_text(dump, &member, text);
}

int
dump_list(struct dump *dump, const struct ipc_list *list)
{
	struct text text = { 0 };
	int status;

	listing_write(&text, list);
	status = put_lines(dump, MEMBER_OBJECTS, &text);
	text_free(&text);
	/* Do not receive messages if the archive cannot be written. */
	if (status == 0 && dump->receive)
		status = tar_out_flush(dump->out);
	return status;
}

/* Describes the object's member; the result points into `name`. */
static struct tar_member
member_of(const struct ipc_object *o, struct text *name, int64_t size)
{
	member_name(name, o);
	return (struct tar_member){
		.name = name->s,
		.size = size,
		.mode = o->mode != UNKNOWN ? o->mode : 0600,
		.uid = o->uid,
		.gid = o->gid,
		.mtime = o->mtime != UNKNOWN ? o->mtime : o->ctime,
	};
}

static int
put_contents(
    struct dump *dump, const struct ipc_object *o, const struct text *contents)
{
	struct text name = { 0 };
	struct tar_member member = member_of(o, &name, (int64_t)contents->len);
	int status = put_text(dump, &member, contents);

	text_free(&name);
	return status;
}

/*
 * Says whether the queue is unchanged. Its times are whole seconds, so within
 * the second of its last use equal numbers prove nothing: compare the messages
 * again.
 */
static bool
looks_same(const struct ipc_object *before, const struct ipc_object *now,
    const struct text *contents)
{
	struct ipc_object copy = *now;
	struct text again = { 0 };
	bool same;

	if (!(now->kind->bit & KIND_SYSV_MSG) || now->used == UNKNOWN ||
	    now->used < time(NULL) - 1)
		return quiet_is_same(before, now);
	same = contents_peek(&again, &copy, NULL) != -1 &&
	       again.len == contents->len &&
	       (again.len == 0 || memcmp(again.s, contents->s, again.len) == 0);
	text_free(&again);
	return same && quiet_is_same(before, now);
}

static enum dumped
put_queue(struct dump *dump, struct ipc_object *o)
{
	struct text contents = { 0 };
	struct ipc_object *now;
	enum dumped dumped = DUMP_DONE;
	int64_t n;

	n = dump->receive ? contents_receive(&contents, o)
			  : contents_peek(&contents, o, dump->kernel);
	if (n == -1) {
		text_free(&contents);
		return DUMP_MISSING;
	}
	dump->taken = dump->receive ? n : 0;
	/* Write received messages at once, as they exist nowhere else. */
	if (put_contents(dump, o, &contents) == -1 ||
	    (dump->receive && tar_out_flush(dump->out) == -1))
		dumped = DUMP_STOPPED;
	else if (dump->receive)
		dumped = n == o->messages ? DUMP_DONE : DUMP_CHANGED;
	else {
		now = quiet_look(o);
		if (now == NULL || n != o->messages ||
		    !looks_same(o, now, &contents))
			dumped = DUMP_CHANGED;
		ipc_object_free(now);
	}
	text_free(&contents);
	return dumped;
}

/* State of copying memory into an archive. */
struct stream {
	struct tar_out *out;
	struct quiet *quiet;
	int64_t left; /* bytes of the piece */
	bool failed;
};

static int
stream_data(void *arg, const char *data, size_t size)
{
	struct stream *stream = arg;

	stream->left -= (int64_t)size;
	quiet_data(stream->quiet, data, size);
	stream->failed = tar_out_data(stream->out, data, size) == -1;
	return stream->failed;
}

static int
stream_zeros(void *arg, int64_t size)
{
	struct stream *stream = arg;

	stream->left -= size;
	quiet_zeros(stream->quiet, size);
	stream->failed = tar_out_zeros(stream->out, size) == -1;
	return stream->failed;
}

/*
 * Writes the memory according to its map. The size is in the archive already,
 * so bytes that cannot be read any more are written as zeros, and *whole is
 * false.
 */
static int
put_pieces(struct dump *dump, struct quiet *quiet, bool *whole)
{
	struct stream stream = { .out = dump->out, .quiet = quiet };
	const struct ipc_memory *memory = quiet->memory;
	const struct contents_map *map = quiet->map;
	struct copy_sink sink = { stream_data, stream_zeros, &stream };
	int64_t at = 0;
	size_t i;

	*whole = true;
	for (i = 0; i < map->n; i++) {
		if (tar_out_zeros(dump->out, map->v[i].offset - at) == -1)
			return -1;
		stream.left = map->v[i].length;
		ipc_memory_read(memory, map->v[i].offset, stream.left, &sink);
		if (stream.failed)
			return -1;
		*whole = *whole && stream.left == 0;
		if (tar_out_zeros(dump->out, stream.left) == -1)
			return -1;
		at = map->v[i].offset + map->v[i].length;
	}
	return tar_out_zeros(dump->out, memory->size - at);
}

static enum dumped
put_memory(struct dump *dump, struct ipc_object *o)
{
	struct tar_member member;
	struct text name = { 0 };
	struct ipc_memory memory;
	struct contents_map map;
	struct quiet quiet;
	bool whole = false;
	int status, error;

	if (ipc_memory_open(&memory, o, false) == -1)
		return DUMP_MISSING;
	contents_map_make(&map, &memory);
	quiet_begin(&quiet, o, &memory, &map);
	member = member_of(o, &name, memory.size);
	member.map = &map;
	status = tar_out_member(dump->out, &member);
	if (status == 0)
		status = put_pieces(dump, &quiet, &whole);
	error = errno;
	if (status == 0)
		whole = quiet_end(&quiet) && whole;
	contents_map_free(&map);
	ipc_memory_close(&memory);
	text_free(&name);
	errno = error;
	if (status == -1)
		return DUMP_STOPPED;
	return whole ? DUMP_DONE : DUMP_CHANGED;
}

/* Writes the values from the list: reading them was one call. */
static enum dumped
put_values(struct dump *dump, const struct ipc_object *o)
{
	struct text contents = { 0 };
	int status;

	contents_values(&contents, o);
	status = put_contents(dump, o, &contents);
	text_free(&contents);
	return status == 0 ? DUMP_DONE : DUMP_STOPPED;
}

enum dumped
dump_object(struct dump *dump, struct ipc_object *o)
{
	enum dumped dumped;
	int error;

	dump->taken = 0;
	if (o->kind->queue != NULL)
		dumped = put_queue(dump, o);
	else if (o->kind->memory != NULL)
		dumped = put_memory(dump, o);
	else
		dumped = put_values(dump, o);
	error = errno;
	if (dumped == DUMP_CHANGED)
		notes_add(&dump->notes, o, ENTRY_CHANGED);
	else if (dumped == DUMP_MISSING)
		notes_add(&dump->notes, o, ENTRY_MISSING);
	progress_object();
	errno = error;
	return dumped;
}

int
dump_end(struct dump *dump)
{
	int status = 0;

	if (dump->notes.len != 0)
		status = put_lines(dump, MEMBER_NOTES, &dump->notes);
	text_free(&dump->notes);
	if (status == 0)
		return tar_out_close(dump->out);
	tar_out_abandon(dump->out);
	return -1;
}
