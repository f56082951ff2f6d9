/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Types of fields: how a value is read from a row, written and compared. A type
 * is a table of functions; fields that are read and shown alike share one type.
 *
 * Values and texts belong to the caller. Functions here do not fail: running
 * out of memory exits. Parsers return NULL or a constant message.
 */
#ifndef VALUE_H
#define VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/text.h"
#include "model/object.h"

enum value_class {
	VALUE_UNKNOWN,
	VALUE_NUMBER,
	VALUE_TEXT,
	VALUE_TRUTH, /* number is 0 or 1 */
	VALUE_LIST,  /* of numbers */
	VALUE_PROCESSES,
};

/*
 * Space for a name of 255 bytes, each escaped to four, and the notation around
 * it.
 */
#define VALUE_ROOM 1100

/*
 * A value read from a row. Text, list and processes point into the row or into
 * `room`, so they must not outlive either.
 */
struct value {
	enum value_class class;
	int64_t number;
	const char *text;
	const struct ipc_array *list;
	const struct ipc_processes *processes;
	char room[VALUE_ROOM];
	const void *own; /* private to the type: what its text is made from */
};

enum time_format { TIME_SHORT, TIME_ISO, TIME_EPOCH, TIME_RELATIVE };

/* Sets the format that has this name; false if there is none. */
bool time_format_find(enum time_format *, const char *name);
#define TIME_FORMATS "not a time format: short, iso, epoch or relative"

/*
 * A size as humanize_number(3) wrote it: its locale and formats take a fifth of
 * the time of a large listing, whose sizes are few. Start with { 0 }.
 */
struct known_size {
	int64_t size;
	char text[5]; /* as 4.0K; empty: none yet */
};

/* How values are written. Start with { 0 } and set what differs. */
struct style {
	bool human;	  /* sizes as 4.0K, durations as 2h13m */
	bool exact_sizes; /* sizes in bytes even if `human` */
	bool numeric;	  /* octal permissions; ids of users and groups */
	bool verbatim;	  /* bytes unchanged: never for a terminal */
	unsigned escape;  /* flags for text_escape() */
	enum time_format times;
	int64_t now; /* seconds since 1970 */
	const char *unknown;
	struct clock clock;
	struct known_size sizes[16];
};

struct value_type {
	const char *name; /* for people */
	enum value_class class;
	bool right;  /* aligned to the right */
	int64_t max; /* the largest number that a row can have; 0 if any */
	/*
	 * Reads the value of a row, from the member at this offset in bytes,
	 * without writing anything.
	 */
	void (*get)(const void *row, size_t offset, struct value *);
	/* Writes a known value as text. */
	void (*text)(const struct value *, struct style *, struct text *);
	/* Writes a known value as JSON. */
	void (*json)(const struct value *, struct style *, struct text *);
	/*
	 * Parses an operand of an expression: returns NULL or a constant
	 * message.
	 */
	const char *(*parse)(const char *, int64_t *);
	/*
	 * For text: a constant message if no row can have this text, else NULL.
	 * May be NULL.
	 */
	const char *(*wrong)(const char *);
	/*
	 * For VALUE_PROCESSES: adds the ith process as text, for comparisons.
	 */
	void (*element)(const struct value *, int64_t i, struct text *);
};

extern const struct value_type value_text;  /* const char *: any bytes */
extern const struct value_type value_prose; /* const char *: our own words */
extern const struct value_type value_kind;  /* const char *: mq, shm or sem */
extern const struct value_type value_api;   /* const char *: posix or sysv */
extern const struct value_type value_number;
extern const struct value_type value_id; /* of a user, or of a group */
extern const struct value_type value_percent;
extern const struct value_type value_size;     /* bytes */
extern const struct value_type value_time;     /* seconds since 1970 */
extern const struct value_type value_duration; /* seconds */
extern const struct value_type value_key;      /* System V key */
extern const struct value_type value_mode;     /* octal */
extern const struct value_type value_perms;    /* as ls(1) shows them */
extern const struct value_type value_user;     /* uid, by name if it has one */
extern const struct value_type value_group;    /* gid, likewise */
extern const struct value_type value_truth;
extern const struct value_type value_list; /* struct ipc_array */
/* struct ipc_array of pids, not of values per semaphore. */
extern const struct value_type value_pids;
/* const char *: clauses separated by "; ". */
extern const struct value_type value_evidence;

/* Write text and JSON, for types that get their text in their own way. */
void value_text_text(const struct value *, struct style *, struct text *);
void value_text_json(const struct value *, struct style *, struct text *);
/*
 * As value_text_text(), for an object's notation, which is partly escaped
 * already.
 */
void value_ref_text(const struct value *, struct style *, struct text *);

/* Return a constant message if this is no kind, or no API; otherwise NULL. */
const char *value_wrong_kind(const char *);
const char *value_wrong_api(const char *);

/* For types: the address of a member of a row, and the number in it. */
const void *value_at(const void *row, size_t offset);
int64_t value_number_at(const void *row, size_t offset);
void value_set_text(struct value *, const char *);
void value_set_number(struct value *, int64_t, enum value_class);

void value_write(const struct value_type *, const struct value *,
    struct style *, struct text *);
void value_write_json(const struct value_type *, const struct value *,
    struct style *, struct text *);

/* Orders two values of one type; unknown comes last. */
int value_cmp(const struct value *, const struct value *);

/* Writes bytes as `4.0K`, or every digit if the style asks for exact sizes. */
void value_write_size(int64_t, struct style *, struct text *);

/*
 * Writes nanoseconds as three digits and a unit: 1.02ms, 16.4ms, 131ms; from
 * 1000 seconds on as 2h13m.
 */
void value_write_span(int64_t ns, struct text *);

#endif
