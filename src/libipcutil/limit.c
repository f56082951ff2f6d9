/* SPDX-License-Identifier: BSD-2-Clause */
/* The limits of both APIs; see limit.h. */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "limit.h"
#include "parse.h"
#include "posix.h"
#include "xalloc.h"

#define SYS_KERNEL "/proc/sys/kernel/"

#define FACT(member) offsetof(struct limit_facts, member)

static int64_t
one(const struct ipc_attr *attr)
{
	(void)attr;
	return 1;
}

static int64_t
size(const struct ipc_attr *attr)
{
	return attr->size;
}

static int64_t
locked_size(const struct ipc_attr *attr)
{
	return attr->lock == 1 ? attr->size : UNKNOWN;
}

/* Pages are counted as the kernel counts them: whole ones of each segment. */
static int64_t
pages(const struct ipc_attr *attr)
{
	int64_t page = sysconf(_SC_PAGESIZE);

	return attr->size == UNKNOWN
		   ? UNKNOWN
		   : attr->size / page + (attr->size % page != 0);
}

static int64_t
max_messages(const struct ipc_attr *attr)
{
	return attr->max_messages;
}

static int64_t
max_message_size(const struct ipc_attr *attr)
{
	return attr->max_message_size;
}

static int64_t
queue_cost(const struct ipc_attr *attr)
{
	int64_t messages = attr->max_messages, bytes = attr->max_message_size;

	if (messages == UNKNOWN)
		messages = posix_setting(SYS_MQ "msg_default");
	if (bytes == UNKNOWN)
		bytes = posix_setting(SYS_MQ "msgsize_default");
	return limit_queue_cost(messages, bytes);
}

static int64_t
max_bytes(const struct ipc_attr *attr)
{
	return attr->max_bytes;
}

static int64_t
nsems(const struct ipc_attr *attr)
{
	return attr->nsems != UNKNOWN ? attr->nsems
	       : attr->values.n > 0   ? attr->values.n
				      : 1;
}

static const struct row {
	const char *name;
	unsigned kind;
	const char *bounds;
	size_t value;
	size_t used;
	const char *unit;
	const char *setting;
	const char *meaning;
	/* What the making of an object asks for, and how it fails. */
	int64_t (*asked)(const struct ipc_attr *);
	int error;
} rows[] = {
	{ "queues_max", KIND_POSIX_MQ, NULL, FACT(queues_max), FACT(queues),
	    "queues", SYS_MQ "queues_max", "queues in the IPC namespace", one,
	    ENOSPC },
	{ "RLIMIT_MSGQUEUE", KIND_POSIX_MQ, NULL, FACT(rlimit_msgqueue),
	    FACT(queue_bytes), "bytes", "ulimit -q",
	    "memory set aside for all queues of one user", queue_cost, EMFILE },
	{ "msg_max", KIND_POSIX_MQ, "max_messages", FACT(msg_max), FACT(none),
	    "messages", SYS_MQ "msg_max", "messages in one queue", max_messages,
	    EINVAL },
	{ "msg_default", KIND_POSIX_MQ, NULL, FACT(msg_default), FACT(none),
	    "messages", SYS_MQ "msg_default",
	    "messages in a queue made without attributes", NULL, 0 },
	{ "msgsize_max", KIND_POSIX_MQ, "max_message_size", FACT(msgsize_max),
	    FACT(none), "bytes", SYS_MQ "msgsize_max", "size of a message",
	    max_message_size, EINVAL },
	{ "msgsize_default", KIND_POSIX_MQ, NULL, FACT(msgsize_default),
	    FACT(none), "bytes", SYS_MQ "msgsize_default",
	    "size of a message in a queue made without attributes", NULL, 0 },
	{ "MQ_PRIO_MAX", KIND_POSIX_MQ, NULL, FACT(fixed_prio), FACT(none),
	    "priorities", "fixed", "priorities of a message", NULL, 0 },
	{ "msgmni", KIND_SYSV_MSG, NULL, FACT(msgmni), FACT(msg_ids), "queues",
	    SYS_KERNEL "msgmni", "queues in the IPC namespace", one, ENOSPC },
	{ "msgmnb", KIND_SYSV_MSG, "max_bytes", FACT(msgmnb), FACT(none),
	    "bytes", SYS_KERNEL "msgmnb", "bytes in one new queue", max_bytes,
	    EPERM },
	{ "msgmax", KIND_SYSV_MSG, NULL, FACT(msgmax), FACT(none), "bytes",
	    SYS_KERNEL "msgmax", "size of a message", NULL, 0 },
	{ "shm_size", KIND_POSIX_SHM, "size", FACT(shm_size),
	    FACT(shm_size_used), "bytes", "mount -o remount,size= " SHM_DIR,
	    "memory of all that is in " SHM_DIR, size, ENOSPC },
	{ "shm_inodes", KIND_POSIX_SHM, NULL, FACT(shm_inodes),
	    FACT(shm_inodes_used), "files",
	    "mount -o remount,nr_inodes= " SHM_DIR,
	    "objects and other files in " SHM_DIR, one, ENOSPC },
	{ "shmmni", KIND_SYSV_SHM, NULL, FACT(shmmni), FACT(shm_ids),
	    "segments", SYS_KERNEL "shmmni", "segments in the IPC namespace",
	    one, ENOSPC },
	{ "shmall", KIND_SYSV_SHM, NULL, FACT(shmall), FACT(shm_pages), "pages",
	    SYS_KERNEL "shmall", "pages of all segments", pages, ENOSPC },
	{ "shmmax", KIND_SYSV_SHM, "size", FACT(shmmax), FACT(none), "bytes",
	    SYS_KERNEL "shmmax", "size of one segment", size, EINVAL },
	{ "RLIMIT_MEMLOCK", KIND_SYSV_SHM, NULL, FACT(rlimit_memlock),
	    FACT(none), "bytes", "ulimit -l",
	    "segments that one user has locked", locked_size, ENOMEM },
	{ "SEM_VALUE_MAX", KIND_POSIX_SEM, "value", FACT(fixed_sem_value),
	    FACT(none), "", "fixed", "value of a semaphore", NULL, 0 },
	{ "semmni", KIND_SYSV_SEM, NULL, FACT(semmni), FACT(sem_ids), "sets",
	    SYS_KERNEL "sem, 4th", "sets in the IPC namespace", one, ENOSPC },
	{ "semmns", KIND_SYSV_SEM, NULL, FACT(semmns), FACT(sems), "semaphores",
	    SYS_KERNEL "sem, 2nd", "semaphores of all sets", nsems, ENOSPC },
	{ "semmsl", KIND_SYSV_SEM, "nsems", FACT(semmsl), FACT(none),
	    "semaphores", SYS_KERNEL "sem, 1st", "semaphores in one set", nsems,
	    EINVAL },
	{ "semopm", KIND_SYSV_SEM, NULL, FACT(semopm), FACT(none), "operations",
	    SYS_KERNEL "sem, 3rd", "operations of one semop(2)", NULL, 0 },
	{ "SEMVMX", KIND_SYSV_SEM, "value", FACT(fixed_semvmx), FACT(none), "",
	    "fixed", "value of a semaphore", NULL, 0 },
};

#define ROWS (sizeof(rows) / sizeof(*rows))

static int64_t
share(int64_t used, int64_t value)
{
	if (used == UNKNOWN || value == UNKNOWN || value == LIMITLESS)
		return UNKNOWN;
	/* Where nothing may be made, all there may be is there. */
	return value == 0 ? 100 : (int64_t)((double)used * 100 / (double)value);
}

static void
set(struct limit *limit, const struct row *row, const struct ipc_kind *kind,
    const struct limit_facts *facts)
{
	const char *base = (const char *)facts;

	*limit = (struct limit){
		.name = row->name,
		.kind = kind->word,
		.api = kind->api,
		.unit = *row->unit != '\0' ? row->unit : NULL,
		.setting = row->setting,
		.meaning = row->meaning,
		.bounds = row->bounds,
		.kinds = row->kind,
		.value = *(const int64_t *)(const void *)(base + row->value),
		.used = *(const int64_t *)(const void *)(base + row->used),
	};
	limit->share = share(limit->used, limit->value);
	limit->unlimited =
	    limit->value == UNKNOWN ? UNKNOWN : limit->value == LIMITLESS;
}

size_t
limits_load(struct limit **out, unsigned kinds,
    void (*failed)(void *, const char *, const char *), void *arg)
{
	struct limit *limits = xreallocarray(NULL, ROWS, sizeof(*limits));
	const struct ipc_kind *kind;
	struct limit_facts facts;
	size_t i, j, n = 0;

	limit_facts_init(&facts);
	for (i = 0; (kind = ipc_kinds[i]) != NULL; i++) {
		if (!(kinds & kind->bit))
			continue;
		if (limit_facts_gather(&facts, kind) == -1)
			failed(
			    arg, kind->place, ipc_kind_strerror(kind, errno));
		for (j = 0; j < ROWS; j++)
			if (rows[j].kind == kind->bit)
				set(&limits[n++], &rows[j], kind, &facts);
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

/* Whether there is no room for what was asked beside what is used. */
static bool
is_exceeded(const struct limit *limit, const struct row *row,
    const struct ipc_attr *attr)
{
	int64_t asked = row->asked(attr), used = limit->used;

	if (asked == UNKNOWN || limit->value == UNKNOWN)
		return false;
	return asked > limit->value - (used != UNKNOWN ? used : 0);
}

static void
write_amount(struct text *t, const struct limit *limit, int64_t amount)
{
	struct limit other = *limit;

	other.value = amount;
	limit_write(&other, false, t);
}

/* Whether it is this limit's errno. */
static bool
is_candidate(const struct row *row, const struct ipc_kind *kind, int error)
{
	return row->kind == kind->bit && row->error == error;
}

/* Semaphores fill up what is memory's. */
static const struct ipc_kind *
bounded_as(const struct ipc_kind *kind)
{
	return kind == &posix_sem_kind ? &posix_shm_kind : kind;
}

static void
explain(struct text *t, const struct limit *limit, int64_t asked)
{
	text_str(t, limit->name);
	text_str(t, " is ");
	limit_write(limit, false, t);
	if (limit->used != UNKNOWN) {
		text_str(t, ", used are ");
		write_amount(t, limit, limit->used);
	}
	if (asked != UNKNOWN) {
		text_str(t, ", asked for ");
		write_amount(t, limit, asked);
	}
	text_str(t, "; raise it: ");
	text_str(t, limit->setting);
}

/*
 * What is used may be more than can be seen, such as queues of other
 * namespaces, or less by now: the first that fails so is the likeliest.
 */
bool
limit_explain(struct text *t, const struct ipc_kind *kind,
    const struct ipc_attr *attr, int error)
{
	const struct row *first = NULL;
	struct limit_facts facts;
	struct limit limit;
	size_t i;

	kind = bounded_as(kind);
	limit_facts_init(&facts);
	limit_facts_gather(&facts, kind);
	for (i = 0; i < ROWS; i++) {
		if (!is_candidate(&rows[i], kind, error))
			continue;
		set(&limit, &rows[i], kind, &facts);
		if (is_exceeded(&limit, &rows[i], attr)) {
			explain(t, &limit, rows[i].asked(attr));
			return true;
		}
		if (first == NULL)
			first = &rows[i];
	}
	if (first == NULL || (error != EMFILE && error != ENOSPC))
		return false;
	set(&limit, first, kind, &facts);
	explain(t, &limit, first->asked(attr));
	return true;
}

/* The unit says how an amount is written: it travels as the value's text. */
static void
get_amount(const struct column *column, const void *row, struct value *v)
{
	const struct limit *limit = row;

	value_set_number(v, value_number_at(column, row), VALUE_NUMBER);
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

static const struct value_type type_amount = {
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
	{ "kind", &value_text, WORDS(kind), KINDS_ALL, 0, "mq, shm or sem" },
	{ "api", &value_text, WORDS(api), KINDS_ALL, 0, "posix or sysv" },
	{ "value", &type_amount, INT(value), KINDS_ALL, 0,
	    "the most there may be" },
	{ "used", &type_amount, INT(used), KINDS_ALL, 0, "what there is" },
	{ "share", &value_percent, INT(share), KINDS_ALL, 0,
	    "used of value, in percent" },
	{ "unit", &value_text, WORDS(unit), KINDS_ALL, 0, "what is counted" },
	{ "unlimited", &value_truth, INT(unlimited), KINDS_ALL, 0,
	    "there is no bound" },
	{ "setting", &value_prose, WORDS(setting), KINDS_ALL, 0,
	    "where it is set" },
	{ "meaning", &value_prose, WORDS(meaning), KINDS_ALL, 0,
	    "what it bounds" },
};

const struct table limit_table = {
	.name = "limits",
	.columns = columns,
	.n = sizeof(columns) / sizeof(*columns),
};
