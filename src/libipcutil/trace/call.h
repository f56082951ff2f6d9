/* SPDX-License-Identifier: BSD-2-Clause */
/* A call that has ended: who called, with what, and what came of it. */
#ifndef CALL_H
#define CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/object.h"
#include "show/column.h"

/* What calls do: the names in call_words, in their order, as bits. */
struct call_word {
	const char *word;
	const char *help;
};
extern const struct call_word call_words[]; /* ends with a NULL word */

/*
 * A list of names with commas between: NULL, or where in it the word is that
 * names no call.
 */
const char *call_parse(const char *list, uint64_t *words);
/* The bit of a word, which must be one of them. */
uint64_t call_word_bit(const char *word);

struct call {
	int64_t time; /* its end: nanoseconds since 1970 */
	int64_t took; /* nanoseconds */
	int64_t pid;  /* UNKNOWN: it is not in our PID namespace */
	int64_t tid;
	const char *command; /* NULL: unknown; not owned */
	const char *word;    /* one of call_words */
	const char *syscall;
	/*
	 * Identifies the object: kind, name, id, key, ns. The kind is NULL if
	 * it is not known. The name is owned.
	 */
	struct ipc_object object;
	int64_t bytes;	  /* sent, received, or the size asked for */
	int64_t type;	  /* sent, or asked for */
	int64_t priority; /* sent */
	char *ops;	  /* of semop(2); owned */
	/* "ok", or the name of an errno; NULL: it has not ended */
	const char *result;
	int64_t received; /* 1: bytes are what came of it */
	/*
	 * The beginning of the message, owned; NULL: unknown. It is as it was
	 * in the caller's memory: while the call lasted, or after it, when the
	 * caller may have put something else there.
	 */
	char *data;
	size_t data_size;
	bool data_after;
};

void call_begin(struct call *);
void call_free(struct call *);

/* Fields: for --where, --format and JSON. */
extern const struct table call_table;

/* Which object it is, as text, or unknown. */
void call_object(const struct ipc_object *, struct value *);

/*
 * Adds what was called, without who and when: "receive mq:3 type 7 -> 64
 * bytes".
 */
void call_write(const struct call *, struct text *);
/* Milliseconds, with three digits behind the point. */
void call_write_ms(int64_t ns, struct text *);
void call_write_time(int64_t ns, struct text *);

#endif
