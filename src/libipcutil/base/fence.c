/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory with a fence behind it; see fence.h. */
#include <sys/mman.h>

#include <err.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "base/fence.h"

/* The mapping that is kept: `room` bytes of whole pages before the fence. */
static char *start;
static size_t room;

/* Maps at least so many bytes and the fence behind them; exits if it cannot. */
static void
make_room(size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = size / page + 1;

	if (start != NULL)
		munmap(start, room + page);
	if (__builtin_mul_overflow(pages, page, &room) ||
	    room > SIZE_MAX - page)
		errx(1, "%s", strerror(ENOMEM));
	start = mmap(NULL, room + page, PROT_READ | PROT_WRITE,
	    /* cppcheck-suppress invalidFunctionArg ; no file is mapped */
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (start == MAP_FAILED || mprotect(start + room, page, PROT_NONE) != 0)
		err(1, NULL);
}

void *
fence_bytes(size_t size)
{
	if (start == NULL || size > room)
		make_room(size);
	return memset(start + room - size, 0xff, size);
}
