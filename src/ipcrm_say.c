/* SPDX-License-Identifier: BSD-2-Clause */
/* What ipcrm says and asks; see ipcrm_say.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli.h"
#include "ipcrm_forms.h"
#include "ipcrm_say.h"
#include "show/value.h"

void
ipcrm_failed(void *arg, const char *subject, const char *reason)
{
	struct options *o = arg;

	cli_warn(subject, reason);
	o->status = CLI_FAILED;
}

/* In util-linux's own words, which scripts may look for. */
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

/* A segment is kept by who has it attached. */
static bool
stays(const struct ipc_object *object)
{
	struct ipc_object now;

	if (object->kind != &sysv_shm_kind || object->id == UNKNOWN)
		return false;
	ipc_object_init(&now, object->kind);
	now.id = object->id;
	return now.kind->stat(&now, 0) == 0;
}

bool
ipcrm_is_known(const struct ipc_object *object)
{
	return object->id != UNKNOWN || object->name != NULL;
}

/* As the notation has it; by its key, where that is all that is known. */
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
ipcrm_say_removed(const struct ipc_object *object)
{
	char text[VALUE_ROOM];

	ipcrm_name(object, text, sizeof(text));
	printf("removed %s%s\n", text,
	    stays(object) ? " (stays while it is attached)" : "");
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

bool
ipcrm_confirm(const struct options *o, const char *object)
{
	struct text question = { 0 };
	bool yes = true;

	if (o->interactive) {
		text_str(&question, "remove ");
		text_escape(&question, object, ESCAPE_DONE);
		text_char(&question, '?');
		yes = cli_confirm(question.s);
	}
	text_free(&question);
	return yes;
}
