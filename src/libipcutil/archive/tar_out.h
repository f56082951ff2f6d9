/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes a tar archive member by member: pax of POSIX.1-2001, with sparse
 * members as in GNU tar 1.0; tar(5). It uses libarchive(3).
 */
#ifndef TAR_OUT_H
#define TAR_OUT_H

#include <stddef.h>
#include <stdint.h>

#include "archive/contents.h"

struct tar_out;

/* Description of a member; the caller owns it. */
struct tar_member {
	const char *name; /* ASCII */
	int64_t size;	  /* bytes, including holes */
	int64_t mode;
	int64_t uid; /* UNKNOWN: left out */
	int64_t gid;
	int64_t mtime;			/* UNKNOWN: 0 */
	const struct contents_map *map; /* NULL: no holes */
};

/*
 * Starts an archive on the descriptor, which stays the caller's. Returns NULL
 * if that is impossible, and sets *why to a constant message.
 */
struct tar_out *tar_out_open(int fd, const char **why);

/*
 * Starts a member. Exactly as many bytes as its size must follow, in order;
 * holes are passed as zeros. These return 0, or -1 with errno.
 */
int tar_out_member(struct tar_out *, const struct tar_member *);
int tar_out_data(struct tar_out *, const char *, size_t);
int tar_out_zeros(struct tar_out *, int64_t);

/* Writes what is buffered. Returns 0, or -1 with errno. */
int tar_out_flush(struct tar_out *);

/*
 * Ends the archive and frees it, even on failure. Returns 0, or -1 with errno.
 */
int tar_out_close(struct tar_out *);

/* Frees it without ending the archive. */
void tar_out_abandon(struct tar_out *);

#endif
