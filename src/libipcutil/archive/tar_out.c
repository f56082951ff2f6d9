/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes a tar archive with libarchive; see tar_out.h. */
#include <sys/stat.h>

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "archive/library.h"
#include "archive/tar_out.h"
#include "base/progress.h"
#include "base/xalloc.h"

/* Other systems read archives in records of this size. */
#define RECORD 10240

/* Small pieces are collected: libarchive makes three calls for each member. */
#define ROOM 65536

/* Loaded once, by the first tar_out_open(). */
static const struct archive_library *lib;

/* What a header of ustar has room for; tar(5). */
#define NAME_ROOM 100		/* bytes */
#define OWNER_ROOM 32		/* bytes, with a NUL */
#define ID_MAX 07777777		/* seven octal digits */
#define NUMBER_MAX 077777777777 /* eleven */

/*
 * The library's writer of pax copies all that it knows of a member twice, which
 * takes longer than the system calls that read a small object. Its writer of
 * ustar does not, and writes the same bytes for a member that needs no extended
 * header. So there are two writers, which take turns.
 */
struct tar_out {
	struct archive *pax;
	struct archive *ustar;
	struct archive *writer;	     /* of the current member: one of the two */
	struct archive_entry *entry; /* used again for each member */
	bool silent;		     /* nothing is written any more */
	int fd;
	int64_t written; /* bytes, including those in the buffer */
	size_t kept;	 /* bytes in the buffer */
	char buffer[ROOM];
};

int
tar_out_flush(struct tar_out *out)
{
	size_t kept = out->kept;

	out->kept = 0;
	return copy_write(out->fd, out->buffer, kept);
}

static int
put(struct tar_out *out, const char *data, size_t size)
{
	if (size > ROOM - out->kept && tar_out_flush(out) == -1)
		return -1;
	if (size >= ROOM / 2)
		return tar_out_flush(out) == -1
			   ? -1
			   : copy_write(out->fd, data, size);
	memcpy(out->buffer + out->kept, data, size);
	out->kept += size;
	return 0;
}

static la_ssize_t
write_bytes(struct archive *archive, void *arg, const void *data, size_t size)
{
	struct tar_out *out = arg;

	if (out->silent)
		return (la_ssize_t)size;
	if (put(out, data, size) == -1) {
		lib->archive_set_error(archive, errno, "%s", strerror(errno));
		return -1;
	}
	out->written += (int64_t)size;
	return (la_ssize_t)size;
}

/*
 * Converts a status of the library to 0, or -1 with errno. Running out of
 * memory exits.
 */
static int
check(struct tar_out *out, int64_t status)
{
	if (status >= ARCHIVE_WARN)
		return 0;
	errno = lib->archive_errno(out->writer);
	if (errno == ENOMEM)
		xchecked(NULL);
	if (errno <= 0)
		errno = EIO;
	return -1;
}

/* The library must not buffer, because this file does. */
static bool
start(struct tar_out *out, struct archive *archive)
{
	return lib->archive_write_set_bytes_per_block(archive, 0) ==
		   ARCHIVE_OK &&
	       lib->archive_write_open(archive, out, NULL, write_bytes, NULL) ==
		   ARCHIVE_OK;
}

struct tar_out *
tar_out_open(int fd, const char **why)
{
	struct tar_out *out;

	if ((lib = archive_library(why)) == NULL)
		return NULL;
	out = xmalloc(sizeof(*out));
	out->silent = false;
	out->fd = fd;
	out->written = 0;
	out->kept = 0;
	out->entry = xchecked(lib->archive_entry_new());
	out->pax = xchecked(lib->archive_write_new());
	out->ustar = xchecked(lib->archive_write_new());
	out->writer = out->pax;
	if (lib->archive_write_set_format_pax(out->pax) == ARCHIVE_OK &&
	    lib->archive_write_set_format_ustar(out->ustar) == ARCHIVE_OK &&
	    start(out, out->pax) && start(out, out->ustar))
		return out;
	tar_out_abandon(out);
	*why = "libarchive cannot write tar archives";
	return NULL;
}

static bool
has_holes(const struct tar_member *member)
{
	const struct contents_map *map = member->map;

	return map != NULL && member->size != 0 &&
	       (map->n != 1 || map->v[0].offset != 0 ||
		   map->v[0].length != member->size);
}

static bool
is_short(const char *s, size_t room)
{
	const char *end;

	for (end = s; end != NULL && *end != '\0'; end++)
		if ((unsigned char)*end >= 0x80 || (size_t)(end - s) == room)
			return false;
	return true;
}

/* Says whether a header of ustar has room for the entry. */
static bool
is_plain(struct archive_entry *entry, const struct tar_member *member)
{
	return !has_holes(member) && member->size <= NUMBER_MAX &&
	       member->uid <= ID_MAX && member->gid <= ID_MAX &&
	       member->mtime <= NUMBER_MAX && member->mtime >= UNKNOWN &&
	       is_short(member->name, NAME_ROOM) &&
	       is_short(lib->archive_entry_uname(entry), OWNER_ROOM - 1) &&
	       is_short(lib->archive_entry_gname(entry), OWNER_ROOM - 1);
}

static void
add_holes(struct archive_entry *entry, const struct tar_member *member)
{
	const struct contents_map *map = member->map;
	size_t i;

	if (map == NULL)
		return;
	/* Memory that is one hole needs an empty piece at its end. */
	if (map->n == 0 && member->size != 0)
		lib->archive_entry_sparse_add_entry(entry, member->size, 0);
	for (i = 0; i < map->n; i++)
		lib->archive_entry_sparse_add_entry(
		    entry, map->v[i].offset, map->v[i].length);
}

static void
describe(struct archive_entry *entry, const struct tar_member *member)
{
	lib->archive_entry_set_pathname(entry, member->name);
	lib->archive_entry_set_filetype(entry, AE_IFREG);
	lib->archive_entry_set_size(entry, member->size);
	lib->archive_entry_set_perm(entry, (mode_t)member->mode);
	if (member->uid != UNKNOWN) {
		lib->archive_entry_set_uid(entry, member->uid);
		lib->archive_entry_set_uname(
		    entry, user_from_uid((uid_t)member->uid, 1));
	}
	if (member->gid != UNKNOWN) {
		lib->archive_entry_set_gid(entry, member->gid);
		lib->archive_entry_set_gname(
		    entry, group_from_gid((gid_t)member->gid, 1));
	}
	lib->archive_entry_set_mtime(
	    entry, member->mtime != UNKNOWN ? member->mtime : 0, 0);
	add_holes(entry, member);
}

/* Ends the current member, as the next one may have another writer. */
static int
end_member(struct tar_out *out)
{
	return check(out, lib->archive_write_finish_entry(out->writer));
}

int
tar_out_member(struct tar_out *out, const struct tar_member *member)
{
	if (end_member(out) == -1)
		return -1;
	lib->archive_entry_clear(out->entry);
	describe(out->entry, member);
	out->writer = is_plain(out->entry, member) ? out->ustar : out->pax;
	return check(out, lib->archive_write_header(out->writer, out->entry));
}

int
tar_out_data(struct tar_out *out, const char *data, size_t size)
{
	int status;

	if (size == 0)
		return 0;
	status = check(out, lib->archive_write_data(out->writer, data, size));
	if (status == 0)
		progress_bytes((int64_t)size);
	return status;
}

/* The library skips bytes of a hole without reading them. */
int
tar_out_zeros(struct tar_out *out, int64_t size)
{
	static const char zeros[1 << 16];
	int64_t n;

	for (; size > 0; size -= n) {
		n = size < (int64_t)sizeof(zeros) ? size
						  : (int64_t)sizeof(zeros);
		if (tar_out_data(out, zeros, (size_t)n) == -1)
			return -1;
	}
	return 0;
}

/*
 * Frees all and writes nothing more. The library frees its output only when a
 * writer is closed, which archive_write_free() does unless the writer has
 * failed. A member that is not ended must not be: closing would fill it up.
 */
static void
free_all(struct tar_out *out, bool ended)
{
	out->silent = true;
	if (!ended)
		lib->archive_write_fail(out->writer);
	lib->archive_write_free(out->ustar);
	lib->archive_write_free(out->pax);
	lib->archive_entry_free(out->entry);
	free(out);
}

int
tar_out_close(struct tar_out *out)
{
	int status = end_member(out), error;
	static const char zeros[RECORD];
	int64_t rest;

	if (status == 0) {
		out->writer = out->pax;
		status = check(out, lib->archive_write_close(out->pax));
	}
	rest = (RECORD - out->written % RECORD) % RECORD;
	if (status == 0)
		status = put(out, zeros, (size_t)rest);
	if (status == 0)
		status = tar_out_flush(out);
	error = errno;
	free_all(out, status == 0);
	errno = error;
	return status;
}

void
tar_out_abandon(struct tar_out *out)
{
	free_all(out, false);
}
