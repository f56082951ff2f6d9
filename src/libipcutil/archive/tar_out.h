/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A tar archive, written member by member: pax, as POSIX.1-2001 has it, with
 * sparse members as GNU tar 1.0 has them; tar(5). By libarchive(3).
 */
#ifndef TAR_OUT_H
#define TAR_OUT_H

#include <stddef.h>
#include <stdint.h>

#include "archive/contents.h"

struct tar_out;

/* What is known of a member: its file would have that. */
struct tar_member {
	const char *name; /* ASCII */
	int64_t size;	  /* bytes, holes among them */
	int64_t mode;
	int64_t uid; /* UNKNOWN: not said */
	int64_t gid;
	int64_t mtime;			/* UNKNOWN: not said */
	const struct contents_map *map; /* NULL: no holes */
};

/*
 * Begins an archive on the descriptor, which stays the caller's. NULL if this
 * suite was built without: then *why is a constant that says so.
 */
struct tar_out *tar_out_open(int fd, const char **why);

/*
 * Begins the next member; then its bytes follow in order, of which holes are
 * zeros, exactly as many as its size. 0, or -1 with errno.
 */
int tar_out_member(struct tar_out *, const struct tar_member *);
int tar_out_data(struct tar_out *, const char *, size_t);
int tar_out_zeros(struct tar_out *, int64_t);

/* Writes out what was kept back so far. 0, or -1 with errno. */
int tar_out_flush(struct tar_out *);

/* Ends the archive and frees the structure. 0, or -1 with errno. */
int tar_out_close(struct tar_out *);

/* Frees it, and leaves the archive without an end. */
void tar_out_abandon(struct tar_out *);

#endif
