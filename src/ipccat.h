/* SPDX-License-Identifier: BSD-2-Clause */
/* Shared by the parts of ipccat: its options, and what it does with them. */
#ifndef IPCCAT_H
#define IPCCAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/ref.h"
#include "model/memory.h"
#include "model/message.h"
#include "model/queue.h"

enum what { LOOK, RECEIVE, WRITE, WHATS };

struct options {
	enum what what;
	enum message_form form;
	int64_t count; /* of messages; UNKNOWN: not said */
	bool all;
	bool follow;
	int64_t type; /* 0: any */
	bool typed;
	bool except;
	int64_t priority; /* UNKNOWN: not said */
	int64_t timeout;  /* nanoseconds, or PATIENCE_FOREVER */
	bool nowait;
	int64_t offset; /* bytes */
	int64_t length; /* UNKNOWN: to the end */
	bool resize;
	bool verbose;
	bool dump; /* with RECEIVE: messages are taken off */
	const char *namespace;
	const char **messages; /* --message */
	size_t nmessages;
	const char *file; /* what to write; NULL: stdin */
	struct ref *refs;
	size_t nrefs;
	uint64_t given; /* options, as bits by their place in the table */
};

/* Fills the options in, or exits with CLI_USAGE. */
void parse_command_line(struct options *, int argc, char **argv);

/* Each works on one object, reports what fails, and returns an exit status. */
int look(const struct options *, const struct ref *, struct ipc_object *);
int receive(const struct options *, const struct ref *, struct ipc_object *);
int put(const struct options *, const struct ref *, struct ipc_object *);

/* put() for shared memory: stdin is written into it. */
int put_bytes(const struct options *, const struct ref *, struct ipc_object *);

/*
 * look() for a POSIX queue, whose messages no system call shows: they are read
 * from the kernel's memory.
 */
int peek(const struct options *, const struct ref *, struct ipc_object *);

/* Writes an archive of all the objects; returns a status. */
int dump_all(const struct options *);

/* Write contents to stdout as lines of JSON: memory in pieces, values. */
int jsonl_memory(const struct options *, const struct ref *,
    const struct ipc_memory *, int64_t length);
void jsonl_values(const struct ipc_object *);

/* Returns the errno that keeps a semaphore's values from being shown, or 0. */
int why_no_values(const struct ipc_object *);

/* Returns why a POSIX queue's messages cannot be shown, to be freed. */
char *peek_reason(const char *why);

/* Exits with a message if stdout is not open for writing. */
void check_writable(void);

/* Whether --type and --priority select the message. */
bool is_wanted(const struct options *, const struct ipc_message *);

/* Reports by errno that an object could not be used; returns CLI_FAILED. */
int fail(const struct ref *, const struct ipc_object *);

/* Reports that --offset is beyond the end of the memory; CLI_FAILED. */
int fail_offset(const struct ref *, const struct ipc_memory *);

/*
 * Writes a message to stdout, and with --verbose its attributes to stderr. It
 * is formatted in the text: after message_reserve(), nothing is allocated
 * before the message is written.
 */
void show_message(const struct options *, const struct ref *,
    const struct ipc_message *, int64_t index, struct text *room);

/* Reports by errno that stdout could not be written, and exits. */
_Noreturn void fail_stdout(void);

#endif
