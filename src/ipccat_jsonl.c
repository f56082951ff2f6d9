/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipccat --jsonl for memory and semaphores. Memory is written in pieces, one a
 * line, so that memory of any size can be streamed; a hole is a line without
 * data.
 */
#include <unistd.h>

#include "archive/contents.h"
#include "backend/ref.h"
#include "base/copy.h"
#include "base/progress.h"
#include "base/text.h"
#include "ipccat.h"
#include "show/value.h"

#define PIECE 65536

struct lines {
	const char *object;
	int64_t offset;
	struct text piece; /* the bytes, with a NUL behind */
	struct text line;
};

static void
begin(struct lines *lines, int64_t size)
{
	text_clear(&lines->line);
	text_str(&lines->line, "{\"object\":");
	text_json(&lines->line, lines->object);
	text_str(&lines->line, ",\"offset\":");
	text_number(&lines->line, lines->offset);
	text_str(&lines->line, ",\"size\":");
	text_number(&lines->line, size);
	text_char(&lines->line, ',');
	lines->offset += size;
	progress_bytes(size);
}

static void
end(struct lines *lines)
{
	text_str(&lines->line, "}\n");
	if (copy_write(STDOUT_FILENO, lines->line.s, lines->line.len) == -1)
		fail_stdout();
}

static int
write_data(void *arg, const char *data, size_t size)
{
	struct lines *lines = arg;
	size_t n;

	for (; size != 0; data += n, size -= n) {
		n = size < PIECE ? size : PIECE;
		text_clear(&lines->piece);
		text_add(&lines->piece, data, n);
		begin(lines, (int64_t)n);
		message_write_bytes(&lines->line, lines->piece.s, n);
		end(lines);
	}
	return 0;
}

static int
write_zeros(void *arg, int64_t size)
{
	struct lines *lines = arg;

	begin(lines, size);
	text_str(&lines->line, "\"data\":null");
	end(lines);
	return 0;
}

int
jsonl_memory(const struct options *o, const struct ref *ref,
    const struct ipc_memory *memory, int64_t length)
{
	struct lines lines = { .object = ref->text, .offset = o->offset };
	struct copy_sink sink = { write_data, write_zeros, &lines };
	int status = ipc_memory_read(memory, o->offset, length, &sink);

	text_free(&lines.piece);
	text_free(&lines.line);
	return status;
}

void
jsonl_values(const struct ipc_object *object)
{
	struct text text = { 0 };

	contents_values(&text, object);
	if (copy_write(STDOUT_FILENO, text.s, text.len) == -1)
		fail_stdout();
	text_free(&text);
}
