/* SPDX-License-Identifier: BSD-2-Clause */
/* Enters other IPC namespaces; see namespace.h. */
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/compat.h"
#include "base/copy.h"
#include "base/linux.h"
#include "base/proc.h"
#include "base/xalloc.h"
#include "process/namespace.h"
#include "process/place_shm.h"

/* How often to look again for a process that has moved on. */
#define TRIES 10

/*
 * The path may be any file, so opening it must neither wait nor have effects.
 */
#define OPEN_PLACE (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

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

/* Open descriptors stay the same files, even if the process moves on. */
static int
enter_process(const char *pid, const struct ipc_place *place)
{
	int procfd = proc_open(pid, O_RDONLY | O_DIRECTORY), ipc, status = -1;

	if (procfd == -1) {
		if (errno == ENOENT)
			errno = ESRCH;
		return -1;
	}
	ipc = place_open(procfd, "ns/ipc", O_RDONLY);
	if (ipc != -1) {
		status = place != NULL
			     ? place_check_file(ipc, UNKNOWN, place->ns)
			     : 0;
		if (status == 0)
			status = place_shm_enter(pid, procfd,
			    place != NULL ? place->shm : UNKNOWN,
			    place != NULL ? place->dir : UNKNOWN);
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
 * Enters the namespace through the first process that is in it. -1 with errno:
 * ESRCH if there is none, EAGAIN if there may be one that could not be examined
 * or has moved on.
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
	/*
	 * If that process ends meanwhile, look again: it may have been the
	 * last.
	 */
	while (enter_with_process((int64_t)st.st_ino) == -1) {
		if (errno == ESRCH)
			return place_shm_enter_none() == 0 ? enter_ipc(fd) : -1;
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
	if (fstatfs(fd, &fs) == 0 && fs.f_type == NSFS_MAGIC &&
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
	const char *message = place_shm_strerror(error);

	if (message != NULL)
		return message;
	switch (error) {
	case ESRCH:
		return "no such process";
	case ENOENT:
		return "no such process or file";
	case ENOTSUP:
		return "neither a process nor the file of an IPC namespace";
	case EAGAIN:
		return "not all processes could be looked at, so which is in "
		       "it is not known";
	case EACCES:
		return "may not be examined: only its user or root may, and "
		       "not where it is protected from them";
	case EPERM:
		return "to enter another namespace takes CAP_SYS_ADMIN";
	default:
		return strerror(error);
	}
}
