/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --trace, --stats and --top: tracing begins and ends. */
#include <sys/stat.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backend/posix_file.h"
#include "base/proc.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch_trace.h"

/* It must be removed, however we exit: atexit(3) hands on nothing. */
static struct tracer *to_close;

void
trace_close(void)
{
	tracer_close(to_close);
	to_close = NULL;
}

static void
say_untold(const struct options *o, unsigned untold)
{
	if (untold & KINDS_IN_SHM)
		cli_warn(trace_purpose(o),
		    "this kernel cannot select paths (before Linux 5.17): "
		    "POSIX shared memory and semaphores are not traced");
	if (untold & ~KINDS_IN_SHM)
		cli_warn(
		    trace_purpose(o), "this kernel does not have all calls");
}

struct tracer *
trace_open(const struct options *o, void (*ended)(void *arg, int64_t pid))
{
	bool all = o->namespace != NULL && strcmp(o->namespace, "all") == 0;
	struct tracer_options options = {
		.kinds = watched_kinds(o),
		.ipc_ns = UNKNOWN,
		.shm = UNKNOWN,
		.data = o->data == UNKNOWN ? 0 : (size_t)o->data,
		.ended = ended,
	};
	unsigned untold = 0;
	const char *why;
	struct stat st;

	if (!all) {
		options.ipc_ns = proc_own_namespace("ns/ipc");
		if (stat(SHM_DIR, &st) == 0)
			options.shm = (int64_t)st.st_dev;
	}
	to_close = tracer_open(&options, &untold, &why);
	if (to_close == NULL) {
		cli_warn(trace_purpose(o), why);
		return NULL;
	}
	atexit(trace_close);
	say_untold(o, untold);
	return to_close;
}

static void
tell(const struct options *o, int64_t n, const char *what)
{
	char *reason;

	if (n == 0)
		return;
	xasprintf(&reason, "%" PRId64 " %s", n, what);
	cli_warn(trace_purpose(o), reason);
	free(reason);
}

void
trace_tell_lost(const struct options *o, int64_t lost)
{
	tell(o, lost,
	    "records were lost so far, as there were too many: calls are "
	    "missing");
}

void
trace_tell_entered(const struct options *o, const struct tracer_losses *losses)
{
	char *what;

	xasprintf(&what,
	    "threads of other namespaces have entered this one so far: calls "
	    "that each made in the first %.1f ms may be missing",
	    (double)losses->longest / 1e6);
	tell(o, losses->entered, what);
	free(what);
}

void
trace_tell_beyond(const struct options *o, int64_t beyond)
{
	tell(o, beyond,
	    "calls are in no table, as they are of too many objects and "
	    "processes");
}

void
trace_tell_losses(
    const struct options *o, const struct tracer *tracer, int64_t unnamed)
{
	struct tracer_losses losses = tracer_losses(tracer);

	tell(o, losses.doubtful,
	    "calls are not shown: records that were lost may be of their end, "
	    "or of the beginning of the next one");
	tell(o, losses.strange,
	    "calls are not shown: the callers had ended, or are outside of "
	    "this PID namespace, so that their namespaces are not known");
	tell(o, unnamed,
	    "calls are not shown: the callers had ended, so that it is not "
	    "known which objects these were");
	tell(
	    o, losses.damaged, "records of the kernel could not be understood");
}
