/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of going through all namespaces, in a /proc of our own; see load.h,
 * namespace.h. Nobody lives in those of the fake, so none can be entered:
 * what counts is what is said of it.
 */
#include "load/load.h"
#include "fake_proc.h"
#include "process/namespace.h"
#include "tap.h"

static char told[1024];

static void
failed(void *arg, const char *subject, const char *reason)
{
	size_t length = strlen(told);

	(void)arg;
	snprintf(
	    told + length, sizeof(told) - length, "%s: %s\n", subject, reason);
}

/* What is said where nobody is who was seen a moment ago. */
#define MOVED                                                                  \
	"/proc: processes moved on faster than their namespaces could be "     \
	"entered\n"

/*
 * The status, with `told' of what was wrong but that nobody can be followed in
 * here: that is in `moved'.
 */
static bool moved;

static int
everywhere(const struct ref *refs, size_t nrefs)
{
	struct ipc_list list = { 0 };
	const struct load load = {
		.kinds = KINDS_ALL,
		.refs = refs,
		.nrefs = nrefs,
		.failed = failed,
	};
	int status;

	*told = '\0';
	status = load_everywhere(&load, &list);
	CHECK_INT((int64_t)list.n, 0, "no objects");
	ipc_list_free(&list);
	moved = strstr(told, MOVED) != NULL;
	if (moved)
		*strstr(told, MOVED) = '\0';
	return *told == '\0' ? 0 : status;
}

static int64_t
places(struct proc_count *count)
{
	struct ipc_place *v;
	int64_t n = ipc_places(&v, count);

	ipc_places_free(v, n);
	return n;
}

static void
all(void)
{
	struct proc_count count;

	fake_begin();
	FAKE_PROCESS(70);
	FAKE_PROCESS(71);
	fake_in(71, "ns/ipc", "ipc:[7]");
	CHECK_INT(places(&count), 2, "init's and that of 71");
	CHECK(proc_count_all(&count), "and no more");
	fake_in(70, "root/dev/shm/", "");
	fake_in(1, "root/dev/shm/", "");
	fake_link("self/root", "../1/root");
	CHECK_INT(places(&count), 3, "70 has a /dev/shm of its own");
	/* They are met again and again, and never where they were. */
	CHECK_INT(everywhere(NULL, 0), 0, "nothing was hidden");
	CHECK_STR(told, "", "so nothing is said");
	CHECK(moved, "but that nobody can be followed");
	fake_end();
}

/* One process of which it is not known where it lives. */
static void
hidden(void)
{
	static const struct {
		const char *file, *link;
		int error;
	} ways[] = {
		{ "70", NULL, ENOTDIR },
		{ "70", NULL, ELOOP },
		{ "70/ns/ipc", NULL, EISDIR },
		{ "70/ns/ipc", "ipc:7", 0 },
		{ "70/ns/ipc", "", 0 },
		{ "70/ns", NULL, EACCES },
		{ "70/ns", NULL, ENOTDIR },
		{ "70/root/dev", NULL, EACCES },
		{ "70/root", NULL, ENAMETOOLONG },
	};
	size_t i;

	for (i = 0; i < TAP_LENGTH(ways); i++) {
		fake_begin();
		FAKE_PROCESS(70);
		fake_in(70, "root/dev/shm/", "");
		if (ways[i].link == NULL)
			fake_fail(ways[i].file, ways[i].error);
		else
			fake_link(ways[i].file,
			    *ways[i].link != '\0' ? ways[i].link : "x");
		CHECK_INT(everywhere(NULL, 0), -1, ways[i].file);
		CHECK_STR(told,
		    "/proc: the namespaces of 1 process could not be looked "
		    "at\n",
		    ways[i].file);
		fake_end();
	}
}

static void
nobody(void)
{
	const char *wanted = "/proc: does not show all processes\n";

	fake_begin();
	fake_fail("1", ENOENT);
	FAKE_PROCESS(70, .state = 'Z');
	fake_fail("70/ns/ipc", ENOENT);
	CHECK_INT(everywhere(NULL, 0), 0, "a zombie is nowhere");
	fake_remove("");
	CHECK_INT(everywhere(NULL, 0), -1, "no /proc");
	CHECK_STR(told, "/proc: No such file or directory\n", "no /proc");
	mkdir(fake_root, 0755);
	CHECK_INT(everywhere(NULL, 0), -1, "no process");
	CHECK_STR(told, wanted, "no process");
	FAKE_PROCESS(70);
	CHECK_INT(everywhere(NULL, 0), -1, "not ourselves");
	CHECK_STR(told, wanted, "not ourselves");
	fake_end();
}

/* What is named must be somewhere. */
static void
missing(void)
{
	struct ref ref;

	fake_begin();
	CHECK(ref_parse(&ref, "mq:/fake") == NULL, "mq:/fake");
	CHECK_INT(everywhere(&ref, 1), -1, "in no place");
	CHECK_STR(told, "mq:/fake: no such object\n", "in no place");
	fake_fail("1/ns/ipc", EISDIR);
	CHECK_INT(everywhere(&ref, 1), -1, "in none that could be seen");
	CHECK(strstr(told, "could not be looked at\n") != NULL, told);
	ref_free(&ref);
	fake_end();
}

/* A directory that is no process's, or a file. */
static void
enter(void)
{
	static const struct {
		const char *file;
		int error, wanted;
	} ways[] = {
		{ "70", ENOENT, ESRCH },
		{ "70", ENOTDIR, ENOTDIR },
		{ "70", ENAMETOOLONG, ENAMETOOLONG },
		{ "70/ns/ipc", ENOENT, ESRCH },
	};
	size_t i;

	for (i = 0; i < TAP_LENGTH(ways); i++) {
		fake_begin();
		FAKE_PROCESS(70);
		fake_fail(ways[i].file, ways[i].error);
		CHECK_INT(ipc_namespace_enter("70"), -1, ways[i].file);
		CHECK_INT(errno, ways[i].wanted, ways[i].file);
		fake_end();
	}
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "places: each namespace and /dev/shm once", all },
		{ "load: where a process lives must be known of all", hidden },
		{ "load: a /proc without processes has no places", nobody },
		{ "load: what is named must be in one of them", missing },
		{ "namespace: only who is not there is no such process",
		    enter },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
