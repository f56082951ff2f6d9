/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory that areas of processes take, from smaps; see holding.h. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/copy.h"
#include "base/proc.h"
#include "base/xalloc.h"
#include "report/holding.h"

/* Sorts by process, so that smaps of each process is read once. */
static int
compare(const void *one, const void *two)
{
	const struct holding *a = *(struct holding *const *)one;
	const struct holding *b = *(struct holding *const *)two;

	return a->pid < b->pid ? -1 : a->pid > b->pid;
}

/* A segment is recognised by its inode, which is its id. */
static bool
is_area(const struct holding *row, const struct proc_area *area)
{
	const struct ipc_object *o = &row->object;

	return row->from == (int64_t)area->start &&
	       row->to == (int64_t)area->end &&
	       area->ino == (o->id != UNKNOWN ? o->id : o->ino);
}

/* Sets the pss of all rows with this area: two objects may be one file. */
static void
set_pss(
    struct holding **rows, size_t n, const struct proc_area *area, int64_t pss)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (is_area(rows[i], area))
			rows[i]->pss = pss;
}

/*
 * Reads smaps: each area has a line as in maps, followed by lines with its
 * numbers.
 */
static void
read_areas(FILE *fp, struct holding **rows, size_t n)
{
	struct proc_area area = { 0 }, next;
	char *line = NULL;
	size_t size = 0;
	int64_t kilobytes;

	while (getline(&line, &size, fp) > 0)
		if (proc_parse_area(line, &next))
			area = next;
		else if (strncmp(line, "Pss:", 4) == 0 &&
			 (kilobytes = proc_field(line, "Pss:", 10)) != UNKNOWN)
			set_pss(rows, n, &area, kilobytes * 1024);
	free(line);
}

/* Measures n areas, all of one process. */
static void
measure_process(struct holding **rows, size_t n)
{
	char *file;
	FILE *fp;
	int fd;

	xasprintf(&file, "%lld/smaps", (long long)rows[0]->pid);
	fd = proc_open(file, O_RDONLY);
	free(file);
	if (fd == -1)
		return;
	if ((fp = fdopen(fd, "r")) == NULL) {
		copy_close(fd);
		return;
	}
	read_areas(fp, rows, n);
	fclose(fp);
}

void
holding_measure(struct holding *rows, size_t n)
{
	struct holding **areas = xreallocarray(NULL, n + 1, sizeof(*areas));
	size_t i, first, count = 0;

	for (i = 0; i < n; i++)
		if (rows[i].from != UNKNOWN)
			areas[count++] = &rows[i];
	qsort(areas, count, sizeof(*areas), compare);
	for (first = 0; first < count; first = i) {
		for (i = first + 1;
		     i < count && areas[i]->pid == areas[first]->pid; i++)
			continue;
		measure_process(&areas[first], i - first);
	}
	free(areas);
}
