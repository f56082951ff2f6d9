/* SPDX-License-Identifier: BSD-2-Clause */
/* The limits of both APIs; see limit.h. */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/amount.h"
#include "base/parse.h"
#include "base/xalloc.h"
#include "report/limit.h"
#include "report/limit_rows.h"

/*
 * Most machines have no huge pages at all. An empty, unused pool is not
 * reported as exhausted.
 */
static bool
is_no_pool(const struct limit *limit)
{
	return limit->row != NULL && limit->row->use.page != 0 &&
	       limit->value == 0 && limit->used <= 0;
}

bool
limit_has_share(const struct limit *limit)
{
	return limit->value != LIMITLESS && !is_no_pool(limit);
}

bool
limit_is_used(const struct limit *limit)
{
	return limit->row != NULL && limit_has_share(limit) &&
	       limit->row->used != offsetof(struct limit_facts, none);
}

int64_t
limit_share(const struct limit *limit)
{
	return limit_has_share(limit)
		   ? amount_percent(limit->used, limit->value)
		   : UNKNOWN;
}

struct limit
limit_of(const struct limit_row *row, const struct ipc_kind *kind,
    const struct limit_numbers *numbers)
{
	struct limit limit = {
		.row = row,
		.name = row->name,
		.kind = kind->word,
		.api = kind->api,
		.unit = *row->unit != '\0' ? row->unit : NULL,
		.setting = row->setting,
		.meaning = row->meaning,
		.bounds = row->bounds,
		.kinds = row->kind,
		.value = numbers->value,
		.used = numbers->used,
		.untold = row->use.untold,
	};

	if (row->use.told != 0 && numbers->told) {
		limit.untold = false;
		limit.meaning = row->use.told_meaning;
	}
	limit.share = limit_share(&limit);
	limit.unlimited =
	    limit.value == UNKNOWN ? UNKNOWN : limit.value == LIMITLESS;
	return limit;
}

static int64_t
fact_at(const struct limit_facts *facts, size_t offset)
{
	return *(const int64_t *)(const void *)((const char *)facts + offset);
}

static struct limit_numbers
numbers_of(const struct limit_row *row, const struct limit_facts *facts)
{
	return (struct limit_numbers){
		.value = fact_at(facts, row->value),
		.used = fact_at(facts, row->used),
		.told =
		    row->use.told != 0 && fact_at(facts, row->use.told) == 1,
	};
}

/*
 * A limit that cannot be read is shown as unknown, but a pool of huge pages
 * that does not exist is left out.
 */
static bool
is_here(const struct limit *limit)
{
	return limit->row->use.page == 0 || limit->value != UNKNOWN ||
	       access(limit->row->setting, F_OK) == 0;
}

/* Returns the number of rows in the table. */
static size_t
rows(void)
{
	size_t n;

	for (n = 0; limit_rows[n].name != NULL; n++)
		continue;
	return n;
}

size_t
limits_load(struct limit **out, unsigned kinds,
    void (*failed)(void *, const char *, const char *), void *arg)
{
	struct limit *limits = xreallocarray(NULL, rows(), sizeof(*limits));
	const struct limit_row *row;
	const struct ipc_kind *kind;
	struct limit_numbers numbers;
	struct limit_facts facts;
	size_t i, n = 0;

	limit_facts_init(&facts);
	for (i = 0; (kind = ipc_kinds[i]) != NULL; i++) {
		if (!(kinds & kind->bit))
			continue;
		if (limit_facts_gather(&facts, kind) == -1 && failed != NULL)
			failed(arg,
			    facts.refused != NULL ? facts.refused : kind->place,
			    ipc_kind_strerror(kind, errno));
		for (row = limit_rows; row->name != NULL; row++)
			if (row->kind == kind->bit) {
				numbers = numbers_of(row, &facts);
				limits[n] = limit_of(row, kind, &numbers);
				n += is_here(&limits[n]);
			}
	}
	*out = limits;
	return n;
}

const struct limit *
limit_find(
    const struct limit *limits, size_t n, unsigned kind, const char *field)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (limits[i].kinds == kind && limits[i].bounds != NULL &&
		    strcmp(limits[i].bounds, field) == 0)
			return &limits[i];
	return NULL;
}

/*
 * The unit decides how an amount is written, so it is passed as the value's
 * text.
 */
static void
get_amount(const void *row, size_t offset, struct value *v)
{
	const struct limit *limit = row;

	value_set_number(v, value_number_at(row, offset), VALUE_NUMBER);
	v->text = limit->unit;
}

static void
text_of_amount(const struct value *v, struct style *style, struct text *t)
{
	if (v->number == LIMITLESS)
		text_str(t, "unlimited");
	else if (v->text != NULL && strcmp(v->text, "bytes") == 0)
		value_write_size(v->number, style, t);
	else
		text_number(t, v->number);
}

static void
json_of_amount(const struct value *v, struct style *style, struct text *t)
{
	(void)style;
	if (v->number == LIMITLESS)
		text_str(t, "null");
	else
		text_number(t, v->number);
}

const struct value_type limit_amount = {
	.name = "number or size",
	.class = VALUE_NUMBER,
	.right = true,
	.get = get_amount,
	.text = text_of_amount,
	.json = json_of_amount,
	.parse = parse_size,
};

void
limit_write(const struct limit *limit, bool exact, struct text *t)
{
	struct value v = { .number = limit->value, .text = limit->unit };
	struct style style = { .human = true, .exact_sizes = exact };

	text_of_amount(&v, &style, t);
}

#define AT(member, type)                                                       \
	_Generic(((struct limit *)0)->member, type                             \
		 : offsetof(struct limit, member))
#define WORDS(member) AT(member, const char *)
#define INT(member) AT(member, int64_t)

static const struct column columns[] = {
	{ "name", &value_text, WORDS(name), KINDS_ALL, 0, "the limit" },
	{ "kind", &value_kind, WORDS(kind), KINDS_ALL, 0, "mq, shm or sem" },
	{ "api", &value_api, WORDS(api), KINDS_ALL, 0, "posix or sysv" },
	{ "value", &limit_amount, INT(value), KINDS_ALL, 0,
	    "value of the limit" },
	{ "used", &limit_amount, INT(used), KINDS_ALL, 0, "present use" },
	{ "share", &value_percent, INT(share), KINDS_ALL, 0,
	    "used of value, in percent" },
	{ "unit", &value_text, WORDS(unit), KINDS_ALL, 0,
	    "unit of the numbers" },
	{ "unlimited", &value_truth, INT(unlimited), KINDS_ALL, 0,
	    "whether there is no bound" },
	{ "setting", &value_prose, WORDS(setting), KINDS_ALL, 0,
	    "where it is set" },
	{ "meaning", &value_prose, WORDS(meaning), KINDS_ALL, 0,
	    "quantity that the limit bounds" },
};

/* For most limits the kernel counts nothing; a share needs a bound. */
static bool
limit_has(const struct column *column, const void *row)
{
	const struct limit *limit = row;

	if (column->offset == offsetof(struct limit, share))
		return limit_is_used(limit);
	return column->offset != offsetof(struct limit, used) ||
	       limit->row->used != offsetof(struct limit_facts, none);
}

const struct table limit_table = {
	.name = "limits",
	.columns = columns,
	.n = sizeof(columns) / sizeof(*columns),
	.has = limit_has,
};
