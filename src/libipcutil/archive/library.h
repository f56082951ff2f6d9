/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libarchive(3), loaded when the first archive is read or written. It depends
 * on a dozen libraries; loading them at each start would take ten times as long
 * as the rest of the start.
 */
#ifndef LIBRARY_H
#define LIBRARY_H

#include <archive.h>
#include <archive_entry.h>

#define FUNCTION(name) __typeof__(name) *name

/*
 * Pointers to the functions of the library, with their names and types;
 * library.c looks them up.
 */
struct archive_library {
	FUNCTION(archive_entry_clear);
	FUNCTION(archive_entry_filetype);
	FUNCTION(archive_entry_free);
	FUNCTION(archive_entry_gname);
	FUNCTION(archive_entry_hardlink);
	FUNCTION(archive_entry_new);
	FUNCTION(archive_entry_pathname);
	FUNCTION(archive_entry_set_filetype);
	FUNCTION(archive_entry_set_gid);
	FUNCTION(archive_entry_set_gname);
	FUNCTION(archive_entry_set_mtime);
	FUNCTION(archive_entry_set_pathname);
	FUNCTION(archive_entry_set_perm);
	FUNCTION(archive_entry_set_size);
	FUNCTION(archive_entry_set_uid);
	FUNCTION(archive_entry_set_uname);
	FUNCTION(archive_entry_size);
	FUNCTION(archive_entry_size_is_set);
	FUNCTION(archive_entry_sparse_add_entry);
	FUNCTION(archive_entry_symlink);
	FUNCTION(archive_entry_uname);
	FUNCTION(archive_errno);
	FUNCTION(archive_error_string);
	FUNCTION(archive_read_data_block);
	FUNCTION(archive_read_free);
	FUNCTION(archive_read_new);
	FUNCTION(archive_read_next_header);
	FUNCTION(archive_read_open);
	FUNCTION(archive_read_support_filter_bzip2);
	FUNCTION(archive_read_support_filter_compress);
	FUNCTION(archive_read_support_filter_gzip);
	FUNCTION(archive_read_support_filter_lz4);
	FUNCTION(archive_read_support_filter_lzip);
	FUNCTION(archive_read_support_filter_lzma);
	FUNCTION(archive_read_support_filter_xz);
	FUNCTION(archive_read_support_filter_zstd);
	FUNCTION(archive_read_support_format_tar);
	FUNCTION(archive_set_error);
	FUNCTION(archive_write_close);
	FUNCTION(archive_write_data);
	FUNCTION(archive_write_fail);
	FUNCTION(archive_write_finish_entry);
	FUNCTION(archive_write_free);
	FUNCTION(archive_write_header);
	FUNCTION(archive_write_new);
	FUNCTION(archive_write_open);
	FUNCTION(archive_write_set_bytes_per_block);
	FUNCTION(archive_write_set_format_pax);
	FUNCTION(archive_write_set_format_ustar);
};

#undef FUNCTION

/*
 * Loads the library, once. Returns NULL if that fails, and sets *why to a
 * constant message. The result is static; dlopen(3).
 */
const struct archive_library *archive_library(const char **why);

#endif
