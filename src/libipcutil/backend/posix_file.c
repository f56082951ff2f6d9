/* SPDX-License-Identifier: BSD-2-Clause */
/* The file of a POSIX object; see posix_file.h. */
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "base/compat.h"
#include "base/copy.h"
#include "base/parse.h"
#include "base/userns.h"

#define STATX_WANTED (STATX_BASIC_STATS | STATX_BTIME)

/*
 * Types of files in the directory that are not objects, and the errno for each.
 */
static const struct file_type {
	mode_t type;
	int error;
	const char *what;
} file_types[] = {
	{ S_IFDIR, EISDIR, "not an IPC object but a directory" },
	{ S_IFLNK, ELOOP, "not an IPC object but a symbolic link" },
	{ S_IFIFO, ESPIPE, "not an IPC object but a fifo" },
	{ S_IFSOCK, ENOTSOCK, "not an IPC object but a socket" },
	{ S_IFCHR, ENODEV, "not an IPC object but a device" },
	{ S_IFBLK, ENOTBLK, "not an IPC object but a block device" },
	{ 0, ENOTSUP, "not an IPC object" },
};

static const struct file_type *
file_type(mode_t mode)
{
	const struct file_type *type;

	for (type = file_types; type->type != 0; type++)
		if ((mode & S_IFMT) == type->type)
			break;
	return type;
}

int
posix_type_error(mode_t mode)
{
	return file_type(mode)->error;
}

const char *
posix_type_words(mode_t mode)
{
	return file_type(mode)->what;
}

const char *
posix_strerror(int error)
{
	const struct file_type *type;

	/*
	 * Without O_NONBLOCK open(2) waits for a lease to be given up, up to 45
	 * seconds.
	 */
	if (error == EAGAIN)
		return copy_strerror(error);
	if (error == ESTALE)
		return "was removed already; it disappears when its last "
		       "holder ends";
	if (error == EREMOTE)
		return "not an unlinked object of this namespace";
	for (type = file_types; type->type != 0; type++)
		if (error == type->error)
			break;
	return error == type->error ? type->what : NULL;
}

bool
posix_is_blocked(const char *dir)
{
	if (strcmp(dir, SHM_DIR) != 0 || shm_dir_blocked() == NULL)
		return false;
	errno = ENOLINK;
	return true;
}

int
posix_open_dir(const char *dir)
{
	if (posix_is_blocked(dir))
		return -1;
	return open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int
posix_open_place(const struct ipc_kind *kind)
{
	const struct posix_files *files = kind->own;

	return posix_open_dir(files->dir);
}

static struct statx_timestamp
time_of(const struct timespec *t)
{
	return (struct statx_timestamp){ .tv_sec = t->tv_sec };
}

/* Converts what fstatat(2) returns; it has no time of creation. */
static struct statx
from_stat(const struct stat *st)
{
	return (struct statx){
		.stx_mask = STATX_BASIC_STATS,
		.stx_dev_major = major(st->st_dev),
		.stx_dev_minor = minor(st->st_dev),
		.stx_ino = st->st_ino,
		.stx_uid = st->st_uid,
		.stx_gid = st->st_gid,
		.stx_mode = (uint16_t)st->st_mode,
		.stx_size = (uint64_t)st->st_size,
		.stx_blocks = (uint64_t)st->st_blocks,
		.stx_atime = time_of(&st->st_atim),
		.stx_mtime = time_of(&st->st_mtim),
		.stx_ctime = time_of(&st->st_ctim),
	};
}

/* Sandboxes that are older than statx(2) refuse it with various errors. */
int
posix_statx(int dirfd, const char *file, struct statx *st)
{
	int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH;
	struct stat old;

	if (statx(dirfd, file, flags, STATX_WANTED, st) == 0)
		return 0;
	if (errno == ENOENT || fstatat(dirfd, file, &old, flags) == -1)
		return -1;
	*st = from_stat(&old);
	return 0;
}

void
posix_times(struct ipc_object *o)
{
	o->made = o->btime != UNKNOWN ? o->btime : o->ctime;
}

void
posix_fill(struct ipc_object *o, const struct statx *st)
{
	o->dev = (int64_t)makedev(st->stx_dev_major, st->stx_dev_minor);
	o->ino = (int64_t)st->stx_ino;
	o->uid = userns_uid(st->stx_uid);
	o->gid = userns_gid(st->stx_gid);
	o->mode = st->stx_mode & ALLPERMS;
	o->ctime = known_time(st->stx_ctime.tv_sec);
	o->mtime = known_time(st->stx_mtime.tv_sec);
	o->atime = known_time(st->stx_atime.tv_sec);
	if (st->stx_mask & STATX_BTIME)
		o->btime = known_time(st->stx_btime.tv_sec);
	posix_times(o);
	o->size = (int64_t)st->stx_size;
	o->rss = (int64_t)st->stx_blocks * 512;
}

int
posix_look(struct ipc_object *o, int dirfd, const char *file)
{
	struct statx st;

	if (posix_statx(dirfd, file, &st) == -1)
		return -1;
	if (!S_ISREG(st.stx_mode)) {
		errno = posix_type_error(st.stx_mode);
		return -1;
	}
	posix_fill(o, &st);
	return 0;
}

void
posix_path(const struct ipc_object *o, char path[POSIX_PATH_ROOM])
{
	const struct posix_files *files = o->kind->own;

	if (posix_is_nameless(o->name)) {
		strlcpy(path, o->name, POSIX_PATH_ROOM);
		return;
	}
	strlcpy(path, files->dir, POSIX_PATH_ROOM);
	strlcat(path, "/", POSIX_PATH_ROOM);
	strlcat(path, files->prefix, POSIX_PATH_ROOM);
	strlcat(path, o->name + 1, POSIX_PATH_ROOM);
}

/* Skips digits and the character after them; NULL if they are not there. */
static const char *
skip_digits(const char *s, const char *digits, char end)
{
	size_t n;

	if (s == NULL || (n = strspn(s, digits)) == 0 || s[n] != end)
		return NULL;
	return s + n + 1;
}

bool
posix_is_nameless(const char *name)
{
	static const char decimal[] = "0123456789";
	static const char hex[] = "0123456789abcdef";
	const char *p;

	if (strncmp(name, "/proc/", 6) != 0 ||
	    (p = skip_digits(name + 6, decimal, '/')) == NULL)
		return false;
	if (strncmp(p, "fd/", 3) == 0)
		return skip_digits(p + 3, decimal, '\0') != NULL;
	return strncmp(p, "map_files/", 10) == 0 &&
	       skip_digits(skip_digits(p + 10, hex, '-'), hex, '\0') != NULL;
}

bool
posix_is_removed(const struct ipc_object *o)
{
	if (!posix_is_nameless(o->name))
		return false;
	errno = ESTALE;
	return true;
}

static bool
is_unlinked(const struct stat *st, int64_t dev)
{
	return S_ISREG(st->st_mode) && st->st_nlink == 0 &&
	       (int64_t)st->st_dev == dev;
}

/*
 * Checks the type before opening: the link may lead to anything that the
 * process has open.
 */
int
posix_open_nameless(const char *path, int flags, int64_t dev)
{
	struct stat st;
	int fd = -1;

	if (stat(path, &st) == -1)
		return -1;
	if (is_unlinked(&st, dev) &&
	    (fd = open(path, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) == -1)
		return -1;
	if (fd != -1 && fstat(fd, &st) == 0 && is_unlinked(&st, dev))
		return fd;
	copy_close(fd);
	errno = EREMOTE;
	return -1;
}

int
posix_open_unlinked(const char *path, int flags)
{
	struct stat st;

	if (stat(SHM_DIR, &st) == -1)
		return -1;
	return posix_open_nameless(path, flags, (int64_t)st.st_dev);
}

/* Opens a regular file and looks at it, without a look before that. */
static int
open_regular(int dirfd, const char *file, int flags, struct stat *st)
{
	int all = flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	int fd = openat(dirfd, file, all | (flags & O_PATH ? 0 : O_NOATIME));

	if (fd == -1 && errno == EPERM)
		fd = openat(dirfd, file, all);
	if (fd == -1)
		return -1;
	if (fstat(fd, st) == 0) {
		if (S_ISREG(st->st_mode))
			return fd;
		errno = posix_type_error(st->st_mode);
	}
	copy_close(fd);
	return -1;
}

int
posix_check_type(int dirfd, const char *file)
{
	struct stat st;

	if (fstatat(dirfd, file, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return -1;
	if (S_ISREG(st.st_mode))
		return 0;
	errno = posix_type_error(st.st_mode);
	return -1;
}

int
posix_openat(int dirfd, const char *file, int flags)
{
	struct stat st;

	if (posix_is_nameless(file))
		return posix_open_unlinked(file, flags);
	if (posix_check_type(dirfd, file) == -1)
		return -1;
	return open_regular(dirfd, file, flags, &st);
}

int
posix_open(const struct ipc_object *o, int flags)
{
	char path[POSIX_PATH_ROOM];

	posix_path(o, path);
	return posix_openat(AT_FDCWD, path, flags);
}

int
posix_open_look(const struct ipc_object *o, int flags, struct stat *st)
{
	char path[POSIX_PATH_ROOM];
	int fd;

	posix_path(o, path);
	if (!posix_is_nameless(path)) {
		/* An object that was looked at was a regular file then. */
		if (o->ino == UNKNOWN && posix_check_type(AT_FDCWD, path) == -1)
			return -1;
		return open_regular(AT_FDCWD, path, flags, st);
	}
	fd = posix_open_unlinked(path, flags);
	if (fd == -1 || fstat(fd, st) == 0)
		return fd;
	copy_close(fd);
	return -1;
}
