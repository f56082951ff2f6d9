/* SPDX-License-Identifier: BSD-2-Clause */
/* ipccat --write for shared memory: writes bytes. */
#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/copy.h"
#include "base/progress.h"
#include "base/xalloc.h"
#include "cli.h"
#include "cli_progress.h"
#include "ipccat.h"
#include "model/kind.h"

/* Reports why not all could be written, and how much was. */
static int
fail_to_fit(const struct ref *ref, const char *reason, int64_t done)
{
	char *text;

	xasprintf(&text, "%s; %lld %s written", reason, (long long)done,
	    done == 1 ? "byte was" : "bytes were");
	cli_warn(ref->text, text);
	free(text);
	return CLI_FAILED;
}

static int
fail_size(const struct ref *ref, const struct ipc_memory *memory, int64_t done)
{
	char *text;
	int status;

	xasprintf(&text, "there is more to write than fits into its %lld bytes",
	    (long long)memory->size);
	status = fail_to_fit(ref, text, done);
	free(text);
	return status;
}

/* Resizes the memory to hold `end` bytes, if --resize permits it. */
static int
grow(const struct options *o, struct ipc_memory *memory, int64_t end)
{
	if (!o->resize || end <= memory->size)
		return 0;
	return memory->kind->memory->resize(memory, end);
}

/* Returns how many bytes the file has left; UNKNOWN if that is not known. */
static int64_t
rest_of(int fd)
{
	struct stat st;
	off_t at;

	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode) || st.st_size == 0 ||
	    (at = lseek(fd, 0, SEEK_CUR)) == -1)
		return UNKNOWN;
	return st.st_size > at ? st.st_size - at : 0;
}

/* The memory being written, from --offset on. */
struct target {
	const struct options *o;
	const struct ref *ref;
	const struct ipc_object *object;
	struct ipc_memory *memory;
	int64_t done; /* bytes */
};

/*
 * Counts the bytes written, and reports the error if they are fewer than
 * wanted.
 */
static int
advance(struct target *target, int64_t written, int64_t wanted)
{
	const struct ipc_memory *memory = target->memory;

	if (written == -1)
		return fail_to_fit(target->ref,
		    ipc_kind_strerror(target->object->kind, errno),
		    target->done);
	target->done += written;
	progress_bytes(written);
	if (written == wanted)
		return CLI_OK;
	if (target->o->offset + target->done < memory->size)
		return fail_to_fit(target->ref, strerror(ENOSPC), target->done);
	return fail_size(target->ref, memory, target->done);
}

static int
write_data(void *arg, const char *data, size_t size)
{
	struct target *target = arg;
	int64_t at = target->o->offset + target->done, n = (int64_t)size;

	if (grow(target->o, target->memory, at + n) == -1)
		return fail_to_fit(target->ref, strerror(errno), target->done);
	return advance(
	    target, ipc_memory_write(target->memory, at, data, size), n);
}

static int
write_zeros(void *arg, int64_t size)
{
	struct target *target = arg;
	int64_t at = target->o->offset + target->done;

	if (grow(target->o, target->memory, at + size) == -1)
		return fail_to_fit(target->ref, strerror(errno), target->done);
	return advance(target, ipc_memory_zero(target->memory, at, size), size);
}

/* With --resize, an endless input must stop before all memory is used up. */
static int64_t
most(const struct options *o, const struct ipc_memory *memory)
{
	int64_t most = INT64_MAX - o->offset, bound;

	if (!o->resize)
		return most;
	bound = copy_bound(memory->fd, STDIN_FILENO);
	return bound < most ? bound : most;
}

static int
copy_in(const struct options *o, const struct ref *ref,
    const struct ipc_object *object, struct ipc_memory *memory)
{
	struct target target = { o, ref, object, memory, 0 };
	struct copy_sink sink = { write_data, write_zeros, &target };
	int64_t max = most(o, memory);
	int status;

	cli_progress("writing", 0, rest_of(STDIN_FILENO));
	status = copy_all(STDIN_FILENO, max, &sink);
	cli_progress_end();
	if (status != -1)
		return status;
	/* EFBIG means that the room is used up, or that no offset is higher. */
	if (errno == EFBIG && max < INT64_MAX - o->offset)
		errno = ENOSPC;
	return fail_to_fit(ref, strerror(errno), target.done);
}

int
put_bytes(
    const struct options *o, const struct ref *ref, struct ipc_object *object)
{
	int64_t rest = rest_of(STDIN_FILENO);
	struct ipc_memory memory;
	int status;

	if (ipc_memory_open(&memory, object, true) == -1)
		return fail(ref, object);
	/*
	 * If the length of the input is known, what does not fit is refused as
	 * a whole.
	 */
	if (!o->resize && o->offset > memory.size)
		status = fail_offset(ref, &memory);
	else if (!o->resize && rest != UNKNOWN &&
		 rest > memory.size - o->offset)
		status = fail_size(ref, &memory, 0);
	else
		status = copy_in(o, ref, object, &memory);
	ipc_memory_close(&memory);
	return status;
}
