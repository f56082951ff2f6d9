/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The options of util-linux's ipcrm, its third form and the categories of
 * --all: the kind that each of them names, and the word for --verbose.
 */
#ifndef IPCRM_FORMS_H
#define IPCRM_FORMS_H

#include "backend/ref.h"
#include "cli.h"

enum {
	OPTION_POSIX_SHMEM = CLI_LONG,
	OPTION_POSIX_MQUEUE,
	OPTION_POSIX_SEMAPHORE,
	OPTION_FORMS_END,
};

enum how { BY_ID, BY_KEY, BY_NAME };

struct form {
	int option;
	const struct ipc_kind *kind;
	enum how how;
	const char *category; /* NULL: by a key, which is no category */
	const char *words;
};

/* In the order of --all; ends with a kind of NULL. */
extern const struct form forms[];

/* NULL if there is none. */
const struct form *form_of_option(int key);
const struct form *form_of_category(const char *);
/* Finds a word of the third form: shm, msg or sem. */
const struct form *form_of_word(const char *);

/* Every kind has one. */
const struct form *form_of_kind(const struct ipc_kind *);

/* As ref_parse(). */
const char *form_parse(const struct form *, struct ref *, const char *argument);

#endif
