/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of undo.h, in a kernel that is made here, of either layout. */
#include <errno.h>

#include "fake_sysv.h"
#include "kernel/undo.h"
#include "tap.h"

struct undo {
	uint64_t owner;
	struct fake_list link;
	uint64_t pointer; /* before Linux 6.9 */
	int16_t array[FAKE_SEMS];
};

static struct fake fake; /* the kernel */
static struct fake_set *set;

static void
begin(bool array)
{
	fake_init(&fake);
	fake_tasks_describe(&fake);
	fake_sysv_describe(&fake);
	FAKE_PLACE(&fake, K_UNDO_OWNER, struct undo, owner, KERNEL_POINTER);
	FAKE_PLACE(&fake, K_UNDO_LINK, struct undo, link, KERNEL_STRUCT);
	if (array)
		FAKE_PLACE(
		    &fake, K_UNDO_ARRAY, struct undo, array, KERNEL_ARRAY);
	else
		FAKE_PLACE(&fake, K_UNDO_POINTER, struct undo, pointer,
		    KERNEL_POINTER);
	set = fake_set(&fake, 1);
}

static struct undo *
add(uint64_t owner, int16_t first, int16_t second, int16_t third)
{
	int16_t values[FAKE_SEMS] = { first, second, third };
	struct undo *undo = FAKE_NEW(&fake, struct undo);
	int16_t *away = fake_alloc(&fake, sizeof(values), 8);

	undo->owner = owner;
	/* What is at the other place of the two makes no sense. */
	if (fake.kernel.layout.places[K_UNDO_ARRAY].sort == KERNEL_UNKNOWN) {
		memcpy(away, values, sizeof(values));
		undo->pointer = fake_address(&fake, away);
		undo->array[0] = 99;
	} else
		memcpy(undo->array, values, sizeof(values));
	fake_list_add(&fake, &set->undos, &undo->link);
	return undo;
}

static int
look(struct kernel_undos *undos)
{
	fake.reads = 0;
	return kernel_undos(&fake.kernel, fake_address(&fake, set), undos);
}

static void
check_values(bool array, const char *about)
{
	struct kernel_undos undos;

	begin(array);
	CHECK_INT(look(&undos), 0, about);
	CHECK_INT((int64_t)undos.n, 0, "nobody");
	add(0x10, 0, -3, 32767);
	add(0x20, 0, 0, 0);
	add(0, 1, 1, 1);
	add(0x30, -32768, 0, 0);
	CHECK_INT(look(&undos), 0, about);
	CHECK_INT((int64_t)undos.n, 2, "one is none, one has ended");
	CHECK_INT((int64_t)undos.v[0].owner, 0x10, about);
	CHECK_INT(undos.v[0].values.n, 4, about);
	CHECK_INT(undos.v[0].values.v[0], 1, about);
	CHECK_INT(undos.v[0].values.v[1], -3, about);
	CHECK_INT(undos.v[0].values.v[2], 2, about);
	CHECK_INT(undos.v[0].values.v[3], 32767, about);
	CHECK_INT(undos.v[1].values.v[1], -32768, about);
	kernel_undos_free(&undos);
	fake_free(&fake);
}

static void
test_array(void)
{
	check_values(true, "an array");
}

static void
test_pointer(void)
{
	check_values(false, "a pointer");
}

static void
check_fails(int error, const char *about)
{
	struct kernel_undos undos;

	CHECK_INT(look(&undos), -1, about);
	CHECK_INT(errno, error, about);
	CHECK(fake.reads < 1000, about);
	kernel_undos_free(&undos);
}

static void
test_hostile(void)
{
	struct undo *undo;

	begin(false);
	undo = add(0x10, 1, 2, 3);
	undo->pointer = 7;
	check_fails(EFAULT, "values nowhere");
	undo->link.next = fake_address(&fake, &undo->link);
	undo->pointer = fake_address(&fake, undo);
	check_fails(EAGAIN, "a loop");
	set->nsems = 0;
	check_fails(EAGAIN, "no semaphores");
	set->nsems = INT32_MAX;
	check_fails(EAGAIN, "two thousand million");
	set->nsems = FAKE_SEMS;
	fake.kernel.layout.places[K_UNDO_POINTER].sort = KERNEL_UNKNOWN;
	check_fails(ENOTSUP, "neither layout");
	fake_free(&fake);
}

/* Each read of the values finds others. */
static struct undo *changing;

static void
change(struct fake *f)
{
	(void)f;
	changing->array[0]++;
}

static void
test_change(void)
{
	begin(true);
	changing = add(0x10, 1, 2, 3);
	fake.before = change;
	check_fails(EAGAIN, "it changes always");
	fake_free(&fake);
}

static const struct tap_test tests[] = {
	{ "kernel_undos: adjustments that follow the structure", test_array },
	{ "kernel_undos: adjustments that it points to", test_pointer },
	{ "kernel_undos: what leads astray ends it", test_hostile },
	{ "kernel_undos: what changes is not believed", test_change },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
