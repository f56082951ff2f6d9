/* SPDX-License-Identifier: BSD-2-Clause */
/* The descriptors with which a process has an object open. */
#ifndef DESCRIPTOR_H
#define DESCRIPTOR_H

#include "model/object.h"

/*
 * Appends a descriptor and its access. `name` is its name in the directory `fd`
 * below procfd, the directory of the process in /proc. The access is a sum of
 * 1: read and 2: write, or UNKNOWN.
 */
void descriptor_add(struct ipc_process *, int procfd, const char *name);

#endif
