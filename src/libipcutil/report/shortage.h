/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why it is full: what of each limit is used, by which objects and owners, and
 * what no object that was seen accounts for.
 */
#ifndef SHORTAGE_H
#define SHORTAGE_H

#include <stddef.h>
#include <stdint.h>

#include "report/limit.h"
#include "report/litter.h"
#include "show/output.h"

#define SHORTAGE_NAMED 5 /* objects, and owners, at most */
#define SHORTAGE_NEAR 80 /* percent: from here on a limit is near */
#define SHORTAGE_FILTER "share >= 80 or cannot_be != ''"
/* What stands in the way of objects that are named comes first. */
#define SHORTAGE_ORDER "cannot_be,-share"

/* What an object uses, or all objects of an owner. */
struct shortage_part {
	const struct ipc_object *object; /* NULL: of an owner */
	int64_t uid;
	int64_t amount;
	int64_t objects;
};

/* Those that use most, the largest first. */
struct shortage_parts {
	struct shortage_part v[SHORTAGE_NAMED];
	size_t n;
	int64_t more; /* that are not named */
	char *words;  /* their names, with commas between; owned */
};

struct shortage {
	struct limit limit; /* a row of limit_table as well */
	int64_t uid;	    /* whose limit it is; UNKNOWN: everybody's */
	const struct ipc_object *subject; /* whose it is, or NULL */
	struct shortage_parts objects;
	struct shortage_parts owners;
	int64_t more_objects;
	int64_t more_owners;
	int64_t removed;     /* what objects use that were removed */
	int64_t unread;	     /* objects of which it is not known */
	int64_t unaccounted; /* what no object accounts for */
	/* Of a queue; n is UNKNOWN where nobody could be looked at. */
	struct ipc_processes senders; /* threads that are blocked */
	struct ipc_processes readers; /* who could take messages */
	struct litter litter;	      /* of what lies in /dev/shm */
	const char *effect;
	char *remedy; /* owned */
	char *relief; /* owned; NULL if there is nothing to free */
	/* Of an object that is named, see obstacle.h: */
	const char *cannot_be; /* what it cannot; NULL: this is of a limit */
	char *words;	       /* the meaning; owned */
};

extern const struct table shortage_table;
/* Paragraphs for people: rows of shortage_table only. */
extern const struct format format_shortage;

/* The kinds, and what of them, that have to be listed for those of kinds. */
unsigned shortage_kinds(unsigned kinds);
unsigned shortage_need(void);

/* What uses them up, and of which kinds not all is in the list. */
struct shortage_list {
	const struct ipc_list *list;
	unsigned missed;
};

/*
 * Sets *out to an array with each limit that objects of these kinds use up
 * together, and the fullest queue of each kind; to be freed by
 * shortage_free(). Returns how many there are. The list has all objects of
 * shortage_kinds(), and must live as long; what is added to it, as queues
 * without a name, counts as well. `failed` is that of limits_load().
 */
size_t shortage_find(struct shortage **out, const struct shortage_list *,
    unsigned kinds,
    void (*failed)(void *, const char *subject, const char *reason), void *arg);
void shortage_free(struct shortage *, size_t n);

#endif
