/* SPDX-License-Identifier: BSD-2-Clause */
/* Replaces bpf.c in builds without the kernel reader. */
#include "kernel/reader.h"

struct kernel *
kernel_open(const char **why)
{
	*why = "needs a program that was built with the kernel reader";
	return NULL;
}
