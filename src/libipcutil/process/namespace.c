/* SPDX-License-Identifier: BSD-2-Clause */
/* Other IPC namespaces, entered; see namespace.h. */
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "backend/shm_dir.h"
#include "base/compat.h"
#include "base/copy.h"
#include "base/proc.h"
#include "base/userns.h"
#include "base/xalloc.h"
#include "process/namespace.h"

#define NSFS 0x6e736673

/* Who has moved on before it was followed may be met again. */
#define TRIES 10

/* It may turn out to be anything, and must not be waited for. */
#define OPEN_PLACE (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
#define OPEN_DIR (O_PATH | O_DIRECTORY | O_CLOEXEC)

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
	home->mnt = proc_open("self/ns/mnt", OPEN_PLACE);
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

/*
 * No link is followed on the way: it would lead to our own files, or to those
 * that whoever made it would like to see changed.
 */
int
ipc_open_shm(int procfd)
{
	int root = open_in(procfd, "root", OPEN_DIR), dev, shm = -1;

	if (root == -1)
		return -1;
	dev = openat(root, "dev", OPEN_DIR | O_NOFOLLOW);
	if (dev != -1)
		shm = openat(dev, "shm", OPEN_DIR | O_NOFOLLOW);
	copy_close(dev);
	copy_close(root);
	return shm;
}

/* The directory as a mount that can be put anywhere; only there it can be. */
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
	int mnt = open_in(procfd, "ns/mnt", O_RDONLY), tree;

	if (mnt == -1)
		return -1;
	tree = clone_from(mnt, shm);
	copy_close(mnt);
	return tree;
}

/* Something else is to be put on /dev/shm, which nobody else sees. */
static int
hide_mounts(void)
{
	if (unshare(CLONE_NEWNS) == -1)
		return -1;
	shm_dir_set_foreign();
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
 * In a user namespace of one's own anybody can mount any directory on
 * /dev/shm. Who then removes what is there should only remove what the users
 * of that namespace can.
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

/* Whether that is what is open as fd; ESRCH if not. */
static int
check_file(int fd, int64_t dev, int64_t ino)
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
put_shm(int procfd, const struct ipc_place *place)
{
	int shm = ipc_open_shm(procfd), status = 0;

	if (shm == -1)
		return errno == ENOENT ? put_nothing() : -1;
	if (place != NULL && place->shm != UNKNOWN)
		status = check_file(shm, place->shm, place->dir);
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

/* Why its directory cannot be put over ours; NULL where that says it all. */
static const char *
why_not_put(int error)
{
	bool here = is_directory(SHM_DIR);

	if (error == ENOTDIR || error == ELOOP || error == EREMOTE)
		if (here)
			return ipc_namespace_strerror(error);
	return here ? NULL
		    : "its " SHM_DIR " cannot be shown, as there is none here";
}

/* Queues and System V objects have no need of it. */
static int
enter_shm(const char *pid, int procfd, const struct ipc_place *place)
{
	const char *reason;

	shm_dir_unblock();
	if (put_shm(procfd, place) == 0)
		return 0;
	if (errno == ESRCH || errno == EPERM || errno == EACCES ||
	    (reason = why_not_put(errno)) == NULL)
		return -1;
	/* Ours is not to be taken for it. */
	if (is_directory(SHM_DIR) && put_nothing() == -1)
		return -1;
	shm_dir_block(reason, pid);
	return 0;
}

static bool
is_ours(int fd)
{
	struct stat theirs;

	return fstat(fd, &theirs) == 0 &&
	       (int64_t)theirs.st_ino == proc_own_namespace("ns/ipc");
}

static int
enter_ipc(int fd)
{
	return is_ours(fd) ? 0 : setns(fd, CLONE_NEWIPC);
}

/* What was opened stays what it is, wherever the process goes meanwhile. */
static int
enter_process(const char *pid, const struct ipc_place *place)
{
	int procfd = proc_open(pid, O_RDONLY | O_DIRECTORY), ipc, status = -1;

	if (procfd == -1) {
		if (errno == ENOENT)
			errno = ESRCH;
		return -1;
	}
	ipc = open_in(procfd, "ns/ipc", O_RDONLY);
	if (ipc != -1) {
		status =
		    place != NULL ? check_file(ipc, UNKNOWN, place->ns) : 0;
		if (status == 0)
			status = enter_shm(pid, procfd, place);
		if (status == 0)
			status = enter_ipc(ipc);
		copy_close(ipc);
	}
	copy_close(procfd);
	return status;
}

int
ipc_place_enter(const struct ipc_place *place)
{
	char *name;
	int status;

	xasprintf(&name, "%lld", (long long)place->pid);
	status = enter_process(name, place);
	free(name);
	return status;
}

/*
 * Enters the namespace with the first process that is there. -1 with errno:
 * ESRCH if there is none, EAGAIN if there may be one which could not be looked
 * at, or moved on.
 */
static int
enter_with_process(int64_t ns)
{
	struct ipc_place *places;
	struct proc_count count;
	int64_t i, n;
	int error = ESRCH;

	if ((n = ipc_places(&places, &count)) == -1)
		return -1;
	for (i = 0; i < n && error == ESRCH; i++)
		if (places[i].ns == ns) {
			error = ipc_place_enter(&places[i]) == 0 ? 0 : errno;
			if (error == ESRCH)
				error = EAGAIN;
		}
	ipc_places_free(places, n);
	if (error == ESRCH && !proc_count_all(&count))
		error = EAGAIN;
	errno = error;
	return error == 0 ? 0 : -1;
}

static int
enter_namespace(int fd)
{
	struct stat st;
	int tries = 0;

	if (is_ours(fd))
		return 0;
	if (fstat(fd, &st) == -1)
		return -1;
	/* If it ends meanwhile there is one less, which was the last or not. */
	while (enter_with_process((int64_t)st.st_ino) == -1) {
		if (errno == ESRCH)
			return put_nothing() == 0 ? enter_ipc(fd) : -1;
		if (errno != EAGAIN || ++tries == TRIES)
			return -1;
	}
	return 0;
}

static int
enter_file(const char *file)
{
	int fd = open(file, OPEN_PLACE), status = -1;
	struct statfs fs;

	if (fd == -1)
		return -1;
	if (fstatfs(fd, &fs) == 0 && fs.f_type == NSFS &&
	    ioctl(fd, NS_GET_NSTYPE) == CLONE_NEWIPC)
		status = enter_namespace(fd);
	else
		errno = ENOTSUP;
	copy_close(fd);
	return status;
}

int
ipc_namespace_enter(const char *where)
{
	if (*where != '\0' && where[strspn(where, "0123456789")] == '\0')
		return enter_process(where, NULL);
	return enter_file(where);
}

const char *
ipc_namespace_strerror(int error)
{
	switch (error) {
	case ESRCH:
		return "no such process";
	case ENOENT:
		return "no such process or file";
	case ENOTSUP:
		return "neither a process nor the file of an IPC namespace";
	case ENOTDIR:
	case ELOOP:
		return "its " SHM_DIR " is no directory";
	case EAGAIN:
		return "not all processes could be looked at, so which is in "
		       "it is not known";
	case EREMOTE:
		return "its " SHM_DIR " belongs to none of its users";
	case EPERM:
	case EACCES:
		return "to enter another namespace takes CAP_SYS_ADMIN";
	default:
		return strerror(error);
	}
}
