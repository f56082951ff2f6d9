/* SPDX-License-Identifier: BSD-2-Clause */
/* Unit tests of the reading of pools of huge pages, over a fake sysfs. */
#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "model/object.h"
#include "report/huge_pool.h"
#include "tap.h"

#define SMALL 2	 /* 64 KiB */
#define USUAL 7	 /* 2 MiB */
#define LARGE 16 /* 1 GiB */

static const char *const files[] = {
	"nr_hugepages",
	"free_hugepages",
	"resv_hugepages",
	"surplus_hugepages",
	"nr_overcommit_hugepages",
};

struct fake {
	const char *words[TAP_LENGTH(files)]; /* NULL: there is no such file */
};

static void
write_file(const char *path, const char *words)
{
	FILE *fp = fopen(path, "we");

	if (fp == NULL || fputs(words, fp) == EOF || fclose(fp) == EOF)
		exit(EXIT_FAILURE);
}

static void
read_fake(struct huge_pool *pools, const char *name, const struct fake *fake)
{
	char root[] = "/tmp/huge_pool.XXXXXX";
	char *dir, *paths[TAP_LENGTH(files)];
	size_t i;

	if (mkdtemp(root) == NULL)
		exit(EXIT_FAILURE);
	xasprintf(&dir, "%s/%s", root, name);
	mkdir(dir, 0755);
	for (i = 0; i < TAP_LENGTH(files); i++) {
		xasprintf(&paths[i], "%s/%s", dir, files[i]);
		if (fake->words[i] != NULL)
			write_file(paths[i], fake->words[i]);
	}
	huge_pools_read(pools, root);
	for (i = 0; i < TAP_LENGTH(files); i++) {
		unlink(paths[i]);
		free(paths[i]);
	}
	rmdir(dir);
	rmdir(root);
	free(dir);
}

static void
test_amounts(void)
{
	static const struct {
		const char *what;
		struct fake fake;
		int64_t pages, used;
	} cases[] = {
		{ "empty", { { "0\n", "0\n", "0\n", "0\n", "0\n" } }, 0, 0 },
		{ "in use", { { "10\n", "4\n", "0\n", "0\n", "0\n" } }, 10, 6 },
		{ "all reserved", { { "10\n", "10\n", "10\n", "0\n", "0\n" } },
		    10, 10 },
		{ "may grow", { { "10\n", "10\n", "0\n", "0\n", "5\n" } }, 15,
		    0 },
		{ "has grown", { { "13\n", "0\n", "0\n", "3\n", "5\n" } }, 15,
		    13 },
		{ "was lowered", { { "8\n", "0\n", "0\n", "8\n", "0\n" } }, 0,
		    8 },
		{ "changes meanwhile",
		    { { "1\n", "2\n", "0\n", "3\n", "0\n" } }, 0, 0 },
		{ "only these two", { { "3\n", "1\n", NULL, NULL, NULL } }, 3,
		    2 },
		{ "free is not told", { { "3\n", NULL, "0\n", "0\n", "0\n" } },
		    3, UNKNOWN },
		{ "no number", { { "many\n", "1\n", "0\n", "0\n", "0\n" } },
		    UNKNOWN, UNKNOWN },
		{ "nothing", { { NULL } }, UNKNOWN, UNKNOWN },
		{ "too many",
		    { { "9223372036854775807\n", "0\n", "9223372036854775807\n",
			"0\n", "9223372036854775807\n" } },
		    INT64_MAX, INT64_MAX },
	};
	struct huge_pool pools[HUGE_POOLS];
	size_t i;

	for (i = 0; i < TAP_LENGTH(cases); i++) {
		read_fake(pools, "hugepages-2048kB", &cases[i].fake);
		CHECK_INT(pools[USUAL].pages, cases[i].pages, cases[i].what);
		CHECK_INT(pools[USUAL].used, cases[i].used, cases[i].what);
	}
}

static void
test_sizes(void)
{
	static const struct {
		const char *name;
		int nth; /* -1: none */
		int64_t page;
	} cases[] = {
		{ "hugepages-64kB", SMALL, INT64_C(65536) },
		{ "hugepages-2048kB", USUAL, INT64_C(2097152) },
		{ "hugepages-1048576kB", LARGE, INT64_C(1073741824) },
		{ "hugepages-16777216kB", HUGE_POOLS - 1,
		    INT64_C(17179869184) },
		{ "hugepages-3kB", -1, 0 },
		{ "other", -1, 0 },
	};
	static const struct fake fake = { { "7\n", "7\n", "0", "0", "0" } };
	struct huge_pool pools[HUGE_POOLS];
	size_t i;
	int nth;

	for (i = 0; i < TAP_LENGTH(cases); i++) {
		read_fake(pools, cases[i].name, &fake);
		for (nth = 0; nth < HUGE_POOLS; nth++)
			CHECK_INT(pools[nth].pages,
			    nth == cases[i].nth ? 7 : UNKNOWN, cases[i].name);
		if (cases[i].nth != -1)
			CHECK_INT(HUGE_POOL_PAGE(cases[i].nth), cases[i].page,
			    cases[i].name);
	}
	huge_pools_read(pools, "/nonexistent");
	CHECK_INT(pools[USUAL].pages, UNKNOWN, "no directory");
}

static void
test_usual(void)
{
	static const struct {
		const char *words;
		int64_t bytes;
	} cases[] = {
		{ "MemTotal: 1 kB\nHugepagesize:       2048 kB\n", 2097152 },
		{ "Hugepagesize: 1048576 kB\n", INT64_C(1073741824) },
		{ "Hugepagesize: none\n", UNKNOWN },
		{ "HugePages_Total: 3\n", UNKNOWN },
		{ "", UNKNOWN },
	};
	char path[] = "/tmp/huge_pool.XXXXXX";
	size_t i;
	int fd = mkstemp(path);

	if (fd == -1)
		exit(EXIT_FAILURE);
	for (i = 0; i < TAP_LENGTH(cases); i++) {
		write_file(path, cases[i].words);
		CHECK_INT(
		    huge_pool_usual(path), cases[i].bytes, cases[i].words);
	}
	close(fd);
	unlink(path);
	CHECK_INT(huge_pool_usual(path), UNKNOWN, "no file");
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "huge_pool: what there may be, and what is left of it",
		    test_amounts },
		{ "huge_pool: each size has a directory", test_sizes },
		{ "huge_pool: the usual size is that of /proc/meminfo",
		    test_usual },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
