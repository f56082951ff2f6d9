/* SPDX-License-Identifier: BSD-2-Clause */
/* Processes that created and removed the objects of a line; see recording.h. */
#ifndef RECORDING_BY_H
#define RECORDING_BY_H

#include "record/recording.h"

struct json_object;

/*
 * Replaces what the recording says about these processes by what the line says.
 * Entries that make no sense are ignored, so that nobody is blamed.
 */
void by_read(struct recording *, struct json_object *line);
void by_drop(struct recording *);

#endif
