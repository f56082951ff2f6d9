/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls counted, for each object and each process that calls: how many, how
 * much, and how long they took. Memory has a bound: what there is no room for
 * is counted, and belongs to nobody.
 *
 * All strings and rows are the table's, until stats_clear() or stats_free().
 */
#ifndef TRACE_STATS_H
#define TRACE_STATS_H

#include "base/histogram.h"
#include "trace/call.h"

#define STATS_ROOM 4096 /* rows: some 3 KiB each */

/* Sums over calls. */
struct tally {
	struct histogram times; /* of calls that have ended */
	int64_t errors;
	char last_error[16]; /* "": there was none */
	int64_t sent;	     /* messages, as received */
	int64_t received;
	int64_t sent_bytes;
	int64_t received_bytes;
	int64_t waiting;	  /* calls that have not ended */
	int64_t longest;	  /* of these, so far, in nanoseconds */
	const char *waiting_word; /* what that one does: one of call_words */
};

/*
 * Calls of one process on one object. If more than a few processes of a command
 * have ended, they are one row, so that those of a loop are not a row each.
 */
#define STATS_FEW 3
struct stats_row {
	struct ipc_object object; /* as in struct call */
	int64_t pid;		  /* UNKNOWN, as in struct call, or several */
	int64_t ended;		  /* so many, that have; 0: it is one alone */
	bool gone;		  /* it is one alone, that has */
	char command[17];	  /* "": unknown */
	struct tally tally;
};

struct stats;

struct stats *stats_new(size_t room);
void stats_free(struct stats *);

/* Counts a call that has ended, or one that has not, as long as it took yet. */
void stats_add(struct stats *, const struct call *);
void stats_add_waiting(struct stats *, const struct call *);
/* Forgets all that have not ended, to count them anew. */
void stats_clear_waiting(struct stats *);
/* No more calls of this process will come; its pid may be another's then. */
void stats_ended(struct stats *, int64_t pid);
/* Forgets all. */
void stats_clear(struct stats *);

/* All that were counted; those of them for which there was no row. */
int64_t stats_calls(const struct stats *);
int64_t stats_beyond(const struct stats *);

/*
 * All rows of an object, or of a process, and their sum. Groups come in the
 * order of the time that their calls took, longest first, and so do rows of
 * each.
 */
struct stats_group {
	struct tally total;
	/* By process: how many that are. */
	int64_t processes;
	const struct stats_row **rows; /* at least one, which tells whose */
	size_t n;
};

struct stats_groups {
	struct stats_group *v;
	size_t n;
	const struct stats_row **rows; /* of all groups */
	size_t nrows;
};

enum stats_by { STATS_BY_OBJECT, STATS_BY_PROCESS };

void stats_group(const struct stats *, enum stats_by, struct stats_groups *);
void stats_groups_free(struct stats_groups *);

#endif
