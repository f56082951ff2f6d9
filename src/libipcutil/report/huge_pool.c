/* SPDX-License-Identifier: BSD-2-Clause */
/* Pools of huge pages; see huge_pool.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/amount.h"
#include "base/parse.h"
#include "base/setting.h"
#include "base/xalloc.h"
#include "model/object.h"
#include "report/huge_pool.h"
#include "report/limit_proc.h"

static int64_t
read_one(const char *root, int64_t page, const char *name)
{
	int64_t number;
	char *path;

	xasprintf(
	    &path, "%s/hugepages-%" PRId64 "kB/%s", root, page / 1024, name);
	number = setting_number(path, 0);
	free(path);
	return number;
}

/* Old kernels lack some of these files and do not have such pages. */
static int64_t
read_or_none(const char *root, int64_t page, const char *name)
{
	int64_t number = read_one(root, page, name);

	return number == UNKNOWN ? 0 : number;
}

/*
 * Surplus pages are those that the kernel added beyond the size set;
 * nr_hugepages includes them. A reserved page is still counted as free, but
 * only its owner can use it.
 */
static void
read_pool(struct huge_pool *pool, const char *root, int64_t page)
{
	int64_t pages = read_one(root, page, "nr_hugepages");
	int64_t free_pages = read_one(root, page, "free_hugepages");
	int64_t more = read_or_none(root, page, "nr_overcommit_hugepages");
	int64_t surplus = read_or_none(root, page, "surplus_hugepages");
	int64_t reserved = read_or_none(root, page, "resv_hugepages");

	*pool = (struct huge_pool){ UNKNOWN, UNKNOWN };
	if (pages == UNKNOWN)
		return;
	/* The files are read one after the other and may change meanwhile. */
	pool->pages = amount_add(pages > surplus ? pages - surplus : 0, more);
	if (free_pages == UNKNOWN)
		return;
	pool->used =
	    amount_add(pages > free_pages ? pages - free_pages : 0, reserved);
}

void
huge_pools_read(struct huge_pool *pools, const char *root)
{
	int nth;

	for (nth = 0; nth < HUGE_POOLS; nth++)
		read_pool(&pools[nth], root, HUGE_POOL_PAGE(nth));
}

int64_t
huge_pool_usual(const char *meminfo)
{
	static const char word[] = "Hugepagesize:";
	int64_t kilobytes, found = UNKNOWN;
	const char *p;
	char line[256];
	FILE *fp;

	if ((fp = fopen(meminfo, "re")) == NULL)
		return UNKNOWN;
	while (found == UNKNOWN && fgets(line, sizeof(line), fp) != NULL) {
		if (strncmp(line, word, strlen(word)) != 0)
			continue;
		p = line + strlen(word);
		if (parse_kernel(&p, 10, &kilobytes))
			found = amount_multiply(kilobytes, 1024);
	}
	fclose(fp);
	return found;
}
