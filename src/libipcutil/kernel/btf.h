/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BTF, by which a kernel describes its own types: a header, types one after
 * the other, numbered from 1 on, and strings (the kernel's
 * Documentation/bpf/btf.rst).
 */
#ifndef BTF_H
#define BTF_H

#include <stddef.h>

#include "kernel/layout.h"

/*
 * Finds the members of kernel_names in it, in one pass over the types. False
 * if it is no BTF; a member that is missing is no failure, but unknown.
 */
bool btf_find(const void *, size_t, struct kernel_layout *);

/* The same of the running kernel; -1 with errno, ENOENT if it has none. */
int btf_find_running(struct kernel_layout *);

#endif
