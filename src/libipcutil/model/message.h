/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages, and the forms in which they are written and read: followed by a
 * newline or a NUL, only their bytes, or as a line of JSON.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/text.h"

#define MESSAGE_PRIORITY_MAX 32767 /* MQ_PRIO_MAX - 1: mq_overview(7) */

struct ipc_message {
	int64_t type;	  /* System V, above 0; UNKNOWN: POSIX, or not given */
	int64_t priority; /* POSIX; UNKNOWN: System V, or not given */
	const char *data; /* not owned */
	size_t size;	  /* bytes */
};

enum message_form {
	MESSAGE_LINES, /* each followed by a newline */
	MESSAGE_NULS,  /* each followed by a NUL */
	MESSAGE_WHOLE, /* only the bytes */
	MESSAGE_HEX,   /* as hexdump(1) -C; for writing only */
	MESSAGE_JSONL, /* each a JSON object on a line of its own */
};

/* Appends the message in that form; only JSON contains the index. */
void message_write(struct text *, const struct ipc_message *, int64_t index,
    enum message_form);

/*
 * Appends bytes as the JSON member "data" and, if they are not UTF-8, in base64
 * with the member "encoding". A NUL has to follow the bytes.
 */
void message_write_bytes(struct text *, const char *, size_t);

/*
 * Allocates the room that message_write() needs for a message of at most so
 * many bytes, so that writing it cannot fail.
 */
void message_reserve(struct text *, size_t, enum message_form);

/* Reads messages from a file. Begin with message_reader(). */
struct message_reader {
	FILE *fp; /* not owned */
	enum message_form form;
	size_t bound; /* maximum number of bytes to read for one message */
	struct text line;
	struct text data;
	int64_t n;	   /* messages read so far */
	const char *error; /* a constant */
};

/*
 * A reader of a file, which stays the caller's. max_size is the largest message
 * in bytes that can be sent; UNKNOWN if it is not known.
 */
struct message_reader message_reader(
    FILE *, enum message_form, int64_t max_size);

/*
 * Reads the next message. Its data belong to the reader and are valid until the
 * next call. Returns 1; 0 at the end of the file; -1 on failure: reader->error
 * is then a constant message, or NULL, and errno says what failed. errno is
 * EMSGSIZE once more than `bound` bytes were read for a message, too many for
 * max_size in that form, as the input may never end.
 */
int message_read(struct message_reader *, struct ipc_message *)
    __attribute__((warn_unused_result));
void message_reader_free(struct message_reader *);

#endif
