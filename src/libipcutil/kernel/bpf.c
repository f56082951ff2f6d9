/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads the memory of the running kernel with bpf(2): a program of thirteen
 * instructions copies bytes into an array that is mapped here. A second program
 * reads several blocks at once (kernel_chain()). Both are loaded as they stand
 * below, and disappear when their descriptors are closed.
 */
#include <sys/mman.h>
#include <sys/syscall.h>

#include <linux/bpf.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "kernel/btf.h"
#include "kernel/reader.h"

#define WINDOW 65536		      /* bytes copied by one run */
#define BLOCK (WINDOW / KERNEL_CHAIN) /* the size of a page */

/* Input and output of the program. */
struct call {
	uint64_t address;
	uint32_t size;
	int32_t status;
	uint64_t task;
};

struct reader {
	struct kernel kernel; /* has to be the first member */
	int map;
	int program;
	int chain; /* the second program; UNLOADED, -1: refused */
	char *window;
};

#define UNLOADED (-2)

#define INSTRUCTION(c, d, s, o, i)                                             \
	{                                                                      \
		.code = (c), .dst_reg = (d), .src_reg = (s), .off = (o),       \
		.imm = (i)                                                     \
	}

static int
bpf(int command, union bpf_attr *attr)
{
	return (int)syscall(SYS_bpf, command, attr, sizeof(*attr));
}

static int
make_map(void)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_type = BPF_MAP_TYPE_ARRAY;
	attr.key_size = sizeof(uint32_t);
	attr.value_size = WINDOW + BLOCK;
	attr.max_entries = 1;
	attr.map_flags = BPF_F_MMAPABLE;
	return bpf(BPF_MAP_CREATE, &attr);
}

static int
load(const struct bpf_insn *code, size_t n)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = BPF_PROG_TYPE_SYSCALL;
	attr.prog_flags = BPF_F_SLEEPABLE;
	attr.insns = (uintptr_t)code;
	attr.insn_cnt = (uint32_t)n;
	/*
	 * The kernel offers these functions only to programs under this
	 * license.
	 */
	attr.license = (uintptr_t) "GPL";
	return bpf(BPF_PROG_LOAD, &attr);
}

/* r6 points to struct call. A size above the window is replaced by 0. */
static int
load_program(int map)
{
	const struct bpf_insn code[] = {
		INSTRUCTION(
		    BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_6, BPF_REG_1, 0, 0),
		INSTRUCTION(
		    BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_get_current_task),
		INSTRUCTION(BPF_STX | BPF_MEM | BPF_DW, BPF_REG_6, BPF_REG_0,
		    offsetof(struct call, task), 0),
		INSTRUCTION(BPF_LDX | BPF_MEM | BPF_W, BPF_REG_2, BPF_REG_6,
		    offsetof(struct call, size), 0),
		INSTRUCTION(BPF_JMP | BPF_JLE | BPF_K, BPF_REG_2, 0, 1, WINDOW),
		INSTRUCTION(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_2, 0, 0, 0),
		INSTRUCTION(BPF_LD | BPF_IMM | BPF_DW, BPF_REG_1,
		    BPF_PSEUDO_MAP_VALUE, 0, map),
		INSTRUCTION(0, 0, 0, 0, 0),
		INSTRUCTION(BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_3, BPF_REG_6,
		    offsetof(struct call, address), 0),
		INSTRUCTION(
		    BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_probe_read_kernel),
		INSTRUCTION(BPF_STX | BPF_MEM | BPF_W, BPF_REG_6, BPF_REG_0,
		    offsetof(struct call, status), 0),
		INSTRUCTION(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0),
		INSTRUCTION(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),
	};

	return load(code, sizeof(code) / sizeof(*code));
}

static int
run_program(int program, void *call, size_t size)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.test.prog_fd = (uint32_t)program;
	attr.test.ctx_in = (uintptr_t)call;
	attr.test.ctx_size_in = (uint32_t)size;
	return bpf(BPF_PROG_TEST_RUN, &attr);
}

static int
read_bytes(struct kernel *k, uint64_t address, void *to, size_t n)
{
	struct reader *r = (struct reader *)(void *)k;
	struct call call;
	size_t part;

	for (; n > 0; n -= part) {
		part = n < WINDOW ? n : WINDOW;
		call = (struct call){
			.address = address,
			.size = (uint32_t)part,
		};
		if (run_program(r->program, &call, sizeof(call)) == -1 ||
		    call.status != 0)
			return -1;
		k->task = call.task;
		memcpy(to, r->window, part);
		address += part;
		to = (char *)to + part;
	}
	return 0;
}

/* Input and output of the second program; see struct kernel_chain. */
struct chain_call {
	uint64_t address;
	uint32_t size;
	uint32_t least;
	uint32_t link;
	uint32_t back;
	uint32_t count; /* number of blocks wanted */
	uint32_t done;	/* number of blocks read */
};

#define OF_CALL(to, member)                                                    \
	INSTRUCTION(BPF_LDX | BPF_MEM | BPF_W, (to), BPF_REG_6,                \
	    offsetof(struct chain_call, member), 0)
#define SET(to, from)                                                          \
	INSTRUCTION(BPF_ALU64 | BPF_MOV | BPF_X, (to), (from), 0, 0)
#define SET_NUMBER(to, n)                                                      \
	INSTRUCTION(BPF_ALU64 | BPF_MOV | BPF_K, (to), 0, 0, (n))
#define WITH(operation, to, from)                                              \
	INSTRUCTION(BPF_ALU64 | (operation) | BPF_X, (to), (from), 0, 0)
#define WITH_NUMBER(operation, to, n)                                          \
	INSTRUCTION(BPF_ALU64 | (operation) | BPF_K, (to), 0, 0, (n))
/* The address in the window where the block begins. */
#define SET_PLACE(to, map, block)                                              \
	INSTRUCTION(                                                           \
	    BPF_LD | BPF_IMM | BPF_DW, (to), BPF_PSEUDO_MAP_VALUE, 0, (map)),  \
	    INSTRUCTION(0, 0, 0, 0, (block)*BLOCK)

/*
 * Reads one block. r7 is its address, and afterwards that of the next block.
 * Jumps lead to the end only; load_chain() fills in the distances, which are 0
 * here. With other branches the verifier would check each path by itself, which
 * took 14 ms. So sizes are limited with AND, not with branches, to what the map
 * has room for, which is one block more than the window.
 */
static void
make_block(struct bpf_insn *to, size_t n, int map, int i)
{
	const struct bpf_insn code[] = {
		/* r2 = the smaller of `size` and what is left of the page. */
		OF_CALL(BPF_REG_2, size),
		SET(BPF_REG_3, BPF_REG_7),
		WITH_NUMBER(BPF_AND, BPF_REG_3, BLOCK - 1),
		SET_NUMBER(BPF_REG_4, BLOCK),
		WITH(BPF_SUB, BPF_REG_4, BPF_REG_3),
		WITH(BPF_SUB, BPF_REG_2, BPF_REG_4),
		SET(BPF_REG_3, BPF_REG_2),
		WITH_NUMBER(BPF_ARSH, BPF_REG_3, 63),
		WITH(BPF_AND, BPF_REG_2, BPF_REG_3),
		WITH(BPF_ADD, BPF_REG_2, BPF_REG_4),
		/* r2 = the larger of r2 and `least`. */
		OF_CALL(BPF_REG_4, least),
		WITH(BPF_SUB, BPF_REG_4, BPF_REG_2),
		SET(BPF_REG_3, BPF_REG_4),
		WITH_NUMBER(BPF_ARSH, BPF_REG_3, 63),
		WITH_NUMBER(BPF_XOR, BPF_REG_3, -1),
		WITH(BPF_AND, BPF_REG_4, BPF_REG_3),
		WITH(BPF_ADD, BPF_REG_2, BPF_REG_4),
		WITH_NUMBER(BPF_AND, BPF_REG_2, 2 * BLOCK - 1),
		SET_PLACE(BPF_REG_1, map, i),
		SET(BPF_REG_3, BPF_REG_7),
		INSTRUCTION(
		    BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_probe_read_kernel),
		INSTRUCTION(BPF_JMP | BPF_JNE | BPF_K, BPF_REG_0, 0, 0, 0),
		SET_NUMBER(BPF_REG_1, i + 1),
		INSTRUCTION(BPF_STX | BPF_MEM | BPF_W, BPF_REG_6, BPF_REG_1,
		    offsetof(struct chain_call, done), 0),
		/*
		 * r7 = the address of the next block, from the link in this
		 * one.
		 */
		OF_CALL(BPF_REG_2, link),
		WITH_NUMBER(BPF_AND, BPF_REG_2, BLOCK - 1),
		SET_PLACE(BPF_REG_1, map, i),
		WITH(BPF_ADD, BPF_REG_1, BPF_REG_2),
		INSTRUCTION(
		    BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_7, BPF_REG_1, 0, 0),
		OF_CALL(BPF_REG_2, back),
		WITH(BPF_SUB, BPF_REG_7, BPF_REG_2),
		OF_CALL(BPF_REG_2, count),
		INSTRUCTION(BPF_JMP | BPF_JLE | BPF_K, BPF_REG_2, 0, 0, i + 1),
	};

	if (n == sizeof(code) / sizeof(*code))
		memcpy(to, code, sizeof(code));
}

#define BLOCK_CODE 35 /* instructions for each block */

static int
load_chain(int map)
{
	const struct bpf_insn begin[] = {
		SET(BPF_REG_6, BPF_REG_1),
		INSTRUCTION(BPF_LDX | BPF_MEM | BPF_DW, BPF_REG_7, BPF_REG_6,
		    offsetof(struct chain_call, address), 0),
	};
	const struct bpf_insn end[] = {
		SET_NUMBER(BPF_REG_0, 0),
		INSTRUCTION(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),
	};
	struct bpf_insn code[2 + KERNEL_CHAIN * BLOCK_CODE + 2];
	int last = 2 + KERNEL_CHAIN * BLOCK_CODE, i;
	struct bpf_insn *jump;

	memcpy(code, begin, sizeof(begin));
	for (i = 0; i < KERNEL_CHAIN; i++)
		make_block(code + 2 + i * BLOCK_CODE, BLOCK_CODE, map, i);
	memcpy(code + last, end, sizeof(end));
	for (i = 0; i < last; i++) {
		jump = &code[i];
		if (BPF_CLASS(jump->code) == BPF_JMP &&
		    BPF_OP(jump->code) != BPF_CALL && jump->off == 0)
			jump->off = (int16_t)(last - i - 1);
	}
	return load(code, sizeof(code) / sizeof(*code));
}

static int
bpf_chain(struct kernel *k, uint64_t address, const struct kernel_chain *chain,
    char *to, int most)
{
	struct reader *r = (struct reader *)(void *)k;
	struct chain_call call = {
		.address = address,
		.size = chain->size,
		.least = chain->least,
		.link = chain->link,
		.back = chain->back,
		.count = (uint32_t)most,
	};
	uint32_t i;

	if (chain->page != BLOCK)
		return 0;
	if (r->chain == UNLOADED)
		r->chain = load_chain(r->map);
	if (r->chain == -1 ||
	    run_program(r->chain, &call, sizeof(call)) == -1 ||
	    call.done > KERNEL_CHAIN)
		return 0;
	for (i = 0; i < call.done; i++) {
		memcpy(to + (size_t)i * BLOCK, r->window + (size_t)i * BLOCK,
		    kernel_block(chain, address));
		address = kernel_block_next(chain, to + (size_t)i * BLOCK);
	}
	return (int)call.done;
}

static void
close_reader(struct kernel *k)
{
	struct reader *r = (struct reader *)(void *)k;

	if (r->window != MAP_FAILED)
		munmap(r->window, WINDOW);
	if (r->chain >= 0)
		close(r->chain);
	if (r->program != -1)
		close(r->program);
	if (r->map != -1)
		close(r->map);
	free(r);
}

/* The first run copies nothing; it finds out the address of our own task. */
static int
start(struct reader *r)
{
	struct call call = { 0 };

	if ((r->map = make_map()) == -1 ||
	    (r->program = load_program(r->map)) == -1)
		return -1;
	r->window = mmap(NULL, WINDOW, PROT_READ, MAP_SHARED, r->map, 0);
	if (r->window == MAP_FAILED ||
	    run_program(r->program, &call, sizeof(call)) == -1)
		return -1;
	r->kernel.task = call.task;
	return btf_find_running(&r->kernel.layout);
}

static const char *
explain(int error)
{
	switch (error) {
	case EPERM:
	case EACCES:
		return "needs CAP_BPF and CAP_PERFMON in the first user "
		       "namespace, as root has them";
	case ENOENT:
		return "needs a kernel that describes its types "
		       "(CONFIG_DEBUG_INFO_BTF)";
	case ENOSYS:
		return "needs a kernel with bpf(2)";
	case EINVAL:
		return "needs Linux 5.14, and no lockdown of what is "
		       "confidential";
	default:
		return "needs bpf(2), which failed";
	}
}

struct kernel *
kernel_open(const char **why)
{
	struct reader *r = xmalloc(sizeof(*r));

	*r = (struct reader){
		.kernel = { .read = read_bytes,
		    .chain = bpf_chain,
		    .close = close_reader },
		.chain = UNLOADED,
		.map = -1,
		.program = -1,
		.window = MAP_FAILED,
	};
	if (sizeof(void *) != sizeof(uint64_t))
		errno = ENOSYS;
	else if (start(r) == 0)
		return &r->kernel;
	*why = explain(errno);
	close_reader(&r->kernel);
	return NULL;
}
