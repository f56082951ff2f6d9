/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Directories in /dev/shm: they are no objects, but what is in them takes the
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
	int64_t files; /* itself too */
};

struct litter {
	struct litter_part v[LITTER_NAMED]; /* the largest first */
	size_t n;
	int64_t more; /* directories that are not named */
	bool cut;     /* there was more than is looked at */
};

/*
 * Looks at no more than so many files, by stat(2) alone; no link is followed
 * and no other file system is entered. To be freed by litter_free().
 */
void litter_find(struct litter *);
void litter_free(struct litter *);

#endif
