/* SPDX-License-Identifier: BSD-2-Clause */
/* Use of System V limits, added up from /proc; see limit_proc.h. */
#include "report/limit_proc.h"
#include "backend/sysv.h"
#include "base/amount.h"

struct adding {
	struct limit_proc_sum sum;
	int64_t (*amount)(const struct ipc_object *);
};

static bool
add(void *arg, const struct ipc_object *o)
{
	struct adding *adding = arg;
	struct limit_proc_sum *sum = &adding->sum;

	sum->objects++;
	sum->amount = amount_add(sum->amount, adding->amount(o));
	return true;
}

int
limit_proc_sum(struct limit_proc_sum *out, const struct ipc_kind *kind,
    int64_t (*amount)(const struct ipc_object *))
{
	const struct sysv *sysv = kind->own;
	struct adding adding = { .amount = amount };

	*out = (struct limit_proc_sum){ UNKNOWN, UNKNOWN };
	if (sysv_read_proc(sysv->proc, kind, add, &adding) == -1)
		return -1;
	*out = adding.sum;
	return 0;
}
