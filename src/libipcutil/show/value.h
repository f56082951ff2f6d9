/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The types a field can have: how its value is read, written and compared.
 * A type is one row of functions; fields that are read in the same way and
 * shown in the same way share it.
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

/* A name of 255 bytes, each as four, with what the notation adds. */
#define VALUE_ROOM 1100

/* Text and list belong to the row, or to the value itself. */
struct value {
	enum value_class class;
	int64_t number;
	const char *text;
	const struct ipc_array *list;
	const struct ipc_processes *processes;
	char room[VALUE_ROOM];
	const void *own; /* of the type: what the text is made of */
};

enum time_format { TIME_SHORT, TIME_ISO, TIME_EPOCH, TIME_RELATIVE };

/* Sets it to the format of that name; false if there is none. */
bool time_format_find(enum time_format *, const char *name);
#define TIME_FORMATS "not a time format: short, iso, epoch or relative"

/* How values are written. Start with { 0 } and set what differs. */
struct style {
	bool human;	  /* sizes as 4.0K, durations as 2h13m */
	bool exact_sizes; /* all the same, sizes in bytes */
	bool verbatim;	  /* bytes as they are: for no terminal */
	unsigned escape;  /* flags for text_escape() */
	enum time_format times;
	int64_t now; /* seconds since 1970 */
	const char *unknown;
	struct clock clock;
};

struct column;

struct value_type {
	const char *name; /* for people */
	enum value_class class;
	bool right; /* aligned to the right */
	void (*get)(const struct column *, const void *row, struct value *);
	/* Writes a known value, by the style. */
	void (*text)(const struct value *, struct style *, struct text *);
	/* Writes a known value as JSON. */
	void (*json)(const struct value *, struct style *, struct text *);
	/* Reads a number as people write it: NULL or a constant message. */
	const char *(*parse)(const char *, int64_t *);
	/* Of text: why no row can have it; NULL if one can. Constant. */
	const char *(*wrong)(const char *);
	/* Of VALUE_PROCESSES: adds the ith as text, for comparisons. */
	void (*element)(const struct value *, int64_t i, struct text *);
};

extern const struct value_type value_text;  /* const char *: any bytes */
extern const struct value_type value_prose; /* const char *: our own words */
extern const struct value_type value_kind;  /* const char *: mq, shm or sem */
extern const struct value_type value_api;   /* const char *: posix or sysv */
extern const struct value_type value_number;
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
/* struct ipc_array, shown as value_list, but not one a semaphore. */
extern const struct value_type value_pids;
/* const char *: clauses with "; " between. */
extern const struct value_type value_evidence;

/* Known text written, for types that get theirs in another way. */
void value_text_text(const struct value *, struct style *, struct text *);
void value_text_json(const struct value *, struct style *, struct text *);
/* The same of a reference, which is escaped as far as the notation wants it. */
void value_ref_text(const struct value *, struct style *, struct text *);

/* What is wrong with the word of a kind, or of an API; NULL: nothing is. */
const char *value_wrong_kind(const char *);
const char *value_wrong_api(const char *);

/* For the functions of types: a column's place in a row, the number there. */
const void *value_at(const struct column *, const void *row);
int64_t value_number_at(const struct column *, const void *row);
void value_set_text(struct value *, const char *);
void value_set_number(struct value *, int64_t, enum value_class);

void value_write(const struct value_type *, const struct value *,
    struct style *, struct text *);
void value_write_json(const struct value_type *, const struct value *,
    struct style *, struct text *);

/* Order of two values of one type: unknown comes last. */
int value_cmp(const struct value *, const struct value *);

/* Writes bytes as `4.0K`, or all the digits if the style wants them. */
void value_write_size(int64_t, const struct style *, struct text *);

#endif
