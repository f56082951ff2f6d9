/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * /proc/self/mountinfo: each line says the same whatever lines follow it, and
 * it is found by its own number only.
 */
#include <stdlib.h>
#include <string.h>

#include "backend/shm_dir.h"
#include "base/parse.h"
#include "base/proc.h"
#include "base/xalloc.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_proc(const char *rest, const char *line)
{
	struct proc_mount one, two;
	bool is_proc = proc_parse_mount(rest, &one);

	if (is_proc != proc_parse_mount(line, &two))
		abort();
	if (is_proc &&
	    (one.id < 0 || one.id != two.id || one.hides != two.hides))
		abort();
}

static void
check_shm(const char *rest, const char *line)
{
	const char *p = line;
	bool part = false, again = false;
	int64_t number;
	bool found;

	if (!parse_kernel(&p, 10, &number))
		return;
	found = shm_dir_parse_mount(rest, number, &part);
	if (found != shm_dir_parse_mount(line, number, &again) || part != again)
		abort();
	if (shm_dir_parse_mount(rest, number ^ 1, &part))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size), *line;
	const char *rest;
	size_t length;

	for (rest = text; *rest != '\0'; rest += *rest == '\n') {
		length = strcspn(rest, "\n");
		line = xstrndup(rest, length);
		check_proc(rest, line);
		check_shm(rest, line);
		free(line);
		rest += length;
	}
	free(text);
	return 0;
}
