/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One object of an archive: its line in the list, and its contents. An archive
 * may come from anybody, so everything in it is checked.
 */
#ifndef ENTRY_H
#define ENTRY_H

#include <stdbool.h>

#include "base/text.h"
#include "model/kind.h"
#include "model/message.h"

/* The archive's note about an object. */
enum entry_note {
	ENTRY_NOT_NOTED,
	ENTRY_CHANGED, /* changed while it was dumped, or may have */
	ENTRY_MISSING, /* it could not be dumped */
};

struct entry {
	struct ipc_object *object; /* kind, name or id and key; owned */
	struct ipc_attr attr;	   /* owns its values and `from` */
	char *member;		   /* owned */
	int64_t size;		   /* bytes of the member, at most */
	bool found;		   /* the member was found */
	bool wanted;
	enum entry_note note;
	bool there;	      /* the object exists; do not create it */
	struct text contents; /* messages or values */
};

/*
 * Reads a line. Returns NULL, or a constant message; only after NULL the caller
 * frees the entry with entry_free().
 */
const char *entry_read(struct entry *, const char *line, size_t length);
void entry_free(struct entry *);

/*
 * Checks the contents, and reads the values of semaphores. Returns NULL, or a
 * constant message.
 */
const char *entry_check(struct entry *);

/*
 * Calls `each` with every message until it returns -1. Returns NULL, or a
 * constant message.
 */
const char *entry_messages(const struct entry *,
    int (*each)(void *, const struct ipc_message *), void *arg);

/*
 * Sends the messages to a queue that was created. Returns 0, or -1 with errno.
 */
int entry_send(const struct entry *, struct ipc_object *);

#endif
