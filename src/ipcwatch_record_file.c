/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipcwatch --record: the file. Nothing but whole lines is ever in it: what a
 * full disk has cut is taken back, and so is, when a recording goes on, what a
 * crash has left of its last line. It is locked as long as it is written.
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
#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch_record.h"
#include "record/file.h"
#include "record/line.h"

#define HEADER_MAX 4096
#define CHUNK 65536

int64_t
recorder_time(const struct timespec *time)
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

bool
recorder_put(struct recorder *r, const struct text *line)
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
	*born = recorder_time(&recording.time);
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

/* Checks that older files are recordings: they will be renamed and removed. */
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

bool
recorder_rotates(const struct recorder *r)
{
	return r->o->keep != UNKNOWN || r->o->max_size != UNKNOWN;
}

bool
recorder_open_file(struct recorder *r)
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
	if (r->stream && recorder_rotates(r))
		return refuse(r, r->path, "is no file that can be rotated");
	if (r->stream)
		return true;
	return lock(r) && fstat(r->fd, &st) == 0 && go_on(r, &st) &&
	       (!recorder_rotates(r) || check_older(r));
}

/* Removes the oldest files until the rest is within --keep and --max-size. */
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

bool
recorder_rotate(struct recorder *r, const struct timespec *now)
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
