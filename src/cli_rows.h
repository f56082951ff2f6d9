/* SPDX-License-Identifier: BSD-2-Clause */
/* The rows of a view of objects, some of which are records. */
#ifndef CLI_ROWS_H
#define CLI_ROWS_H

#include "load/records.h"
#include "show/view.h"

/*
 * Adds objects and records, both in the order of kinds; no kind is in both. The
 * rows are read with view_row(), and the list and the records stay as they are
 * until then.
 */
void cli_add_rows(
    struct view *, const struct ipc_list *, struct load_records *);

#endif
