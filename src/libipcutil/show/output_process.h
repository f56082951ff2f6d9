/* SPDX-License-Identifier: BSD-2-Clause */
/* Tables of processes in format_info. */
#ifndef OUTPUT_PROCESS_H
#define OUTPUT_PROCESS_H

#include "show/output.h"
#include "show/value_process.h"

/*
 * Writes what follows an object's fields: tables of its holders, waiters and
 * SEM_UNDO adjustments, and the evidence. Each is written only if its column is
 * chosen and it is not empty, with an empty line before it. `first`: nothing
 * was written of the object yet, so the first part needs no empty line.
 */
void output_processes(struct output *, const struct ipc_object *, bool first);

/*
 * Writes one of these parts, by the type of its column: value_holders,
 * value_waiters, value_undos or value_evidence. Writes nothing for other types.
 */
void output_table(struct output *, const struct ipc_object *,
    const struct value_type *, bool *first);

#endif
