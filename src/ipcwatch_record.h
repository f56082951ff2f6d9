/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --record and --replay. */
#ifndef IPCWATCH_RECORD_H
#define IPCWATCH_RECORD_H

#include "ipcwatch.h"

/* Exits with CLI_USAGE if options make no sense with --record or --replay. */
void check_record(const struct options *);
void check_replay(const struct options *);

/* What must be read of each object to record it: NEED_... */
unsigned recorder_need(void);

struct recorder;

/* Opens what is recorded into; NULL if it cannot be, of which was told. */
struct recorder *recorder_open(const struct options *);

/*
 * Writes what is different between two looks; with `before` of NULL, all there
 * is. False if it could not be written, of which was told.
 */
bool recorder_look(struct recorder *, const struct ipc_list *before,
    const struct ipc_list *after, const struct timespec *);

/* Says that the recording ends here, unless it had failed; frees it. */
void recorder_close(struct recorder *);

/* Shows the events of a recording, and returns an exit status. */
int replay(const struct options *);

#endif
