/* SPDX-License-Identifier: BSD-2-Clause */
/* The directory of POSIX memory and semaphores; see shm_dir.h. */
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/shm_dir.h"
#include "base/linux.h"
#include "base/parse.h"
#include "base/privilege.h"
#include "base/proc.h"
#include "base/userns.h"
#include "base/xalloc.h"

bool
shm_dir_parse_mount(const char *line, int64_t mount, bool *part)
{
	int64_t number;
	int field;

	if (!parse_kernel(&line, 10, &number) || number != mount)
		return false;
	/* Skip the parent's number and the device; the root is next. */
	for (field = 0; field < 3; field++) {
		line += strcspn(line, " \n");
		line += *line == ' ';
	}
	*part = strncmp(line, "/ ", 2) != 0;
	return *line == '/';
}

/* The mount ID of an open file. */
static int64_t
mount_of(int fd)
{
	struct text text = { 0 };
	int64_t mount = UNKNOWN;
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	if (proc_read(AT_FDCWD, path, &text) == 0)
		mount = proc_field(text.s, "mnt_id:", 10);
	text_free(&text);
	return mount;
}

static bool
is_part(int64_t mount)
{
	struct text text = { 0 };
	bool part = false;
	const char *line;

	if (proc_read(AT_FDCWD, "/proc/self/mountinfo", &text) == 0)
		for (line = text.s; *line != '\0'; line += *line == '\n') {
			if (shm_dir_parse_mount(line, mount, &part))
				break;
			line += strcspn(line, "\n");
		}
	text_free(&text);
	return part;
}

/* It is a mount point if it is on another mount than its parent directory. */
static void
look_at_mount(struct shm_dir *dir, int fd)
{
	int above = openat(fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int64_t mount = mount_of(fd);

	if (above == -1)
		return;
	dir->mounted = mount != mount_of(above);
	dir->bound = dir->mounted && is_part(mount);
	close(above);
}

void
shm_dir_look(struct shm_dir *dir)
{
	int fd = open(SHM_DIR, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct statvfs vfs;
	struct statfs fs;
	struct stat st;

	*dir = (struct shm_dir){ .error = fd == -1 ? errno : 0 };
	if (fd == -1)
		return;
	look_at_mount(dir, fd);
	dir->tmpfs = fstatfs(fd, &fs) == 0 && fs.f_type == TMPFS_MAGIC;
	dir->read_only = fstatvfs(fd, &vfs) == 0 && vfs.f_flag & ST_RDONLY;
	if (fstat(fd, &st) == 0) {
		dir->uid = userns_uid(st.st_uid);
		dir->mode = st.st_mode & 07777;
	} else
		dir->error = errno;
	close(fd);
}

/*
 * Messages for what is wrong and what repairs it: for a process with the
 * capability, for a user on a machine where root has it, and for a place where
 * nobody has it.
 */
struct fault {
	int capability;
	const char *may;
	const char *root_may;
	const char *nobody_may;
};

#define FAULT(capability, what, command)                                       \
	{                                                                      \
		capability, SHM_DIR " " what ": " command,                     \
		    SHM_DIR " " what ": as root, " command,                    \
		    SHM_DIR " " what ", and only who has " #capability         \
			    " outside of this container can change that",      \
	}

#define MOUNT "mount -t tmpfs -o mode=1777,X-mount.mkdir tmpfs " SHM_DIR
#define OPEN_UP "chmod 1777 " SHM_DIR

static const struct fault missing = FAULT(CAP_SYS_ADMIN, "is not there", MOUNT);
static const struct fault nowhere = FAULT(CAP_SYS_ADMIN,
    "is a link to what is not there", "rm " SHM_DIR " && " MOUNT);
static const struct fault no_directory =
    FAULT(CAP_SYS_ADMIN, "is no directory", "rm " SHM_DIR " && " MOUNT);
static const struct fault read_only = FAULT(
    CAP_SYS_ADMIN, "is mounted read-only", "mount -o remount,rw " SHM_DIR);
static const struct fault not_ours =
    FAULT(CAP_CHOWN, "belongs to another user, who alone may use it",
	"chown 0:0 " SHM_DIR " && " OPEN_UP);
static const struct fault closed =
    FAULT(CAP_FOWNER, "may be used by its owner only", OPEN_UP);
static const struct fault unwritable =
    FAULT(CAP_FOWNER, "may be written to by its owner only", OPEN_UP);

/*
 * If the owner is not mapped into our user namespace, capabilities do not help.
 */
static const char *
words(const struct fault *fault, const struct shm_dir *dir)
{
	if (dir->error == 0 && dir->uid == UNKNOWN)
		return fault->nobody_may;
	if (privilege_has(fault->capability))
		return fault->may;
	return geteuid() != 0 && privilege_can_be_had(fault->capability)
		   ? fault->root_may
		   : fault->nobody_may;
}

static bool
allows(int how)
{
	return faccessat(AT_FDCWD, SHM_DIR, how, AT_EACCESS) == 0;
}

static const struct fault *
fault_of_mode(const struct shm_dir *dir, int error)
{
	if (allows(R_OK | X_OK) && (error != EACCES || allows(W_OK)))
		return NULL;
	if (dir->uid != 0)
		return &not_ours;
	return allows(R_OK | X_OK) ? &unwritable : &closed;
}

static const struct fault *
fault_of_path(void)
{
	struct stat st;

	if (lstat(SHM_DIR, &st) == -1)
		return errno == ENOENT ? &missing : NULL;
	if (S_ISLNK(st.st_mode) && stat(SHM_DIR, &st) == -1)
		return &nowhere;
	return S_ISDIR(st.st_mode) ? NULL : &no_directory;
}

/* Set when a namespace is entered, once. */
static bool foreign;

void
shm_dir_set_foreign(void)
{
	foreign = true;
}

/* NULL unless the directory is blocked; see shm_dir_block(). */
static const char *block_reason;
static char *block_where;

void
shm_dir_block(const char *reason, const char *where)
{
	shm_dir_unblock();
	block_reason = reason;
	block_where = xstrdup(where);
}

void
shm_dir_unblock(void)
{
	free(block_where);
	block_where = NULL;
	block_reason = NULL;
}

const char *
shm_dir_blocked(void)
{
	return block_where;
}

const char *
shm_dir_strerror(int error)
{
	const struct fault *fault = NULL;
	struct shm_dir dir;

	/* While blocked, an empty read-only directory is in its place. */
	if (error == ENOLINK || error == ENOENT || error == EROFS)
		if (block_reason != NULL)
			return block_reason;
	if (foreign)
		return NULL;
	shm_dir_look(&dir);
	if (dir.error != 0)
		fault = fault_of_path();
	else if (error == EROFS && dir.read_only)
		fault = &read_only;
	else if (error == EACCES || error == ENOENT)
		fault = fault_of_mode(&dir, error);
	return fault != NULL ? words(fault, &dir) : NULL;
}
