/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Types of fields that are lists of processes (struct ipc_processes): holders,
 * waiters, SEM_UNDO adjustments. The texts belong to the caller; nothing fails.
 */
#ifndef VALUE_PROCESS_H
#define VALUE_PROCESS_H

#include "show/value.h"

/*
 * In text, PID/COMMAND. In JSON, objects; those of waiters include what they
 * wait for.
 */
extern const struct value_type value_holders;
extern const struct value_type value_waiters;
extern const struct value_type value_undos;
extern const struct value_type value_commands;

/* Adds a process as JSON; for a waiter, including what it waits for. */
void value_write_process(
    const struct ipc_process *, bool waiter, struct text *);

/* Adds the process alone as JSON, without its use of an object. */
void value_write_who(const struct ipc_process *, struct text *);

/* Adds the call in which a waiter is blocked, such as "send 100 bytes". */
void value_write_how(const struct ipc_process *, struct text *);

#endif
