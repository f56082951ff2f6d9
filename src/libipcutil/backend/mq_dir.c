/* SPDX-License-Identifier: BSD-2-Clause */
/* The directory with our message queues; see mq_dir.h. */
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "backend/mq_dir.h"
#include "backend/posix_file.h"
#include "base/compat.h"
#include "base/copy.h"
#include "base/proc.h"
#include "base/xalloc.h"

/* The number of the first IPC namespace never changes. */
#define FIRST_IPC_NS INT64_C(0xefffffff)

int
mq_dir_open_detached(void)
{
	int context, mount, dirfd = -1;

	if ((context = fsopen("mqueue", FSOPEN_CLOEXEC)) == -1)
		return -1;
	if (fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0 &&
	    (mount = fsmount(context, FSMOUNT_CLOEXEC, 0)) != -1) {
		dirfd = openat(mount, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		close(mount);
	}
	copy_close(context);
	return dirfd;
}

/* Opens /dev/mqueue. A directory of that name need not be an mqueue mount. */
static int
open_mounted(void)
{
	struct statfs fs;
	mqd_t queue;
	int dirfd;

	dirfd = posix_open_dir(MQ_DIR);
	if (dirfd == -1 && errno != ENOENT)
		return -1;
	if (dirfd != -1 && fstatfs(dirfd, &fs) == 0 &&
	    fs.f_type == MQUEUE_MAGIC)
		return dirfd;
	if (dirfd != -1)
		close(dirfd);
	/*
	 * A kernel without queues says ENOSYS; then nothing can be mounted
	 * either.
	 */
	queue = mq_open("/.", O_RDONLY | O_NONBLOCK);
	if (queue != (mqd_t)-1)
		mq_close(queue);
	else if (errno == ENOSYS)
		return -1;
	errno = ENODEV;
	return -1;
}

int
mq_dir_open_by_name(const char *name)
{
	mqd_t queue = mq_open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	/* Write permission is enough for asking the attributes. */
	if (queue == (mqd_t)-1 && errno == EACCES)
		queue = mq_open(name, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	return queue;
}

/* True if the file can be opened through the directory. */
static bool
can_be_opened(int dirfd, const char *file)
{
	int flags = O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(dirfd, file, flags | O_RDONLY);

	if (fd == -1 && errno == EACCES)
		fd = openat(dirfd, file, flags | O_WRONLY);
	copy_close(fd);
	return fd != -1;
}

/*
 * What it means that a queue of the directory cannot be opened by its name. If
 * the file has stayed the same, and it is missing by name, or may be opened
 * through the directory, the directory is not ours.
 */
static enum mq_whose
compare_refused(
    int dirfd, const char *file, const struct stat *before, int error)
{
	struct stat after;

	if (fstatat(dirfd, file, &after, AT_SYMLINK_NOFOLLOW) == -1 ||
	    before->st_ino != after.st_ino || before->st_mode != after.st_mode)
		return MQ_UNTOLD;
	if (error == ENOENT || (error == EACCES && can_be_opened(dirfd, file)))
		return MQ_FOREIGN;
	return MQ_UNTOLD;
}

/* Opens a queue by its name and compares its device with the directory's. */
static enum mq_whose
compare_queue(int dirfd, const char *file)
{
	enum mq_whose whose = MQ_UNTOLD;
	struct stat before, ours;
	mqd_t queue;
	char *name;

	if (fstatat(dirfd, file, &before, AT_SYMLINK_NOFOLLOW) == -1)
		return MQ_UNTOLD;
	xasprintf(&name, "/%s", file);
	queue = mq_dir_open_by_name(name);
	free(name);
	if (queue != (mqd_t)-1) {
		if (fstat(queue, &ours) == 0)
			whose =
			    ours.st_dev == before.st_dev ? MQ_OURS : MQ_FOREIGN;
		mq_close(queue);
	} else
		whose = compare_refused(dirfd, file, &before, errno);
	return whose;
}

/* The first queue that can be opened by name decides. */
static enum mq_whose
compare_queues(int dirfd)
{
	enum mq_whose whose = MQ_UNTOLD;
	const struct dirent *entry;
	int fd = openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir;

	if (fd == -1 || (dir = fdopendir(fd)) == NULL) {
		copy_close(fd);
		return MQ_UNTOLD;
	}
	while (whose == MQ_UNTOLD && (entry = readdir(dir)) != NULL)
		if (entry->d_type == DT_REG)
			whose = compare_queue(dirfd, entry->d_name);
	closedir(dir);
	return whose;
}

enum mq_whose
mq_dir_by_device(int64_t ipc_ns, dev_t queues, dev_t proc)
{
	if (ipc_ns != FIRST_IPC_NS || major(queues) != 0 || major(proc) != 0)
		return MQ_UNTOLD;
	return minor(queues) < minor(proc) ? MQ_OURS : MQ_DOUBTFUL;
}

/* Decides by the numbers of the devices. */
static enum mq_whose
compare_devices(int dirfd)
{
	enum mq_whose whose = MQ_UNTOLD;
	int fd = proc_open(".", O_PATH);
	struct stat queues, proc;

	if (fd == -1)
		return MQ_UNTOLD;
	if (fstat(dirfd, &queues) == 0 && fstat(fd, &proc) == 0)
		whose = mq_dir_by_device(
		    proc_own_namespace("ns/ipc"), queues.st_dev, proc.st_dev);
	close(fd);
	return whose;
}

static enum mq_whose
whose_are(int dirfd)
{
	enum mq_whose whose = compare_queues(dirfd);

	return whose == MQ_UNTOLD ? compare_devices(dirfd) : whose;
}

int
mq_dir_open_mounted(void)
{
	int dirfd = open_mounted();
	enum mq_whose whose;

	if (dirfd == -1)
		return -1;
	whose = whose_are(dirfd);
	if (whose == MQ_OURS || whose == MQ_UNTOLD)
		return dirfd;
	copy_close(dirfd);
	errno = whose == MQ_FOREIGN ? EXDEV : ENOTUNIQ;
	return -1;
}

int
mq_dir_open(void)
{
	int dirfd = mq_dir_open_detached();

	return dirfd != -1 ? dirfd : mq_dir_open_mounted();
}

bool
mq_dir_is_believed(void)
{
	int dirfd = mq_dir_open_detached();
	bool believed = false;

	if (dirfd == -1 && (dirfd = open_mounted()) != -1)
		believed = whose_are(dirfd) == MQ_UNTOLD;
	copy_close(dirfd);
	return believed;
}
