/* SPDX-License-Identifier: BSD-2-Clause */
/* Shared memory, opened; see memory.h. */
#include <sys/stat.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "model/kind.h"
#include "model/memory.h"

/* As much as fits into a processor's cache: larger is slower. */
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
	off_t data, hole;

	*end = max;
	if (memory->fd == -1)
		return true;
	/* cppcheck-suppress invalidFunctionArg */
	data = lseek(memory->fd, offset, SEEK_DATA);
	if (data == -1 && errno != ENXIO)
		return true;
	if (data == -1 || data > offset) {
		if (data != -1 && data < max)
			*end = data;
		return false;
	}
	/* cppcheck-suppress invalidFunctionArg */
	hole = lseek(memory->fd, offset, SEEK_HOLE);
	if (hole > offset && hole < max)
		*end = hole;
	return true;
}

static int
read_mapped(const struct ipc_memory *memory, int64_t offset, int64_t end,
    const struct ipc_memory_sink *sink)
{
	return sink->data(
	    sink->arg, memory->at + offset, (size_t)(end - offset));
}

/* It may have been cut short meanwhile: then that is all. */
static int
read_file(const struct ipc_memory *memory, int64_t offset, int64_t end,
    const struct ipc_memory_sink *sink, char *buffer)
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

/* What was cut short since has no hole there, but its end. */
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
    const struct ipc_memory_sink *sink)
{
	int64_t end, last = offset + length;
	char *buffer = xmalloc(CHUNK);
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

int64_t
ipc_memory_write(
    struct ipc_memory *memory, int64_t offset, const char *data, size_t size)
{
	int64_t done, room = memory->size - offset;
	ssize_t n;

	if ((int64_t)size > room)
		size = room > 0 ? (size_t)room : 0;
	if (memory->at != NULL) {
		memcpy(memory->at + offset, data, size);
		return (int64_t)size;
	}
	for (done = 0; done < (int64_t)size; done += n) {
		n = pwrite(memory->fd, data + done, size - (size_t)done,
		    offset + done);
		if (n == -1 && errno == ENOSPC && done != 0)
			break;
		if (n == -1)
			return -1;
	}
	return done;
}
