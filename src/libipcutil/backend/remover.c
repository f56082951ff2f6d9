/* SPDX-License-Identifier: BSD-2-Clause */
/* Removes objects of which there are many; see remover.h. */
#include "backend/remover.h"
#include "base/copy.h"

int
remover_remove(struct remover *remover, const struct ipc_object *seen)
{
	const struct ipc_kind *kind = seen->kind;

	if (remover->kind != kind) {
		remover_end(remover);
		remover->kind = kind;
		remover->dirfd =
		    kind->open_files != NULL ? kind->open_files(kind) : -1;
	}
	if (remover->dirfd != -1)
		return kind->remove_from(remover->dirfd, seen);
	return ipc_object_is_there(seen) ? kind->remove(seen) : -1;
}

void
remover_end(struct remover *remover)
{
	if (remover->kind != NULL && remover->dirfd != -1)
		copy_close(remover->dirfd);
	remover->kind = NULL;
}
