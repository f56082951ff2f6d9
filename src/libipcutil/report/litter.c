/* SPDX-License-Identifier: BSD-2-Clause */
/* Directories in /dev/shm; see litter.h. */
#include <sys/stat.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "base/amount.h"
#include "base/copy.h"
#include "base/xalloc.h"
#include "report/litter.h"

/* Anybody may create files in /dev/shm, so the search must be bounded. */
#define MOST_FILES 100000
#define MOST_DEPTH 32

#define BLOCK 512 /* unit of st_blocks on every file system */

struct look {
	struct litter *litter;
	dev_t dev;
	int left; /* files that may still be looked at */
};

/* The entry may have been replaced: O_NONBLOCK prevents waiting on a fifo. */
static DIR *
open_below(int above, const char *name)
{
	int fd = openat(above, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	DIR *dir = fd != -1 ? fdopendir(fd) : NULL;

	if (dir == NULL)
		copy_close(fd);
	return dir;
}

static bool
is_entry(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 &&
	       strcmp(entry->d_name, "..") != 0;
}

/* Returns false for other file systems, and when too many files were seen. */
static bool
look_at(struct look *look, int above, const char *name, struct stat *st)
{
	if (look->left == 0) {
		look->litter->cut = true;
		return false;
	}
	look->left--;
	return fstatat(above, name, st,
		   AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) == 0 &&
	       st->st_dev == look->dev;
}

/* Adds the files below a directory, down to MOST_DEPTH. */
static void
add_up(struct look *look, struct litter_part *part, int above, const char *name,
    int depth)
{
	DIR *dir = depth < MOST_DEPTH ? open_below(above, name) : NULL;
	const struct dirent *entry;
	struct stat st;

	if (dir == NULL) {
		look->litter->cut = true;
		return;
	}
	while (!look->litter->cut && (entry = readdir(dir)) != NULL) {
		if (!is_entry(entry) ||
		    !look_at(look, dirfd(dir), entry->d_name, &st))
			continue;
		part->files++;
		part->bytes = amount_add(
		    part->bytes, amount_multiply(st.st_blocks, BLOCK));
		if (S_ISDIR(st.st_mode))
			add_up(
			    look, part, dirfd(dir), entry->d_name, depth + 1);
	}
	closedir(dir);
}

/*
 * Inserts the directory by its size. If there are too many, the smallest is
 * only counted.
 */
static void
keep(struct litter *litter, struct litter_part *part)
{
	size_t i = litter->n;

	if (i == LITTER_NAMED) {
		litter->more++;
		if (part->bytes <= litter->v[--i].bytes) {
			free(part->path);
			return;
		}
		free(litter->v[i].path);
	} else
		litter->n++;
	for (; i > 0 && litter->v[i - 1].bytes < part->bytes; i--)
		litter->v[i] = litter->v[i - 1];
	litter->v[i] = *part;
}

void
litter_find(struct litter *litter)
{
	struct look look = { .litter = litter, .left = MOST_FILES };
	const struct dirent *entry;
	struct litter_part part;
	struct stat st;
	DIR *dir;

	*litter = (struct litter){ 0 };
	if ((dir = open_below(AT_FDCWD, SHM_DIR)) == NULL)
		return;
	if (fstat(dirfd(dir), &st) == 0)
		look.dev = st.st_dev;
	while (!litter->cut && (entry = readdir(dir)) != NULL) {
		if (!is_entry(entry) ||
		    !look_at(&look, dirfd(dir), entry->d_name, &st) ||
		    !S_ISDIR(st.st_mode))
			continue;
		part = (struct litter_part){ .files = 1 };
		xasprintf(&part.path, "%s/%s", SHM_DIR, entry->d_name);
		add_up(&look, &part, dirfd(dir), entry->d_name, 1);
		keep(litter, &part);
	}
	closedir(dir);
}

void
litter_free(struct litter *litter)
{
	size_t i;

	for (i = 0; i < litter->n; i++)
		free(litter->v[i].path);
}
