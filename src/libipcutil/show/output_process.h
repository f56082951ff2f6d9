/* SPDX-License-Identifier: BSD-2-Clause */
/* The part of format_info that is of processes. */
#ifndef OUTPUT_PROCESS_H
#define OUTPUT_PROCESS_H

#include "show/output.h"
#include "show/value_process.h"

/*
 * Below an object's fields: a table of who holds it, one of who waits for it,
 * and the evidence; each if it is among the columns and there is any, with an
 * empty line before it unless it is the first that is written of the object.
 */
void output_processes(struct output *, const struct ipc_object *, bool first);

/* Writes the line, on a terminal no more of it than fits, with a mark. */
void output_end_line(struct output *);

#endif
