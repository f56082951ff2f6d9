/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads BTF; see btf.h. Whatever it says of lengths and numbers is checked. */
#include <sys/mman.h>
#include <sys/stat.h>

#include <linux/btf.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/copy.h"
#include "base/xalloc.h"
#include "kernel/btf.h"

#define BTF_FILE "/sys/kernel/btf/vmlinux"
#define BTF_FILE_MOST (64 << 20) /* bytes; they have five million */

/* As in linux/btf.h of later days. */
#define KIND_DECL_TAG 17
#define KIND_TYPE_TAG 18
#define KIND_ENUM64 19

/* No structure is nested deeper, no type has more names. */
#define DEPTH 8
#define ALIASES 16
/* Members looked at for one name: a loop of types ends there. */
#define PATIENCE 100000
/* Nothing lies further from the beginning of a structure. */
#define FARTHEST (1U << 24)

struct btf {
	const char *types;
	size_t size;
	const char *strings; /* the last byte is NUL */
	size_t nstrings;
	uint32_t *index; /* where each type begins, by its number; owned */
	size_t n;
	/* One that may be what was asked for: its number, by the member. */
	uint32_t found[KERNEL_MEMBERS];
};

static const char *
string(const struct btf *btf, uint32_t at)
{
	return at < btf->nstrings ? btf->strings + at : "";
}

/* A whole structure of that size at that place; false at the end. */
static bool
take(const struct btf *btf, size_t at, void *to, size_t size)
{
	if (at > btf->size || size > btf->size - at)
		return false;
	memcpy(to, btf->types + at, size);
	return true;
}

/* How many bytes follow the type itself; false if it is of no kind we know. */
static bool
length_of_rest(const struct btf_type *type, size_t *rest)
{
	size_t n = BTF_INFO_VLEN(type->info);

	*rest = 0;
	switch (BTF_INFO_KIND(type->info)) {
	case BTF_KIND_INT:
	case BTF_KIND_VAR:
	case KIND_DECL_TAG:
		*rest = 4;
		break;
	case BTF_KIND_ARRAY:
		*rest = sizeof(struct btf_array);
		break;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		*rest = n * sizeof(struct btf_member);
		break;
	case BTF_KIND_DATASEC:
	case KIND_ENUM64:
		*rest = n * 12;
		break;
	case BTF_KIND_ENUM:
	case BTF_KIND_FUNC_PROTO:
		*rest = n * 8;
		break;
	case BTF_KIND_PTR:
	case BTF_KIND_FWD:
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_CONST:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_FUNC:
	case BTF_KIND_FLOAT:
	case KIND_TYPE_TAG:
		break;
	default:
		return false;
	}
	return true;
}

static bool
type_of(const struct btf *btf, uint32_t number, struct btf_type *type)
{
	return number > 0 && number < btf->n &&
	       take(btf, btf->index[number], type, sizeof(*type));
}

/* The same, with all that only gives it another name taken away. */
static bool
real_type(const struct btf *btf, uint32_t *number, struct btf_type *type)
{
	int i;

	for (i = 0; i < ALIASES && type_of(btf, *number, type); i++) {
		switch (BTF_INFO_KIND(type->info)) {
		case BTF_KIND_TYPEDEF:
		case BTF_KIND_VOLATILE:
		case BTF_KIND_CONST:
		case BTF_KIND_RESTRICT:
		case KIND_TYPE_TAG:
			*number = type->type;
			break;
		default:
			return true;
		}
	}
	return false;
}

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

/* What a place is whose type has this number: its sort and size. */
static bool
describe(const struct btf *btf, uint32_t number, struct kernel_place *place)
{
	struct kernel_place element;
	struct btf_array array;
	struct btf_type type;
	uint32_t encoding = 0;
	size_t rest;

	if (!real_type(btf, &number, &type))
		return false;
	rest = btf->index[number] + sizeof(type);
	*place = (struct kernel_place){ .size = type.size };
	switch (BTF_INFO_KIND(type.info)) {
	case BTF_KIND_INT:
		take(btf, rest, &encoding, sizeof(encoding));
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
		/* Of arrays there is none whose elements are arrays. */
		if (!take(btf, rest, &array, sizeof(array)) ||
		    !real_type(btf, &array.type, &type) ||
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

/* The bytes before a member; false of one that shares its byte with others. */
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

/* Members without a name of their own have members that count as its own. */
static bool
find_member(const struct btf *btf, uint32_t number, const char *name, int depth,
    int *patience, struct kernel_place *place)
{
	struct btf_member member;
	struct btf_type type;
	uint32_t offset;
	size_t i, at;

	if (depth == 0 || !real_type(btf, &number, &type) ||
	    !is_composed(&type))
		return false;
	at = btf->index[number] + sizeof(type);
	for (i = 0; i < BTF_INFO_VLEN(type.info); i++, at += sizeof(member)) {
		if (!take(btf, at, &member, sizeof(member)) || --*patience < 0)
			return false;
		if (!offset_of(&type, &member, &offset))
			continue;
		if (member.name_off == 0
			? find_member(btf, member.type, name, depth - 1,
			      patience, place)
			: strcmp(string(btf, member.name_off), name) == 0 &&
			      describe(btf, member.type, place)) {
			place->offset += offset;
			return place->offset < FARTHEST;
		}
	}
	return false;
}

static bool
find_value(const struct btf *btf, uint32_t number, const char *name,
    struct kernel_place *place)
{
	struct btf_enum value;
	struct btf_type type;
	size_t i, at;

	if (!type_of(btf, number, &type))
		return false;
	at = btf->index[number] + sizeof(type);
	for (i = 0; i < BTF_INFO_VLEN(type.info); i++, at += sizeof(value)) {
		if (!take(btf, at, &value, sizeof(value)))
			return false;
		if (strcmp(string(btf, value.name_off), name) != 0)
			continue;
		place->offset = (uint32_t)value.val;
		place->sort = KERNEL_VALUE;
		return value.val >= 0;
	}
	return false;
}

/* One that turns out to be of another sort is as good as missing. */
static struct kernel_place
find(const struct btf *btf, const struct kernel_name *name, uint32_t number)
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

/* Remembers a type that has the name of one that is asked for. */
static void
note(struct btf *btf, uint32_t number, const struct btf_type *type)
{
	unsigned kind = BTF_INFO_KIND(type->info);
	const char *name;
	size_t i;

	if ((kind != BTF_KIND_STRUCT && kind != BTF_KIND_ENUM) ||
	    *(name = string(btf, type->name_off)) == '\0')
		return;
	for (i = 0; i < KERNEL_MEMBERS; i++)
		if (*kernel_names[i].type == *name && btf->found[i] == 0 &&
		    (kernel_names[i].sort == KERNEL_VALUE) ==
			(kind == BTF_KIND_ENUM) &&
		    strcmp(kernel_names[i].type, name) == 0)
			btf->found[i] = number;
}

static bool
index_types(struct btf *btf)
{
	struct btf_type type;
	size_t at, rest;

	/* None is smaller; number 0 is void. */
	btf->index = xreallocarray(
	    NULL, btf->size / sizeof(type) + 1, sizeof(*btf->index));
	btf->index[0] = 0;
	btf->n = 1;
	for (at = 0; at < btf->size; at += rest) {
		if (!take(btf, at, &type, sizeof(type)) ||
		    !length_of_rest(&type, &rest))
			return false;
		btf->index[btf->n] = (uint32_t)at;
		note(btf, (uint32_t)btf->n++, &type);
		rest += sizeof(type);
	}
	return at == btf->size;
}

/* Finds both parts; false if they are not within what there is. */
static bool
open_btf(struct btf *btf, const char *data, size_t size)
{
	struct btf_header header;

	if (size < sizeof(header) || size > UINT32_MAX)
		return false;
	memcpy(&header, data, sizeof(header));
	if (header.magic != BTF_MAGIC || header.version != BTF_VERSION ||
	    header.hdr_len < sizeof(header) || header.hdr_len > size)
		return false;
	data += header.hdr_len;
	size -= header.hdr_len;
	if (header.type_off > size ||
	    header.type_len > size - header.type_off || header.str_off > size ||
	    header.str_len > size - header.str_off || header.str_len == 0 ||
	    data[header.str_off + header.str_len - 1] != '\0')
		return false;
	*btf = (struct btf){
		.types = data + header.type_off,
		.size = header.type_len,
		.strings = data + header.str_off,
		.nstrings = header.str_len,
	};
	return true;
}

bool
btf_find(const void *data, size_t size, struct kernel_layout *layout)
{
	struct btf btf;
	bool whole;
	size_t i;

	*layout = (struct kernel_layout){ 0 };
	if (!open_btf(&btf, data, size))
		return false;
	whole = index_types(&btf);
	for (i = 0; whole && i < KERNEL_MEMBERS; i++)
		if (btf.found[i] != 0)
			layout->places[i] =
			    find(&btf, &kernel_names[i], btf.found[i]);
	free(btf.index);
	return whole;
}

/* Before Linux 6.16 it cannot be mapped. */
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
