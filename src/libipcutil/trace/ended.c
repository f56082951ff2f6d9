/* SPDX-License-Identifier: BSD-2-Clause */
/* Processes that have ended, counted; see ended.h. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "trace/ended.h"

struct ended_command {
	char command[17];
	int64_t n;
	int64_t last; /* the process that was counted last */
};

static struct ended_command *
find(const struct ended *ended, const char *command)
{
	size_t i;

	for (i = 0; i < ended->n; i++)
		if (strcmp(ended->v[i].command, command) == 0)
			return &ended->v[i];
	return NULL;
}

void
ended_next(struct ended *ended)
{
	ended->processes++;
}

void
ended_add(struct ended *ended, const char *command)
{
	struct ended_command *known = find(ended, command);

	if (known == NULL) {
		ended->v =
		    xreallocarray(ended->v, ended->n + 1, sizeof(*ended->v));
		known = &ended->v[ended->n++];
		*known = (struct ended_command){ 0 };
		strlcpy(known->command, command, sizeof(known->command));
	}
	if (known->last == ended->processes)
		return;
	known->last = ended->processes;
	known->n++;
}

int64_t
ended_count(const struct ended *ended, const char *command)
{
	const struct ended_command *known = find(ended, command);

	return known == NULL ? 0 : known->n;
}

void
ended_clear(struct ended *ended)
{
	free(ended->v);
	*ended = (struct ended){ 0 };
}
