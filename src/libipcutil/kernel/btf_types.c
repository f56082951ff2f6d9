/* SPDX-License-Identifier: BSD-2-Clause */
/* The types of BTF by their numbers; see btf_types.h. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "kernel/btf_types.h"

/* From newer versions of linux/btf.h. */
#define KIND_DECL_TAG 17
#define KIND_TYPE_TAG 18
#define KIND_ENUM64 19

/* The limit for typedefs and qualifiers of one type. */
#define ALIASES 16
/* The index has one of so many types, as most are never asked for. */
#define STRIDE 32

const char *
btf_string(const struct btf *btf, uint32_t at)
{
	return at < btf->nstrings ? btf->strings + at : "";
}

bool
btf_take(const struct btf *btf, size_t at, void *to, size_t size)
{
	if (at > btf->size || size > btf->size - at)
		return false;
	memcpy(to, btf->types + at, size);
	return true;
}

/*
 * The number of bytes after struct btf_type; false for a kind we do not know.
 */
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

/* Reads the type at an offset; *following is the offset of the next one. */
static bool
type_at(
    const struct btf *btf, size_t at, struct btf_type *type, size_t *following)
{
	size_t rest;

	if (!btf_take(btf, at, type, sizeof(*type)) ||
	    !length_of_rest(type, &rest))
		return false;
	*following = at + sizeof(*type) + rest;
	return true;
}

int
btf_next(struct btf *btf, struct btf_type *type)
{
	size_t following;

	if (btf->at == btf->size)
		return 0;
	if (!type_at(btf, btf->at, type, &following) || following > btf->size)
		return -1;
	if ((btf->n - 1) % STRIDE == 0)
		btf->index[(btf->n - 1) / STRIDE] = (uint32_t)btf->at;
	btf->n++;
	btf->at = following;
	return 1;
}

static bool
type_of(struct btf *btf, uint32_t number, struct btf_type *type, size_t *rest)
{
	size_t at, following;
	uint32_t i;

	while (number >= btf->n)
		if (btf_next(btf, type) != 1)
			return false;
	if (number == 0)
		return false;
	following = btf->index[(number - 1) / STRIDE];
	i = (number - 1) % STRIDE;
	do {
		at = following;
		if (!type_at(btf, at, type, &following))
			return false;
	} while (i-- > 0);
	*rest = at + sizeof(*type);
	return true;
}

bool
btf_real_type(
    struct btf *btf, uint32_t number, struct btf_type *type, size_t *rest)
{
	int i;

	for (i = 0; i < ALIASES && type_of(btf, number, type, rest); i++) {
		switch (BTF_INFO_KIND(type->info)) {
		case BTF_KIND_TYPEDEF:
		case BTF_KIND_VOLATILE:
		case BTF_KIND_CONST:
		case BTF_KIND_RESTRICT:
		case KIND_TYPE_TAG:
			number = type->type;
			break;
		default:
			return true;
		}
	}
	return false;
}

bool
btf_open(struct btf *btf, const char *data, size_t size)
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
		.n = 1,
	};
	/* No type is smaller than struct btf_type. */
	btf->index = xreallocarray(NULL,
	    btf->size / sizeof(struct btf_type) / STRIDE + 1,
	    sizeof(*btf->index));
	return true;
}

void
btf_close(struct btf *btf)
{
	free(btf->index);
	btf->index = NULL;
}
