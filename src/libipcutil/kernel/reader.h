/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads memory of the running kernel with a program for bpf(2) that copies
 * bytes from an address. It needs CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN, in
 * the initial user namespace, a kernel that describes its types (BTF), and
 * Linux 5.14.
 *
 * No lock is taken, so the memory may change during a walk: every walk has a
 * bound, and after any failure nothing is known. Functions return 0, or -1 with
 * errno: EFAULT if an address cannot be read, ENOTSUP if this kernel has no
 * such member, ELOOP if a walk does not end, EAGAIN if the memory has changed
 * during the walk. Addresses are never shown to anybody.
 */
#ifndef READER_H
#define READER_H

#include <stddef.h>
#include <stdint.h>

#include "kernel/layout.h"

#define KERNEL_CHAIN 16 /* largest number of blocks that one call reads */

/*
 * Blocks that each contain the address of the next one. All numbers are bytes.
 */
struct kernel_chain {
	uint32_t link;	/* offset of that address in a block */
	uint32_t back;	/* subtracted from it: the address of the next block */
	uint32_t size;	/* size of a block, up to the end of its page */
	uint32_t least; /* at least this is read; it includes the link */
	uint32_t page;	/* page size; not smaller than size and least */
};

struct kernel {
	/* Copies so many bytes; tests replace it. 0, or -1. */
	int (*read)(struct kernel *, uint64_t address, void *to, size_t);
	/* As kernel_chain(); 0 if it cannot. May be NULL. */
	int (*chain)(struct kernel *, uint64_t address,
	    const struct kernel_chain *, char *to, int most);
	/* Releases everything and frees the structure. */
	void (*close)(struct kernel *);
	struct kernel_layout layout;
	uint64_t task; /* address of our own task, as of the last read */
};

/*
 * Opens the running kernel; kernel_close() frees it. NULL if it cannot be read,
 * with *why set to a constant message that says what is needed.
 */
struct kernel *kernel_open(const char **why);
void kernel_close(struct kernel *);

int kernel_read(struct kernel *, uint64_t address, void *to, size_t);

/*
 * Reads at most `most` blocks, each into one page of `to`. Returns the number
 * of blocks, at least 1; -1 with errno. The last blocks may lie behind the end
 * of the caller's list; they are to be ignored.
 */
int kernel_chain(struct kernel *, uint64_t address, const struct kernel_chain *,
    char *to, int most);
/* The bytes that are read of the block at this address. */
size_t kernel_block(const struct kernel_chain *, uint64_t address);
/* The address of the next block. */
uint64_t kernel_block_next(const struct kernel_chain *, const char *block);

/* Reads a member of the structure at `base`: a number, or a pointer. */
int kernel_number(
    struct kernel *, uint64_t base, enum kernel_member, int64_t *);
int kernel_pointer(
    struct kernel *, uint64_t base, enum kernel_member, uint64_t *);

/*
 * The address of a member; the address of the structure that contains a member.
 * Neither reads memory.
 */
int kernel_address(
    const struct kernel *, uint64_t base, enum kernel_member, uint64_t *);
int kernel_container(
    const struct kernel *, uint64_t address, enum kernel_member, uint64_t *);

/* Follows n pointers, each a member of the structure before, from `base` on. */
int kernel_follow(struct kernel *, uint64_t base, const enum kernel_member *,
    int n, uint64_t *);

/*
 * Gets a member from a copy of its structure. The member has to be known
 * (kernel_has()); these do not fail.
 */
int64_t kernel_pick(
    const struct kernel *, const void *structure, enum kernel_member);
uint64_t kernel_pick_pointer(
    const struct kernel *, const void *structure, enum kernel_member);

/* Offset and size of a member in bytes; 0 if it is unknown. */
uint32_t kernel_offset(const struct kernel *, enum kernel_member);
uint32_t kernel_size(const struct kernel *, enum kernel_member);
/* True if the member is within the first bytes of the structure. */
bool kernel_is_within(const struct kernel *, enum kernel_member, size_t bytes);

/*
 * Calls `call` until it returns 0, at most ten times: a failure may come from a
 * change during the walk. ENOTSUP ends it at once, as repeating cannot help.
 */
int kernel_try(int (*call)(void *), void *arg);

struct text;

/*
 * As kernel_try(), for a walk that appends all it reads, with the addresses, to
 * the trace. The walk has to succeed twice in a row with the same trace, or
 * once with an empty trace. The trace is empty before each walk, and is freed
 * at the end.
 */
int kernel_twice(int (*walk)(void *), void *arg, struct text *trace);

/* 0 if all these members are known; -1 with ENOTSUP. */
int kernel_has(const struct kernel *, const enum kernel_member *, size_t n);

/*
 * As kernel_has(), and the members have to be within the structure `whole`,
 * which is known as well and will be copied as a whole.
 */
int kernel_has_within(const struct kernel *, enum kernel_member whole,
    const enum kernel_member *, size_t n);

#endif
