/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads and checks an archive; see plan.h. */
#include <sys/mman.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/member.h"
#include "archive/notes.h"
#include "archive/plan.h"
#include "archive/tar_in.h"
#include "base/copy.h"
#include "base/heap.h"
#include "base/xalloc.h"

/* Maximum size of a text: the list, the notes, or messages. */
#define TEXT_MAX (INT64_C(1) << 28)

/* Room that is reserved for a text whose size the archive only claims. */
#define AHEAD (INT64_C(1) << 24)

/*
 * Sets the error to "SUBJECT: REASON", or to the reason if there is no subject.
 * Returns -1.
 */
static int
refuse(struct plan *plan, const char *subject, const char *reason)
{
	text_clear(&plan->error);
	if (subject != NULL) {
		text_str(&plan->error, subject);
		text_str(&plan->error, ": ");
	}
	text_str(&plan->error, reason);
	return -1;
}

/* Reads a member that is text, of `expected` bytes if the archive is right. */
static int
read_text(struct plan *plan, struct tar_in *in, const char *name,
    int64_t expected, struct text *t)
{
	const char *data;
	int64_t offset;
	size_t size;
	int status;

	text_reserve(t, expected > AHEAD ? AHEAD : (size_t)expected);
	while ((status = tar_in_data(in, &data, &size, &offset)) == 1) {
		if (offset != (int64_t)t->len)
			return refuse(plan, name, "text with a hole");
		if ((int64_t)size > TEXT_MAX - offset)
			return refuse(plan, name, "too long");
		text_add(t, data, size);
	}
	return status == 0 ? 0 : refuse(plan, NULL, tar_in_error(in));
}

/* From so many objects on, memory for more is asked for in huge pages. */
#define MANY 2048

static void
make_room(struct plan *plan)
{
	size_t room = plan->room;

	plan->v = xgrow(plan->v, plan->n, &plan->room, sizeof(*plan->v));
	if (plan->room != room && plan->n >= MANY)
		heap_ahead();
}

static int
read_lines(struct plan *plan, const struct text *t)
{
	const char *line = t->s, *end = t->s + t->len, *feed, *message;

	for (; line < end; line = feed + 1) {
		if ((feed = memchr(line, '\n', (size_t)(end - line))) == NULL)
			return refuse(plan, MEMBER_OBJECTS, "a line is cut");
		if (plan->n == PLAN_ENTRIES)
			return refuse(plan, MEMBER_OBJECTS, "too many objects");
		make_room(plan);
		message =
		    entry_read(&plan->v[plan->n], line, (size_t)(feed - line));
		if (message != NULL)
			return refuse(plan, MEMBER_OBJECTS, message);
		plan->n++;
	}
	return 0;
}

static int
by_member(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->member,
	    ((const struct entry *)b)->member);
}

static int
read_list(struct plan *plan, struct tar_in *in)
{
	struct text text = { 0 };
	const char *name;
	int64_t size;
	int status = tar_in_next(in, &name, &size);
	size_t i;

	if (status == -1)
		return refuse(plan, NULL, tar_in_error(in));
	if (status == 0 || strcmp(name, MEMBER_OBJECTS) != 0)
		return refuse(
		    plan, NULL, "does not begin with " MEMBER_OBJECTS);
	text_add(&text, "", 0);
	status = read_text(plan, in, MEMBER_OBJECTS, size, &text);
	if (status == 0)
		status = read_lines(plan, &text);
	text_free(&text);
	if (status == -1)
		return -1;
	if (plan->n != 0)
		qsort(plan->v, plan->n, sizeof(*plan->v), by_member);
	for (i = 0; i < plan->n; i++) {
		if (i > 0 && by_member(&plan->v[i - 1], &plan->v[i]) == 0)
			return refuse(plan, plan->v[i].member, "listed twice");
		plan->v[i].wanted = plan->wants(plan->arg, plan->v[i].object);
	}
	return 0;
}

/*
 * Memory of at most so many bytes is kept without a file: an archive may have
 * more pieces of memory than a process may have descriptors.
 */
#define SMALL_MAX 65536

/* Keeps bytes up to the last one that is not zero. */
static void
keep_small(struct text *t, const char *data, size_t size, int64_t offset)
{
	if (copy_is_zeros(data, size))
		return;
	while ((int64_t)t->len < offset)
		text_char(t, '\0');
	text_add(t, data, size);
}

static int
read_small(struct plan *plan, struct tar_in *in, struct entry *entry)
{
	struct text *t = &entry->contents;
	const char *data;
	int64_t offset;
	size_t size;
	int status;

	while ((status = tar_in_data(in, &data, &size, &offset)) == 1)
		if (entry->wanted)
			keep_small(t, data, size, offset);
	entry->attr.bytes = t->s;
	entry->attr.nbytes = t->len;
	return status == 0 ? 0 : refuse(plan, NULL, tar_in_error(in));
}

/* A file that is being written; zeros become holes. */
struct place {
	int fd;
	int64_t at;
};

static int
put_data(void *arg, const char *data, size_t size)
{
	struct place *place = arg;

	if (lseek(place->fd, place->at, SEEK_SET) == -1 ||
	    copy_write(place->fd, data, size) == -1)
		return -1;
	place->at += (int64_t)size;
	return 0;
}

static int
put_zeros(void *arg, int64_t size)
{
	struct place *place = arg;

	place->at += size;
	return 0;
}

/* Reads memory into a memfd. If every byte is zero, there is no file. */
static int
read_memory(struct plan *plan, struct tar_in *in, struct entry *entry)
{
	struct place place = { .fd = -1 };
	struct copy_sink sink = { put_data, put_zeros, &place };
	int64_t offset, bound = INT64_MAX, kept = 0;
	const char *data;
	size_t size;
	int status;

	while ((status = tar_in_data(in, &data, &size, &offset)) == 1) {
		if (!entry->wanted || copy_is_zeros(data, size))
			continue;
		if (place.fd == -1) {
			place.fd = memfd_create("ipcutil", MFD_CLOEXEC);
			if (place.fd == -1)
				return refuse(
				    plan, entry->member, strerror(errno));
			entry->attr.from = place.fd;
			bound = copy_bound(place.fd, -1);
		}
		place.at = offset;
		kept += (int64_t)size;
		if (kept > bound || copy_split(data, size, &sink) != 0)
			return refuse(plan, entry->member,
			    "there is not memory enough for what is in it");
	}
	if (status == -1)
		return refuse(plan, NULL, tar_in_error(in));
	if (place.fd == -1)
		return 0;
	if (ftruncate(place.fd, entry->size) == 0 &&
	    lseek(place.fd, 0, SEEK_SET) == 0)
		return 0;
	return refuse(plan, entry->member, strerror(errno));
}

static int
read_entry(
    struct plan *plan, struct tar_in *in, struct entry *entry, int64_t size)
{
	struct text skipped = { 0 };
	struct text *text = entry->wanted ? &entry->contents : &skipped;
	const char *message;
	int status;

	if (entry->found)
		return refuse(plan, entry->member, "is there twice");
	entry->found = true;
	if (entry->object->kind->memory != NULL) {
		if (size != entry->size)
			return refuse(plan, entry->member,
			    "has not the size that is listed");
		status = size <= SMALL_MAX ? read_small(plan, in, entry)
					   : read_memory(plan, in, entry);
	} else {
		text_add(text, "", 0);
		status = read_text(plan, in, entry->member, size, text);
		text_free(&skipped);
	}
	if (status == -1 || !entry->wanted)
		return status;
	message = entry_check(entry);
	return message == NULL ? 0 : refuse(plan, entry->member, message);
}

static int
read_notes(struct plan *plan, struct tar_in *in, int64_t size)
{
	struct text text = { 0 };
	const char *message = NULL;
	int status;

	text_add(&text, "", 0);
	status = read_text(plan, in, MEMBER_NOTES, size, &text);
	if (status == 0)
		message = notes_read(&text, plan->v, plan->n);
	text_free(&text);
	return message == NULL ? status : refuse(plan, MEMBER_NOTES, message);
}

static int
read_members(struct plan *plan, struct tar_in *in)
{
	struct entry key = { 0 }, *entry;
	int64_t size, left = plan->max_size;
	const char *name;
	int status;

	while ((status = tar_in_next(in, &name, &size)) == 1) {
		if (size > left)
			return refuse(
			    plan, name, "larger than --max-size allows");
		left -= size;
		if (strcmp(name, MEMBER_NOTES) == 0) {
			if (read_notes(plan, in, size) == -1)
				return -1;
			continue;
		}
		key.member = (char *)(uintptr_t)name;
		entry = plan->n == 0 ? NULL
				     : bsearch(&key, plan->v, plan->n,
					   sizeof(key), by_member);
		if (entry == NULL)
			return refuse(plan, name, "is not listed");
		if (read_entry(plan, in, entry, size) == -1)
			return -1;
	}
	return status == 0 ? 0 : refuse(plan, NULL, tar_in_error(in));
}

static int
check_found(struct plan *plan)
{
	size_t i;

	for (i = 0; i < plan->n; i++)
		if (plan->v[i].wanted && !plan->v[i].found)
			return refuse(plan, plan->v[i].member,
			    plan->v[i].note == ENTRY_MISSING
				? "could not be dumped: say which of the "
				  "others to restore"
				: "is listed, but not there");
	return 0;
}

int
plan_read(struct plan *plan, int fd)
{
	const char *why;
	struct tar_in *in = tar_in_open(fd, &why);
	int status;

	if (in == NULL)
		return refuse(plan, NULL, why);
	status = read_list(plan, in);
	if (status == 0)
		status = read_members(plan, in);
	if (status == 0)
		status = check_found(plan);
	tar_in_close(in);
	return status;
}

void
plan_free(struct plan *plan)
{
	size_t i;

	for (i = 0; i < plan->n; i++)
		entry_free(&plan->v[i]);
	free(plan->v);
	text_free(&plan->error);
}
