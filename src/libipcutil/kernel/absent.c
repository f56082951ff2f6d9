/* SPDX-License-Identifier: BSD-2-Clause */
/* In the place of bpf.c where the kernel is not to be read. */
#include "kernel/reader.h"

struct kernel *
kernel_open(const char **why)
{
	*why = "needs a program that was built with the kernel reader";
	return NULL;
}
