/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The bytes of the running kernel, by bpf(2): a program of thirteen
 * instructions copies them into an array that is mapped here. It is loaded as
 * it stands below, and ends with the descriptor.
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

#define WINDOW 65536 /* bytes that one run copies */

/* What the program is given and gives back. */
struct call {
	uint64_t address;
	uint32_t size;
	int32_t status;
	uint64_t task;
};

struct reader {
	struct kernel kernel; /* first */
	int map;
	int program;
	char *window;
};

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
	attr.value_size = WINDOW;
	attr.max_entries = 1;
	attr.map_flags = BPF_F_MMAPABLE;
	return bpf(BPF_MAP_CREATE, &attr);
}

/* r6 is the call all the time; a size that is too large becomes 0. */
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
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = BPF_PROG_TYPE_SYSCALL;
	attr.prog_flags = BPF_F_SLEEPABLE;
	attr.insns = (uintptr_t)code;
	attr.insn_cnt = sizeof(code) / sizeof(*code);
	/* The kernel offers the functions to programs of this license only. */
	attr.license = (uintptr_t) "GPL";
	return bpf(BPF_PROG_LOAD, &attr);
}

static int
run_program(struct reader *r, struct call *call)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.test.prog_fd = (uint32_t)r->program;
	attr.test.ctx_in = (uintptr_t)call;
	attr.test.ctx_size_in = sizeof(*call);
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
		if (run_program(r, &call) == -1 || call.status != 0)
			return -1;
		k->task = call.task;
		memcpy(to, r->window, part);
		address += part;
		to = (char *)to + part;
	}
	return 0;
}

static void
close_reader(struct kernel *k)
{
	struct reader *r = (struct reader *)(void *)k;

	if (r->window != MAP_FAILED)
		munmap(r->window, WINDOW);
	if (r->program != -1)
		close(r->program);
	if (r->map != -1)
		close(r->map);
	free(r);
}

/* The first run tells our own task; it copies nothing. */
static int
start(struct reader *r)
{
	struct call call = { 0 };

	if ((r->map = make_map()) == -1 ||
	    (r->program = load_program(r->map)) == -1)
		return -1;
	r->window = mmap(NULL, WINDOW, PROT_READ, MAP_SHARED, r->map, 0);
	if (r->window == MAP_FAILED || run_program(r, &call) == -1)
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
		.kernel = { .read = read_bytes, .close = close_reader },
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
