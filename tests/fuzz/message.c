/* SPDX-License-Identifier: BSD-2-Clause */
/* A message that was read is written so that the same is read again. */
#include <stdlib.h>
#include <string.h>

#include "model/message.h"
#include "model/object.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
round_trip(const struct ipc_message *message)
{
	struct message_reader reader;
	struct ipc_message back;
	struct text text = { 0 };
	FILE *fp;

	message_write(&text, message, 0, MESSAGE_JSONL);
	if ((fp = fmemopen(text.s, text.len, "r")) == NULL)
		abort();
	reader = message_reader(fp, MESSAGE_JSONL, UNKNOWN);
	if (message_read(&reader, &back) != 1 || back.type != message->type ||
	    back.priority != message->priority || back.size != message->size ||
	    memcmp(back.data, message->data, back.size) != 0)
		abort();
	if (message_read(&reader, &back) != 0)
		abort();
	message_reader_free(&reader);
	fclose(fp);
	text_free(&text);
}

/* The first byte chooses the form. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum message_form forms[] = {
		MESSAGE_JSONL,
		MESSAGE_LINES,
		MESSAGE_NULS,
		MESSAGE_WHOLE,
	};
	struct message_reader reader;
	struct ipc_message message;
	char *bytes;
	FILE *fp;

	if (size < 2)
		return 0;
	bytes = malloc(size);
	memcpy(bytes, data, size);
	if ((fp = fmemopen(bytes + 1, size - 1, "r")) == NULL)
		abort();
	reader = message_reader(fp, forms[data[0] % 4], UNKNOWN);
	while (message_read(&reader, &message) == 1)
		round_trip(&message);
	message_reader_free(&reader);
	fclose(fp);
	free(bytes);
	return 0;
}
