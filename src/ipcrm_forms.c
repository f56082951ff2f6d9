/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of util-linux's ipcrm; see ipcrm_forms.h. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "ipcrm_forms.h"

const struct form forms[] = {
	{ 'm', &sysv_shm_kind, BY_ID, "shm", "shared memory segment id" },
	{ 'M', &sysv_shm_kind, BY_KEY, NULL, NULL },
	{ OPTION_POSIX_SHMEM, &posix_shm_kind, BY_NAME, "pshm",
	    "POSIX shared memory" },
	{ 's', &sysv_sem_kind, BY_ID, "sem", "semaphore id" },
	{ 'S', &sysv_sem_kind, BY_KEY, NULL, NULL },
	{ OPTION_POSIX_SEMAPHORE, &posix_sem_kind, BY_NAME, "psem",
	    "POSIX semaphore" },
	{ 'q', &sysv_msg_kind, BY_ID, "msg", "message queue id" },
	{ 'Q', &sysv_msg_kind, BY_KEY, NULL, NULL },
	{ OPTION_POSIX_MQUEUE, &posix_mq_kind, BY_NAME, "pmsg",
	    "POSIX message queue" },
	{ 0 },
};

const struct form *
form_of_option(int key)
{
	const struct form *form;

	for (form = forms; form->kind != NULL; form++)
		if (form->option == key)
			return form;
	return NULL;
}

const struct form *
form_of_category(const char *category)
{
	const struct form *form;

	for (form = forms; form->kind != NULL; form++)
		if (form->category != NULL &&
		    strcmp(form->category, category) == 0)
			return form;
	return NULL;
}

const struct form *
form_of_word(const char *word)
{
	const struct form *form = form_of_category(word);

	return form != NULL && form->how == BY_ID ? form : NULL;
}

const struct form *
form_of_kind(const struct ipc_kind *kind)
{
	const struct form *form = forms;

	while (form->kind != kind || form->how == BY_KEY)
		form++;
	return form;
}

/* A key as strtoul(3) reads it in util-linux, but none is ever cut. */
static const char *
parse_any_key(const char *s, int64_t *out)
{
	const char *message = NULL;
	char *end;

	if (s[0] == '0' && (s[1] == 'x' || s[1] == 'X'))
		message = parse_key(s, out);
	else if (s[0] == '0' && s[1] != '\0') {
		errno = 0;
		*out = (int64_t)strtoull(s, &end, 8);
		if (*end != '\0' || errno != 0 || *out < 0 || *out > UINT32_MAX)
			message = "not a key";
	} else if ((message = parse_number(s, INT32_MIN, UINT32_MAX, out)) ==
		   NULL)
		*out = (int64_t)(uint32_t)*out;
	if (message == NULL && *out == 0)
		message = "key 0 is IPC_PRIVATE and names nothing";
	return message;
}

const char *
form_parse(const struct form *form, struct ref *ref, const char *argument)
{
	if (form->how == BY_NAME)
		return ref_from_name(ref, form->kind, argument);
	*ref = (struct ref){
		.text = argument,
		.kinds = form->kind->bit,
		.id = UNKNOWN,
		.key = UNKNOWN,
	};
	if (form->how == BY_ID)
		return parse_number(argument, 0, INT_MAX, &ref->id);
	return parse_any_key(argument, &ref->key);
}
