/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The types of BTF (see btf.h), one after the other or by their numbers. All
 * lengths and numbers in the data are checked. Without memory btf_open() exits
 * (base/xalloc.h).
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
	const char *strings; /* the last byte is a NUL */
	size_t nstrings;
	uint32_t *index; /* offset of every STRIDEth type; owned */
	size_t at;	 /* offset of the first type not passed yet */
	uint32_t n;	 /* and its number, from 1 on */
};

/*
 * Finds types and strings in the data, which stay the caller's until
 * btf_close(). False if they are not within the data.
 */
bool btf_open(struct btf *, const char *data, size_t size);
void btf_close(struct btf *);

/*
 * Passes the next type: 1, 0 at the end, -1 if it is of a kind we do not know.
 */
int btf_next(struct btf *, struct btf_type *);

/*
 * Gets the type with that number, after typedefs and qualifiers; *rest is the
 * offset of what follows struct btf_type, such as its members. Types before it
 * are passed. False if there is no such type.
 */
bool btf_real_type(
    struct btf *, uint32_t number, struct btf_type *, size_t *rest);

/* Copies a structure at that offset; false if it would pass the end. */
bool btf_take(const struct btf *, size_t at, void *to, size_t size);

const char *btf_string(const struct btf *, uint32_t at);

#endif
