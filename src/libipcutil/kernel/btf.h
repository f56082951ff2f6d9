/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BTF, the kernel's description of its own types: a header, the types one after
 * the other, numbered from 1, and the strings (Documentation/bpf/btf.rst of the
 * kernel).
 */
#ifndef BTF_H
#define BTF_H

#include <stddef.h>

#include "kernel/layout.h"

/*
 * Finds the members of kernel_names in one pass over the types. False if the
 * bytes are not BTF. A member that is missing is no failure; it stays
 * KERNEL_UNKNOWN.
 */
bool btf_find(const void *, size_t, struct kernel_layout *);

/*
 * As btf_find(), of the running kernel. 0, or -1 with errno: ENOENT if the
 * kernel has no BTF, EINVAL if it cannot be parsed.
 */
int btf_find_running(struct kernel_layout *);

#endif
