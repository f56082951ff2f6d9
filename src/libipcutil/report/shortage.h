/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why a limit is reached (--explain): how much of each limit is used, by which
 * objects and owners, and how much belongs to no object that was seen. Also the
 * obstacles to a named object, see obstacle.h. Limits: mq_overview(7),
 * sysvipc(7).
 */
#ifndef SHORTAGE_H
#define SHORTAGE_H

#include <stddef.h>
#include <stdint.h>

#include "model/list.h"
#include "report/limit.h"
#include "report/litter.h"
#include "show/output.h"

#define SHORTAGE_NAMED 5 /* most objects, and owners, that are named */
#define SHORTAGE_NEAR 80 /* percent from which a limit is nearly reached */
#define SHORTAGE_FILTER "share >= 80 or cannot_be != ''"
/* Obstacles to named objects come first. */
#define SHORTAGE_ORDER "cannot_be,-share"

/* What one object uses, or all objects of one owner. */
struct shortage_part {
	const struct ipc_object *object; /* NULL: all objects of `uid` */
	int64_t uid;
	int64_t amount;
	int64_t objects;
};

/* The largest parts, in decreasing order. */
struct shortage_parts {
	struct shortage_part v[SHORTAGE_NAMED];
	size_t n;
	int64_t more; /* parts that are not named */
	char *words;  /* names, separated by commas; owned */
};

struct shortage {
	struct limit limit; /* makes a shortage a row of limit_table, too */
	int64_t uid;	    /* user with this limit; UNKNOWN: all users */
	const struct ipc_object *subject; /* the queue, or NULL */
	struct shortage_parts objects;
	struct shortage_parts owners;
	int64_t more_objects;
	int64_t more_owners;
	int64_t removed;     /* used by objects that were removed */
	int64_t unread;	     /* objects with unknown use */
	int64_t unaccounted; /* used by no known object */
	/*
	 * For a queue; n is UNKNOWN if processes could not be looked at. What
	 * the processes own stays the object's.
	 */
	struct ipc_processes senders; /* blocked threads */
	struct ipc_processes readers; /* processes that could receive */
	struct litter litter;	      /* directories in /dev/shm */
	const char *effect;
	char *remedy; /* owned */
	char *relief; /* owned; NULL if there is nothing to free */
	/* For a named object, see obstacle.h: */
	const char *cannot_be; /* opened, ...; NULL: a limit */
	char *words;	       /* backs limit.meaning; owned */
};

extern const struct table shortage_table;
/* Writes paragraphs; rows of shortage_table only. */
extern const struct format format_shortage;

/*
 * Return the kinds to list, and what to read of their objects (NEED_...), to
 * explain the limits of `kinds`.
 */
unsigned shortage_kinds(unsigned kinds);
unsigned shortage_need(void);

/*
 * The objects that use limits up, and the kinds that could not be listed whole.
 */
struct shortage_list {
	const struct ipc_list *list;
	unsigned missed;
};

/*
 * Sets *out to an array and returns its length: every limit that objects of
 * these kinds share, and the fullest queues of each API. The caller frees it
 * with shortage_free(). The list contains all objects of shortage_kinds() and
 * must live as long as the array; objects that were added to it, such as queues
 * without a name, count too. `failed` is passed to limits_load().
 */
size_t shortage_find(struct shortage **out, const struct shortage_list *,
    unsigned kinds,
    void (*failed)(void *, const char *subject, const char *reason), void *arg);
void shortage_free(struct shortage *, size_t n);

#endif
