/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads a tar archive with libarchive; see tar_in.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "archive/library.h"
#include "archive/tar_in.h"
#include "base/copy.h"
#include "base/progress.h"
#include "base/xalloc.h"

#define CHUNK 65536

/* Loaded once, by the first tar_in_open(). */
static const struct archive_library *lib;

struct tar_in {
	struct archive *archive;
	int fd;
	int64_t size; /* of the current member, in bytes */
	int64_t at;   /* end of what was read of it */
	const char *error;
	char buffer[CHUNK];
};

static la_ssize_t
read_bytes(struct archive *archive, void *arg, const void **data)
{
	struct tar_in *in = arg;
	int64_t n = copy_read(in->fd, in->buffer, sizeof(in->buffer));

	*data = in->buffer;
	if (n == -1)
		lib->archive_set_error(archive, errno, "%s", strerror(errno));
	else
		progress_bytes(n);
	return (la_ssize_t)n;
}

/*
 * Enables compression formats, except those for which the library runs a
 * program.
 */
static void
support_filters(struct archive *archive)
{
	lib->archive_read_support_filter_bzip2(archive);
	lib->archive_read_support_filter_compress(archive);
	lib->archive_read_support_filter_gzip(archive);
	lib->archive_read_support_filter_lz4(archive);
	lib->archive_read_support_filter_lzip(archive);
	lib->archive_read_support_filter_lzma(archive);
	lib->archive_read_support_filter_xz(archive);
	lib->archive_read_support_filter_zstd(archive);
}

struct tar_in *
tar_in_open(int fd, const char **why)
{
	struct tar_in *in;

	if ((lib = archive_library(why)) == NULL)
		return NULL;
	in = xmalloc(sizeof(*in));
	in->fd = fd;
	in->size = in->at = 0;
	in->error = NULL;
	in->archive = xchecked(lib->archive_read_new());
	support_filters(in->archive);
	if (lib->archive_read_support_format_tar(in->archive) == ARCHIVE_OK &&
	    lib->archive_read_open(in->archive, in, NULL, read_bytes, NULL) ==
		ARCHIVE_OK)
		return in;
	tar_in_close(in);
	*why = "is not a tar archive";
	return NULL;
}

void
tar_in_close(struct tar_in *in)
{
	lib->archive_read_free(in->archive);
	free(in);
}

const char *
tar_in_error(const struct tar_in *in)
{
	const char *error = in->error;

	if (error == NULL)
		error = lib->archive_error_string(in->archive);
	return error != NULL ? error : "is not a tar archive";
}

static int
refuse(struct tar_in *in, const char *error)
{
	in->error = error;
	return -1;
}

int
tar_in_next(struct tar_in *in, const char **name, int64_t *size)
{
	struct archive_entry *entry;
	int status = lib->archive_read_next_header(in->archive, &entry);

	if (status == ARCHIVE_EOF)
		return 0;
	if (status < ARCHIVE_WARN)
		return -1;
	*name = lib->archive_entry_pathname(entry);
	*size = lib->archive_entry_size(entry);
	in->size = *size;
	in->at = 0;
	if (*name == NULL)
		return refuse(in, "has a member whose name is no text");
	if (lib->archive_entry_filetype(entry) != AE_IFREG ||
	    lib->archive_entry_hardlink(entry) != NULL ||
	    lib->archive_entry_symlink(entry) != NULL)
		return refuse(in, "has a member that is no regular file");
	if (!lib->archive_entry_size_is_set(entry) || *size < 0)
		return refuse(in, "has a member without a size");
	return 1;
}

int
tar_in_data(struct tar_in *in, const char **data, size_t *size, int64_t *offset)
{
	const void *bytes;
	la_int64_t at;
	int status;

	status = lib->archive_read_data_block(in->archive, &bytes, size, &at);
	if (status == ARCHIVE_EOF)
		return 0;
	if (status < ARCHIVE_WARN)
		return -1;
	if (at < in->at || at > in->size ||
	    (uint64_t)*size > (uint64_t)(in->size - at))
		return refuse(in, "has a member whose pieces overlap");
	in->at = at + (int64_t)*size;
	*data = bytes;
	*offset = at;
	return 1;
}
