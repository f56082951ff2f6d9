/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel whose memory is an array that the test has filled. What lies
 * outside of it cannot be read. Structures are written in C, as the test likes
 * them, and the layout says where their members are.
 */
#ifndef FAKE_KERNEL_H
#define FAKE_KERNEL_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/reader.h"

#define FAKE_BASE UINT64_C(0xffff888000000000)
#define FAKE_SIZE ((size_t)1 << 20)

struct fake {
	struct kernel kernel; /* first */
	char *memory;
	size_t used;
	int64_t reads;
	/* Called before each read, if not NULL, to change what is read. */
	void (*before)(struct fake *);
};

/* Layout: a member of a structure as it is declared here. */
#define FAKE_PLACE(fake, which, type, member, what)                            \
	((fake)->kernel.layout.places[which] = (struct kernel_place){          \
	     .sort = (what),                                                   \
	     .offset = offsetof(type, member),                                 \
	     .size = sizeof(((type *)NULL)->member),                           \
	     .is_signed = true,                                                \
	 })
#define FAKE_WHOLE(fake, which, type)                                          \
	((fake)->kernel.layout.places[which] = (struct kernel_place){          \
	     .sort = KERNEL_STRUCT,                                            \
	     .size = sizeof(type),                                             \
	 })

static inline int
fake_read(struct kernel *k, uint64_t address, void *to, size_t n)
{
	struct fake *fake = (struct fake *)(void *)k;

	fake->reads++;
	if (fake->before != NULL)
		fake->before(fake);
	if (address < FAKE_BASE || address - FAKE_BASE > FAKE_SIZE ||
	    n > FAKE_SIZE - (size_t)(address - FAKE_BASE))
		return -1;
	memcpy(to, fake->memory + (address - FAKE_BASE), n);
	return 0;
}

/* As many as there are: what is behind the end may be anything. */
static inline int
fake_chain(struct kernel *k, uint64_t address, const struct kernel_chain *chain,
    char *to, int most)
{
	int n;

	for (n = 0; n < most && n < KERNEL_CHAIN; n++, to += chain->page) {
		if (fake_read(k, address, to, kernel_block(chain, address)) ==
		    -1)
			break;
		address = kernel_block_next(chain, to);
	}
	return n;
}

/* Room for so many bytes, all 0, at a multiple of `align'. */
static inline void *
fake_alloc(struct fake *fake, size_t size, size_t align)
{
	void *p;

	fake->used = (fake->used + align - 1) / align * align;
	if (size > FAKE_SIZE - fake->used)
		abort();
	p = fake->memory + fake->used;
	fake->used += size;
	return p;
}

#define FAKE_NEW(fake, type) ((type *)fake_alloc((fake), sizeof(type), 64))

static inline uint64_t
fake_address(const struct fake *fake, const void *p)
{
	return FAKE_BASE + (uint64_t)((const char *)p - fake->memory);
}

static inline void
fake_init(struct fake *fake)
{
	*fake = (struct fake){
		.kernel = { .read = fake_read, .chain = fake_chain },
	};
	fake->memory = calloc(1, FAKE_SIZE);
	if (fake->memory == NULL)
		abort();
	/* Nothing is at the very beginning. */
	fake->used = 4096;
}

static inline void
fake_free(struct fake *fake)
{
	free(fake->memory);
}

/* The kernel's doubly linked lists, of addresses. */
struct fake_list {
	uint64_t next, prev;
};

struct fake_rb {
	uint64_t parent, right, left;
};

static inline void
fake_list_init(struct fake *fake, struct fake_list *head)
{
	head->next = head->prev = fake_address(fake, head);
}

static inline struct fake_list *
fake_at(struct fake *fake, uint64_t address)
{
	return (
	    struct fake_list *)(void *)(fake->memory + (address - FAKE_BASE));
}

static inline void
fake_list_add(struct fake *fake, struct fake_list *head, struct fake_list *link)
{
	link->next = fake_address(fake, head);
	link->prev = head->prev;
	fake_at(fake, head->prev)->next = fake_address(fake, link);
	head->prev = fake_address(fake, link);
}

#endif
