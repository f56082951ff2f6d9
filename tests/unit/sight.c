/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of how far a walk can see, in a /proc of our own; see sight.h. */
#include "process/sight.h"
#include "fake_proc.h"
#include "tap.h"

#define NO_CAPS "0000000000000000"
#define ALL_CAPS "000001ffffffffff"
#define PTRACE "0000000000080000"
#define NOT_PTRACE "fffffffffff7ffff"

/* Kinds that no file system can make doubtful. */
#define SURE (KINDS_MQ | KINDS_SYSV)

static struct sight sight;

/* As after a walk in which everybody was seen. */
static void
begin(void)
{
	sight_begin(&sight);
	sight.count = (struct proc_count){ .processes = 3 };
}

/* OURS in the lines is the number of the mount that we see. */
static void
mounted(const char *lines, const char *caps)
{
	const char *mark = strstr(lines, "OURS");
	char pid[32];

	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	fake_self(pid, caps);
	if (mark == NULL)
		fake_file("self/mountinfo", "%s", lines);
	else
		fake_file("self/mountinfo", "%.*s%lld%s", (int)(mark - lines),
		    lines, (long long)proc_root_mount(), mark + 4);
	begin();
}

static void
whole(void)
{
	fake_begin();
	sight_begin(&sight);
	CHECK(!sight_of_all(&sight), "before the walk nobody was seen");
	begin();
	CHECK(sight_of_all(&sight), "all");
	CHECK(sight_of_holders(&sight, SURE), "who holds");
	CHECK(sight_of_waiters(&sight, SURE), "who waits");
	fake_end();
}

static void
counts(void)
{
	fake_begin();
	begin();
	sight.count.hidden = 1;
	CHECK(!sight_of_holders(&sight, SURE), "one is hidden");
	begin();
	sight.count.restless = true;
	CHECK(!sight_of_holders(&sight, SURE), "they come and go");
	begin();
	sight.count.partial = true;
	CHECK(!sight_of_holders(&sight, SURE), "not all were listed");
	begin();
	sight.deaf = KIND_SYSV_SEM;
	CHECK(sight_of_holders(&sight, SURE), "holders are known");
	CHECK(!sight_of_waiters(&sight, KIND_SYSV_SEM), "waiters are not");
	CHECK(sight_of_waiters(&sight, KINDS_MQ), "of other kinds they are");
	fake_end();
}

/* The options of the mount that we see, unless we may trace everybody. */
static void
hidepid(void)
{
	static const struct {
		const char *line, *caps;
		bool all;
	} mounts[] = {
		{ "OURS 1 0:20 / /proc rw - proc proc rw\n", NO_CAPS, true },
		{ "OURS 1 0:20 / /proc rw - proc proc rw,hidepid=2\n", NO_CAPS,
		    false },
		{ "OURS 1 0:20 / /proc rw - proc proc rw,hidepid=invisible\n",
		    NOT_PTRACE, false },
		{ "OURS 1 0:20 / /proc rw - proc proc rw,hidepid=4\n", PTRACE,
		    true },
		{ "OURS 1 0:20 / /proc rw - proc proc rw,hidepid=2\n", ALL_CAPS,
		    true },
		/* Not ours, as long as ours is there. */
		{ "OURS 1 0:20 / /proc rw - proc proc rw\n"
		  "1000001 1 0:20 / /proc rw - proc proc rw,hidepid=2\n",
		    NO_CAPS, true },
		{ "1000001 1 0:20 / /proc rw - proc proc rw,hidepid=2\n",
		    NO_CAPS, false },
		{ "1000001 1 0:20 / /mnt rw - proc proc rw,hidepid=2\n",
		    NO_CAPS, true },
		/* A source can be called anything. */
		{ "OURS 1 0:20 / /mnt rw - proc \\040/proc\\040 rw,hidepid=2\n",
		    NO_CAPS, true },
		{ "OURS 1 0:20 / /mnt rw - proc  /proc  rw,hidepid=2\n",
		    NO_CAPS, true },
		{ "OURS 1 0:20 / /proc rw - proc hidepid=2 rw\n", NO_CAPS,
		    true },
	};
	size_t i;

	fake_begin();
	for (i = 0; i < TAP_LENGTH(mounts); i++) {
		mounted(mounts[i].line, mounts[i].caps);
		CHECK(sight_of_all(&sight) == mounts[i].all, mounts[i].line);
	}
	fake_fail("self/mountinfo", EIO);
	begin();
	CHECK(!sight_of_all(&sight), "how it is mounted cannot be read");
	fake_end();
}

/* All capabilities are for the processes of a user namespace only. */
static void
users(void)
{
	fake_begin();
	mounted("OURS 1 0:20 / /proc rw - proc proc rw,hidepid=2\n", ALL_CAPS);
	CHECK(sight_of_all(&sight), "in the first");
	fake_in(getpid(), "ns/user", "user:[4026531838]");
	begin();
	CHECK(!sight_of_all(&sight), "in another");
	fake_fail("self/ns/user", ENOENT);
	begin();
	CHECK(!sight_of_all(&sight), "in which is not known");
	fake_end();
}

static void
pids(void)
{
	char text[64];

	fake_begin();
	fake_in(getpid(), "ns/pid", "pid:[4026531835]");
	begin();
	CHECK(sight_of_all(&sight), "all that are in it");
	CHECK(!sight_of_holders(&sight, SURE), "but others may be outside");
	CHECK_INT(sight.outside, KINDS_ALL, "of each kind");
	fake_fail("self/ns/pid", EISDIR);
	begin();
	CHECK(!sight_of_holders(&sight, SURE), "which it is cannot be read");
	fake_end();

	fake_begin();
	snprintf(text, sizeof(text), "70\t%d", (int)getpid());
	fake_self(text, ALL_CAPS);
	begin();
	CHECK(sight.foreign && !sight_of_all(&sight), "we have two pids");
	fake_self("70", ALL_CAPS);
	begin();
	CHECK(sight.foreign, "its pid is not ours");
	fake_file("self/status", "Name:\ta\nPid:\t%d\n", (int)getpid());
	begin();
	CHECK(!sight.foreign, "a kernel without namespaces");
	fake_file("self/status", "Name:\ta\nPid:\t%d0\n", (int)getpid());
	begin();
	CHECK(sight.foreign, "another's");
	fake_file("self/status", "%s", "");
	begin();
	CHECK(sight.foreign, "it says nothing");
	fake_fail("self/status", EACCES);
	begin();
	CHECK(sight.foreign && !sight_of_all(&sight), "it cannot be read");
	fake_remove("");
	begin();
	CHECK(sight.foreign, "there is no /proc");
	CHECK(!sight_of_holders(&sight, SURE), "there is no /proc");
	fake_end();
}

static const char *
described(unsigned kinds)
{
	static struct text text;

	text_clear(&text);
	sight_describe(&sight, kinds, &text);
	return text.s;
}

static void
words(void)
{
	fake_begin();
	begin();
	CHECK_STR(described(SURE), "all 3 processes could be looked at", "all");
	sight.deaf = KIND_SYSV_SEM;
	CHECK_STR(described(KINDS_MQ), "all 3 processes could be looked at",
	    "of others");
	CHECK_STR(described(KIND_SYSV_SEM),
	    "the calls of some threads could not be read", "deaf");
	sight.outside = KIND_SYSV_SEM;
	CHECK_STR(described(KIND_SYSV_SEM),
	    "processes outside of this PID namespace cannot be seen",
	    "outside");
	sight.count.partial = true;
	CHECK_STR(
	    described(SURE), "/proc does not show all processes", "partial");
	sight.count.restless = true;
	CHECK_STR(described(SURE),
	    "processes began and ended faster than they could be looked at",
	    "restless");
	sight.count.hidden = 2;
	CHECK_STR(described(SURE), "2 of 3 processes could not be looked at",
	    "hidden");
	sight.count = (struct proc_count){ .processes = 1, .hidden = 1 };
	CHECK_STR(
	    described(SURE), "1 of 1 process could not be looked at", "one");
	fake_end();
}

int
main(void)
{
	static const struct tap_test tests[] = {
		{ "sight: all is seen if nothing is against it", whole },
		{ "sight: one who was not seen is one too many", counts },
		{ "sight: hidepid is known by the options of our mount",
		    hidepid },
		{ "sight: capabilities of a user namespace see no more",
		    users },
		{ "sight: only the first PID namespace has everybody", pids },
		{ "sight: says why not", words },
	};

	return tap_run(tests, TAP_LENGTH(tests));
}
