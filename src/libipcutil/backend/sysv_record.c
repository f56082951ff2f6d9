/* SPDX-License-Identifier: BSD-2-Clause */
/* Lists of answers; see sysv_record.h. */
#include <stdlib.h>

#include "backend/sysv_record.h"
#include "base/heap.h"
#include "base/xalloc.h"

struct gather {
	struct ipc_records *records;
	size_t room;
	bool sorted;
};

static void
record_one(void *arg, const struct sysv_answer *answer)
{
	struct gather *gather = arg;
	struct ipc_records *records = gather->records;
	struct sysv_answer *v;

	v = xgrow(records->v, records->n, &gather->room, sizeof(*v));
	if (records->n != 0 && v[records->n - 1].id > answer->id)
		gather->sorted = false;
	v[records->n++] = *answer;
	records->v = v;
}

int
sysv_answer_compare(const void *a, const void *b)
{
	const struct sysv_answer *one = a, *two = b;

	return one->id < two->id ? -1 : one->id > two->id;
}

int
sysv_records(struct ipc_records *records)
{
	struct gather gather = { .records = records, .sorted = true };
	const struct sysv *sysv = records->kind->own;
	int64_t expected;

	/* Each set would have to be asked for its values. */
	if (records->need & (NEED_VALUES | NEED_SEMS) &&
	    records->kind->bit & KINDS_SEM)
		return -1;
	records->size = sizeof(struct sysv_answer);
	expected = sysv->count();
	if (expected > 0) {
		gather.room = (size_t)expected;
		records->v = xreallocarray(NULL, gather.room, records->size);
		heap_huge(records->v, gather.room * records->size);
	}
	if (sysv_each(records->kind, record_one, &gather) != 0) {
		free(records->v);
		records->v = NULL;
		records->n = 0;
		return -1;
	}
	/* An index that was used before has a higher id than those after it. */
	if (!gather.sorted)
		qsort(
		    records->v, records->n, records->size, sysv_answer_compare);
	return 0;
}

void
sysv_recall(
    const struct ipc_records *records, const void *record, struct ipc_object *o)
{
	const struct sysv *sysv = records->kind->own;
	const struct sysv_answer *answer = record;

	ipc_object_init(o, records->kind);
	sysv_fill(o, answer);
	o->id = answer->id;
	if (sysv->more != NULL)
		sysv->more(o, records->need);
}
