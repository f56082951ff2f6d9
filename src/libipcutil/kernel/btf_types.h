/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The types of a description in BTF, one after the other and by their numbers;
 * see btf.h. Whatever it says of lengths and numbers is checked.
 */
#ifndef BTF_TYPES_H
#define BTF_TYPES_H

#include <linux/btf.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct btf {
	const char *types;
	size_t size;
	const char *strings; /* the last byte is NUL */
	size_t nstrings;
	uint32_t *index; /* where every so many types begin; owned */
	size_t at;	 /* where the first begins that was not passed yet, */
	uint32_t n;	 /* and its number: from 1 on */
};

/* Borrows the data; false if its parts are not within it. */
bool btf_open(struct btf *, const char *data, size_t size);
void btf_close(struct btf *);

/* Passes one more type: 1, 0 if there is none, -1 if it is none we know. */
int btf_next(struct btf *, struct btf_type *);

/*
 * The type with that number, without what only gives it another name, and where
 * its members, or what else it has, begin. Passes those before it. False if
 * there is none.
 */
bool btf_real_type(
    struct btf *, uint32_t number, struct btf_type *, size_t *rest);

/* A whole structure of that size at that place; false at the end. */
bool btf_take(const struct btf *, size_t at, void *to, size_t size);

const char *btf_string(const struct btf *, uint32_t at);

#endif
