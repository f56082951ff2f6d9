/* SPDX-License-Identifier: BSD-2-Clause */
/* The file of a queue: what is not said is unknown; see posix.h. */
#include <signal.h>
#include <stdlib.h>

#include "backend/posix_mq.h"
#include "base/xalloc.h"
#include "model/kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	struct ipc_object *o = ipc_object_new(&posix_mq_kind);

	posix_mq_parse(o, text);
	if (o->bytes < UNKNOWN || o->notify < UNKNOWN ||
	    o->notify_pid < UNKNOWN || o->notify_pid == 0)
		abort();
	if (o->name != NULL || o->messages != UNKNOWN)
		abort();
	ipc_object_free(o);
	free(text);
	return 0;
}
