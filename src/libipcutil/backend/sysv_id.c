/* SPDX-License-Identifier: BSD-2-Clause */
/* Creates objects with a chosen id; see sysv_choose_id() in sysv.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "backend/sysv.h"
#include "base/copy.h"

static int
set_next(const struct ipc_kind *kind, int64_t id)
{
	const struct sysv *sysv = kind->own;
	int fd = open(sysv->next_id, O_WRONLY | O_CLOEXEC), status;
	char text[24];

	if (fd == -1)
		return -1;
	snprintf(text, sizeof(text), "%lld", (long long)id);
	status = copy_write(fd, text, strlen(text));
	copy_close(fd);
	return status;
}

int
sysv_choose_id(const struct ipc_kind *kind, const struct ipc_attr *attr)
{
	if (attr->id == UNKNOWN || set_next(kind, attr->id) == 0)
		return 0;
	errno = EADDRNOTAVAIL;
	return -1;
}

/*
 * Creating the object failed, so the next object of anybody would get the id.
 * The setting cannot be cleared (its value is -1, but -1 cannot be written). So
 * create an object with that id, if possible, and remove it.
 */
static int
forget(const struct ipc_kind *kind)
{
	const struct sysv *sysv = kind->own;
	int error = errno, id = sysv->create();

	if (id != -1)
		sysv->remove(id);
	errno = error;
	return -1;
}

int
sysv_take_id(struct ipc_object *o, const struct ipc_attr *attr, int id)
{
	if (id == -1)
		return attr->id != UNKNOWN ? forget(o->kind) : -1;
	o->id = id;
	if (attr->id == UNKNOWN || attr->id == id)
		return 0;
	errno = EADDRINUSE;
	return sysv_undo(o);
}
