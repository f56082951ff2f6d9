/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who makes and removes POSIX objects, as fanotify(7) tells whoever may know it
 * (CAP_SYS_ADMIN in the first user namespace). What a process is, is read at
 * once, as it may soon end; its pid is known all the same.
 *
 * Events of objects are found by looks, and one look may see what several
 * processes have done. So records are kept until a look has seen their effect:
 * culprits_begin() comes before a look, culprits_end() when its events were
 * told.
 */
#ifndef CULPRIT_H
#define CULPRIT_H

#include <stdbool.h>

#include "model/object.h"

/* How it is known: see struct ipc_process. */
#define CULPRIT_TOLD "fanotify"

struct culprits;

/*
 * For objects of these kinds: KIND_... NULL with errno if it cannot be known;
 * ENOTDIR if none of them has a directory.
 */
struct culprits *culprits_open(unsigned kinds);
void culprits_free(struct culprits *);

/* A descriptor that can be read from, for poll(2), when there are records. */
int culprits_fd(const struct culprits *);
void culprits_read(struct culprits *);

void culprits_begin(struct culprits *);
void culprits_end(struct culprits *);

/*
 * Who has made, or removed, the object that the last look found to be new, or
 * gone: pid, uid, command and how of the process, which is initialised; its
 * command is owned. False if it is not known.
 */
bool culprits_find(struct culprits *, const struct ipc_object *, bool made,
    struct ipc_process *);

/*
 * What a process is now, into uid and command, by its pid. Nothing if it has
 * ended, or began after that time, in seconds since 1970 (UNKNOWN: any): then
 * it is another's pid now.
 */
void culprit_look(struct ipc_process *, int64_t time);

#endif
