/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of mappers.h, in a kernel that is made here. */
#include <errno.h>

#include "fake_tasks.h"
#include "kernel/mappers.h"
#include "tap.h"

#define PF_KTHREAD 0x00200000
#define WRITER 1

struct mapping {
	int64_t lock;
	uint64_t root, leftmost;
};

struct inode {
	uint64_t other, mapping;
};

struct memory {
	uint64_t owner;
	int32_t users;
};

struct area {
	uint64_t start, end;
	struct fake_rb link;
	uint64_t memory;
	uint64_t flags;
};

struct signal {
	int32_t live;
};

static struct fake fake; /* the kernel */
static struct kernel_pids pids;
static struct inode *inode;
static struct mapping *mapping;
static struct kernel_mappers out;

static void
describe(void)
{
	fake_tasks_describe(&fake);
	FAKE_PLACE(
	    &fake, K_INODE_MAPPING, struct inode, mapping, KERNEL_POINTER);
	FAKE_PLACE(&fake, K_MAPPING_LOCK, struct mapping, lock, KERNEL_STRUCT);
	FAKE_PLACE(&fake, K_MAPPING_AREAS, struct mapping, root, KERNEL_STRUCT);
	FAKE_PLACE(&fake, K_LOCK_COUNT, struct mapping, lock, KERNEL_STRUCT);
	/* It is where it begins, as in the kernel. */
	FAKE_PLACE(&fake, K_CACHED_ROOT, struct mapping, lock, KERNEL_STRUCT);
	FAKE_PLACE(&fake, K_RB_ROOT, struct mapping, lock, KERNEL_POINTER);
	FAKE_PLACE(&fake, K_RB_LEFT, struct fake_rb, left, KERNEL_POINTER);
	FAKE_PLACE(&fake, K_RB_RIGHT, struct fake_rb, right, KERNEL_POINTER);
	FAKE_WHOLE(&fake, K_AREA, struct area);
	FAKE_PLACE(&fake, K_AREA_START, struct area, start, KERNEL_NUMBER);
	FAKE_PLACE(&fake, K_AREA_END, struct area, end, KERNEL_NUMBER);
	FAKE_PLACE(&fake, K_AREA_LINK, struct area, link, KERNEL_STRUCT);
	FAKE_PLACE(&fake, K_AREA_MEMORY, struct area, memory, KERNEL_POINTER);
	FAKE_PLACE(&fake, K_AREA_FLAGS, struct area, flags, KERNEL_NUMBER);
	FAKE_PLACE(&fake, K_MEMORY_OWNER, struct memory, owner, KERNEL_POINTER);
	FAKE_PLACE(&fake, K_MEMORY_USERS, struct memory, users, KERNEL_STRUCT);
	FAKE_PLACE(&fake, K_SIGNAL_LIVE, struct signal, live, KERNEL_STRUCT);
	FAKE_PLACE(
	    &fake, K_TASK_SIGNAL, struct fake_task, signal, KERNEL_POINTER);
	FAKE_PLACE(
	    &fake, K_TASK_MEMORY, struct fake_task, memory, KERNEL_POINTER);
	FAKE_PLACE(&fake, K_TASK_FLAGS, struct fake_task, flags, KERNEL_NUMBER);
}

/* A process with one thread and memory of its own, or that of another. */
static struct fake_task *
process(const char *comm, int ours, int first, const struct fake_task *other)
{
	struct fake_task *task = fake_task(&fake, comm, NULL, ours, first, 7);
	struct signal *signal = FAKE_NEW(&fake, struct signal);
	struct memory *memory;

	signal->live = 1;
	task->signal = fake_address(&fake, signal);
	if (other == NULL) {
		memory = FAKE_NEW(&fake, struct memory);
		memory->owner = fake_address(&fake, task);
		task->memory = fake_address(&fake, memory);
	} else
		task->memory = other->memory;
	memory = (struct memory *)(void *)fake_at(&fake, task->memory);
	memory->users++;
	return task;
}

static struct memory *
memory_of(const struct fake_task *task)
{
	return (struct memory *)(void *)fake_at(&fake, task->memory);
}

static struct signal *
signal_of(const struct fake_task *task)
{
	return (struct signal *)(void *)fake_at(&fake, task->signal);
}

static void
begin(void)
{
	fake_init(&fake);
	describe();
	/* Ourselves. */
	process("test", 1, 1001, NULL);
	inode = FAKE_NEW(&fake, struct inode);
	mapping = FAKE_NEW(&fake, struct mapping);
	inode->mapping = fake_address(&fake, mapping);
	CHECK_INT(kernel_pids_begin(&fake.kernel, &pids), 0, "our namespace");
}

static struct area *
area_at(const struct fake_task *task, uint64_t start, uint64_t flags)
{
	struct area *area = FAKE_NEW(&fake, struct area);

	*area = (struct area){
		.start = start,
		.end = start + 4096,
		.memory = task->memory,
		.flags = flags,
	};
	return area;
}

static uint64_t
link_of(const struct area *area)
{
	return fake_address(&fake, &area->link);
}

static int
look(void)
{
	kernel_mappers_free(&out);
	fake.reads = 0;
	return kernel_mappers(
	    &fake.kernel, &pids, fake_address(&fake, inode), &out);
}

static void
check_fails(int error, const char *about)
{
	CHECK_INT(look(), -1, about);
	CHECK_INT(errno, error, about);
	CHECK(fake.reads < 5000, about);
}

static void
end(void)
{
	kernel_mappers_free(&out);
	fake_free(&fake);
}

static void
test_areas(void)
{
	struct fake_task *one, *two;
	struct area *top, *left, *right;

	begin();
	CHECK_INT(look(), 0, "nobody");
	CHECK_INT(out.list.n, 0, "nobody");
	CHECK_INT(out.areas, 0, "nobody");
	one = process("one", 10, 1010, NULL);
	two = process("two", 20, 1020, NULL);
	top = area_at(one, 0x9000, 0xfb | (uint64_t)1 << 40);
	left = area_at(one, 0x1000, 1);
	right = area_at(two, 0x5000, 5);
	top->link.left = link_of(left);
	top->link.right = link_of(right);
	mapping->root = link_of(top);
	CHECK_INT(look(), 0, "two processes");
	CHECK_INT(out.areas, 3, "two processes");
	CHECK_INT(out.outside, 0, "two processes");
	CHECK_INT(out.list.n, 2, "each once");
	ipc_processes_unique(&out.list);
	CHECK_INT(out.list.v[0].pid, 10, "the number in our namespace");
	CHECK_INT(out.list.v[0].tid, UNKNOWN, "no thread");
	CHECK_INT(out.list.v[0].uid, 7, "its user");
	CHECK_STR(out.list.v[0].command, "one", "its command");
	CHECK_INT(out.list.v[0].areas.n, 6, "two areas");
	CHECK_INT(out.list.v[0].areas.v[0], 0x1000, "the lower first");
	CHECK_INT(out.list.v[0].areas.v[1], 0x2000, "its end");
	CHECK_INT(out.list.v[0].areas.v[2], 1, "to read");
	CHECK_INT(out.list.v[0].areas.v[5], 3, "to write, and no other flag");
	CHECK_INT(out.list.v[1].areas.v[2], 5, "to execute");
	end();
}

static void
test_outside(void)
{
	struct area *top;

	begin();
	top = area_at(process("near", 10, 1010, NULL), 0x1000, 1);
	top->link.left =
	    link_of(area_at(process("far", 0, 1020, NULL), 0x1000, 3));
	mapping->root = link_of(top);
	CHECK_INT(look(), 0, "one of two is elsewhere");
	CHECK_INT(out.list.n, 1, "it is not listed");
	CHECK_INT(out.list.v[0].pid, 10, "the other is");
	CHECK_INT(out.outside, 1, "it is counted");
	CHECK_INT(out.areas, 2, "and its area");
	end();
}

/* Whom the memory is said to belong to is one of two who have it. */
static void
test_shared(void)
{
	struct fake_task *parent, *thread;

	begin();
	parent = process("parent", 10, 1010, NULL);
	process("child", 20, 1020, parent);
	thread = process("kernel", 30, 1030, parent);
	thread->flags = PF_KTHREAD;
	mapping->root = link_of(area_at(parent, 0x1000, 3));
	CHECK_INT(look(), 0, "shared");
	CHECK_INT(out.list.n, 2, "both, not who borrows it");
	CHECK_INT(out.areas, 1, "one area");
	CHECK_INT(out.list.v[1].areas.n, 3, "of either");
	memory_of(parent)->owner = 0;
	CHECK_INT(look(), 0, "without an owner");
	CHECK_INT(out.list.n, 2, "without an owner");
	end();
}

/* Other threads than the first have the memory still. */
static void
test_first_ended(void)
{
	struct fake_task *leader, *thread;

	begin();
	leader = process("leader", 10, 1010, NULL);
	thread = fake_task(&fake, "thread", leader, 11, 1011, 7);
	thread->signal = leader->signal;
	thread->memory = leader->memory;
	memory_of(leader)->owner = fake_address(&fake, thread);
	mapping->root = link_of(area_at(leader, 0x1000, 1));
	leader->memory = 0;
	CHECK_INT(look(), 0, "its owner tells");
	CHECK_INT(out.list.n, 1, "its owner tells");
	CHECK_INT(out.list.v[0].pid, 10, "the process");
	memory_of(thread)->users = 2;
	check_fails(EAGAIN, "whose the memory of another is cannot be told");
	signal_of(thread)->live = 0;
	check_fails(EAGAIN, "nobody has it any more");
	end();
}

static void
test_lock(void)
{
	begin();
	mapping->root =
	    link_of(area_at(process("one", 10, 1010, NULL), 0x1000, 1));
	mapping->lock = 0x100;
	CHECK_INT(look(), 0, "others only read");
	mapping->lock = WRITER;
	check_fails(EAGAIN, "the tree is being changed");
	mapping->root = 0;
	check_fails(EAGAIN, "and may be empty for that reason");
	end();
}

static void
test_hostile(void)
{
	struct fake_task *one;
	struct area *area;

	begin();
	one = process("one", 10, 1010, NULL);
	area = area_at(one, 0x1000, 1);
	mapping->root = 0x10;
	check_fails(EFAULT, "a tree nowhere");
	mapping->root = link_of(area);
	area->link.right = link_of(area);
	check_fails(ELOOP, "a tree that is its own branch");
	area->link.right = 0;
	area->memory = 8;
	check_fails(EFAULT, "memory nowhere");
	area->memory = one->memory;
	memory_of(one)->owner = UINT64_MAX;
	check_fails(EFAULT, "an owner nowhere");
	memory_of(one)->owner = fake_address(&fake, one);
	one->leader = 3;
	check_fails(EFAULT, "a process nowhere");
	one->leader = fake_address(&fake, one);
	memory_of(one)->users = 2;
	one->link.next = fake_address(&fake, &one->link);
	check_fails(EAGAIN, "a loop of processes");
	fake.kernel.layout.places[K_MEMORY_OWNER].sort = KERNEL_UNKNOWN;
	check_fails(ENOTSUP, "a kernel without owners");
	fake.kernel.layout.places[K_AREA].size = 16;
	check_fails(ENOTSUP, "members that lie outside");
	end();
}

/* To the left it goes on for ever, so that only the bound ends it. */
static void
test_bound(void)
{
	struct area *area;

	begin();
	area = area_at(process("one", 10, 1010, NULL), 0x1000, 1);
	area->link.left = link_of(area);
	mapping->root = link_of(area);
	CHECK_INT(look(), -1, "no end");
	CHECK_INT(errno, ELOOP, "no end");
	end();
}

/* Each look finds another end of the area. */
static struct area *changing;

static void
change(struct fake *f)
{
	(void)f;
	changing->end += 4096;
}

static void
test_change(void)
{
	begin();
	changing = area_at(process("one", 10, 1010, NULL), 0x1000, 1);
	mapping->root = link_of(changing);
	fake.before = change;
	check_fails(EAGAIN, "it changes always");
	end();
}

static const struct tap_test tests[] = {
	{ "kernel_mappers: areas, by process", test_areas },
	{ "kernel_mappers: who is outside is counted", test_outside },
	{ "kernel_mappers: processes that share memory", test_shared },
	{ "kernel_mappers: a first thread that has ended", test_first_ended },
	{ "kernel_mappers: a tree that is being changed", test_lock },
	{ "kernel_mappers: what leads astray ends it", test_hostile },
	{ "kernel_mappers: a bound ends it", test_bound },
	{ "kernel_mappers: what changes is not believed", test_change },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
