/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Directories in /dev/shm. They are not objects, but the files in them take the
 * same memory.
 */
#ifndef LITTER_H
#define LITTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LITTER_NAMED 5

struct litter_part {
	char *path; /* owned */
	int64_t bytes;
	int64_t files; /* itself included */
};

struct litter {
	struct litter_part v[LITTER_NAMED]; /* the largest first */
	size_t n;
	int64_t more; /* directories without a name here */
	bool cut;     /* not everything was looked at */
};

/*
 * Finds the directories and adds up their files with stat(2). It looks at a
 * bounded number of files, follows no links and enters no other file system. It
 * reports no errors. The caller frees the result with litter_free().
 */
void litter_find(struct litter *);
void litter_free(struct litter *);

#endif
