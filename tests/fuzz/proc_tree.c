/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A /proc as a whole: whatever is in its files, the walk comes to an end, and
 * calls nothing an orphan that somebody may have. The input is files, each
 * behind a byte that says which it is; 0 is between them.
 */
#include <sys/stat.h>

#include <stdlib.h>
#include <string.h>

#include "../unit/fake_proc.h"
#include "base/xalloc.h"
#include "model/kind.h"
#include "process/annotate.h"

#define PID 70

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char *const names[] = {
	"70/maps",
	"70/stat",
	"70/status",
	"70/syscall",
	"70/wchan",
	"70/comm",
	"70/task/71/stat",
	"70/task/71/syscall",
	"70/task/71/maps",
	"1/stat",
	"1/status",
	"self/mountinfo",
	"self/status",
	"uptime",
	"stat",
};

#define NAMES (sizeof(names) / sizeof(*names))

/* Files are written over, not made anew: that takes most of the time. */
static void
write_over(const char *name, const char *data, size_t size)
{
	FILE *fp = fopen(fake_path(name), "we");

	if (fp == NULL)
		return;
	fwrite(data, 1, size, fp);
	fclose(fp);
}

static void
begin(void)
{
	fake_begin();
	FAKE_PROCESS(PID);
	fake_file("70/task/71/", "%s", "");
	fake_file("self/", "%s", "");
	atexit(fake_end);
}

static void
look(void)
{
	static const struct ipc_kind *const kinds[] = {
		&posix_shm_kind,
		&posix_mq_kind,
		&sysv_shm_kind,
		&sysv_sem_kind,
	};
	struct ipc_list list = { 0 };
	struct sight sight = { 0 };
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		ipc_list_add(&list, ipc_object_new(kinds[i]));
		list.v[i]->dev = 26;
		list.v[i]->ino = 7;
		list.v[i]->id = 2147400000;
		list.v[i]->uid = list.v[i]->cuid = 1000;
		list.v[i]->used = list.v[i]->made = 1;
	}
	annotate(&list, NEED_WALK, ORPHANS_AFTER, &sight);
	for (i = 0; i < list.n; i++)
		if (list.v[i]->orphan == 1 &&
		    (list.v[i]->holders > 0 || list.v[i]->waiters > 0))
			abort();
	ipc_list_free(&list);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool begun;
	const uint8_t *end;
	size_t n;

	if (!begun)
		begin();
	begun = true;
	for (; size > 1; data += n, size -= n) {
		end = memchr(data, 0, size);
		n = end != NULL ? (size_t)(end - data) : size;
		if (n > 1)
			write_over(names[data[0] % NAMES],
			    (const char *)data + 1, n - 1);
		n += n < size;
	}
	look();
	return 0;
}
