/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel's tracing writes, taken apart: the descriptions of events
 * (events/GROUP/EVENT/format), and pages of records as trace_pipe_raw gives
 * them (Documentation/trace/ring-buffer-map.rst and ring-buffer-design.rst of
 * Linux). Pure functions over bytes, whatever bytes these are.
 */
#ifndef TRACE_RECORD_H
#define TRACE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORD_FIELDS 16

struct record_field {
	char name[32];
	uint32_t offset;
	uint32_t size;
	bool is_signed;
};

/* An event, its fields in their order. */
struct record_format {
	int64_t id; /* UNKNOWN: it says none */
	size_t n;
	struct record_field fields[RECORD_FIELDS];
};

/* False if it has no fields, or more than there is room for. */
bool record_format_parse(const char *text, struct record_format *);

/* NULL if there is none. */
const struct record_field *record_field(
    const struct record_format *, const char *name);

/*
 * The number that a field of the record is. False if it lies beyond the
 * record's end, or is not 1, 2, 4 or 8 bytes.
 */
bool record_number(const struct record_field *, const unsigned char *record,
    size_t length, int64_t *);

/* How a page is laid out: events/header_page. */
struct record_page {
	struct record_field time;
	struct record_field commit; /* how many bytes follow; and flags */
	struct record_field data;
};

bool record_page_parse(const char *text, struct record_page *);

/* Whether records were lost between the page before and this one. */
bool record_after_loss(
    const struct record_page *, const unsigned char *page, size_t size);

/* The time is in nanoseconds of the clock that the instance has. */
typedef void record_fn(
    void *arg, uint64_t time, const unsigned char *record, size_t length);

/*
 * Calls `each` with every record of a page. False if the page makes no sense
 * from some place on.
 */
bool record_each(const struct record_page *, const unsigned char *page,
    size_t size, record_fn *each, void *arg);

#endif
