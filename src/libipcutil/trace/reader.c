/* SPDX-License-Identifier: BSD-2-Clause */
/* The records of an instance; see reader.h. */
#include <sys/epoll.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/copy.h"
#include "base/unknown.h"
#include "base/xalloc.h"
#include "trace/reader.h"
#include "trace/record.h"

/* An event that is recorded, and where in its records what is. */
struct source {
	int64_t id;
	unsigned tag;
	size_t n;
	struct record_field tid;
	struct record_field args[TRACE_ARGS];
	struct record_field text; /* size 0: none */
};

/* The records of a processor. */
struct pipe {
	int fd;
	struct gather_lane lane;
};

/* An instance, and whether there is something of it. */
struct input {
	const struct instance *instance;
	int epoll;
	int64_t taken; /* records so far */
};

struct trace_reader {
	struct input inputs[READER_INSTANCES];
	size_t ninputs;
	struct record_page layout;
	size_t size; /* of a page */
	unsigned char *page;
	int epoll;
	struct pipe *pipes; /* one a processor, of each instance */
	size_t npipes;
	struct pipe *pipe; /* that is being read */
	struct source *sources;
	size_t nsources;
	struct gather *gather; /* what was read, and not handed on yet */
	int64_t damaged;
};

static int
read_layout(struct trace_reader *reader)
{
	struct text text = { 0 };
	int result = instance_read(
	    reader->inputs[0].instance, "events/header_page", &text);

	if (result == 0 && !record_page_parse(text.s, &reader->layout)) {
		errno = EPROTO;
		result = -1;
	}
	text_free(&text);
	if (result == -1)
		return -1;
	reader->size = reader->layout.data.offset + reader->layout.data.size;
	reader->page = xmalloc(reader->size);
	return 0;
}

static int
open_pipe(
    struct trace_reader *reader, size_t input, int dirfd, const char *processor)
{
	struct epoll_event event = { .events = EPOLLIN };
	char *file;
	int fd;

	xasprintf(&file, "%s/trace_pipe_raw", processor);
	fd = openat(dirfd, file, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	free(file);
	if (fd == -1)
		return -1;
	reader->pipes = xreallocarray(
	    reader->pipes, reader->npipes + 1, sizeof(*reader->pipes));
	reader->pipes[reader->npipes++] =
	    (struct pipe){ .fd = fd, .lane = { .mark = input } };
	if (epoll_ctl(reader->epoll, EPOLL_CTL_ADD, fd, &event) == -1)
		return -1;
	return epoll_ctl(
	    reader->inputs[input].epoll, EPOLL_CTL_ADD, fd, &event);
}

static int
open_pipes(struct trace_reader *reader, size_t input)
{
	int fd = openat(reader->inputs[input].instance->dir, "per_cpu",
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct dirent *entry;
	int result = 0;
	DIR *dir;

	if (fd == -1 || (dir = fdopendir(fd)) == NULL) {
		copy_close(fd);
		return -1;
	}
	while (result == 0 && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			result =
			    open_pipe(reader, input, dirfd(dir), entry->d_name);
	closedir(dir);
	return result;
}

int
reader_add_instance(
    struct trace_reader *reader, const struct instance *instance)
{
	size_t input = reader->ninputs;

	reader->inputs[input] = (struct input){ .instance = instance,
		.epoll = epoll_create1(EPOLL_CLOEXEC) };
	if (reader->inputs[input].epoll == -1)
		return -1;
	reader->ninputs++;
	if (input == 0 && read_layout(reader) == -1)
		return -1;
	return open_pipes(reader, input);
}

struct trace_reader *
reader_open(const struct instance *instance)
{
	struct trace_reader *reader = xmalloc(sizeof(*reader));
	int error;

	*reader = (struct trace_reader){ .epoll = epoll_create1(EPOLL_CLOEXEC),
		.gather = gather_new() };
	if (reader->epoll != -1 && reader_add_instance(reader, instance) == 0)
		return reader;
	error = errno;
	reader_close(reader);
	errno = error;
	return NULL;
}

void
reader_close(struct trace_reader *reader)
{
	size_t i;

	if (reader == NULL)
		return;
	for (i = 0; i < reader->npipes; i++)
		close(reader->pipes[i].fd);
	for (i = 0; i < reader->ninputs; i++)
		close(reader->inputs[i].epoll);
	if (reader->epoll != -1)
		close(reader->epoll);
	free(reader->pipes);
	free(reader->page);
	free(reader->sources);
	gather_free(reader->gather);
	free(reader);
}

int
reader_fd(const struct trace_reader *reader)
{
	return reader->epoll;
}

int
reader_instance_fd(const struct trace_reader *reader, size_t instance)
{
	return reader->inputs[instance].epoll;
}

int64_t
reader_taken(const struct trace_reader *reader, size_t instance)
{
	return reader->inputs[instance].taken;
}

int64_t
reader_damaged(const struct trace_reader *reader)
{
	return reader->damaged;
}

/* The arguments of a system call come after its number. */
static bool
take_arguments(struct source *source, const struct record_format *format)
{
	const struct record_field *nr = record_field(format, "__syscall_nr");
	size_t i;

	for (i = nr == NULL ? format->n : (size_t)(nr - format->fields) + 1;
	     i < format->n && source->n < TRACE_ARGS; i++)
		source->args[source->n++] = format->fields[i];
	return source->n != 0;
}

static bool
take_fields(struct source *source, const struct record_format *format,
    const struct trace_source *wanted)
{
	const struct record_field *field = record_field(format, "common_pid");
	size_t i;

	if (field == NULL || format->id == UNKNOWN)
		return false;
	*source = (struct source){
		.id = format->id, .tag = wanted->tag, .tid = *field
	};
	if (wanted->text != NULL) {
		field = record_field(format, wanted->text);
		if (field == NULL || field->size > TRACE_TEXT)
			return false;
		source->text = *field;
	}
	if (wanted->fields[0] == NULL)
		return take_arguments(source, format);
	for (i = 0; wanted->fields[i] != NULL; i++) {
		field = record_field(format, wanted->fields[i]);
		if (field == NULL)
			return false;
		source->args[source->n++] = *field;
	}
	return true;
}

int
reader_add(struct trace_reader *reader, const struct instance *instance,
    const struct trace_source *wanted)
{
	struct record_format format;
	struct text text = { 0 };
	struct source source;
	bool understood = false;
	char *file;
	int result;

	xasprintf(&file, "events/%s/format", wanted->event);
	result = instance_read(instance, file, &text);
	free(file);
	if (result == 0)
		understood = record_format_parse(text.s, &format) &&
			     take_fields(&source, &format, wanted);
	text_free(&text);
	if (result == -1)
		return -1;
	if (!understood) {
		errno = EPROTO;
		return -1;
	}
	reader->sources = xreallocarray(
	    reader->sources, reader->nsources + 1, sizeof(*reader->sources));
	reader->sources[reader->nsources++] = source;
	return instance_enable(instance, wanted->event, wanted->filter);
}

static const struct source *
source_of(
    const struct trace_reader *reader, const unsigned char *record, size_t n)
{
	uint16_t id;
	size_t i;

	if (n < sizeof(id))
		return NULL;
	memcpy(&id, record, sizeof(id));
	for (i = 0; i < reader->nsources; i++)
		if (reader->sources[i].id == id)
			return &reader->sources[i];
	return NULL;
}

static bool
decode(struct trace_event *event, const struct source *source,
    const unsigned char *record, size_t length)
{
	int64_t number;
	size_t i;

	if (!record_number(&source->tid, record, length, &event->tid))
		return false;
	for (i = 0; i < source->n; i++) {
		if (!record_number(&source->args[i], record, length, &number))
			return false;
		event->args[i] = (uint64_t)number;
	}
	if (source->text.size > length ||
	    source->text.offset > length - source->text.size)
		return false;
	memcpy(event->text, record + source->text.offset, source->text.size);
	return true;
}

static void
take_record(
    void *arg, uint64_t time, const unsigned char *record, size_t length)
{
	struct trace_reader *reader = arg;
	const struct source *source = source_of(reader, record, length);
	struct trace_event *event;

	reader->inputs[reader->pipe->lane.mark].taken++;
	gather_pass(reader->gather, &reader->pipe->lane, (int64_t)time);
	if (source == NULL)
		return;
	event = gather_add(reader->gather, (int64_t)time, source->tag);
	if (!decode(event, source, record, length)) {
		gather_drop(reader->gather);
		reader->damaged++;
		reader->pipe->lane.missed = true;
	}
}

/* No more than so many at once, lest a flood keeps us from handing them on. */
#define PAGES_AT_ONCE 4096

/* Up to when nothing that is older can come, if that was so up to `until`. */
static int64_t
drain(struct trace_reader *reader, struct pipe *pipe, int64_t until)
{
	ssize_t n = 1;
	int i;

	reader->pipe = pipe;
	for (i = 0; i < PAGES_AT_ONCE; i++) {
		n = read(pipe->fd, reader->page, reader->size);
		if (n <= 0)
			break;
		if (record_after_loss(&reader->layout, reader->page, (size_t)n))
			pipe->lane.missed = true;
		if (!record_each(&reader->layout, reader->page, (size_t)n,
			take_record, reader)) {
			reader->damaged++;
			pipe->lane.missed = true;
		}
	}
	return gather_read(&pipe->lane, i < PAGES_AT_ONCE, until);
}

/*
 * Records that came after this call began stay for the next call: a buffer that
 * was read before may have an older record by now.
 */
bool
reader_read(struct trace_reader *reader, trace_event_fn *each, void *arg)
{
	int64_t until = clock_now(CLOCK_MONOTONIC);
	size_t i;

	for (i = 0; i < reader->npipes; i++)
		until = drain(reader, &reader->pipes[i], until);
	return gather_hand_on(reader->gather, until, each, arg);
}
