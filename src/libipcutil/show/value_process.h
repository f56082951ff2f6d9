/* SPDX-License-Identifier: BSD-2-Clause */
/* Types of fields that are lists of processes: struct ipc_processes. */
#ifndef VALUE_PROCESS_H
#define VALUE_PROCESS_H

#include "show/value.h"

/* In text 4711/command; in JSON objects, those of waiters with what for. */
extern const struct value_type value_holders;
extern const struct value_type value_waiters;
extern const struct value_type value_undos;
extern const struct value_type value_commands;

/* Adds a process as JSON, as a waiter with what for. */
void value_write_process(
    const struct ipc_process *, bool waiter, struct text *);

/* Adds who it is as JSON, without what it does to an object. */
void value_write_who(const struct ipc_process *, struct text *);

/* Adds what a waiter is blocked in, as "send 100 bytes". */
void value_write_how(const struct ipc_process *, struct text *);

#endif
