/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of the readers of /proc/sysvipc; see sysv.h and proc(5). */
#include <errno.h>
#include <unistd.h>

#include "backend/sysv.h"
#include "base/text.h"
#include "tap.h"

/* As Linux 6.1 writes them. */
#define MSG_HEADING                                                            \
	"       key      msqid perms      cbytes       qnum lspid lrpid   "    \
	"uid   gid  cuid  cgid      stime      rtime      ctime\n"
#define SHM_HEADING                                                            \
	"       key      shmid perms                  size  cpid  lpid "       \
	"nattch   uid   gid  cuid  cgid      atime      dtime      "           \
	"ctime                   rss                  swap\n"
#define SEM_HEADING                                                            \
	"       key      semid perms      nsems   uid   gid  cuid  "           \
	"cgid      otime      ctime\n"

static bool
reads(const char *heading, const char *line, struct ipc_object *o)
{
	struct sysv_heading h;

	CHECK(sysv_parse_heading(&h, heading), heading);
	return sysv_parse_line(&h, line, o);
}

static void
messages(void)
{
	struct ipc_object *o = ipc_object_new(&sysv_msg_kind);
	const char *line =
	    "-559038737          3   644         100          2  4242  4243 "
	    " 1000  1001     0     2 1795249815 1795249816 1795249800\n";

	CHECK(reads(MSG_HEADING, line, o), line);
	CHECK_INT(o->key, 0xdeadbeef, line);
	CHECK_INT(o->id, 3, line);
	CHECK_INT(o->mode, 0644, line);
	CHECK_INT(o->bytes, 100, line);
	CHECK_INT(o->messages, 2, line);
	CHECK_INT(o->lspid, 4242, line);
	CHECK_INT(o->lrpid, 4243, line);
	CHECK_INT(o->uid, 1000, line);
	CHECK_INT(o->gid, 1001, line);
	CHECK_INT(o->cuid, 0, line);
	CHECK_INT(o->cgid, 2, line);
	CHECK_INT(o->stime, 1795249815, line);
	CHECK_INT(o->rtime, 1795249816, line);
	CHECK_INT(o->ctime, 1795249800, line);
	CHECK_INT(o->size, UNKNOWN, line);
	ipc_object_free(o);
}

static void
memory(void)
{
	struct ipc_object *o = ipc_object_new(&sysv_shm_kind);
	const char *line =
	    "        82 2147483647  1600   9223372036854775807  4242     0 "
	    "    17 4294967294     0     0     0          0          0 "
	    "1795249800                  4096                  8192\n";

	CHECK(reads(SHM_HEADING, line, o), line);
	CHECK_INT(o->key, 82, line);
	CHECK_INT(o->id, INT32_MAX, line);
	CHECK_INT(o->size, INT64_MAX, line);
	CHECK_INT(o->nattch, 17, line);
	CHECK_INT(o->cpid, 4242, line);
	CHECK_INT(o->uid, INT64_C(4294967294), line);
	CHECK_INT(o->rss, 4096, line);
	CHECK_INT(o->swap, 8192, line);
	/* Nobody, and never. */
	CHECK_INT(o->lpid, UNKNOWN, line);
	CHECK_INT(o->atime, UNKNOWN, line);
	CHECK_INT(o->dtime, UNKNOWN, line);
	ipc_object_free(o);
}

static void
semaphores(void)
{
	struct ipc_object *o = ipc_object_new(&sysv_sem_kind);
	const char *line = "        -1          0     0        250     0     0 "
			   "    0     0          0 1795249800\n";

	CHECK(reads(SEM_HEADING, line, o), line);
	/* -1 is a key as any other. */
	CHECK_INT(o->key, 0xffffffff, line);
	CHECK_INT(o->id, 0, line);
	CHECK_INT(o->mode, 0, line);
	CHECK_INT(o->nsems, 250, line);
	CHECK_INT(o->otime, UNKNOWN, line);
	CHECK_INT(o->ctime, 1795249800, line);
	ipc_object_free(o);
}

static void
other_order(void)
{
	struct ipc_object *o = ipc_object_new(&sysv_shm_kind);

	CHECK(reads("nattch\tshmid  key\n", "5 7 -2147483648\n", o), "order");
	CHECK_INT(o->nattch, 5, "order");
	CHECK_INT(o->id, 7, "order");
	CHECK_INT(o->key, 0x80000000, "order");
	CHECK_INT(o->uid, UNKNOWN, "order");
	ipc_object_free(o);
}

static void
new_columns(void)
{
	struct ipc_object *o = ipc_object_new(&sysv_shm_kind);

	CHECK(reads("new shmid newer size newest", "-1 7 2 4096 3", o), "new");
	CHECK_INT(o->id, 7, "new");
	CHECK_INT(o->size, 4096, "new");
	ipc_object_free(o);
}

/* What is not known here may be anything but several words. */
static void
new_words(void)
{
	static const char *const lines[] = {
		"abc 7 0xff 4096 -",
		"18446744073709551615 7 1.5 4096 x/y",
		"- 7 12abc 4096 :",
	};
	struct ipc_object *o;
	size_t i;

	for (i = 0; i < TAP_LENGTH(lines); i++) {
		o = ipc_object_new(&sysv_shm_kind);
		CHECK(reads("new shmid newer size newest", lines[i], o),
		    lines[i]);
		CHECK_INT(o->id, 7, lines[i]);
		CHECK_INT(o->size, 4096, lines[i]);
		ipc_object_free(o);
	}
}

static void
no_headings(void)
{
	static const char *const bad[] = {
		"",
		"\n",
		"   \t \n",
		"key perms size\n", /* nothing tells the objects apart */
		"SHMID\n",
		"shmidx\n",
		"xshmid\n",
		"\xff\xfe\n",
	};
	struct sysv_heading h;
	char *s;
	size_t i;

	for (i = 0; i < TAP_LENGTH(bad); i++)
		CHECK(!sysv_parse_heading(&h, bad[i]), bad[i]);
	s = tap_repeat('x', 65536);
	CHECK(!sysv_parse_heading(&h, s), "64 KiB");
	for (i = 1; i < 65536; i += 2)
		s[i] = ' ';
	CHECK(!sysv_parse_heading(&h, s), "32768 columns");
	free(s);
}

static void
column_limit(void)
{
	struct text t = { 0 };
	struct sysv_heading h;
	int i;

	text_str(&t, "shmid");
	for (i = 1; i < SYSV_COLUMNS; i++)
		text_str(&t, " x");
	CHECK(sysv_parse_heading(&h, t.s), t.s);
	CHECK_INT(h.n, SYSV_COLUMNS, t.s);
	text_str(&t, " x");
	CHECK(!sysv_parse_heading(&h, t.s), t.s);
	text_free(&t);
}

static void
bad_lines(void)
{
	static const char *const bad[] = {
		"",
		"\n",
		"7",
		"7 0",
		"7 0 644",
		"7 0 644 \n",
		"7 0 644 4096 9\n",
		"7 0 644 4096 x\n",
		"7 0 644 4096x\n",
		"7 0 644 x4096\n",
		"7 0 644 -\n",
		"7 0 899 4096\n",
		"7 0x10 644 4096\n",
		"x 0 644 4096\n",
		"7 0 644 99999999999999999999\n",
		"7 0 644 18446744073709551616\n",
		"7 0 644 4096\n7\n",
		"7\n0\n644\n4096\n",
		"\xff\xff\xff\xff\n",
	};
	struct ipc_object *o;
	size_t i;

	for (i = 0; i < TAP_LENGTH(bad); i++) {
		o = ipc_object_new(&sysv_shm_kind);
		CHECK(!reads("shmid key perms size", bad[i], o), bad[i]);
		ipc_object_free(o);
	}
}

struct seen {
	int n;
	int until;
	int64_t last;
};

static bool
count(void *arg, const struct ipc_object *o)
{
	struct seen *seen = arg;

	seen->last = o->id;
	return ++seen->n != seen->until;
}

static int
read_file(const char *content, struct seen *seen)
{
	char path[] = "sysv_proc-XXXXXX";
	int fd = mkstemp(path), status;

	CHECK(fd != -1 && write(fd, content, strlen(content)) ==
			      (ssize_t)strlen(content),
	    path);
	close(fd);
	errno = 0;
	status = sysv_read_proc(path, &sysv_sem_kind, count, seen);
	unlink(path);
	return status;
}

static void
files(void)
{
	struct seen seen = { 0 };

	CHECK_INT(read_file(SEM_HEADING, &seen), 0, "no objects");
	CHECK_INT(seen.n, 0, "no objects");
	CHECK_INT(
	    read_file("semid key\n0 1\n32769 2\n7 3\n", &seen), 0, "three");
	CHECK_INT(seen.n, 3, "three");
	CHECK_INT(seen.last, 7, "three");
	seen = (struct seen){ .until = 2 };
	CHECK_INT(read_file("semid key\n0 1\n32769 2\n7 3\n", &seen), 0,
	    "until it is enough");
	CHECK_INT(seen.n, 2, "until it is enough");
	CHECK_INT(seen.last, 32769, "until it is enough");
	errno = 0;
	CHECK_INT(
	    sysv_read_proc("sysv_proc-none", &sysv_sem_kind, count, &seen), -1,
	    "no file");
	CHECK_INT(errno, ENOENT, "no file");
}

/* A list that is not complete is not one. */
static void
broken_files(void)
{
	static const char *const broken[] = {
		"",
		"\n",
		"garbage\n0 1\n",
		"semid key\n0 1\ngarbage\n7 3\n",
		"semid key\n0 1\n7\n",
	};
	struct seen seen = { 0 };
	size_t i;

	for (i = 0; i < TAP_LENGTH(broken); i++) {
		CHECK_INT(read_file(broken[i], &seen), -1, broken[i]);
		CHECK(errno != 0, broken[i]);
	}
	CHECK_INT(sysv_read_proc(".", &sysv_sem_kind, count, &seen), -1,
	    "a directory");
}

static const struct tap_test tests[] = {
	{ "sysv_parse_line: reads message queues", messages },
	{ "sysv_parse_line: reads shared memory", memory },
	{ "sysv_parse_line: reads semaphores, and key -1", semaphores },
	{ "sysv_parse_line: the headings say what stands where", other_order },
	{ "sysv_parse_line: passes over columns that are new", new_columns },
	{ "sysv_parse_line: passes over new columns that are no numbers",
	    new_words },
	{ "sysv_parse_heading: refuses what names no objects", no_headings },
	{ "sysv_parse_heading: has room for so many columns", column_limit },
	{ "sysv_parse_line: refuses what does not fit", bad_lines },
	{ "sysv_read_proc: calls back for each object", files },
	{ "sysv_read_proc: fails if it cannot read all of them", broken_files },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
