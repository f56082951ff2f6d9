/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipcwatch --record: what each look has found, written as lines.
 *
 * Nothing but whole lines is ever in the file: what a full disk has cut is
 * taken back, and so is, when a recording goes on, what a crash has left of its
 * last line. The file is locked as long as it is written.
 */
#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/copy.h"
#include "base/proc.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch_record.h"
#include "record/field.h"
#include "record/file.h"
#include "record/line.h"

#define SNAPSHOT (5 * 60 * SECOND)
/*
 * Unless it was said when to write snapshots, there is one only once the
 * differences since the last take so many times its room: they are then a small
 * part of any recording.
 */
#define SNAPSHOT_SHARE 4

/* A file is as large, or as old, as such a part of what is kept. */
#define PARTS_SIZE 4
#define PARTS_TIME 7

#define HEADER_MAX 4096
#define CHUNK 65536

struct recorder {
	const struct options *o;
	struct columns fields;
	const char *path; /* as it was given */
	int fd;
	bool stream;	/* stdout, or a device: nothing can be taken back */
	bool failed;	/* it was told */
	int64_t size;	/* of the file */
	int64_t first;	/* bytes of the snapshot that this began with */
	int64_t born;	/* when its first line was written; since 1970 */
	int64_t full;	/* CLOCK_MONOTONIC: when the last snapshot was, */
	int64_t spoke;	/* and the last line */
	int64_t length; /* bytes of the last snapshot, */
	int64_t since;	/* and of what was written after it */
	struct limit *limits;
	size_t nlimits;
};

unsigned
recorder_need(void)
{
	struct columns fields = fields_kept();

	return fields_need(&fields);
}

static int64_t
since_1970(const struct timespec *time)
{
	return time->tv_sec * SECOND + time->tv_nsec;
}

static bool
refuse(struct recorder *r, const char *path, const char *reason)
{
	cli_warn(path, reason);
	r->failed = true;
	return false;
}

static bool
put(struct recorder *r, const struct text *line)
{
	if (copy_write(r->fd, line->s, line->len) == -1) {
		refuse(r, r->path, strerror(errno));
		if (!r->stream && ftruncate(r->fd, r->size) == -1)
			cli_warn(r->path, strerror(errno));
		return false;
	}
	r->size += (int64_t)line->len;
	r->since += (int64_t)line->len;
	r->spoke = monotonic();
	return true;
}

/* The first line, which must be that of a recording. */
static bool
check_begin(struct recorder *r, const char *path, int fd, int64_t *born)
{
	char line[HEADER_MAX];
	ssize_t n = pread(fd, line, sizeof(line) - 1, 0);
	const char *message = "is not the first line of a recording";
	struct recording recording;
	char *reason;

	line[n > 0 ? n : 0] = '\0';
	recording_init(&recording);
	if (strchr(line, '\n') != NULL) {
		*strchr(line, '\n') = '\0';
		message = recording_read(&recording, line, strlen(line));
	}
	*born = since_1970(&recording.time);
	recording_free(&recording);
	if (message == NULL)
		return true;
	xasprintf(&reason, "is left as it is: its first line %s", message);
	refuse(r, path, reason);
	free(reason);
	return false;
}

/* Where the last whole line ends. */
static int64_t
whole_lines(int fd, int64_t size)
{
	char chunk[CHUNK];
	const char *feed;
	int64_t start;
	ssize_t n;

	for (; size > 0; size = start) {
		start = size > CHUNK ? size - CHUNK : 0;
		n = pread(fd, chunk, (size_t)(size - start), start);
		if (n != size - start)
			return -1;
		feed = memrchr(chunk, '\n', (size_t)n);
		if (feed != NULL)
			return start + (feed - chunk) + 1;
	}
	return 0;
}

static bool
lock(struct recorder *r)
{
	if (flock(r->fd, LOCK_EX | LOCK_NB) == 0)
		return true;
	return refuse(r, r->path,
	    errno == EWOULDBLOCK
		? "is in use: another process records into it, or reads it"
		: strerror(errno));
}

/* A recording that is there goes on; what is none is left alone. */
static bool
go_on(struct recorder *r, const struct stat *st)
{
	r->size = st->st_size;
	if (r->size == 0)
		return true;
	if (!check_begin(r, r->path, r->fd, &r->born))
		return false;
	r->size = whole_lines(r->fd, st->st_size);
	if (r->size == -1 ||
	    (r->size != st->st_size && ftruncate(r->fd, r->size) == -1))
		return refuse(r, r->path, strerror(errno));
	return true;
}

/* What would be moved on, and removed in the end, must be ours. */
static bool
check_older(struct recorder *r)
{
	bool ours = true;
	int64_t born;
	char *path;
	size_t n;
	int fd;

	for (n = 1; ours; n++) {
		path = record_path(r->path, n);
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
		if (fd == -1 && errno == ENOENT) {
			free(path);
			break;
		}
		ours = fd == -1 ? refuse(r, path, strerror(errno))
				: check_begin(r, path, fd, &born);
		if (fd != -1)
			close(fd);
		free(path);
	}
	return ours;
}

static bool
rotates(const struct recorder *r)
{
	return r->o->keep != UNKNOWN || r->o->max_size != UNKNOWN;
}

static bool
open_file(struct recorder *r)
{
	struct stat st;

	r->fd = open(r->path,
	    O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
	    0600);
	if (r->fd == -1 || fstat(r->fd, &st) == -1)
		return refuse(r, r->path, copy_strerror(errno));
	r->stream = S_ISCHR(st.st_mode);
	if (!r->stream && !S_ISREG(st.st_mode))
		return refuse(r, r->path,
		    "is no regular file; to record into a pipe, use --record -");
	if (r->stream && rotates(r))
		return refuse(r, r->path, "is no file that can be rotated");
	if (r->stream)
		return true;
	return lock(r) && fstat(r->fd, &st) == 0 && go_on(r, &st) &&
	       (!rotates(r) || check_older(r));
}

struct recorder *
recorder_open(const struct options *o)
{
	struct recorder *r = xmalloc(sizeof(*r));

	*r = (struct recorder){
		.o = o,
		.fields = fields_kept(),
		.path = o->record,
		.fd = -1,
	};
	if (strcmp(o->record, "-") == 0) {
		r->path = "stdout";
		r->fd = STDOUT_FILENO;
		r->stream = true;
	} else if (!open_file(r)) {
		recorder_close(r);
		return NULL;
	}
	return r;
}

static void
ignore(void *arg, const char *subject, const char *reason)
{
	(void)arg;
	(void)subject;
	(void)reason;
}

/* The objects that are recorded; they stay the list's. */
static struct ipc_list
selected(const struct options *o, const struct ipc_list *list)
{
	struct ipc_list chosen = { 0 };
	size_t i;

	for (i = 0; list != NULL && i < list->n; i++)
		if (o->filter == NULL || expr_match(o->filter, list->v[i]))
			ipc_list_add(&chosen, list->v[i]);
	return chosen;
}

static void
release(struct ipc_list *list)
{
	list->n = 0;
	ipc_list_free(list);
}

/* The oldest files go, until what is kept is no more than was said. */
static void
prune(struct recorder *r, const struct timespec *now)
{
	const struct options *o = r->o;
	int64_t left = o->max_size, part = left / PARTS_SIZE;
	struct stat st;
	char *path;
	size_t n;

	left -= part;
	for (n = 1;; n++) {
		path = record_path(r->path, n);
		if (lstat(path, &st) == -1) {
			free(path);
			return;
		}
		left -= st.st_size;
		if (((o->max_size != UNKNOWN && left < 0) ||
			(o->keep != UNKNOWN &&
			    st.st_mtime < now->tv_sec - o->keep)) &&
		    unlink(path) == -1)
			cli_warn(path, strerror(errno));
		free(path);
	}
}

/* FILE becomes FILE.1, and so on, up to the first number that is free. */
static bool
move_on(struct recorder *r)
{
	char *from, *to = NULL;
	bool done = true;
	size_t n;

	for (n = 1;; n++) {
		to = record_path(r->path, n);
		if (access(to, F_OK) == -1)
			break;
		free(to);
	}
	for (; n > 0 && done; n--) {
		from = record_path(r->path, n - 1);
		if (rename(from, to) == -1)
			done = refuse(r, from, strerror(errno));
		free(to);
		to = from;
	}
	free(to);
	return done;
}

static bool
rotate(struct recorder *r, const struct timespec *now)
{
	int fd;

	if (!move_on(r))
		return false;
	fd = open(r->path,
	    O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
	if (fd == -1)
		return refuse(r, r->path, strerror(errno));
	close(r->fd);
	r->fd = fd;
	r->size = 0;
	prune(r, now);
	return lock(r);
}

/* Whether so many bytes more are too many for the file, or it is too old. */
static bool
is_full(const struct recorder *r, size_t more, const struct timespec *now)
{
	const struct options *o = r->o;
	int64_t part = o->max_size / PARTS_SIZE;

	if (r->size <= r->first)
		return false;
	/* A file of little more than a snapshot would be of little use. */
	if (part < r->first * 2)
		part = r->first * 2;
	if (o->max_size != UNKNOWN && r->size + (int64_t)more > part)
		return true;
	return o->keep != UNKNOWN &&
	       since_1970(now) - r->born >= o->keep * SECOND / PARTS_TIME;
}

static bool
put_snapshot(struct recorder *r, const struct moment *moment, bool begins)
{
	struct text text = { 0 };
	bool done;

	if (begins)
		line_header(&text, &moment->time, proc_own_namespace("ns/ipc"));
	line_snapshot(&text, &r->fields, moment);
	if (r->size == 0)
		r->born = since_1970(&moment->time);
	done = put(r, &text);
	if (begins)
		r->first = (int64_t)text.len;
	r->full = monotonic();
	r->length = (int64_t)text.len;
	r->since = 0;
	text_free(&text);
	return done;
}

static bool
wants_snapshot(const struct recorder *r)
{
	int64_t passed = monotonic() - r->full;

	if (r->o->snapshot != UNKNOWN)
		return passed >= r->o->snapshot;
	return passed >= SNAPSHOT && r->since / SNAPSHOT_SHARE >= r->length;
}

/* Now and then there is a line, so that it is known how far this went. */
static bool
is_silent(const struct recorder *r)
{
	return monotonic() - r->spoke >= SNAPSHOT;
}

static bool
put_difference(
    struct recorder *r, const struct moment *before, const struct moment *after)
{
	struct text text = { 0 };
	bool done = true;

	if (!line_difference(&text, &r->fields, before, after) && is_silent(r))
		line_same(&text, &after->time);
	if (is_full(r, text.len, &after->time))
		done = rotate(r, &after->time) && put_snapshot(r, after, true);
	else if (text.len != 0)
		done = put(r, &text);
	text_free(&text);
	return done;
}

bool
recorder_look(struct recorder *r, const struct ipc_list *before,
    const struct ipc_list *after, const struct timespec *time)
{
	struct ipc_list had = selected(r->o, before);
	struct ipc_list has = selected(r->o, after);
	struct moment old = {
		.list = &had, .limits = r->limits, .nlimits = r->nlimits
	};
	struct moment new = { .time = *time, .list = &has };
	struct limit *limits;
	bool done;

	new.nlimits = limits_load(&limits, KINDS_ALL, ignore, NULL);
	new.limits = limits;
	if (before == NULL || wants_snapshot(r))
		done = put_snapshot(r, &new, before == NULL);
	else
		done = put_difference(r, &old, &new);
	free(r->limits);
	r->limits = limits;
	r->nlimits = new.nlimits;
	release(&had);
	release(&has);
	return done;
}

void
recorder_close(struct recorder *r)
{
	struct text text = { 0 };
	struct timespec now;

	if (!r->failed) {
		clock_gettime(CLOCK_REALTIME, &now);
		line_end(&text, &now);
		put(r, &text);
		text_free(&text);
	}
	if (r->fd > STDERR_FILENO)
		close(r->fd);
	free(r->limits);
	free(r);
}
