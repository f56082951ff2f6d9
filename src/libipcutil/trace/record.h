/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parses what the kernel's tracing writes: descriptions of events
 * (events/GROUP/EVENT/format), and pages of records from trace_pipe_raw
 * (Documentation/trace/ring-buffer-map.rst and ring-buffer-design.rst of
 * Linux). The functions are pure and accept any bytes.
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

/* An event with its fields, in order. */
struct record_format {
	int64_t id; /* UNKNOWN: not given */
	size_t n;
	struct record_field fields[RECORD_FIELDS];
};

/* Returns false if there are no fields, or too many. */
bool record_format_parse(const char *text, struct record_format *);

/* Finds a field by name; NULL if there is none. */
const struct record_field *record_field(
    const struct record_format *, const char *name);

/*
 * Reads a field of the record as a number. Returns false if the field lies
 * outside of the record or is not 1, 2, 4 or 8 bytes long.
 */
bool record_number(const struct record_field *, const unsigned char *record,
    size_t length, int64_t *);

/* Layout of a page: events/header_page. */
struct record_page {
	struct record_field time;
	struct record_field commit; /* number of bytes that follow, and flags */
	struct record_field data;
};

bool record_page_parse(const char *text, struct record_page *);

/* Says whether records were lost between the previous page and this one. */
bool record_after_loss(
    const struct record_page *, const unsigned char *page, size_t size);

/* `time` is in nanoseconds of the instance's clock. */
typedef void record_fn(
    void *arg, uint64_t time, const unsigned char *record, size_t length);

/*
 * Calls `each` with every record of a page. Returns false if a part of the page
 * is invalid; records before it were passed.
 */
bool record_each(const struct record_page *, const unsigned char *page,
    size_t size, record_fn *each, void *arg);

#endif
