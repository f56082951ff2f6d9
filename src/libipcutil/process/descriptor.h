/* SPDX-License-Identifier: BSD-2-Clause */
/* By which descriptors a process has an object open. */
#ifndef DESCRIPTOR_H
#define DESCRIPTOR_H

#include "model/object.h"

/*
 * Adds a descriptor, by its name in the directory `fd` of the process, whose
 * directory below /proc is procfd; with its access: 1 to read, 2 to write, or
 * UNKNOWN.
 */
void descriptor_add(struct ipc_process *, int procfd, const char *name);

#endif
