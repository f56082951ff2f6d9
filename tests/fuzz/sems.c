/* SPDX-License-Identifier: BSD-2-Clause */
/* What is read as operations or values is in range, or there is a message. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "model/sems.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
write_op(struct text *t, const struct ipc_sem_op *op)
{
	char *s;

	if (op->num < 0 || op->num > 65535 || op->change < -32767 ||
	    op->change > 32767)
		abort();
	xasprintf(&s, "%s%lld%s%lld%s%s", t->len > 0 ? "," : "",
	    (long long)op->num,
	    op->change > 0   ? "+"
	    : op->change < 0 ? ""
			     : "=",
	    (long long)op->change, op->undo ? "u" : "", op->nowait ? "n" : "");
	text_str(t, s);
	free(s);
}

/* They are the same when they are written and read again. */
static void
try_ops(const char *text)
{
	struct ipc_sem_op *ops, *again;
	struct text t = { 0 };
	size_t n, m, i;

	if (ipc_sem_ops_parse(text, &ops, &n) != NULL) {
		if (ops != NULL)
			abort();
		return;
	}
	for (i = 0; i < n; i++)
		write_op(&t, &ops[i]);
	if (n == 0 || ipc_sem_ops_parse(t.s, &again, &m) != NULL || m != n)
		abort();
	for (i = 0; i < n; i++)
		if (ops[i].num != again[i].num ||
		    ops[i].change != again[i].change ||
		    ops[i].undo != again[i].undo ||
		    ops[i].nowait != again[i].nowait)
			abort();
	free(ops);
	free(again);
	text_free(&t);
}

static void
try_values(const char *text)
{
	struct ipc_array values;
	int64_t i;

	if (ipc_sem_values_parse(text, &values) != NULL) {
		if (values.v != NULL)
			abort();
		return;
	}
	if (values.n < 1 || values.n > 65536 ||
	    values.v[values.n - 1] == UNKNOWN)
		abort();
	for (i = 0; i < values.n; i++)
		if (values.v[i] != UNKNOWN &&
		    (values.v[i] < 0 || values.v[i] > INT32_MAX))
			abort();
	free(values.v);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);

	try_ops(text);
	try_values(text);
	free(text);
	return 0;
}
