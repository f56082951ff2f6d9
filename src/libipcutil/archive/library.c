/* SPDX-License-Identifier: BSD-2-Clause */
/* Loads libarchive(3) when it is needed; see library.h. */
#include <dlfcn.h>
#include <stddef.h>

#include "archive/library.h"

/* The name since libarchive 3.0. */
#define SONAME "libarchive.so.13"

#define NAMED(name)                                                            \
	{                                                                      \
#name, offsetof(struct archive_library, name)                  \
	}
#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

static const struct {
	const char *name;
	size_t offset; /* of the pointer in struct archive_library */
} functions[] = {
	NAMED(archive_entry_clear),
	NAMED(archive_entry_filetype),
	NAMED(archive_entry_free),
	NAMED(archive_entry_gname),
	NAMED(archive_entry_hardlink),
	NAMED(archive_entry_new),
	NAMED(archive_entry_pathname),
	NAMED(archive_entry_set_filetype),
	NAMED(archive_entry_set_gid),
	NAMED(archive_entry_set_gname),
	NAMED(archive_entry_set_mtime),
	NAMED(archive_entry_set_pathname),
	NAMED(archive_entry_set_perm),
	NAMED(archive_entry_set_size),
	NAMED(archive_entry_set_uid),
	NAMED(archive_entry_set_uname),
	NAMED(archive_entry_size),
	NAMED(archive_entry_size_is_set),
	NAMED(archive_entry_sparse_add_entry),
	NAMED(archive_entry_symlink),
	NAMED(archive_entry_uname),
	NAMED(archive_errno),
	NAMED(archive_error_string),
	NAMED(archive_read_data_block),
	NAMED(archive_read_free),
	NAMED(archive_read_new),
	NAMED(archive_read_next_header),
	NAMED(archive_read_open),
	NAMED(archive_read_support_filter_bzip2),
	NAMED(archive_read_support_filter_compress),
	NAMED(archive_read_support_filter_gzip),
	NAMED(archive_read_support_filter_lz4),
	NAMED(archive_read_support_filter_lzip),
	NAMED(archive_read_support_filter_lzma),
	NAMED(archive_read_support_filter_xz),
	NAMED(archive_read_support_filter_zstd),
	NAMED(archive_read_support_format_tar),
	NAMED(archive_set_error),
	NAMED(archive_write_close),
	NAMED(archive_write_data),
	NAMED(archive_write_fail),
	NAMED(archive_write_finish_entry),
	NAMED(archive_write_free),
	NAMED(archive_write_header),
	NAMED(archive_write_new),
	NAMED(archive_write_open),
	NAMED(archive_write_set_bytes_per_block),
	NAMED(archive_write_set_format_pax),
	NAMED(archive_write_set_format_ustar),
};

_Static_assert(
    LENGTH(functions) * sizeof(void *) == sizeof(struct archive_library),
    "a function is not looked up");

static struct archive_library library;

/*
 * Looks up all functions. POSIX guarantees that a pointer from dlsym(3) can be
 * converted to a function pointer.
 */
static int
find_all(void *handle)
{
	size_t i;
	void *found;

	for (i = 0; i < LENGTH(functions); i++) {
		if ((found = dlsym(handle, functions[i].name)) == NULL)
			return -1;
		*(void **)(void *)((char *)&library + functions[i].offset) =
		    found;
	}
	return 0;
}

const struct archive_library *
archive_library(const char **why)
{
	static void *handle;

	*why = NULL;
	if (handle != NULL)
		return &library;
	handle = dlopen(SONAME, RTLD_LAZY | RTLD_LOCAL);
	if (handle == NULL)
		*why = "archives need " SONAME ", which cannot be loaded";
	else if (find_all(handle) == 0)
		return &library;
	else
		*why = "this " SONAME " is too old";
	if (handle != NULL)
		dlclose(handle);
	handle = NULL;
	return NULL;
}
