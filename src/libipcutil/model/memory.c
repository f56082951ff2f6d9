/* SPDX-License-Identifier: BSD-2-Clause */
/* Shared memory that is open; see memory.h. */
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "model/kind.h"
#include "model/memory.h"

/* This much fits into the cache of a processor; larger buffers are slower. */
#define CHUNK 131072

int
ipc_memory_open(
    struct ipc_memory *memory, const struct ipc_object *o, bool writable)
{
	*memory = (struct ipc_memory){ .kind = o->kind, .fd = -1 };
	return o->kind->memory->open(memory, o, writable);
}

void
ipc_memory_close(struct ipc_memory *memory)
{
	memory->kind->memory->close(memory);
}

bool
ipc_memory_extent(
    const struct ipc_memory *memory, int64_t offset, int64_t max, int64_t *end)
{
	*end = max;
	return memory->fd == -1 || copy_extent(memory->fd, offset, max, end);
}

static int
read_mapped(const struct ipc_memory *memory, int64_t offset, int64_t end,
    const struct copy_sink *sink)
{
	return copy_split(memory->at + offset, (size_t)(end - offset), sink);
}

/* If the file is truncated meanwhile, reading ends there without an error. */
static int
read_file(const struct ipc_memory *memory, int64_t offset, int64_t end,
    const struct copy_sink *sink, char *buffer)
{
	int status = 0;
	ssize_t n;

	for (; offset < end && status == 0; offset += n) {
		n = pread(memory->fd, buffer,
		    end - offset < CHUNK ? (size_t)(end - offset) : CHUNK,
		    offset);
		if (n <= 0)
			return (int)n;
		status = sink->data(sink->arg, buffer, (size_t)n);
	}
	return status;
}

/*
 * If the file was truncated meanwhile, the "hole" is what is behind its end:
 * the end of the file is the end of the hole.
 */
static int64_t
end_of_hole(const struct ipc_memory *memory, int64_t end)
{
	struct stat st;

	if (memory->fd == -1 || fstat(memory->fd, &st) == -1 ||
	    st.st_size >= end)
		return end;
	return st.st_size;
}

int
ipc_memory_read(const struct ipc_memory *memory, int64_t offset, int64_t length,
    const struct copy_sink *sink)
{
	int64_t end, last = offset + length;
	char *buffer = xmalloc(length < CHUNK ? (size_t)length : CHUNK);
	int status = 0;

	for (; offset < last && status == 0; offset = end) {
		if (!ipc_memory_extent(memory, offset, last, &end)) {
			end = end_of_hole(memory, end);
			if (end <= offset)
				break;
			status = sink->zeros(sink->arg, end - offset);
		} else if (memory->at != NULL)
			status = read_mapped(memory, offset, end, sink);
		else
			status = read_file(memory, offset, end, sink, buffer);
	}
	free(buffer);
	return status;
}

/* How many of the bytes at the offset are within the memory. */
static int64_t
fitting(const struct ipc_memory *memory, int64_t offset, int64_t size)
{
	int64_t room = memory->size - offset;

	if (room < 0)
		return 0;
	return size < room ? size : room;
}

int64_t
ipc_memory_write(
    struct ipc_memory *memory, int64_t offset, const char *data, size_t length)
{
	int64_t done, size = fitting(memory, offset, (int64_t)length);
	ssize_t n;

	if (memory->at != NULL) {
		memcpy(memory->at + offset, data, (size_t)size);
		return size;
	}
	for (done = 0; done < size; done += n) {
		n = pwrite(memory->fd, data + done, (size_t)(size - done),
		    offset + done);
		if (n == -1 && errno == EINTR)
			n = 0;
		else if (n == -1 && errno == ENOSPC && done != 0)
			break;
		else if (n == -1)
			return -1;
	}
	return done;
}

/*
 * Frees whole pages of a segment (MADV_REMOVE); zeros are written to the rest,
 * or to everything if pages cannot be freed.
 */
static void
zero_mapped(char *at, int64_t size)
{
	int64_t page = sysconf(_SC_PAGESIZE);
	int64_t before = -(int64_t)((uintptr_t)at & (uintptr_t)(page - 1));
	int64_t whole;

	before = before < 0 ? before + page : 0;
	whole = size > before ? (size - before) / page * page : 0;
	if (whole == 0 ||
	    madvise(at + before, (size_t)whole, MADV_REMOVE) == -1) {
		memset(at, 0, (size_t)size);
		return;
	}
	memset(at, 0, (size_t)before);
	memset(at + before + whole, 0, (size_t)(size - before - whole));
}

int64_t
ipc_memory_zero(struct ipc_memory *memory, int64_t offset, int64_t length)
{
	static const char zeros[CHUNK];
	int64_t done, n, size = fitting(memory, offset, length);

	if (size == 0)
		return 0;
	if (memory->at != NULL) {
		zero_mapped(memory->at + offset, size);
		return size;
	}
	if (fallocate(memory->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
		offset, size) == 0)
		return size;
	for (done = 0; done < size; done += n) {
		n = size - done < CHUNK ? size - done : CHUNK;
		n = ipc_memory_write(memory, offset + done, zeros, (size_t)n);
		if (n <= 0)
			return done != 0 ? done : n;
	}
	return done;
}
