/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An archive, as a stranger may have made it: what is believed of it is what
 * objects can be, within the size that is allowed, and nothing is created.
 */
#include <sys/mman.h>
#include <sys/stat.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/plan.h"
#include "base/copy.h"

#define MAX_SIZE (1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static bool
wants_all(void *arg, const struct ipc_object *o)
{
	(void)arg;
	return o != NULL;
}

static void
require(bool holds)
{
	if (!holds)
		abort();
}

/* Its member is not taken for a path, and memory has all of its bytes. */
static void
check_entry(const struct entry *entry)
{
	const struct ipc_object *o = entry->object;
	struct stat st;

	require(entry->found);
	require(strchr(entry->member, '/') == strrchr(entry->member, '/'));
	require(entry->attr.mode >= 0 && entry->attr.mode <= 0777);
	require((o->name != NULL) == (o->id == UNKNOWN));
	if (o->name != NULL)
		require(strchr(o->name + 1, '/') == NULL);
	if (entry->attr.from != -1) {
		require(o->kind->memory != NULL);
		require(fstat(entry->attr.from, &st) == 0);
		require(
		    st.st_size == entry->attr.size && st.st_size <= MAX_SIZE);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct plan plan = { .max_size = MAX_SIZE, .wants = wants_all };
	int fd = memfd_create("archive", MFD_CLOEXEC);
	size_t i;

	if (fd == -1 || copy_write(fd, (const char *)data, size) == -1 ||
	    lseek(fd, 0, SEEK_SET) == -1)
		abort();
	if (plan_read(&plan, fd) == 0)
		for (i = 0; i < plan.n; i++)
			check_entry(&plan.v[i]);
	else
		require(plan.error.len != 0);
	plan_free(&plan);
	copy_close(fd);
	return 0;
}
