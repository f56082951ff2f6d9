/* SPDX-License-Identifier: BSD-2-Clause */
/* Creates System V shared memory segments; see sysv_shm.h. */
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "backend/attr.h"
#include "backend/sysv.h"
#include "backend/sysv_shm.h"
#include "base/amount.h"
#include "base/copy.h"
#include "base/shield.h"

/* The largest segment allowed, in bytes; shmget(2). */
static int64_t
largest(void)
{
	struct shminfo info;

	if (shmctl(0, IPC_INFO, (struct shmid_ds *)(void *)&info) == -1)
		return INT64_MAX;
	return amount_of(info.shmmax);
}

/* Contents from a pipe are kept in a memfd until their length is known. */
static int
spool(int from, int64_t max)
{
	int fd = memfd_create("ipcutil", MFD_CLOEXEC);

	if (fd != -1 &&
	    (copy_bytes(fd, from, max) == -1 || lseek(fd, 0, SEEK_SET) == -1)) {
		/* For shmget(2), ENOSPC means another limit. */
		if (errno == ENOSPC)
			errno = ENOMEM;
		copy_close(fd);
		return -1;
	}
	return fd;
}

/* The bytes left to read in a file; -1 with errno. */
static int64_t
length_of(int fd)
{
	struct stat st;
	off_t at;

	if (fstat(fd, &st) == -1 || (at = lseek(fd, 0, SEEK_CUR)) == -1)
		return -1;
	return st.st_size > at ? st.st_size - at : 0;
}

/* A new segment; its pages are zero, so zeros are not written. */
struct fresh {
	char *at;
	int64_t done;
};

static int
put_data(void *arg, const char *data, size_t size)
{
	struct fresh *fresh = arg;

	memcpy(fresh->at + fresh->done, data, size);
	fresh->done += (int64_t)size;
	return 0;
}

static int
put_zeros(void *arg, int64_t size)
{
	struct fresh *fresh = arg;

	fresh->done += size;
	return 0;
}

/*
 * Copies at most so many bytes, the size of the segment, into it. EIDRM if the
 * id belongs to a smaller segment by now.
 */
static int
read_into(int id, int from, const struct ipc_attr *attr, int64_t max)
{
	struct fresh fresh = { .done = 0 };
	struct copy_sink sink = { put_data, put_zeros, &fresh };
	int64_t size;
	int status;

	if ((fresh.at = sysv_shm_attach(id, 0, &size)) == NULL)
		return -1;
	if (max > size) {
		shmdt(fresh.at);
		errno = EIDRM;
		return -1;
	}
	status = from == -1 ? copy_split(attr->bytes, attr->nbytes, &sink)
			    : copy_all(from, max, &sink);
	shmdt(fresh.at);
	return status;
}

/*
 * MAP_HUGE_SHIFT is the same as SHM_HUGE_SHIFT, which only the kernel's header
 * has.
 */
static int
flags_of(const struct ipc_attr *attr, bool more)
{
	int flags = sysv_first_mode(attr, more);

	if (attr->no_reserve == 1)
		flags |= SHM_NORESERVE;
	if (attr->huge != UNKNOWN)
		flags |= SHM_HUGETLB;
	if (attr->huge > 0)
		flags |= (int)((unsigned)__builtin_ctzll((uint64_t)attr->huge)
			       << MAP_HUGE_SHIFT);
	return flags;
}

/* Creates it with `length` bytes from the file; -1: those of the attributes. */
static int
make_from(
    struct ipc_object *o, const struct ipc_attr *attr, int from, int64_t length)
{
	bool more =
	    attr->lock == 1 ||
	    (!sysv_is_ours(attr) &&
		(attr->uid != UNKNOWN || attr->gid != UNKNOWN || length > 0));
	int id;

	o->size = attr->size != UNKNOWN ? attr->size : length;
	if (length > o->size) {
		errno = EFBIG;
		return -1;
	}
	/*
	 * A size_t may be smaller than the size, which would make another size.
	 */
	if ((int64_t)(size_t)o->size != o->size) {
		errno = EINVAL;
		return -1;
	}
	shield_up();
	if (sysv_choose_id(o->kind, attr) == -1)
		return -1;
	id = shmget(sysv_key(o), (size_t)o->size, flags_of(attr, more));
	if (sysv_take_id(o, attr, id) == -1)
		return -1;
	if ((length > 0 && read_into(id, from, attr, o->size) == -1) ||
	    (more && (sysv_stat(o, 0) == -1 || sysv_shm_set(o, attr) == -1)))
		return sysv_undo(o);
	return 0;
}

int
sysv_shm_make(struct ipc_object *o, const struct ipc_attr *attr)
{
	int from = attr->from, status;
	int64_t length = (int64_t)attr->nbytes;

	/* Files of /proc have a size of 0, so they are read like a pipe. */
	if (from != -1 && (length = length_of(from)) <= 0 &&
	    (from = spool(
		 from, attr->size != UNKNOWN ? attr->size : largest())) != -1)
		length = length_of(from);
	if (from == -1 && attr->from != -1)
		return -1;
	if (length == -1)
		return -1;
	status = make_from(o, attr, from, length);
	if (from != attr->from)
		copy_close(from);
	return status;
}
