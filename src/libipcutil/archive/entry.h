/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One object of an archive: what its line says, and what is in it. Whatever
 * made the archive, nothing is believed that no object can have.
 */
#ifndef ENTRY_H
#define ENTRY_H

#include <stdbool.h>

#include "base/text.h"
#include "model/kind.h"

/* What the archive notes of an object, which is none of its own doing. */
enum entry_note {
	ENTRY_NOT_NOTED,
	ENTRY_CHANGED, /* while it was dumped, or may have */
	ENTRY_MISSING, /* it could not be dumped */
};

struct entry {
	struct ipc_object *object; /* kind, name or id and key; owned */
	struct ipc_attr attr;	   /* owns its values and `from` */
	char *member;		   /* owned */
	int64_t size;		   /* bytes of the member, at most */
	bool found;		   /* the member was */
	bool wanted;
	enum entry_note note;
	bool there;	      /* the object is, and nothing is to be created */
	struct text contents; /* messages or values */
};

/* Reads a line. NULL, or a constant message; free it in the first case only. */
const char *entry_read(struct entry *, const char *line, size_t length);
void entry_free(struct entry *);

/*
 * Whether contents are what they should be, with the values read. NULL, or a
 * constant message.
 */
const char *entry_check(struct entry *);

/*
 * Calls it with every message, until it returns -1. NULL, or a constant
 * message.
 */
const char *entry_messages(const struct entry *,
    int (*each)(void *, const struct ipc_message *), void *arg);

/* Puts the messages into the queue that was made. 0, or -1 with errno. */
int entry_send(const struct entry *, struct ipc_object *);

#endif
