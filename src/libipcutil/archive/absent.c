/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Replaces tar_in.c and tar_out.c in a build without libarchive: opening an
 * archive fails.
 */
#include <stddef.h>

#include "archive/tar_in.h"
#include "archive/tar_out.h"

struct tar_out *
tar_out_open(int fd, const char **why)
{
	(void)fd;
	*why = "archives were left out: this was built without libarchive";
	return NULL;
}

/* Never called: no archive can be opened. */

int
tar_out_member(struct tar_out *out, const struct tar_member *member)
{
	(void)out;
	(void)member;
	return -1;
}

int
tar_out_data(struct tar_out *out, const char *data, size_t size)
{
	(void)out;
	(void)data;
	(void)size;
	return -1;
}

int
tar_out_zeros(struct tar_out *out, int64_t size)
{
	(void)out;
	(void)size;
	return -1;
}

int
tar_out_flush(struct tar_out *out)
{
	(void)out;
	return -1;
}

int
tar_out_close(struct tar_out *out)
{
	(void)out;
	return -1;
}

void
tar_out_abandon(struct tar_out *out)
{
	(void)out;
}

struct tar_in *
tar_in_open(int fd, const char **why)
{
	(void)fd;
	*why = "archives were left out: this was built without libarchive";
	return NULL;
}

void
tar_in_close(struct tar_in *in)
{
	(void)in;
}

int
tar_in_next(struct tar_in *in, const char **name, int64_t *size)
{
	(void)in;
	(void)name;
	(void)size;
	return -1;
}

int
tar_in_data(struct tar_in *in, const char **data, size_t *size, int64_t *offset)
{
	(void)in;
	(void)data;
	(void)size;
	(void)offset;
	return -1;
}

const char *
tar_in_error(const struct tar_in *in)
{
	(void)in;
	return "archives were left out";
}
