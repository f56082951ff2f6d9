/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Progress of a long operation, as a line on the terminal: on stderr, only if
 * that is a terminal and this process is in its foreground, and only after a
 * second. The line is erased at the end, before a message, and if a signal ends
 * this process.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdint.h>

/*
 * Starts an operation, such as "removing". The numbers of objects and bytes are
 * those of struct progress (base/progress.h), in which it is counted.
 */
void cli_progress(const char *doing, int64_t objects, int64_t bytes);
/* Erases the line; the next count may write it again. */
void cli_progress_hide(void);
/* Ends the operation. */
void cli_progress_end(void);

#endif
