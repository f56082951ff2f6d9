/* SPDX-License-Identifier: BSD-2-Clause */
/* Lists, examines and removes POSIX objects; see posix.h. */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/posix.h"
#include "backend/posix_file.h"
#include "backend/posix_label.h"
#include "base/compat.h"
#include "base/copy.h"
#include "base/xalloc.h"

/*
 * The object name of a file, without its slash. It may be empty, which is no
 * object. NULL if the file belongs to another kind.
 */
static const char *
name_of(const struct posix_files *files, const char *file)
{
	size_t length = strlen(files->prefix);

	if (strncmp(file, files->prefix, length) != 0)
		return NULL;
	if (files->other != NULL &&
	    strncmp(file, files->other, strlen(files->other)) == 0)
		return NULL;
	return file + length;
}

static struct ipc_object *
new_object(const struct ipc_kind *kind, const char *name)
{
	struct ipc_object *o = ipc_object_new(kind);
	size_t length = strlen(name);

	o->name = xmalloc(length + 2);
	o->name[0] = '/';
	memcpy(o->name + 1, name, length + 1);
	return o;
}

/* Calls `each` for the files of this kind; closes the descriptor. */
static int
walk(int dirfd,
    void (*each)(void *, int dirfd, const struct dirent *, const char *name),
    void *arg, const struct posix_files *files)
{
	const struct dirent *entry;
	const char *name;
	int error;
	DIR *dir;

	if ((dir = fdopendir(dirfd)) == NULL) {
		copy_close(dirfd);
		return -1;
	}
	for (errno = 0; (entry = readdir(dir)) != NULL; errno = 0)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0 &&
		    (name = name_of(files, entry->d_name)) != NULL)
			each(arg, dirfd, entry, name);
	error = errno;
	closedir(dir);
	errno = error;
	return error == 0 ? 0 : -1;
}

static bool
fits(const struct posix_files *files, int64_t size)
{
	return files->fits == NULL || files->fits(size);
}

struct scan {
	const struct ipc_kind *kind;
	struct ipc_list *list;
	unsigned need;
	const struct ipc_skip *skip;
	/* The device of the last file, and its page size if that is known. */
	int64_t dev;
	int64_t page_size;
};

/* Tells the caller about a file that is not an object. */
static void
pass_over(const struct scan *scan, const char *file, const char *why)
{
	const struct posix_files *files = scan->kind->own;
	char *path;

	if (scan->skip == NULL)
		return;
	xasprintf(&path, "%s/%s", files->dir, file);
	scan->skip->call(scan->skip->arg, path, why);
	free(path);
}

/* The file type in the directory entry; 0 if it has none. */
static mode_t
mode_of(const struct dirent *entry)
{
	return entry->d_type == DT_UNKNOWN ? 0 : DTTOIF(entry->d_type);
}

/*
 * A file that is listed but cannot be examined is an object of which only the
 * name is known, unless its type shows that it is none.
 */
static void
scan_hidden(
    const struct scan *scan, const struct dirent *entry, const char *name)
{
	mode_t mode = mode_of(entry);

	if (!fits(scan->kind->own, UNKNOWN))
		return;
	if (*name == '\0' || (mode != 0 && !S_ISREG(mode)))
		pass_over(scan, entry->d_name, posix_type_words(mode));
	else
		ipc_list_add(scan->list, new_object(scan->kind, name));
}

static void
scan_file(void *arg, int dirfd, const struct dirent *entry, const char *name)
{
	struct scan *scan = arg;
	const struct posix_files *files = scan->kind->own;
	const char *file = entry->d_name;
	struct ipc_object *o;
	struct statx st;

	if (posix_statx(dirfd, file, &st) == -1) {
		/* It may have been removed since; that is not an error. */
		if (errno != ENOENT)
			scan_hidden(scan, entry, name);
		return;
	}
	if (!fits(files, S_ISREG(st.stx_mode) ? (int64_t)st.stx_size : UNKNOWN))
		return;
	if (!S_ISREG(st.stx_mode) || *name == '\0') {
		pass_over(scan, file, posix_type_words(st.stx_mode));
		return;
	}
	o = new_object(scan->kind, name);
	posix_fill(o, &st);
	if (o->dev == scan->dev)
		o->page_size = scan->page_size;
	if (files->fill != NULL &&
	    files->fill(o, dirfd, file, scan->need) == -1) {
		ipc_object_free(o);
		return;
	}
	scan->dev = o->dev;
	scan->page_size = o->page_size;
	posix_label(o, dirfd, file, scan->need);
	ipc_list_add(scan->list, o);
}

int
posix_list_dir(const struct ipc_kind *kind, struct ipc_list *list,
    unsigned need, const struct ipc_skip *skip, int dirfd)
{
	struct scan scan = { kind, list, need, skip, UNKNOWN, UNKNOWN };

	if (need & NEED_LABEL && !posix_label_any(dirfd))
		scan.need &= ~NEED_LABEL;
	return walk(dirfd, scan_file, &scan, kind->own);
}

int
posix_list(const struct ipc_kind *kind, struct ipc_list *list, unsigned need,
    const struct ipc_skip *skip)
{
	const struct posix_files *files = kind->own;
	int dirfd = posix_open_dir(files->dir);

	if (dirfd == -1)
		return -1;
	return posix_list_dir(kind, list, need, skip, dirfd);
}

/* Examines an object without a name, which is a link in /proc/PID. */
static int
stat_nameless(struct ipc_object *o, const char *path)
{
	int status, fd = posix_open_unlinked(path, O_PATH);

	if (fd == -1)
		return -1;
	status = posix_look(o, fd, "");
	copy_close(fd);
	return status;
}

int
posix_stat(struct ipc_object *o, unsigned need)
{
	const struct posix_files *files = o->kind->own;
	char path[POSIX_PATH_ROOM];
	int status;

	if (posix_is_blocked(files->dir))
		return -1;
	posix_path(o, path);
	status = posix_is_nameless(path) ? stat_nameless(o, path)
					 : posix_look(o, AT_FDCWD, path);
	if (status == 0 && files->fill != NULL)
		status = files->fill(o, AT_FDCWD, path, need);
	if (status == 0)
		posix_label(o, AT_FDCWD, path, need);
	return status;
}

int
posix_remove(const struct ipc_object *o)
{
	const struct posix_files *files = o->kind->own;
	char path[POSIX_PATH_ROOM];

	if (posix_is_blocked(files->dir) || posix_is_removed(o))
		return -1;
	posix_path(o, path);
	/* An object that was looked at was a regular file then. */
	if (o->ino == UNKNOWN && posix_check_type(AT_FDCWD, path) == -1)
		return -1;
	return unlink(path);
}

int
posix_remove_from(int dirfd, const struct ipc_object *seen)
{
	const struct posix_files *files = seen->kind->own;
	char file[POSIX_PATH_ROOM];
	struct ipc_object now;

	if (posix_is_removed(seen))
		return -1;
	strlcpy(file, files->prefix, sizeof(file));
	strlcat(file, seen->name + 1, sizeof(file));
	ipc_object_init(&now, seen->kind);
	if (posix_look(&now, dirfd, file) == -1 ||
	    !ipc_object_is_same(seen, &now))
		return -1;
	return unlinkat(dirfd, file, 0);
}

struct clear {
	const struct ipc_kind *kind;
	const struct ipc_removal *removal;
};

/* Removing needs no look at the file unless the size decides about the kind. */
static bool
is_listed(const struct posix_files *files, int dirfd, const char *file)
{
	struct stat st;

	if (files->fits == NULL)
		return true;
	if (fstatat(dirfd, file, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return files->fits(UNKNOWN);
	return files->fits(S_ISREG(st.st_mode) ? st.st_size : UNKNOWN);
}

static void
clear_file(void *arg, int dirfd, const struct dirent *entry, const char *name)
{
	const struct clear *clear = arg;
	struct ipc_object *o;
	int error = 0;

	if (*name == '\0' ||
	    (entry->d_type != DT_REG && entry->d_type != DT_UNKNOWN) ||
	    !is_listed(clear->kind->own, dirfd, entry->d_name))
		return;
	o = new_object(clear->kind, name);
	if (entry->d_type == DT_REG) {
		if (unlinkat(dirfd, entry->d_name, 0) == -1)
			error = errno;
	} else if (clear->kind->remove(o) == -1)
		error = errno;
	if (error != ENOENT)
		clear->removal->call(clear->removal->arg, o, error);
	ipc_object_free(o);
}

int
posix_clear_dir(
    const struct ipc_kind *kind, const struct ipc_removal *removal, int dirfd)
{
	struct clear clear = { kind, removal };

	return walk(dirfd, clear_file, &clear, kind->own);
}

int
posix_clear(const struct ipc_kind *kind, const struct ipc_removal *removal)
{
	const struct posix_files *files = kind->own;
	int dirfd = posix_open_dir(files->dir);

	return dirfd == -1 ? -1 : posix_clear_dir(kind, removal, dirfd);
}
