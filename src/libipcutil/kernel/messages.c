/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages in memory; see messages.h. */
#include <sys/mman.h>

#include <stdlib.h>

#include "base/xalloc.h"
#include "kernel/messages.h"

/* The size of a huge page, and what is worth one: a quarter of it. */
#define HUGE ((size_t)2 << 20)
#define WORTH (HUGE / 4)
/* More than this is taken only when it is needed. */
#define MOST (8 * HUGE)

static void *
grow(void *v, size_t *room, size_t wanted, size_t size)
{
	if (wanted <= *room)
		return v;
	*room = wanted + *room;
	return xreallocarray(v, *room, size);
}

/*
 * A page that is touched for the first time costs more than the bytes that are
 * copied into it, and all that come in one huge page cost as much as one.
 */
static void
take_huge_pages(struct kernel_messages *m, size_t bytes)
{
	void *data;

	bytes = (bytes + HUGE - 1) / HUGE * HUGE;
	if (posix_memalign(&data, HUGE, bytes) != 0)
		return;
	/* Where there are none it is memory as any other. */
	(void)madvise(data, bytes, MADV_HUGEPAGE);
	free(m->data);
	m->data = data;
	m->data_room = bytes;
}

void
kernel_messages_begin(struct kernel_messages *m, size_t n, size_t bytes)
{
	m->n = m->used = 0;
	if (bytes > MOST || n > MOST)
		return;
	bytes += n; /* a NUL after each */
	if (bytes > m->data_room && bytes >= WORTH)
		take_huge_pages(m, bytes);
}

struct kernel_message *
kernel_messages_add(struct kernel_messages *m, size_t size)
{
	struct kernel_message *message;

	m->v = grow(m->v, &m->room, m->n + 1, sizeof(*m->v));
	m->data = grow(m->data, &m->data_room, m->used + size + 1, 1);
	message = &m->v[m->n++];
	*message = (struct kernel_message){ .size = size, .at = m->used };
	m->used += size + 1;
	m->data[m->used - 1] = '\0';
	return message;
}

void
kernel_messages_free(struct kernel_messages *m)
{
	free(m->v);
	free(m->data);
	*m = (struct kernel_messages){ 0 };
}
