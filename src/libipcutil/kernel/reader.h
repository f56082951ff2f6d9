/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory of the running kernel, read by a program of bpf(2) that copies bytes
 * from an address. It takes CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN, in the
 * first user namespace, a kernel that describes its own types (BTF), and Linux
 * 5.14.
 *
 * What is read may change meanwhile, as no lock is taken: every walk through
 * it is bounded, and whatever goes wrong means that nothing is known. Functions
 * return 0, or -1 with errno: EFAULT if an address cannot be read, ENOTSUP if
 * this kernel has no such member, ELOOP if a walk comes to no end, EAGAIN if
 * what is walked through has changed meanwhile. No address is ever shown to
 * anybody.
 */
#ifndef READER_H
#define READER_H

#include <stddef.h>
#include <stdint.h>

#include "kernel/layout.h"

#define KERNEL_CHAIN 16 /* blocks that are read at once at most */

/* Blocks that lead from one to the next. */
struct kernel_chain {
	uint32_t link;	/* where in a block the address of the next one is, */
	uint32_t back;	/* and what is to be taken away from that */
	uint32_t size;	/* bytes of a block, as far as they are in its page; */
	uint32_t least; /* but these in any case, and the link is in them */
	uint32_t page;	/* bytes of a page, as many as any of these at least */
};

struct kernel {
	/* Copies that many bytes; how, tests say otherwise. 0, or -1. */
	int (*read)(struct kernel *, uint64_t address, void *to, size_t);
	/* As kernel_chain(); 0: not here. NULL: nor anywhere. */
	int (*chain)(struct kernel *, uint64_t address,
	    const struct kernel_chain *, char *to, int most);
	/* Ends what it needs, and frees the structure. */
	void (*close)(struct kernel *);
	struct kernel_layout layout;
	uint64_t task; /* our own, as of the last read */
};

/*
 * The running kernel; NULL if it cannot be read, and then *why is a constant
 * message that says what that needs.
 */
struct kernel *kernel_open(const char **why);
void kernel_close(struct kernel *);

int kernel_read(struct kernel *, uint64_t address, void *to, size_t);

/*
 * Reads blocks one after the other, `most` or fewer, each into a page of its
 * own. Returns how many, which is one at least, or -1. Those behind the last
 * that the caller knows of are of no use, and do no harm.
 */
int kernel_chain(struct kernel *, uint64_t address, const struct kernel_chain *,
    char *to, int most);
/* How much is read of the block there. */
size_t kernel_block(const struct kernel_chain *, uint64_t address);
/* Where the next one is. */
uint64_t kernel_block_next(const struct kernel_chain *, const char *block);

/* The number, or the pointer, that a member of the structure at `base` is. */
int kernel_number(
    struct kernel *, uint64_t base, enum kernel_member, int64_t *);
int kernel_pointer(
    struct kernel *, uint64_t base, enum kernel_member, uint64_t *);

/* The address of a member, and of the structure that a member is part of. */
int kernel_address(
    const struct kernel *, uint64_t base, enum kernel_member, uint64_t *);
int kernel_container(
    const struct kernel *, uint64_t address, enum kernel_member, uint64_t *);

/* One pointer after the other, from the structure at `base` on. */
int kernel_follow(struct kernel *, uint64_t base, const enum kernel_member *,
    int n, uint64_t *);

/* The same of a structure that has been read already; the member is known. */
int64_t kernel_pick(
    const struct kernel *, const void *structure, enum kernel_member);
uint64_t kernel_pick_pointer(
    const struct kernel *, const void *structure, enum kernel_member);

/* Where a member lies, and how large it is; 0 if it is not known. */
uint32_t kernel_offset(const struct kernel *, enum kernel_member);
uint32_t kernel_size(const struct kernel *, enum kernel_member);
/* Whether it is all in the first bytes of the structure. */
bool kernel_is_within(const struct kernel *, enum kernel_member, size_t bytes);

/*
 * Calls it until it returns 0, ten times at most and not again after ENOTSUP,
 * which no other try can mend: what failed may have changed meanwhile.
 */
int kernel_try(int (*call)(void *), void *arg);

struct text;

/*
 * The same of a walk that writes all that it reads, and where, into the trace:
 * it counts if it was done twice with the same trace, or once with an empty
 * one. The walk begins anew each time, the trace is empty then, and is freed in
 * the end.
 */
int kernel_twice(int (*walk)(void *), void *arg, struct text *trace);

/* 0 if all of these members are known; -1 with ENOTSUP. */
int kernel_has(const struct kernel *, const enum kernel_member *, size_t n);

/* The same, and that they are within the structure, which is read at once. */
int kernel_has_within(const struct kernel *, enum kernel_member whole,
    const enum kernel_member *, size_t n);

#endif
