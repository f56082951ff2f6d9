/* SPDX-License-Identifier: BSD-2-Clause */
/* Shared by the parts of ipcctl: its options, and what it does with them. */
#ifndef IPCCTL_H
#define IPCCTL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/ref.h"
#include "model/kind.h"
#include "model/sems.h"

struct options {
	struct ipc_attr attr;	 /* but for its mode, which is in words */
	const char *mode;	 /* NULL: not to be changed */
	struct ipc_array values; /* of --set; n of 0: not to be changed */
	unsigned kinds;		 /* KIND_...: that can be changed so */
	const char *operation;	 /* the option, or NULL */
	struct ipc_sem_op *ops;
	size_t nops;
	char **command;	 /* after --, or NULL */
	int64_t timeout; /* nanoseconds, or PATIENCE_FOREVER */
	bool dry_run;
	bool verbose;
	const char *namespace;
	struct ref *refs;
	size_t nrefs;
};

/* Fills the options in, or exits with CLI_USAGE. */
void parse_command_line(struct options *, int argc, char **argv);

/* Both return an exit status, and report what fails. */
int change_objects(const struct options *);
int operate(const struct options *);

/*
 * Returns a constant message, or one in *text that the caller frees: why these
 * values cannot be those of a set of so many semaphores. NULL if they can.
 */
char *check_values(
    const struct ipc_kind *, const struct ipc_array *, int64_t nsems);

/* Writes the attributes that differ: "OBJECT: FIELD OLD -> NEW". */
void show_changes(const struct ipc_object *, const struct ipc_object *);

#endif
