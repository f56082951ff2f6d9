/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes a tar archive with libarchive; see tar_out.h. */
#include <sys/stat.h>

#include <errno.h>
#include <grp.h>
#include <pwd.h>
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

struct tar_out {
	struct archive *archive;
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
	errno = lib->archive_errno(out->archive);
	if (errno == ENOMEM)
		xchecked(NULL);
	if (errno <= 0)
		errno = EIO;
	return -1;
}

struct tar_out *
tar_out_open(int fd, const char **why)
{
	struct tar_out *out;

	if ((lib = archive_library(why)) == NULL)
		return NULL;
	out = xmalloc(sizeof(*out));
	out->fd = fd;
	out->written = 0;
	out->kept = 0;
	out->archive = xchecked(lib->archive_write_new());
	/* The library must not buffer, because this file does. */
	if (lib->archive_write_set_format_pax(out->archive) == ARCHIVE_OK &&
	    lib->archive_write_set_bytes_per_block(out->archive, 0) ==
		ARCHIVE_OK &&
	    lib->archive_write_open(
		out->archive, out, NULL, write_bytes, NULL) == ARCHIVE_OK)
		return out;
	tar_out_abandon(out);
	*why = "libarchive cannot write tar archives";
	return NULL;
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

int
tar_out_member(struct tar_out *out, const struct tar_member *member)
{
	struct archive_entry *entry = xchecked(lib->archive_entry_new());
	int status;

	describe(entry, member);
	status = check(out, lib->archive_write_header(out->archive, entry));
	lib->archive_entry_free(entry);
	return status;
}

int
tar_out_data(struct tar_out *out, const char *data, size_t size)
{
	int status;

	if (size == 0)
		return 0;
	status = check(out, lib->archive_write_data(out->archive, data, size));
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

int
tar_out_close(struct tar_out *out)
{
	int status = check(out, lib->archive_write_close(out->archive));
	int error = errno;
	int64_t rest = (RECORD - out->written % RECORD) % RECORD;
	static const char zeros[RECORD];

	if (status == 0 &&
	    (put(out, zeros, (size_t)rest) == -1 || tar_out_flush(out) == -1)) {
		status = -1;
		error = errno;
	}
	lib->archive_write_free(out->archive);
	free(out);
	errno = error;
	return status;
}

void
tar_out_abandon(struct tar_out *out)
{
	lib->archive_write_fail(out->archive);
	lib->archive_write_free(out->archive);
	free(out);
}
