/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of sems.h: operations and values as they are written. */
#include "model/sems.h"
#include "tap.h"

#define U true
#define N true
#define NO false

struct good_ops {
	const char *text;
	size_t n;
	struct ipc_sem_op ops[4];
};

static const struct good_ops good_ops[] = {
	{ "0-1", 1, { { 0, -1, NO, NO } } },
	{ "0+1", 1, { { 0, 1, NO, NO } } },
	{ "0=0", 1, { { 0, 0, NO, NO } } },
	{ "65535+32767", 1, { { 65535, 32767, NO, NO } } },
	{ "65535-32767", 1, { { 65535, -32767, NO, NO } } },
	{ "007-0001", 1, { { 7, -1, NO, NO } } },
	{ "1+1u", 1, { { 1, 1, U, NO } } },
	{ "1+1n", 1, { { 1, 1, NO, N } } },
	{ "1+1un", 1, { { 1, 1, U, N } } },
	{ "1=0nu", 1, { { 1, 0, U, N } } },
	{ "0-1,1+1u", 2, { { 0, -1, NO, NO }, { 1, 1, U, NO } } },
	{ "0=0,0+1,0-2n,3+4u", 4,
	    { { 0, 0, NO, NO }, { 0, 1, NO, NO }, { 0, -2, NO, N },
		{ 3, 4, U, NO } } },
};

static const char *const bad_ops[] = {
	"",
	",",
	"0",
	"0-",
	"0+",
	"0=",
	"-1",
	"+1",
	"=0",
	"x-1",
	"0x-1",
	"0x1-1",
	" 0-1",
	"0 -1",
	"0- 1",
	"0-1 ",
	"0--1",
	"0+-1",
	"0-+1",
	"0-x",
	"0-1x",
	"0-1U",
	"0-1uu",
	"0-1nn",
	"0-1unu",
	"0-0",
	"0+0",
	"0=1",
	"0=-0",
	"0=00x",
	"0-1,",
	",0-1",
	"0-1,,0-1",
	"0-1;0-1",
	"0-1u,",
	"65536-1",
	"0-32768",
	"0+32768",
	"4294967296-1",
	"0-4294967297",
	"18446744073709551616+1",
	"0+18446744073709551617",
	"\xff",
	"0-1\xff",
	"-0-1",
	"0*1",
	"0-1.5",
};

static void
test_ops(void)
{
	const struct good_ops *good = good_ops;
	struct ipc_sem_op *ops;
	size_t n, i;

	for (; good < good_ops + TAP_LENGTH(good_ops); good++) {
		ops = NULL;
		CHECK_STR(
		    ipc_sem_ops_parse(good->text, &ops, &n), NULL, good->text);
		if (ops == NULL)
			continue;
		CHECK_INT((int64_t)n, (int64_t)good->n, good->text);
		for (i = 0; i < n && i < good->n; i++) {
			CHECK_INT(ops[i].num, good->ops[i].num, good->text);
			CHECK_INT(
			    ops[i].change, good->ops[i].change, good->text);
			CHECK(ops[i].undo == good->ops[i].undo, good->text);
			CHECK(ops[i].nowait == good->ops[i].nowait, good->text);
		}
		free(ops);
	}
}

static void
test_bad_ops(void)
{
	const char *const *bad = bad_ops, *message;
	struct ipc_sem_op *ops;
	size_t n;

	for (; bad < bad_ops + TAP_LENGTH(bad_ops); bad++) {
		message = ipc_sem_ops_parse(*bad, &ops, &n);
		CHECK(message != NULL && *message != '\0', *bad);
		CHECK(ops == NULL, *bad);
	}
}

static void
test_many_ops(void)
{
	char *s = tap_repeat('x', 4 * 1000 - 1);
	struct ipc_sem_op *ops = NULL;
	size_t n = 0, i;

	for (i = 0; i < 1000; i++)
		memcpy(s + 4 * i, "5-1,", i < 999 ? 4 : 3);
	CHECK_STR(ipc_sem_ops_parse(s, &ops, &n), NULL, "1000 of them");
	CHECK_INT((int64_t)n, 1000, "1000 of them");
	CHECK(ops != NULL && ops[999].num == 5, "the last");
	free(ops);
	free(s);
}

struct good_values {
	const char *text;
	int64_t n;
	int64_t values[6];
};

static const struct good_values good_values[] = {
	{ "0", 1, { 0 } },
	{ "4,0,2", 3, { 4, 0, 2 } },
	{ "2147483647", 1, { 2147483647 } },
	{ "007", 1, { 7 } },
	{ "0=5", 1, { 5 } },
	{ "1=9", 2, { UNKNOWN, 9 } },
	{ "1=9,5", 3, { UNKNOWN, 9, 5 } },
	{ "3=1,0=2", 4, { 2, UNKNOWN, UNKNOWN, 1 } },
	{ "3=1,0=2,7", 4, { 2, 7, UNKNOWN, 1 } },
	{ "1,3=4,5,2=6", 5, { 1, UNKNOWN, 6, 4, 5 } },
};

static const char *const bad_values[] = {
	"",
	",",
	"=",
	"1,",
	",1",
	"1,,2",
	"1=",
	"=1",
	"1=2=3",
	"1==2",
	"x",
	"1x",
	"1=x",
	"x=1",
	" 1",
	"1 ",
	"1, 2",
	"-1",
	"+1",
	"1=-1",
	"-1=1",
	"0x1",
	"1;2",
	"1K",
	"1.5",
	"2147483648",
	"0=2147483648",
	"4294967296",
	"18446744073709551617",
	"65536=1",
	"4294967296=1",
	"65535=1,2",
	"0=1,0=2",
	"1,0=2",
	"1=5,0=1,2",
	"\xff",
	"1\xff",
};

static void
test_values(void)
{
	const struct good_values *good = good_values;
	struct ipc_array out;
	int64_t i;

	for (; good < good_values + TAP_LENGTH(good_values); good++) {
		CHECK_STR(
		    ipc_sem_values_parse(good->text, &out), NULL, good->text);
		CHECK_INT(out.n, good->n, good->text);
		for (i = 0; i < out.n && i < good->n; i++)
			CHECK_INT(out.v[i], good->values[i], good->text);
		free(out.v);
	}
}

static void
test_bad_values(void)
{
	const char *const *bad = bad_values, *message;
	struct ipc_array out;

	for (; bad < bad_values + TAP_LENGTH(bad_values); bad++) {
		message = ipc_sem_values_parse(*bad, &out);
		CHECK(message != NULL && *message != '\0', *bad);
		CHECK(out.v == NULL, *bad);
	}
}

static void
test_last_value(void)
{
	struct ipc_array out;

	CHECK_STR(ipc_sem_values_parse("65535=3", &out), NULL, "65535=3");
	CHECK_INT(out.n, 65536, "65535=3");
	CHECK(out.v != NULL && out.v[65535] == 3 && out.v[0] == UNKNOWN &&
		  out.v[65534] == UNKNOWN,
	    "65535=3");
	free(out.v);
}

static const struct tap_test tests[] = {
	{ "ipc_sem_ops_parse: reads operations, in their order", test_ops },
	{ "ipc_sem_ops_parse: refuses all else", test_bad_ops },
	{ "ipc_sem_ops_parse: reads more than a call may take", test_many_ops },
	{ "ipc_sem_values_parse: reads values, with numbers or without",
	    test_values },
	{ "ipc_sem_values_parse: refuses all else", test_bad_values },
	{ "ipc_sem_values_parse: reads that of the last there can be",
	    test_last_value },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
