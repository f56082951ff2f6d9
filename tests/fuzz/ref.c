/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What names an object outright is written so that it names the same again: by
 * its reference, or, where only its key is known, by what is shown as its key.
 */
#include <stdlib.h>
#include <string.h>

#include "backend/ref.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "model/list.h"
#include "show/column.h"
#include "show/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
round_trip(const struct ref *ref)
{
	struct ipc_object *o = ref_object(ref), *again;
	char written[VALUE_ROOM];
	struct ref back;

	ref_format(o, written, sizeof(written));
	if (ref_parse(&back, written) != NULL || back.pattern)
		abort();
	again = ref_object(&back);
	if (ipc_object_cmp(o, again) != 0)
		abort();
	ipc_object_free(o);
	ipc_object_free(again);
	ref_free(&back);
}

static void
round_trip_of_key(const struct ref *ref)
{
	const struct column *column = column_named(&object_table, "key");
	struct ipc_object *o = ipc_object_new(ref_kind(ref));
	struct text written = { 0 };
	struct style style = { 0 };
	struct value value;
	struct ref back;

	o->key = ref->key;
	text_str(&written, o->kind->word);
	text_char(&written, ':');
	column_value(column, o, &value);
	value_write(column->type, &value, &style, &written);
	if (ref_parse(&back, written.s) != NULL || back.pattern ||
	    back.kinds != ref->kinds || back.key != ref->key)
		abort();
	ipc_object_free(o);
	text_free(&written);
	ref_free(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	struct ipc_object *o = ipc_object_new(&posix_shm_kind);
	struct ref ref;

	o->name = xstrdup("/jobs");
	if (ref_parse(&ref, text) == NULL) {
		if (ref.pattern)
			ref_match(&ref, o);
		else if (ref.name != NULL || ref.id != UNKNOWN)
			round_trip(&ref);
		else if (ref.key != UNKNOWN)
			round_trip_of_key(&ref);
		ref_free(&ref);
	}
	ipc_object_free(o);
	free(text);
	return 0;
}
