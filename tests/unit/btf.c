/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of btf.h, with descriptions of types that are made here. */
#include <linux/btf.h>

#include <time.h>

#include "kernel/btf.h"
#include "tap.h"

#define BITS(n) ((n) << 24) /* of a member that is a field of bits */

/* A description that is being made. */
struct blob {
	struct btf_header header;
	char types[4096];
	char strings[4096];
	char whole[sizeof(struct btf_header) + 8192];
	size_t size;
	uint32_t n; /* types so far */
};

static void
begin(struct blob *b)
{
	memset(b, 0, sizeof(*b));
	b->header = (struct btf_header){
		.magic = BTF_MAGIC,
		.version = BTF_VERSION,
		.hdr_len = sizeof(b->header),
		.str_len = 1,
	};
}

static uint32_t
add_string(struct blob *b, const char *s)
{
	uint32_t at = b->header.str_len;

	if (s == NULL)
		return 0;
	memcpy(b->strings + at, s, strlen(s) + 1);
	b->header.str_len += (uint32_t)strlen(s) + 1;
	return at;
}

static void
add_bytes(struct blob *b, const void *bytes, size_t n)
{
	memcpy(b->types + b->header.type_len, bytes, n);
	b->header.type_len += (uint32_t)n;
}

static uint32_t
add_type(
    struct blob *b, const char *name, unsigned kind, unsigned n, uint32_t size)
{
	struct btf_type type = {
		.name_off = add_string(b, name),
		.info = (kind & 0x1f) << 24 | n | (kind & ~0x1fU),
		.size = size,
	};

	add_bytes(b, &type, sizeof(type));
	return ++b->n;
}

static uint32_t
add_int(struct blob *b, uint32_t size, bool is_signed)
{
	uint32_t encoding =
	    (is_signed ? BTF_INT_SIGNED << 24 : 0) | (size * 8 & 0xff);
	uint32_t number = add_type(b, "int", BTF_KIND_INT, 0, size);

	add_bytes(b, &encoding, sizeof(encoding));
	return number;
}

static uint32_t
add_array(struct blob *b, uint32_t type, uint32_t n)
{
	struct btf_array array = { .type = type, .nelems = n };
	uint32_t number = add_type(b, NULL, BTF_KIND_ARRAY, 0, 0);

	add_bytes(b, &array, sizeof(array));
	return number;
}

static void
add_member(struct blob *b, const char *name, uint32_t type, uint32_t bits)
{
	struct btf_member member = {
		.name_off = add_string(b, name),
		.type = type,
		.offset = bits,
	};

	add_bytes(b, &member, sizeof(member));
}

/* A structure of one member. */
static uint32_t
add_struct(struct blob *b, const char *name, uint32_t size, const char *member,
    uint32_t type, uint32_t bits)
{
	uint32_t number = add_type(b, name, BTF_KIND_STRUCT, 1, size);

	add_member(b, member, type, bits);
	return number;
}

static void
end(struct blob *b)
{
	char *p = b->whole;

	b->header.str_off = b->header.type_len;
	memcpy(p, &b->header, sizeof(b->header));
	p += sizeof(b->header);
	memcpy(p, b->types, b->header.type_len);
	p += b->header.type_len;
	memcpy(p, b->strings, b->header.str_len);
	b->size = sizeof(b->header) + b->header.type_len + b->header.str_len;
}

static struct kernel_layout
read_blob(struct blob *b)
{
	struct kernel_layout layout;

	end(b);
	CHECK(btf_find(b->whole, b->size, &layout), "the blob");
	return layout;
}

static void
test_plain(void)
{
	const struct kernel_place *place;
	struct kernel_layout layout;
	struct blob b;
	uint32_t size, pointer;

	begin(&b);
	size = add_int(&b, 8, false);
	pointer = add_type(&b, NULL, BTF_KIND_PTR, 0, 0);
	add_struct(&b, "other", 8, "m_ts", size, 0);
	add_type(&b, "msg_msg", BTF_KIND_STRUCT, 2, 48);
	add_member(&b, "m_ts", size, 24 * 8);
	add_member(&b, "next", pointer, 32 * 8);
	layout = read_blob(&b);
	place = &layout.places[K_MESSAGE_SIZE];
	CHECK_INT(place->sort, KERNEL_NUMBER, "m_ts");
	CHECK_INT(place->offset, 24, "m_ts");
	CHECK_INT(place->size, 8, "m_ts");
	CHECK(!place->is_signed, "m_ts");
	place = &layout.places[K_MESSAGE_NEXT];
	CHECK_INT(place->sort, KERNEL_POINTER, "next");
	CHECK_INT(place->offset, 32, "next");
	CHECK_INT(layout.places[K_MESSAGE].size, 48, "msg_msg");
	CHECK_INT(layout.places[K_MESSAGE_TYPE].sort, KERNEL_UNKNOWN, "m_type");
	CHECK_INT(layout.places[K_NODE].sort, KERNEL_UNKNOWN, "no structure");
}

static void
test_names(void)
{
	struct kernel_layout layout;
	struct blob b;
	uint32_t type;

	begin(&b);
	/* size_t is const, volatile and a typedef; it comes later. */
	add_struct(&b, "msg_msg", 48, "m_ts", 2, 64);
	type = add_type(&b, "size_t", BTF_KIND_TYPEDEF, 0, 3);
	CHECK_INT(type, 2, "size_t");
	add_type(&b, NULL, BTF_KIND_CONST, 0, 4);
	add_type(&b, NULL, BTF_KIND_VOLATILE, 0, 5);
	add_int(&b, 4, true);
	layout = read_blob(&b);
	CHECK_INT(layout.places[K_MESSAGE_SIZE].sort, KERNEL_NUMBER, "m_ts");
	CHECK_INT(layout.places[K_MESSAGE_SIZE].offset, 8, "m_ts");
	CHECK_INT(layout.places[K_MESSAGE_SIZE].size, 4, "m_ts");
	CHECK(layout.places[K_MESSAGE_SIZE].is_signed, "m_ts");
}

static void
test_anonymous(void)
{
	struct kernel_layout layout;
	struct blob b;
	uint32_t size, inner, outer;

	begin(&b);
	size = add_int(&b, 8, false);
	inner = add_struct(&b, NULL, 16, "m_ts", size, 8 * 8);
	outer = add_type(&b, NULL, BTF_KIND_UNION, 1, 32);
	add_member(&b, NULL, inner, 4 * 8);
	add_struct(&b, "msg_msg", 64, NULL, outer, 16 * 8);
	layout = read_blob(&b);
	CHECK_INT(layout.places[K_MESSAGE_SIZE].offset, 28, "8 + 4 + 16");
	CHECK_INT(layout.places[K_MESSAGE_SIZE].size, 8, "m_ts");
}

static void
test_bits(void)
{
	struct kernel_layout layout;
	struct blob b;
	uint32_t size;

	begin(&b);
	size = add_int(&b, 8, false);
	add_type(&b, "msg_msg", BTF_KIND_STRUCT | 1U << 31, 3, 48);
	add_member(&b, "m_ts", size, BITS(8U) | 8);
	add_member(&b, "m_type", size, 24 * 8);
	add_member(&b, "next", size, 24 * 8);
	layout = read_blob(&b);
	CHECK_INT(
	    layout.places[K_MESSAGE_SIZE].sort, KERNEL_UNKNOWN, "some bits");
	CHECK_INT(layout.places[K_MESSAGE_TYPE].sort, KERNEL_NUMBER, "a long");
	CHECK_INT(layout.places[K_MESSAGE_TYPE].offset, 24, "a long");
	CHECK_INT(layout.places[K_MESSAGE_NEXT].sort, KERNEL_UNKNOWN,
	    "a number in place of a pointer");
}

static void
test_sorts(void)
{
	struct kernel_layout layout;
	struct blob b;
	uint32_t size, odd, array;

	begin(&b);
	size = add_int(&b, 8, false);
	odd = add_int(&b, 3, false);
	array = add_array(&b, size, 0x20000000);
	add_type(&b, "msg_msg", BTF_KIND_STRUCT, 3, 48);
	add_member(&b, "m_ts", odd, 0);
	add_member(&b, "m_type", array, 0);
	add_member(&b, "m_list", 77, 0);
	layout = read_blob(&b);
	CHECK_INT(layout.places[K_MESSAGE_SIZE].sort, KERNEL_UNKNOWN,
	    "a number of three bytes");
	CHECK_INT(layout.places[K_MESSAGE_TYPE].sort, KERNEL_UNKNOWN,
	    "an array of 4 GiB");
	CHECK_INT(layout.places[K_MESSAGE_LIST].sort, KERNEL_UNKNOWN,
	    "a type that is not there");
}

/* Each of these would take for ever, or for as long as there is stack. */
static void
test_loops(void)
{
	struct kernel_layout layout;
	struct blob b;
	int i;

	begin(&b);
	add_type(&b, "loop", BTF_KIND_TYPEDEF, 0, 1);
	add_struct(&b, "msg_msg", 48, "m_ts", 1, 0);
	/* A structure of a hundred times itself. */
	add_type(&b, "mq_attr", BTF_KIND_STRUCT, 100, 8);
	for (i = 0; i < 100; i++)
		add_member(&b, NULL, 3, 0);
	/* An array of itself. */
	add_array(&b, 4, 1);
	add_struct(&b, "posix_msg_tree_node", 8, "priority", 4, 0);
	layout = read_blob(&b);
	CHECK_INT(layout.places[K_MESSAGE_SIZE].sort, KERNEL_UNKNOWN, "loop");
	CHECK_INT(layout.places[K_ATTR_CURMSGS].sort, KERNEL_UNKNOWN, "nested");
	CHECK_INT(layout.places[K_NODE_PRIORITY].sort, KERNEL_UNKNOWN, "array");
}

/* Not one byte less than all. */
static void
test_cut(void)
{
	struct kernel_layout layout;
	char *copy;
	struct blob b;
	size_t n;

	begin(&b);
	add_struct(&b, "msg_msg", 48, "m_ts", add_int(&b, 8, false), 0);
	end(&b);
	CHECK(btf_find(b.whole, b.size, &layout), "whole");
	for (n = 0; n < b.size; n++) {
		/* So that a sanitizer sees what lies behind it. */
		copy = malloc(n != 0 ? n : 1);
		memcpy(copy, b.whole, n);
		CHECK(!btf_find(copy, n, &layout), "cut");
		free(copy);
	}
}

static void
test_header(void)
{
	struct kernel_layout layout;
	struct blob b, bad;

	begin(&b);
	add_struct(&b, "msg_msg", 48, "m_ts", add_int(&b, 8, false), 0);
	end(&b);
#define BAD(member, value, about)                                              \
	bad = b;                                                               \
	bad.header.member = (value);                                           \
	memcpy(bad.whole, &bad.header, sizeof(bad.header));                    \
	CHECK(!btf_find(bad.whole, bad.size, &layout), about)
	BAD(magic, 0x9feb, "the other byte order");
	BAD(version, 2, "another version");
	BAD(hdr_len, 8, "a short header");
	BAD(hdr_len, 0xffffffff, "a long header");
	BAD(type_off, 0xfffffff0, "types far away");
	BAD(type_len, 0xfffffff0, "many types");
	BAD(type_len, b.header.type_len - 4, "half a type");
	BAD(str_off, 0xffffffff, "strings far away");
	BAD(str_len, 0, "no strings");
	BAD(str_len, b.header.str_len - 1, "a string without an end");
#undef BAD
	begin(&b);
	add_type(&b, "new", 31, 0, 0);
	end(&b);
	CHECK(!btf_find(b.whole, b.size, &layout), "a kind of the future");
}

static void
test_running(void)
{
	struct kernel_layout layout;
	struct timespec began, ended;
	int64_t took, least = INT64_MAX;
	int i;

	/* Where there is none, there is nothing to be found. */
	if (btf_find_running(&layout) == -1)
		return;
	/* For bench: the least of some, as others use the processor, too. */
	for (i = 0; i < 20; i++) {
		clock_gettime(CLOCK_MONOTONIC, &began);
		CHECK_INT(btf_find_running(&layout), 0, "again");
		clock_gettime(CLOCK_MONOTONIC, &ended);
		took = (ended.tv_sec - began.tv_sec) * 1000000 +
		       (ended.tv_nsec - began.tv_nsec) / 1000;
		if (took < least)
			least = took;
	}
	printf("# looked up in %lld us\n", (long long)least);
	CHECK_INT(layout.places[K_TASK_FILES].sort, KERNEL_POINTER, "files");
	CHECK(layout.places[K_TASK_FILES].offset > 0, "files");
}

static const struct tap_test tests[] = {
	{ "btf_find: finds members by their names", test_plain },
	{ "btf_find: sees through typedef, const and volatile", test_names },
	{ "btf_find: finds members of members without a name", test_anonymous },
	{ "btf_find: leaves out what shares its byte with others", test_bits },
	{ "btf_find: leaves out what is of another sort", test_sorts },
	{ "btf_find: comes to an end where types do not", test_loops },
	{ "btf_find: refuses what is cut off", test_cut },
	{ "btf_find: refuses a header that is wrong", test_header },
	{ "btf_find_running: finds what this kernel has", test_running },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
