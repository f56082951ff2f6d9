/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shared by the files of syscalls.c: arguments of a call that has begun, and
 * functions for the rows of its table.
 */
#ifndef SYSCALLS_PART_H
#define SYSCALLS_PART_H

#include "trace/syscalls.h"

/* Arguments are registers; what is no more than an int has rubbish above. */
int64_t pending_int(uint64_t arg);

void pending_set_id(struct pending *, const struct ipc_kind *, int64_t id);

/*
 * A string of the caller's; false if it is not there any more, or was perhaps
 * put to another use for another such call.
 */
bool pending_name(const struct pending *, uint64_t address, struct text *);

void enter_msgctl(struct pending *);
void enter_semctl(struct pending *);
void enter_shmctl(struct pending *);
void enter_open(struct pending *);
void enter_openat(struct pending *);
void enter_unlink(struct pending *);
void enter_unlinkat(struct pending *);
void enter_link(struct pending *);
void enter_linkat(struct pending *);
void enter_rename(struct pending *);
void enter_renameat(struct pending *);
void leave_control(struct pending *, int64_t result);
void leave_open(struct pending *, int64_t result);

#endif
