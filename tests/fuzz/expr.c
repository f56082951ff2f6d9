/* SPDX-License-Identifier: BSD-2-Clause */
/* Any text is an expression or an error within it; see expr.h. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "show/expr.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	struct ipc_object *o = ipc_object_new(&sysv_sem_kind);
	struct expr_error error;
	struct expr *e;

	/* For repeats of repeats regcomp(3) takes all the memory there is. */
	if (strchr(text, '~') != NULL)
		text[strcspn(text, "+*?{")] = '\0';
	ipc_array_set(&o->values, 3);
	o->values.v[1] = 22;
	o->uid = o->mode = 0;
	error = expr_parse(&e, &object_table, text);
	if ((e == NULL) != (error.message != NULL) ||
	    (e == NULL && error.at + error.length > strlen(text)))
		abort();
	if (e != NULL)
		expr_match(e, o);
	expr_need(e);
	expr_free(e);
	ipc_object_free(o);
	free(text);
	return 0;
}
