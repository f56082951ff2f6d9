/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Events: what happened to objects between two looks at them.
 *
 * Fields that change with time alone (age, idle) are not compared, and neither
 * are fields that one of the two looks does not know. Nothing here allocates or
 * fails.
 */
#ifndef DIFF_H
#define DIFF_H

#include <stddef.h>
#include <stdint.h>

#include "model/list.h"
#include "show/column.h"

#define EVENT_CREATE (1U << 0)
#define EVENT_REMOVE (1U << 1)
#define EVENT_CHANGE (1U << 2)
#define EVENT_SEND (1U << 3)
#define EVENT_RECEIVE (1U << 4)
#define EVENT_FULL (1U << 5)
#define EVENT_EMPTY (1U << 6)
#define EVENT_ATTACH (1U << 7)
#define EVENT_DETACH (1U << 8)
#define EVENT_OP (1U << 9)
#define EVENT_OVERFLOW (1U << 10) /* has no object */
#define EVENT_HOLD (1U << 11)	  /* of a process; so are the next */
#define EVENT_RELEASE (1U << 12)
#define EVENT_WAIT (1U << 13)
#define EVENT_WAKE (1U << 14)
#define EVENTS_PROCESS (EVENT_HOLD | EVENT_RELEASE | EVENT_WAIT | EVENT_WAKE)
#define EVENTS_ALL (~0U)

#define EVENT_FIELDS 12

struct ipc_event {
	unsigned event;			 /* one EVENT_... */
	const struct ipc_object *before; /* NULL: it was created */
	const struct ipc_object *after;	 /* NULL: it was removed */
	/*
	 * Fields to show with the event: those that differ or explain it or,
	 * for an object that was created or removed, those of general interest.
	 */
	const struct column *fields[EVENT_FIELDS];
	size_t n;
	const struct ipc_process *process; /* for EVENTS_PROCESS, else NULL */
};

struct event_name {
	unsigned event;
	const char *name;
	const char *help;
};

extern const struct event_name event_names[]; /* ends with a NULL name */

const char *event_name(unsigned event);

/*
 * Parses names separated by commas. Returns NULL, or a pointer to the first
 * word that names no event.
 */
const char *event_parse(const char *, unsigned *events);

typedef void ipc_event_fn(void *arg, const struct ipc_event *);

/*
 * Compares two lists, both sorted as ipc_list_unique() does, and calls `each`
 * for every event; the event is valid during the call only. A POSIX name that
 * is now another file, or an id that now belongs to another object, counts as
 * removed and created.
 */
void diff_lists(const struct ipc_list *before, const struct ipc_list *after,
    ipc_event_fn *each, void *arg);

#endif
