/* SPDX-License-Identifier: BSD-2-Clause */
/* What the POSIX back ends share; see posix.h. */
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/posix.h"
#include "backend/shm_dir.h"
#include "base/compat.h"
#include "base/parse.h"
#include "base/userns.h"
#include "base/xalloc.h"

#define STATX_WANTED (STATX_BASIC_STATS | STATX_BTIME)

/* What may lie in the directory beside objects, and the errno for it. */
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

const char *
posix_strerror(int error)
{
	const struct file_type *type;

	/* To open it without O_NONBLOCK could take 45 seconds. */
	if (error == EAGAIN)
		return copy_strerror(error);
	if (error == ESTALE)
		return "was unlinked already, and goes with who holds it";
	if (error == EREMOTE)
		return "not an unlinked object of this namespace";
	for (type = file_types; type->type != 0; type++)
		if (error == type->error)
			break;
	return error == type->error ? type->what : NULL;
}

/* Whether objects in there cannot be used, with errno. */
static bool
is_blocked(const char *dir)
{
	if (strcmp(dir, SHM_DIR) != 0 || shm_dir_blocked() == NULL)
		return false;
	errno = ENOLINK;
	return true;
}

int
posix_open_dir(const char *dir)
{
	if (is_blocked(dir))
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

/* As statx(2) has it, but for the time at which it was made. */
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

/* Sandboxes that are older than statx(2) refuse it, in one way or another. */
static int
look(int dirfd, const char *file, struct statx *st)
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

static void
fill(struct ipc_object *o, const struct statx *st)
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
	o->made = o->btime != UNKNOWN ? o->btime : o->ctime;
	o->size = (int64_t)st->stx_size;
	o->rss = (int64_t)st->stx_blocks * 512;
}

int
posix_look(struct ipc_object *o, int dirfd, const char *file)
{
	struct statx st;

	if (look(dirfd, file, &st) == -1)
		return -1;
	if (!S_ISREG(st.stx_mode)) {
		errno = file_type(st.stx_mode)->error;
		return -1;
	}
	fill(o, &st);
	return 0;
}

/*
 * The name of the object that the file would be, without its slash; empty if
 * it is nobody's, NULL if it is another kind's.
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

static struct ipc_object *
new_object(const struct ipc_kind *kind, const char *name)
{
	struct ipc_object *o = ipc_object_new(kind);

	xasprintf(&o->name, "/%s", name);
	return o;
}

/* Calls `each` with every entry of the directory; closes the descriptor. */
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
};

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

/* What a directory says of a file that may not be looked at; 0: nothing. */
static mode_t
mode_of(const struct dirent *entry)
{
	return entry->d_type == DT_UNKNOWN ? 0 : DTTOIF(entry->d_type);
}

/*
 * What can be seen but not looked at is an object of which no more is known
 * than its name, unless the directory says that it is none.
 */
static void
scan_hidden(
    const struct scan *scan, const struct dirent *entry, const char *name)
{
	mode_t mode = mode_of(entry);

	if (!fits(scan->kind->own, UNKNOWN))
		return;
	if (*name == '\0' || (mode != 0 && !S_ISREG(mode)))
		pass_over(scan, entry->d_name, file_type(mode)->what);
	else
		ipc_list_add(scan->list, new_object(scan->kind, name));
}

static void
scan_file(void *arg, int dirfd, const struct dirent *entry, const char *name)
{
	const struct scan *scan = arg;
	const struct posix_files *files = scan->kind->own;
	const char *file = entry->d_name;
	struct ipc_object *o;
	struct statx st;

	if (look(dirfd, file, &st) == -1) {
		/* It may have gone since; that is not an error. */
		if (errno != ENOENT)
			scan_hidden(scan, entry, name);
		return;
	}
	if (!fits(files, S_ISREG(st.stx_mode) ? (int64_t)st.stx_size : UNKNOWN))
		return;
	if (!S_ISREG(st.stx_mode) || *name == '\0') {
		pass_over(scan, file, file_type(st.stx_mode)->what);
		return;
	}
	o = new_object(scan->kind, name);
	fill(o, &st);
	if (files->fill != NULL &&
	    files->fill(o, dirfd, file, scan->need) == -1)
		ipc_object_free(o);
	else
		ipc_list_add(scan->list, o);
}

int
posix_list_dir(const struct ipc_kind *kind, struct ipc_list *list,
    unsigned need, const struct ipc_skip *skip, int dirfd)
{
	struct scan scan = { kind, list, need, skip };

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

/* Digits up to the character, which is passed over; NULL if there are none. */
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

static bool
is_unlinked(const struct stat *st, int64_t dev)
{
	return S_ISREG(st->st_mode) && st->st_nlink == 0 &&
	       (int64_t)st->st_dev == dev;
}

/* Looked at first: it may be anything that a process has open. */
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

static int
open_nameless(const char *path, int flags)
{
	struct stat st;

	if (stat(SHM_DIR, &st) == -1)
		return -1;
	return posix_open_nameless(path, flags, (int64_t)st.st_dev);
}

static int
stat_nameless(struct ipc_object *o, const char *path)
{
	int status, fd = open_nameless(path, O_PATH);

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

	if (is_blocked(files->dir))
		return -1;
	posix_path(o, path);
	status = posix_is_nameless(path) ? stat_nameless(o, path)
					 : posix_look(o, AT_FDCWD, path);
	if (status == 0 && files->fill != NULL)
		status = files->fill(o, AT_FDCWD, path, need);
	return status;
}

int
posix_remove(const struct ipc_object *o)
{
	const struct posix_files *files = o->kind->own;
	char path[POSIX_PATH_ROOM];
	struct stat st;

	if (is_blocked(files->dir))
		return -1;
	posix_path(o, path);
	if (posix_is_nameless(path)) {
		errno = ESTALE;
		return -1;
	}
	if (lstat(path, &st) == -1)
		return -1;
	if (S_ISREG(st.st_mode))
		return unlink(path);
	errno = file_type(st.st_mode)->error;
	return -1;
}

struct clear {
	const struct ipc_kind *kind;
	const struct ipc_removal *removal;
};

/* Without a look, unless it takes one. */
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

int
posix_openat(int dirfd, const char *file, int flags)
{
	int all = flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	struct stat st;
	int fd;

	if (posix_is_nameless(file))
		return open_nameless(file, flags);
	/* To open a fifo wakes who waits for that, a device may do anything. */
	if (fstatat(dirfd, file, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return -1;
	if (!S_ISREG(st.st_mode)) {
		errno = file_type(st.st_mode)->error;
		return -1;
	}
	fd = openat(dirfd, file, all | (flags & O_PATH ? 0 : O_NOATIME));
	if (fd == -1 && errno == EPERM)
		fd = openat(dirfd, file, all);
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0) {
		if (S_ISREG(st.st_mode))
			return fd;
		errno = file_type(st.st_mode)->error;
	}
	copy_close(fd);
	return -1;
}

int
posix_open(const struct ipc_object *o, int flags)
{
	char path[POSIX_PATH_ROOM];

	posix_path(o, path);
	return posix_openat(AT_FDCWD, path, flags);
}

int
posix_own(int fd, const struct ipc_attr *attr)
{
	if (attr->uid == UNKNOWN && attr->gid == UNKNOWN)
		return 0;
	return fchownat(
	    fd, "", (uid_t)attr->uid, (gid_t)attr->gid, AT_EMPTY_PATH);
}

static int
change_mode(int fd, mode_t mode)
{
	char path[sizeof("/proc/self/fd/") + 10];

	if (fchmod(fd, mode) == 0)
		return 0;
	if (errno != EBADF)
		return -1;
	/* fchmodat2(2) with AT_EMPTY_PATH is younger than this way. */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return chmod(path, mode);
}

/* A size last: what it cuts off does not come back. */
static int
change(int fd, const struct ipc_attr *attr)
{
	if (posix_own(fd, attr) == -1)
		return -1;
	if (attr->mode != UNKNOWN && change_mode(fd, (mode_t)attr->mode) == -1)
		return -1;
	return attr->size != UNKNOWN ? ftruncate(fd, attr->size) : 0;
}

int
posix_change(int fd, const struct ipc_attr *attr)
{
	struct ipc_attr restored = *attr;
	struct stat before;
	int error;

	if (fstat(fd, &before) == -1)
		return -1;
	if (change(fd, attr) == 0)
		return 0;
	error = errno;
	restored.mode = before.st_mode & ALLPERMS;
	restored.uid = attr->uid != UNKNOWN ? before.st_uid : UNKNOWN;
	restored.gid = attr->gid != UNKNOWN ? before.st_gid : UNKNOWN;
	restored.size = UNKNOWN;
	change(fd, &restored);
	errno = error;
	return -1;
}

int
posix_is_it(int fd, const struct ipc_object *o)
{
	struct stat st;

	if (o->ino == UNKNOWN)
		return 0;
	if (fstat(fd, &st) == -1)
		return -1;
	if ((int64_t)st.st_dev == o->dev && (int64_t)st.st_ino == o->ino)
		return 0;
	errno = ENOENT;
	return -1;
}

int
posix_set_file(int fd, const struct ipc_object *o, const struct ipc_attr *attr)
{
	int status;

	if (fd == -1)
		return -1;
	status = posix_is_it(fd, o);
	if (status == 0)
		status = posix_change(fd, attr);
	copy_close(fd);
	return status;
}

int
posix_set(struct ipc_object *o, const struct ipc_attr *attr)
{
	return posix_set_file(posix_open(o, O_PATH), o, attr);
}
