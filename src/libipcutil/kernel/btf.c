/* SPDX-License-Identifier: BSD-2-Clause */
/* Looks up members in BTF; see btf.h. */
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/copy.h"
#include "base/xalloc.h"
#include "kernel/btf.h"
#include "kernel/btf_types.h"

#define BTF_FILE "/sys/kernel/btf/vmlinux"
#define BTF_FILE_MOST (64 << 20) /* bytes; kernels have about five million */

/* The limit for nested structures. */
#define DEPTH 8
/* Members examined for one name; it ends loops of types. */
#define PATIENCE 100000
/* No member has a larger offset in its structure. */
#define FARTHEST (1U << 24)

/* The types to find, one for each member of kernel_names. */
struct wanted {
	/*
	 * A list, by the first letter of the type's name: the first member of
	 * it, counted from 1; `next` has the others.
	 */
	uint8_t first[UINT8_MAX + 1];
	uint8_t next[KERNEL_MEMBERS];
	/* The number of the member's type; 0: not found yet. */
	uint32_t found[KERNEL_MEMBERS];
	size_t left; /* types not found yet */
};

_Static_assert(KERNEL_MEMBERS <= UINT8_MAX, "they are counted in bytes");

static bool
is_composed(const struct btf_type *type)
{
	return BTF_INFO_KIND(type->info) == BTF_KIND_STRUCT ||
	       BTF_INFO_KIND(type->info) == BTF_KIND_UNION;
}

static bool
is_number_size(uint32_t size)
{
	return size == 1 || size == 2 || size == 4 || size == 8;
}

/* Fills in sort and size of a member whose type has this number. */
static bool
describe(struct btf *btf, uint32_t number, struct kernel_place *place)
{
	struct kernel_place element;
	struct btf_array array;
	struct btf_type type;
	uint32_t encoding = 0;
	size_t rest;

	if (!btf_real_type(btf, number, &type, &rest))
		return false;
	*place = (struct kernel_place){ .size = type.size };
	switch (BTF_INFO_KIND(type.info)) {
	case BTF_KIND_INT:
		btf_take(btf, rest, &encoding, sizeof(encoding));
		place->is_signed = BTF_INT_ENCODING(encoding) & BTF_INT_SIGNED;
		place->sort = KERNEL_NUMBER;
		return is_number_size(type.size);
	case BTF_KIND_ENUM:
		place->sort = KERNEL_NUMBER;
		return is_number_size(type.size);
	case BTF_KIND_PTR:
		place->size = sizeof(uint64_t);
		place->sort = KERNEL_POINTER;
		break;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		place->sort = KERNEL_STRUCT;
		break;
	case BTF_KIND_ARRAY:
		/* Arrays of arrays are not supported; none is needed. */
		if (!btf_take(btf, rest, &array, sizeof(array)) ||
		    !btf_real_type(btf, array.type, &type, &rest) ||
		    BTF_INFO_KIND(type.info) == BTF_KIND_ARRAY ||
		    !describe(btf, array.type, &element) ||
		    element.size > FARTHEST || array.nelems > FARTHEST ||
		    (uint64_t)element.size * array.nelems > FARTHEST)
			return false;
		place->element = element.size;
		place->size = element.size * array.nelems;
		place->sort = KERNEL_ARRAY;
		break;
	default:
		return false;
	}
	return true;
}

/* The member's offset in bytes; false of a bit field. */
static bool
offset_of(const struct btf_type *type, const struct btf_member *member,
    uint32_t *bytes)
{
	uint32_t bits = member->offset;

	if (BTF_INFO_KFLAG(type->info)) {
		if (BTF_MEMBER_BITFIELD_SIZE(member->offset) != 0)
			return false;
		bits = BTF_MEMBER_BIT_OFFSET(member->offset);
	}
	*bytes = bits / 8;
	return bits % 8 == 0;
}

/* Searches unnamed members (structures and unions) as well, as in C. */
static bool
find_member(struct btf *btf, uint32_t number, const char *name, int depth,
    int *patience, struct kernel_place *place)
{
	struct btf_member member;
	struct btf_type type;
	uint32_t offset;
	size_t i, at;

	if (depth == 0 || !btf_real_type(btf, number, &type, &at) ||
	    !is_composed(&type))
		return false;
	for (i = 0; i < BTF_INFO_VLEN(type.info); i++, at += sizeof(member)) {
		if (!btf_take(btf, at, &member, sizeof(member)) ||
		    --*patience < 0)
			return false;
		if (!offset_of(&type, &member, &offset))
			continue;
		if (member.name_off == 0
			? find_member(btf, member.type, name, depth - 1,
			      patience, place)
			: strcmp(btf_string(btf, member.name_off), name) == 0 &&
			      describe(btf, member.type, place)) {
			place->offset += offset;
			return place->offset < FARTHEST;
		}
	}
	return false;
}

static bool
find_value(struct btf *btf, uint32_t number, const char *name,
    struct kernel_place *place)
{
	struct btf_enum value;
	struct btf_type type;
	size_t i, at;

	if (!btf_real_type(btf, number, &type, &at))
		return false;
	for (i = 0; i < BTF_INFO_VLEN(type.info); i++, at += sizeof(value)) {
		if (!btf_take(btf, at, &value, sizeof(value)))
			return false;
		if (strcmp(btf_string(btf, value.name_off), name) != 0)
			continue;
		place->offset = (uint32_t)value.val;
		place->sort = KERNEL_VALUE;
		return value.val >= 0;
	}
	return false;
}

/* A member of another sort than expected counts as missing. */
static struct kernel_place
find(struct btf *btf, const struct kernel_name *name, uint32_t number)
{
	struct kernel_place place = { 0 }, none = { 0 };
	int patience = PATIENCE;
	bool found;

	if (name->sort == KERNEL_VALUE)
		found = find_value(btf, number, name->member, &place);
	else if (name->member == NULL)
		found = describe(btf, number, &place);
	else
		found = find_member(
		    btf, number, name->member, DEPTH, &patience, &place);
	return found && place.sort == name->sort ? place : none;
}

static void
want_all(struct wanted *wanted)
{
	uint8_t *first;
	size_t i;

	*wanted = (struct wanted){ .left = KERNEL_MEMBERS };
	for (i = 0; i < KERNEL_MEMBERS; i++) {
		first = &wanted->first[(uint8_t)*kernel_names[i].type];
		wanted->next[i] = *first;
		*first = (uint8_t)(i + 1);
	}
}

/* Notes the number of a type whose name is asked for. */
static void
note(struct wanted *wanted, uint32_t number, unsigned kind, const char *name)
{
	bool is_enum = kind == BTF_KIND_ENUM;
	size_t i;

	if (kind != BTF_KIND_STRUCT && !is_enum)
		return;
	for (i = wanted->first[(uint8_t)*name]; i != 0; i = wanted->next[i - 1])
		if (wanted->found[i - 1] == 0 &&
		    (kernel_names[i - 1].sort == KERNEL_VALUE) == is_enum &&
		    strcmp(kernel_names[i - 1].type, name) == 0) {
			wanted->found[i - 1] = number;
			wanted->left--;
		}
}

/*
 * Passes the types until all that are asked for were found; false if the bytes
 * are not BTF.
 */
static bool
find_types(struct btf *btf, struct wanted *wanted)
{
	struct btf_type type;
	int status = 1;

	want_all(wanted);
	while (wanted->left != 0 && (status = btf_next(btf, &type)) == 1)
		note(wanted, btf->n - 1, BTF_INFO_KIND(type.info),
		    btf_string(btf, type.name_off));
	return status != -1;
}

bool
btf_find(const void *data, size_t size, struct kernel_layout *layout)
{
	struct wanted wanted;
	struct btf btf;
	bool whole;
	size_t i;

	*layout = (struct kernel_layout){ 0 };
	if (!btf_open(&btf, data, size))
		return false;
	whole = find_types(&btf, &wanted);
	for (i = 0; whole && i < KERNEL_MEMBERS; i++)
		if (wanted.found[i] != 0)
			layout->places[i] =
			    find(&btf, &kernel_names[i], wanted.found[i]);
	btf_close(&btf);
	return whole;
}

/* Before Linux 6.16 the file cannot be mapped, so read it. */
static int
find_in_copy(int fd, size_t size, struct kernel_layout *layout)
{
	char *data = xmalloc(size);
	size_t got = 0;
	ssize_t n = 1;

	while (
	    n > 0 && got < size && (n = read(fd, data + got, size - got)) > 0)
		got += (size_t)n;
	if (n != -1 && !btf_find(data, got, layout)) {
		errno = EINVAL;
		n = -1;
	}
	free(data);
	return n == -1 ? -1 : 0;
}

static int
find_in_file(int fd, struct kernel_layout *layout)
{
	struct stat st;
	size_t size;
	void *data;
	bool found;

	if (fstat(fd, &st) == -1)
		return -1;
	if (st.st_size <= 0 || st.st_size > BTF_FILE_MOST) {
		errno = EINVAL;
		return -1;
	}
	size = (size_t)st.st_size;
	data = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (data == MAP_FAILED)
		return find_in_copy(fd, size, layout);
	found = btf_find(data, size, layout);
	munmap(data, size);
	errno = EINVAL;
	return found ? 0 : -1;
}

int
btf_find_running(struct kernel_layout *layout)
{
	int fd = open(BTF_FILE, O_RDONLY | O_CLOEXEC), status;

	if (fd == -1)
		return -1;
	status = find_in_file(fd, layout);
	copy_close(fd);
	return status;
}
