/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which processes create and remove POSIX objects, from fanotify(7), which
 * needs CAP_SYS_ADMIN in the initial user namespace. User and command are read
 * at once, as the process may soon end; its pid is known in any case.
 *
 * ipcwatch finds changes by looking at the objects, and one look may see the
 * work of several processes. So records are kept until a look has seen their
 * effect: call culprits_begin() before a look and culprits_end() after its
 * events were reported.
 */
#ifndef CULPRIT_H
#define CULPRIT_H

#include <stdbool.h>

#include "model/object.h"

/* The value of `how` in struct ipc_process. */
#define CULPRIT_TOLD "fanotify"

struct culprits;

/*
 * Watches the directories of these kinds (KIND_...). NULL with errno if that is
 * not possible; ENOTDIR if none of the kinds has a directory. Free it with
 * culprits_free().
 */
struct culprits *culprits_open(unsigned kinds);
void culprits_free(struct culprits *);

/* A descriptor for poll(2): readable when there are records. It stays ours. */
int culprits_fd(const struct culprits *);
void culprits_read(struct culprits *);

void culprits_begin(struct culprits *);
void culprits_end(struct culprits *);

/*
 * Finds the process that has created (`made`), or removed, an object that the
 * last look found to be new, or gone. Initializes *process and sets pid, uid,
 * command and how; the caller frees the command. False if it is not known.
 */
bool culprits_find(struct culprits *, const struct ipc_object *, bool made,
    struct ipc_process *);

/*
 * Fills in uid and command of the process with that pid. Does nothing if it has
 * ended, or started after `time` (seconds since 1970; UNKNOWN: any), as the pid
 * belongs to another process then.
 */
void culprit_look(struct ipc_process *, int64_t time);

#endif
