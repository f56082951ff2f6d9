/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages and questions of ipcrm; see ipcrm_say.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli.h"
#include "cli_progress.h"
#include "ipcrm_forms.h"
#include "ipcrm_say.h"
#include "ipcrm_stays.h"
#include "show/value.h"

void
ipcrm_failed(void *arg, const char *subject, const char *reason)
{
	struct options *o = arg;

	cli_warn(subject, reason);
	o->status = CLI_FAILED;
}

/* Reports in the words of util-linux, which scripts may look for. */
void
ipcrm_say_removing(const struct ipc_object *object)
{
	struct text name = { 0 };

	if (object->name != NULL)
		text_escape(&name, object->name, 0);
	else
		text_number(&name, object->id);
	printf("removing %s `%s'\n", form_of_kind(object->kind)->words, name.s);
	text_free(&name);
}

bool
ipcrm_is_known(const struct ipc_object *object)
{
	return object->id != UNKNOWN || object->name != NULL;
}

/* Writes the notation, or the key if nothing else is known. */
void
ipcrm_name(const struct ipc_object *object, char *text, size_t size)
{
	if (ipcrm_is_known(object))
		ref_format(object, text, size);
	else
		snprintf(text, size, "%s:0x%08llx", object->kind->word,
		    (unsigned long long)object->key);
}

void
ipcrm_say_removed(struct options *o, const struct ipc_object *object)
{
	char text[VALUE_ROOM];

	if (o->says_stays)
		ipcrm_note(&o->removed, object);
	/*
	 * A segment that was removed before is not removed again; that it is
	 * still attached is reported at the end.
	 */
	if (!o->verbose || object->dest == 1)
		return;
	ipcrm_name(object, text, sizeof(text));
	printf("removed %s\n", text);
}

void
ipcrm_progress(const struct options *o, int64_t n)
{
	if (!o->interactive && !(o->verbose && isatty(STDOUT_FILENO)))
		cli_progress("removing", n, 0);
}

const char *
ipcrm_reason(const struct ipc_kind *kind, int error)
{
	if (error == EBUSY)
		return "changed meanwhile, and is left as it is";
	if (error == EPERM || error == EACCES)
		return "not yours to remove";
	return ipc_object_strerror(kind, error);
}
