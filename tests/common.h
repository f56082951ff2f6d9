/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the test programs share: naming an object, and NAME=VALUE words.
 * Nothing here, or in what includes it, comes from the core it is to test,
 * but for what the C library lacks (compat.h).
 * Errors end the program: 2 for bad words, 1 for system calls.
 */
#ifndef COMMON_H
#define COMMON_H

#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

enum kind { MQ, SHM, SEM, NKINDS };

/* mq:/NAME, mq:ID, mq:0xKEY, or mq: for none (IPC_PRIVATE). */
struct target {
	enum kind kind;
	bool posix;
	const char *name; /* any bytes, with the slash */
	int id;		  /* -1 if there is none */
	key_t key;	  /* IPC_PRIVATE if there is none */
};

#define UNSET INT64_MIN

/* What the words of a command line said; UNSET or NULL where they did not. */
struct settings {
	int64_t mode;
	int64_t uid;
	int64_t gid;
	int64_t id;
	int64_t size;
	int64_t nsems;
	int64_t max_messages;
	int64_t max_message_size;
	int64_t max_bytes;
	int64_t lock;
	int64_t type;
	int64_t priority;
	int64_t count;
	int64_t num;
	const char *values;
};

/* The argument of semctl(2), which its caller must define. */
union semun {
	int val;
	struct semid_ds *buf;
	unsigned short *array;
	struct seminfo *info;
};

extern const char *const kind_words[NKINDS];

void target_parse(struct target *, const char *word);
/* Its id, looked up if it was given a key; -1 with errno. */
int target_id(const struct target *);
/* Where the file of a POSIX object is; static. */
const char *target_path(const struct target *);
/* The target as it is written, with the id if it has one, and a newline. */
void target_print(const struct target *);

/* Read all words as NAME=VALUE. */
void settings_parse(struct settings *, char **words);
/* The value, or the other where nothing was said. */
int64_t or_else(int64_t value, int64_t other);

/* A number that must be in the range; base 0 is C's. */
int64_t number(const char *word, int base, int64_t min, int64_t max);
/* The next of comma-separated numbers; false at the end. */
bool number_next(const char **list, int64_t *, int64_t min, int64_t max);

#endif
