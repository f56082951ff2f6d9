/* SPDX-License-Identifier: BSD-2-Clause */
/* The files of a recording, read; see file.h. */
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/copy.h"
#include "base/xalloc.h"
#include "record/file.h"
#include "record/line.h"

char *
record_path(const char *file, size_t n)
{
	char *path;

	if (n == 0)
		return xstrdup(file);
	xasprintf(&path, "%s.%zu", file, n);
	return path;
}

static int
fail(struct record_files *files, const char *path, const char *reason)
{
	text_clear(&files->where);
	text_str(&files->where, strcmp(path, "-") == 0 ? "stdin" : path);
	text_clear(&files->error);
	text_str(&files->error, reason);
	return -1;
}

/* "FILE, line 7" and "is not JSON" */
static int
fail_at(struct record_files *files, int64_t line, const char *reason)
{
	struct text where = { 0 };

	text_str(&where, files->paths[files->at]);
	text_str(&where, ", line ");
	text_number(&where, line);
	fail(files, where.s, reason);
	text_free(&where);
	return -1;
}

/* A copy of what cannot be read twice. The descriptor is closed. */
static int
keep(int fd)
{
	int copy = memfd_create("recording", MFD_CLOEXEC);
	int error;

	if (copy == -1 || copy_bytes(copy, fd, copy_bound(copy, fd)) == -1 ||
	    lseek(copy, 0, SEEK_SET) == -1) {
		error = errno;
		if (copy != -1)
			close(copy);
		copy = -1;
		errno = error;
	}
	copy_close(fd);
	return copy;
}

static int
open_one(const char *path)
{
	int fd = strcmp(path, "-") == 0
		     ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
		     : copy_open(path);
	struct stat st;

	if (fd == -1 || fstat(fd, &st) == -1)
		return -1;
	/* Some, as /dev/zero, have no end. */
	if (S_ISCHR(st.st_mode) && !isatty(fd)) {
		copy_close(fd);
		errno = ENOTSUP;
		return -1;
	}
	return S_ISREG(st.st_mode) ? fd : keep(fd);
}

static int
add(struct record_files *files, char *path)
{
	int fd = open_one(path);

	files->paths =
	    xreallocarray(files->paths, files->n + 1, sizeof(*files->paths));
	files->fps =
	    xreallocarray(files->fps, files->n + 1, sizeof(*files->fps));
	files->paths[files->n] = path;
	files->fps[files->n++] = fd == -1 ? NULL : xchecked(fdopen(fd, "r"));
	if (fd != -1)
		return 0;
	return fail(files, path,
	    errno == ENOTSUP ? "is a device, and no recording"
			     : copy_strerror(errno));
}

static bool
is_empty(const struct record_files *files)
{
	struct stat st;
	size_t i;

	for (i = 0; i < files->n; i++)
		if (fstat(fileno(files->fps[i]), &st) == -1 || st.st_size != 0)
			return false;
	return true;
}

/* Counts the older files beside FILE. */
static size_t
count(const char *file)
{
	char *path;
	size_t n;
	int there = 0;

	for (n = 0; there == 0 && strcmp(file, "-") != 0; n++) {
		path = record_path(file, n + 1);
		there = access(path, F_OK);
		free(path);
	}
	return n == 0 ? 0 : n - 1;
}

int
record_open(struct record_files *files, const char *file)
{
	size_t n = count(file) + 1;

	while (n-- > 0)
		if (add(files, record_path(file, n)) == -1)
			return -1;
	return is_empty(files) ? fail(files, file, "is empty: no recording")
			       : 0;
}

void
record_close(struct record_files *files)
{
	size_t i;

	for (i = 0; i < files->n; i++) {
		free(files->paths[i]);
		if (files->fps[i] != NULL)
			fclose(files->fps[i]);
	}
	free(files->paths);
	free(files->fps);
	free(files->buffer);
	text_free(&files->where);
	text_free(&files->error);
}

/*
 * A program that records holds a lock on the file; then a line that is cut will
 * be completed soon.
 */
static bool
is_growing(int fd)
{
	if (flock(fd, LOCK_SH | LOCK_NB) == -1)
		return errno == EWOULDBLOCK;
	flock(fd, LOCK_UN);
	return false;
}

static int
end_file(struct record_files *files, FILE *fp, ssize_t length)
{
	if (ferror(fp))
		return fail(files, files->paths[files->at], strerror(errno));
	if ((length > 0 || files->line == 1) && !is_growing(fileno(fp)))
		return length > 0
			   ? fail_at(files, files->line + 1,
				 "is cut: what comes before it was read")
			   : fail_at(files, 1,
				 "has no objects behind it: the recording is "
				 "cut");
	files->at++;
	files->line = 0;
	return 0;
}

/* 1 and a whole line, without its line feed, in the buffer; 0; or -1. */
static int
get_line(struct record_files *files)
{
	ssize_t length;
	FILE *fp;

	while (files->at < files->n) {
		fp = files->fps[files->at];
		length = getline(&files->buffer, &files->size, fp);
		if (length > 0 && files->buffer[length - 1] == '\n') {
			files->buffer[length - 1] = '\0';
			files->length = (size_t)length - 1;
			files->line++;
			return 1;
		}
		if (end_file(files, fp, length) == -1)
			return -1;
	}
	return 0;
}

void
record_rewind(struct record_files *files)
{
	size_t i;

	for (i = 0; i < files->n; i++)
		rewind(files->fps[i]);
	files->at = 0;
	files->line = 0;
	files->waiting = false;
	text_clear(&files->error);
}

size_t
record_times(struct record_files *files, int64_t **times)
{
	size_t n = 0, size = 0;
	int64_t time;

	*times = NULL;
	while (get_line(files) == 1) {
		if ((time = line_time(files->buffer)) == UNKNOWN)
			continue;
		*times = xgrow(*times, n, &size, sizeof(**times));
		(*times)[n++] = time;
	}
	record_rewind(files);
	return n;
}

int64_t
record_last_time(struct record_files *files)
{
	int64_t last = UNKNOWN, time;

	while (get_line(files) == 1)
		if ((time = line_time(files->buffer)) != UNKNOWN)
			last = time;
	record_rewind(files);
	return last;
}

int
record_next(struct record_files *files, int64_t *time)
{
	int status = files->waiting ? 1 : get_line(files);

	if (status != 1)
		return status;
	files->waiting = true;
	*time = line_time(files->buffer);
	if (*time == UNKNOWN)
		return fail_at(files, files->line,
		    files->line == 1
			? "is not the first line of a recording"
			: "is no line of a recording; what comes before it "
			  "was read");
	return 1;
}

int
record_read(struct record_files *files, struct recording *recording)
{
	const char *message;
	struct text reason = { 0 };

	files->waiting = false;
	message = recording_read(recording, files->buffer, files->length);
	if (message == NULL)
		return 0;
	text_str(&reason, message);
	if (files->line > 1)
		text_str(&reason, "; what comes before it was read");
	fail_at(files, files->line, reason.s);
	text_free(&reason);
	return -1;
}

int
record_seek(
    struct record_files *files, struct recording *recording, int64_t time)
{
	int64_t next;
	int status;

	while ((status = record_next(files, &next)) == 1 && next <= time)
		if (record_read(files, recording) == -1)
			return -1;
	return status == -1 ? -1 : 0;
}
