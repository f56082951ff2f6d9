/* SPDX-License-Identifier: BSD-2-Clause */
/* Mounts the /dev/shm of another place; see place_shm.h. */
#include <sys/mount.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "backend/shm_dir.h"
#include "base/compat.h"
#include "base/copy.h"
#include "base/proc.h"
#include "base/userns.h"
#include "process/place_shm.h"

#define OPEN_DIR (O_PATH | O_DIRECTORY | O_CLOEXEC)

/* setns(2) to another mount namespace changes root and working directory. */
struct home {
	int mnt;
	int root;
	int cwd;
};

static void
home_close(const struct home *home)
{
	copy_close(home->mnt);
	copy_close(home->root);
	copy_close(home->cwd);
}

static int
home_open(struct home *home)
{
	home->mnt = proc_open("self/ns/mnt", O_RDONLY);
	home->root = open("/", OPEN_DIR);
	home->cwd = open(".", OPEN_DIR);
	if (home->mnt != -1 && home->root != -1)
		return 0;
	home_close(home);
	return -1;
}

static int
home_return(const struct home *home)
{
	if (setns(home->mnt, CLONE_NEWNS) == -1 || fchdir(home->root) == -1 ||
	    chroot(".") == -1)
		return -1;
	/* A working directory that could not be opened cannot be restored. */
	return home->cwd == -1 || fchdir(home->cwd) == 0 ? 0 : -1;
}

int
place_open(int procfd, const char *file, int flags)
{
	int fd = openat(procfd, file, flags | O_CLOEXEC);

	/* The process has ended. */
	if (fd == -1 && errno == ENOENT)
		errno = ESRCH;
	return fd;
}

/*
 * No link is followed: it would be resolved against our own root, or lead to
 * files that its creator wants to see changed.
 */
int
place_open_shm(int procfd)
{
	int root = place_open(procfd, "root", OPEN_DIR), dev, shm = -1;

	if (root == -1)
		return -1;
	dev = openat(root, "dev", OPEN_DIR | O_NOFOLLOW);
	if (dev != -1)
		shm = openat(dev, "shm", OPEN_DIR | O_NOFOLLOW);
	copy_close(dev);
	copy_close(root);
	return shm;
}

/*
 * Clones the mount of the directory; the kernel allows this only in its mount
 * namespace.
 */
static int
clone_from(int mnt, int shm)
{
	struct home home;
	int tree = -1, error;

	if (home_open(&home) == -1)
		return -1;
	if (setns(mnt, CLONE_NEWNS) == 0) {
		tree = open_tree(shm, "",
		    AT_EMPTY_PATH | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
		error = errno;
		if (home_return(&home) == -1)
			abort();
		errno = error;
	}
	home_close(&home);
	return tree;
}

static int
put_on_shm(int tree)
{
	return move_mount(tree, "", AT_FDCWD, SHM_DIR, MOVE_MOUNT_F_EMPTY_PATH);
}

static int
clone_shm(int procfd, int shm)
{
	int mnt = place_open(procfd, "ns/mnt", O_RDONLY), tree;

	if (mnt == -1)
		return -1;
	tree = clone_from(mnt, shm);
	copy_close(mnt);
	return tree;
}

/* Prepares for mounting over /dev/shm in a namespace that only we use. */
static int
hide_mounts(void)
{
	if (unshare(CLONE_NEWNS) == -1)
		return -1;
	shm_dir_set_foreign();
	return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
}

int
place_shm_enter_none(void)
{
	if (hide_mounts() == -1)
		return -1;
	return mount("none", SHM_DIR, "tmpfs",
	    MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=4k");
}

static int
put_tree(int tree)
{
	return hide_mounts() == -1 ? -1 : put_on_shm(tree);
}

static bool
is_same_file(int afd, const char *a, const char *b)
{
	struct stat one, two;

	return fstatat(afd, a, &one, AT_EMPTY_PATH) == 0 &&
	       stat(b, &two) == 0 && one.st_dev == two.st_dev &&
	       one.st_ino == two.st_ino;
}

static bool
is_our_user(int procfd)
{
	int64_t theirs = proc_namespace(procfd, "ns/user");

	return theirs != UNKNOWN && theirs == proc_own_namespace("ns/user");
}

/*
 * In a user namespace of their own, all users can mount any directory on
 * /dev/shm. Removing files there should not remove more than users of that
 * namespace can.
 */
static bool
is_its_own(int procfd, int shm)
{
	struct text map = { 0 };
	struct stat st;
	bool own;

	if (is_our_user(procfd))
		return true;
	own = fstat(shm, &st) == 0 && proc_read(procfd, "uid_map", &map) == 0 &&
	      userns_maps(map.s, st.st_uid);
	text_free(&map);
	if (!own)
		errno = EREMOTE;
	return own;
}

static int
put_clone(int procfd, int shm)
{
	int tree = clone_shm(procfd, shm), status;

	if (tree == -1)
		return -1;
	status = put_tree(tree);
	copy_close(tree);
	return status;
}

int
place_check_file(int fd, int64_t dev, int64_t ino)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return -1;
	if ((dev == UNKNOWN || (int64_t)st.st_dev == dev) &&
	    (int64_t)st.st_ino == ino)
		return 0;
	errno = ESRCH;
	return -1;
}

static int
put_shm(int procfd, int64_t dev, int64_t ino)
{
	int shm = place_open_shm(procfd), status = 0;

	if (shm == -1)
		return errno == ENOENT ? place_shm_enter_none() : -1;
	if (dev != UNKNOWN)
		status = place_check_file(shm, dev, ino);
	if (status == 0 && !is_same_file(shm, "", SHM_DIR))
		status = is_its_own(procfd, shm) ? put_clone(procfd, shm) : -1;
	copy_close(shm);
	return status;
}

static bool
is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

const char *
place_shm_strerror(int error)
{
	switch (error) {
	case ENOTDIR:
	case ELOOP:
		return "its " SHM_DIR " is no directory";
	case EREMOTE:
		return "its " SHM_DIR " belongs to none of its users";
	default:
		return NULL;
	}
}

/* Why the directory cannot be mounted over ours; NULL if the errno says it. */
static const char *
why_not_put(int error)
{
	bool here = is_directory(SHM_DIR);

	if (here && place_shm_strerror(error) != NULL)
		return place_shm_strerror(error);
	return here ? NULL
		    : "its " SHM_DIR " cannot be shown, as there is none here";
}

int
place_shm_enter(const char *pid, int procfd, int64_t dev, int64_t ino)
{
	const char *reason;

	shm_dir_unblock();
	if (put_shm(procfd, dev, ino) == 0)
		return 0;
	if (errno == ESRCH || errno == EPERM || errno == EACCES ||
	    (reason = why_not_put(errno)) == NULL)
		return -1;
	/* Without this our own /dev/shm would be taken for the other one. */
	if (is_directory(SHM_DIR) && place_shm_enter_none() == -1)
		return -1;
	shm_dir_block(reason, pid);
	return 0;
}
