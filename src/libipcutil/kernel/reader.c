/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads members of kernel structures by name; see reader.h. bpf.c reads the
 * bytes.
 */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "kernel/reader.h"

#define TRIES 10

void
kernel_close(struct kernel *k)
{
	if (k != NULL)
		k->close(k);
}

int
kernel_read(struct kernel *k, uint64_t address, void *to, size_t n)
{
	if (address + n >= address && k->read(k, address, to, n) == 0)
		return 0;
	errno = EFAULT;
	return -1;
}

size_t
kernel_block(const struct kernel_chain *chain, uint64_t address)
{
	size_t to_end = chain->page - address % chain->page;
	size_t n = chain->size < to_end ? chain->size : to_end;

	return n > chain->least ? n : chain->least;
}

uint64_t
kernel_block_next(const struct kernel_chain *chain, const char *block)
{
	uint64_t next;

	memcpy(&next, block + chain->link, sizeof(next));
	return next - chain->back;
}

int
kernel_chain(struct kernel *k, uint64_t address,
    const struct kernel_chain *chain, char *to, int most)
{
	int n = 0;

	if (k->chain != NULL && most > 1)
		n = k->chain(k, address, chain, to, most);
	if (n > 0)
		return n;
	return kernel_read(k, address, to, kernel_block(chain, address)) == -1
		   ? -1
		   : 1;
}

int
kernel_try(int (*call)(void *), void *arg)
{
	int i, status = -1;

	for (i = 0; i < TRIES && status != 0; i++) {
		status = call(arg);
		if (status == -1 && errno == ENOTSUP)
			break;
	}
	return status;
}

struct twice {
	int (*walk)(void *);
	void *arg;
	struct text *trace;
};

static int
walk_once(const struct twice *twice)
{
	text_clear(twice->trace);
	return twice->walk(twice->arg);
}

static int
walk_twice(void *arg)
{
	const struct twice *twice = arg;
	struct text before;
	bool same;

	if (walk_once(twice) == -1)
		return -1;
	if (twice->trace->len == 0)
		return 0;
	before = *twice->trace;
	*twice->trace = (struct text){ 0 };
	same = walk_once(twice) == 0 && twice->trace->len == before.len &&
	       memcmp(twice->trace->s, before.s, before.len) == 0;
	text_free(&before);
	if (same)
		return 0;
	errno = EAGAIN;
	return -1;
}

int
kernel_twice(int (*walk)(void *), void *arg, struct text *trace)
{
	struct twice twice = { walk, arg, trace };
	int status = kernel_try(walk_twice, &twice);

	text_free(trace);
	return status;
}

static const struct kernel_place *
place_of(const struct kernel *k, enum kernel_member member)
{
	const struct kernel_place *place = &k->layout.places[member];

	if (place->sort != KERNEL_UNKNOWN)
		return place;
	errno = ENOTSUP;
	return NULL;
}

int
kernel_has(const struct kernel *k, const enum kernel_member *members, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (place_of(k, members[i]) == NULL)
			return -1;
	return 0;
}

uint32_t
kernel_offset(const struct kernel *k, enum kernel_member member)
{
	return k->layout.places[member].offset;
}

uint32_t
kernel_size(const struct kernel *k, enum kernel_member member)
{
	return k->layout.places[member].size;
}

bool
kernel_is_within(
    const struct kernel *k, enum kernel_member member, size_t bytes)
{
	const struct kernel_place *place = &k->layout.places[member];

	return (uint64_t)place->offset + place->size <= bytes;
}

int
kernel_has_within(const struct kernel *k, enum kernel_member whole,
    const enum kernel_member *members, size_t n)
{
	size_t i;

	if (kernel_has(k, &whole, 1) == -1 || kernel_has(k, members, n) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (!kernel_is_within(k, members[i], kernel_size(k, whole))) {
			errno = ENOTSUP;
			return -1;
		}
	return 0;
}

/* Numbers in the kernel have one, two, four or eight bytes. */
static int64_t
to_number(const void *bytes, const struct kernel_place *place)
{
	uint64_t n8 = 0;
	uint32_t n4;
	uint16_t n2;
	uint8_t n1;

	switch (place->size) {
	case sizeof(n1):
		memcpy(&n1, bytes, sizeof(n1));
		return place->is_signed ? (int8_t)n1 : n1;
	case sizeof(n2):
		memcpy(&n2, bytes, sizeof(n2));
		return place->is_signed ? (int16_t)n2 : n2;
	case sizeof(n4):
		memcpy(&n4, bytes, sizeof(n4));
		return place->is_signed ? (int64_t)(int32_t)n4 : n4;
	default:
		memcpy(&n8, bytes, sizeof(n8));
		return (int64_t)n8;
	}
}

int
kernel_number(
    struct kernel *k, uint64_t base, enum kernel_member member, int64_t *number)
{
	const struct kernel_place *place = place_of(k, member);
	char bytes[sizeof(*number)];

	if (place == NULL ||
	    kernel_read(k, base + place->offset, bytes, place->size) == -1)
		return -1;
	*number = to_number(bytes, place);
	return 0;
}

int
kernel_pointer(struct kernel *k, uint64_t base, enum kernel_member member,
    uint64_t *pointer)
{
	const struct kernel_place *place = place_of(k, member);

	return place == NULL ? -1
			     : kernel_read(k, base + place->offset, pointer,
				   sizeof(*pointer));
}

int
kernel_address(const struct kernel *k, uint64_t base, enum kernel_member member,
    uint64_t *address)
{
	const struct kernel_place *place = place_of(k, member);

	if (place == NULL)
		return -1;
	*address = base + place->offset;
	return 0;
}

int
kernel_container(const struct kernel *k, uint64_t address,
    enum kernel_member member, uint64_t *base)
{
	const struct kernel_place *place = place_of(k, member);

	if (place == NULL)
		return -1;
	*base = address - place->offset;
	return 0;
}

int
kernel_follow(struct kernel *k, uint64_t base,
    const enum kernel_member *members, int n, uint64_t *end)
{
	int i;

	for (i = 0; i < n; i++)
		if (kernel_pointer(k, base, members[i], &base) == -1)
			return -1;
	*end = base;
	return 0;
}

int64_t
kernel_pick(
    const struct kernel *k, const void *structure, enum kernel_member member)
{
	const struct kernel_place *place = &k->layout.places[member];

	return to_number((const char *)structure + place->offset, place);
}

uint64_t
kernel_pick_pointer(
    const struct kernel *k, const void *structure, enum kernel_member member)
{
	uint64_t pointer;

	memcpy(&pointer,
	    (const char *)structure + k->layout.places[member].offset,
	    sizeof(pointer));
	return pointer;
}
