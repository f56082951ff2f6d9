/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages, and how they are written and read: each with a line feed or a NUL
 * behind it, as nothing but their bytes, or as a line of JSON.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/text.h"

#define MESSAGE_PRIORITY_MAX 32767 /* MQ_PRIO_MAX - 1: mq_overview(7) */

struct ipc_message {
	int64_t type;	  /* System V, above 0; UNKNOWN: POSIX, or not said */
	int64_t priority; /* POSIX; UNKNOWN: System V, or not said */
	const char *data; /* not owned */
	size_t size;	  /* bytes */
};

enum message_form {
	MESSAGE_LINES, /* each a line */
	MESSAGE_NULS,  /* each ended by NUL */
	MESSAGE_WHOLE, /* the bytes, and nothing else */
	MESSAGE_HEX,   /* as hexdump(1) -C; is not read */
	MESSAGE_JSONL, /* each a JSON object on a line of its own */
};

/* Adds the message in that form, the index only in JSON. */
void message_write(struct text *, const struct ipc_message *, int64_t index,
    enum message_form);

/*
 * Adds bytes as the JSON members "data" and, where they are no UTF-8,
 * "encoding". A NUL stands behind the bytes.
 */
void message_write_bytes(struct text *, const char *, size_t);

/*
 * Makes room for what message_write() may add of a message with at most so
 * many bytes, so that it allocates nothing then.
 */
void message_reserve(struct text *, size_t, enum message_form);

/* Where messages are read from. Start with message_reader(). */
struct message_reader {
	FILE *fp; /* not owned */
	enum message_form form;
	size_t bound; /* bytes that are read for one message, at most */
	struct text line;
	struct text data;
	int64_t n; /* messages read so far */
	const char *error;
};

/* Nobody takes messages of more bytes than that; UNKNOWN if it is not known. */
struct message_reader message_reader(
    FILE *, enum message_form, int64_t max_size);

/*
 * Reads the next message, whose data live until the next call. 1, or 0 at the
 * end, or -1: then error is a constant message, or NULL with errno. That is
 * EMSGSIZE as soon as more than `bound` bytes were read, which are too many
 * for a message of max_size in that form: input may have no end.
 */
int message_read(struct message_reader *, struct ipc_message *)
    __attribute__((warn_unused_result));
void message_reader_free(struct message_reader *);

#endif
