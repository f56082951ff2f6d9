/* SPDX-License-Identifier: BSD-2-Clause */
/* Shared by the parts of ipcwatch. */
#ifndef IPCWATCH_H
#define IPCWATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/clock.h"
#include "cli.h"
#include "load/load.h"
#include "model/queue.h"
#include "process/culprit.h"
#include "report/diff.h"
#include "show/expr.h"

struct options {
	unsigned events; /* EVENT_... */
	bool initial;
	bool jsonl;
	const char *format; /* NULL: text, or JSON */
	int64_t interval;   /* nanoseconds, as timeout */
	int64_t timeout;    /* UNKNOWN: none */
	int64_t count;	    /* of events; UNKNOWN: no end */
	bool holders;	    /* who holds them and waits for them, too */
	bool verbose;
	const char *namespace;
	struct cli_kinds chosen; /* by options */
	char *kinds;		 /* those, in words; NULL: all. Owned */
	const char *user;
	const char *output; /* with top, as sort */
	const char *sort;
	const char *where;
	const char *until;
	int64_t orphans_after; /* seconds */
	struct expr *filter;
	struct expr *goal; /* of --until */
	bool gone;	   /* --until-gone */
	bool all;	   /* --until is for all that are selected */
	int ready;	   /* descriptor, or -1 */
	bool ready_line;
	bool top;
	bool batch;	      /* with top: screens as text */
	enum cli_colour when; /* of --color */
	bool colour;	      /* so stdout gets some */
	enum time_format times;
	bool times_given;
	unsigned need; /* what is read beyond what all else needs: NEED_... */
	const char *record; /* FILE; NULL: none, as of all that follow */
	const char *replay;
	const char *from;
	const char *at; /* with top */
	const char *to;
	int64_t snapshot; /* nanoseconds; UNKNOWN: as it suits */
	int64_t keep;	  /* seconds; UNKNOWN: for ever */
	int64_t data;	  /* bytes of messages; UNKNOWN: none */
	int64_t max_size; /* bytes; UNKNOWN: any number */
	bool by;	  /* shown in lines */
	bool trace;
	bool stats;		/* calls are counted, and not shown */
	bool interval_given;	/* by --interval */
	const char *event_list; /* of --events, as it was given */
	uint64_t calls;		/* of --trace: bits, see trace/call.h */
	struct ipc_array pids;	/* only these; owned */
	char **command;		/* NULL: none */
	struct ref *refs;
	size_t nrefs;
};

/* How it ends, if it is to. */
enum end { GO_ON, DONE, TIMED_OUT, SIGNALLED };

/* Objects that may be none yet, and since when they are there. */
#define YOUNG_MAX 64
struct young {
	size_t n;
	struct {
		int64_t ino;
		int64_t since; /* CLOCK_MONOTONIC, in nanoseconds */
	} v[YOUNG_MAX];
};

struct watch {
	const struct options *o;
	struct ipc_list list; /* as it was at the last look */
	int64_t looks;	      /* how many there were */
	int64_t seen;	      /* events shown */
	struct timespec now;  /* time of the events at hand */
	struct timespec began;
	int status;
	struct young young;
	bool *found;	   /* for each of refs: it was there; or NULL */
	bool doubtful;	   /* look soon: some are not in the list yet */
	unsigned missed;   /* kinds that were not seen whole: KIND_... */
	const char **told; /* places and operands that failed; owned */
	size_t ntold;
	bool later;	/* messages wait for tell_later() */
	char **reasons; /* of the last of told, not said yet; owned */
	size_t nreasons;
	struct culprits *culprits; /* NULL: who did it is not known */
	bool waited;		   /* for one of them, since the last look */
	const struct recording *recording; /* NULL: it happens now */
	struct recorder *recorder;	   /* NULL: nothing is recorded */
	bool lost;			   /* it could not be recorded */
};

/* CLOCK_MONOTONIC, in nanoseconds. */
int64_t monotonic(void);

/*
 * look() loads the objects as they are now. After they were compared with those
 * of the last look, look_done() lets the list take their place.
 */
void look(struct watch *, struct ipc_list *);
void look_done(struct watch *, struct ipc_list *);

/*
 * Says what --until has to wait for, as it does not hold yet: names that are
 * not there, and objects that could not be read.
 */
void tell_prospects(const struct watch *);

/* Says what is watched, where nothing has happened for a while. */
void tell_quiet(const struct watch *);
/* Reports that inotify(7) cannot be used, by errno, and that ipcwatch polls. */
void tell_polling(const struct options *, int error);

/* Says what was kept while `later` was set. */
void tell_later(struct watch *);

/* Says that watching begins, to whoever wants to know it. */
void say_ready(const struct options *);

/*
 * Has these signals read from the descriptor it returns, but for those that
 * whoever started us ignores.
 */
int open_signals(const int *signals, size_t n);
/*
 * Opens these, and all that would end us but those that report a defect of
 * ours. SIGPIPE is not among them: write(2) fails instead.
 */
int open_ends(const int *also, size_t n);
/* Ends as the signal would have ended it, or returns. */
void end_by(int signo);

/* An option, as the user knows it, and whether it was given. */
struct given {
	bool given;
	const char *option;
};

/* Exits with the reason if any of the n options was given. */
void refuse_given(const struct given *, size_t n, const char *reason);

/*
 * Exits if options make no sense together; reads what depends on others of
 * them, as the events and the expressions.
 */
void check_options(struct options *);

/*
 * Reads the operands. Without any, kinds that options choose are a pattern,
 * so that there is one way to select.
 */
void ipcwatch_operands(struct options *, int argc, char **argv);

/* The kinds of the operands; all if there are none. */
unsigned watched_kinds(const struct options *);

/* Watches until it ends, and returns an exit status, or does not return. */
int watch(const struct options *);

/*
 * Trace calls, and show each or count all of them. trace_check() checks the
 * options for it, and exits with CLI_USAGE.
 */
int trace_calls(const struct options *);
void trace_check(struct options *);

/* Shows the event, flushed, and runs the command, if it is one of those
 * asked for. */
void show_event(struct watch *, const struct ipc_event *);

/*
 * By whom an event is, in a structure that is initialised and whose command is
 * owned. False if it is not known. The second is of POSIX objects that are new,
 * or gone.
 */
bool by_find(struct watch *, const struct ipc_event *, struct ipc_process *);
bool by_of_object(
    struct watch *, const struct ipc_object *, bool made, struct ipc_process *);
/* Adds it as 812/httpd www-data (last sender). */
void by_write(struct text *, const struct ipc_process *);
/* Whether an output shows who did it; by_open() starts asking the kernel. */
bool by_is_wanted(const struct options *);
void by_open(struct watch *);

bool prints_events(const struct options *);

/* Exits as stdout could not be written, with that errno. */
_Noreturn void fail_to_write(int error);

/*
 * How long the part of a format is that begins there: %{NAME}, then with its
 * name, or %% or any byte, then with a name of NULL. 0 if it is none of these.
 */
size_t format_part(const char *, const char **name, size_t *length);
/* Whether the format consists of text and of %{...} with names of fields. */
bool format_is_valid(const char *, bool (*is_field)(const char *, size_t));

/* Checks --format: NULL, or a constant message. */
const char *check_format(const char *);
/* Returns what must be read to write the format: NEED_... */
unsigned format_need(const char *);

/* Adds an event's parts as text. */
void write_time(struct text *, const struct timespec *);
/* Adds the time of the day alone: 08:30:00. */
void write_clock(struct text *, const struct timespec *);
/* Adds nanoseconds as seconds, to the millisecond: 0.1, 30. */
void write_seconds(struct text *, int64_t ns);
/* Adds the time of the events at hand as --time-format says. */
void write_when(struct text *, const struct watch *);
void write_details(struct text *, const struct ipc_event *);
/* Adds the event as a line of JSON; `by` is NULL where that is not known. */
void show_json(struct text *, const struct watch *, const struct ipc_event *,
    const struct ipc_process *by);
/* Adds a field of an object as text; nothing if it is unknown. */
bool write_field(
    struct text *, const struct column *, const struct ipc_object *);
/* The object that an event is of, NULL if it is of none. */
const struct ipc_object *event_object(const struct ipc_event *);

/*
 * Runs the command with the event in its environment, and who did it unless
 * that is NULL, and waits for it.
 */
void run_for(
    struct watch *, const struct ipc_event *, const struct ipc_process *by);

/* POSIX queues that are polled, so that what happens is known at once. */
struct polled;
struct polled *polled_new(void);
void polled_free(struct polled *);
/* Polls those of the list, and no others. */
void polled_update(struct polled *, const struct ipc_list *);
size_t polled_count(const struct polled *);
int polled_fd(const struct polled *);
void polled_read(struct polled *);

#endif
