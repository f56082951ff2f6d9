/* SPDX-License-Identifier: BSD-2-Clause */
/* Other IPC namespaces, entered; see namespace.h. */
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "copy.h"
#include "namespace.h"
#include "parse.h"
#include "posix.h"
#include "xalloc.h"

#define OPEN_PLACE (O_RDONLY | O_CLOEXEC)

/* What setns(2) to another mount namespace takes away. */
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
	home->mnt = open("/proc/self/ns/mnt", OPEN_PLACE);
	home->root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	home->cwd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
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
	/* A directory that is gone was no place to go on from either. */
	return home->cwd == -1 || fchdir(home->cwd) == 0 ? 0 : -1;
}

static int
open_in(int procfd, const char *file, int flags)
{
	int fd = openat(procfd, file, flags | O_CLOEXEC);

	/* It has ended meanwhile. */
	if (fd == -1 && errno == ENOENT)
		errno = ESRCH;
	return fd;
}

/* The /dev/shm of a process, as a mount that can be put anywhere. */
static int
clone_from(int mnt, int root)
{
	struct home home;
	int tree = -1, error;

	if (home_open(&home) == -1)
		return -1;
	if (setns(mnt, CLONE_NEWNS) == 0) {
		tree = open_tree(
		    root, SHM_DIR + 1, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
		error = errno;
		if (home_return(&home) == -1)
			abort();
		errno = error;
	}
	home_close(&home);
	return tree;
}

static int
clone_shm(int procfd)
{
	int mnt = open_in(procfd, "ns/mnt", O_RDONLY), root, tree = -1;

	if (mnt == -1)
		return -1;
	root = open_in(procfd, "root", O_PATH | O_DIRECTORY);
	if (root != -1) {
		tree = clone_from(mnt, root);
		copy_close(root);
	}
	copy_close(mnt);
	return tree;
}

/* Somewhere that nobody else sees. */
static int
hide_mounts(void)
{
	if (unshare(CLONE_NEWNS) == -1)
		return -1;
	return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
}

/* Where there is no /dev/shm there are no objects, and none can be made. */
static int
put_nothing(void)
{
	if (hide_mounts() == -1)
		return -1;
	return mount("none", SHM_DIR, "tmpfs",
	    MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=4k");
}

static int
put_tree(int tree)
{
	if (hide_mounts() == -1)
		return -1;
	return move_mount(tree, "", AT_FDCWD, SHM_DIR, MOVE_MOUNT_F_EMPTY_PATH);
}

static bool
is_same_file(int afd, const char *a, const char *b)
{
	struct stat one, two;

	return fstatat(afd, a, &one, 0) == 0 && stat(b, &two) == 0 &&
	       one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

static int
enter_shm(int procfd)
{
	int tree, status;

	if (is_same_file(procfd, "root" SHM_DIR, SHM_DIR))
		return 0;
	tree = clone_shm(procfd);
	if (tree == -1)
		return errno == ENOENT ? put_nothing() : -1;
	status = put_tree(tree);
	copy_close(tree);
	return status;
}

static bool
is_ours(int fd)
{
	struct stat ours, theirs;

	return stat("/proc/self/ns/ipc", &ours) == 0 &&
	       fstat(fd, &theirs) == 0 && ours.st_ino == theirs.st_ino;
}

static int
enter_ipc(int fd)
{
	if (is_ours(fd))
		return 0;
	if (ioctl(fd, NS_GET_NSTYPE) != CLONE_NEWIPC) {
		errno = ENOTSUP;
		return -1;
	}
	return setns(fd, CLONE_NEWIPC);
}

static int
enter_process(const char *pid)
{
	int procfd, ipc, status = -1;
	char *path;

	xasprintf(&path, "/proc/%s", pid);
	procfd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(path);
	if (procfd == -1) {
		errno = ESRCH;
		return -1;
	}
	ipc = open_in(procfd, "ns/ipc", O_RDONLY);
	if (ipc != -1) {
		status = enter_shm(procfd);
		if (status == 0)
			status = enter_ipc(ipc);
		copy_close(ipc);
	}
	copy_close(procfd);
	return status;
}

/* The process that is there, if any, has a /dev/shm. */
static int
enter_file(const char *file)
{
	int fd = open(file, OPEN_PLACE), status = -1;
	struct ipc_place *places;
	int64_t n, i;
	struct stat st;
	size_t hidden;
	char *pid;

	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == -1 || ioctl(fd, NS_GET_NSTYPE) != CLONE_NEWIPC) {
		copy_close(fd);
		errno = ENOTSUP;
		return -1;
	}
	n = ipc_places(&places, &hidden);
	for (i = 0; i < n && places[i].ns != (int64_t)st.st_ino; i++)
		;
	if (i < n) {
		xasprintf(&pid, "%lld", (long long)places[i].pid);
		status = enter_process(pid);
		free(pid);
	} else if (put_nothing() == 0)
		status = enter_ipc(fd);
	ipc_places_free(places, n);
	copy_close(fd);
	return status;
}

int
ipc_namespace_enter(const char *where)
{
	int64_t pid;

	if (parse_number(where, 1, INT32_MAX, &pid) == NULL)
		return enter_process(where);
	return enter_file(where);
}

const char *
ipc_namespace_strerror(int error)
{
	switch (error) {
	case ESRCH:
		return "no such process";
	case ENOTSUP:
	case ENOTTY:
		return "neither a process nor the file of an IPC namespace";
	case EPERM:
	case EACCES:
		return "to enter another namespace takes CAP_SYS_ADMIN";
	default:
		return strerror(error);
	}
}
