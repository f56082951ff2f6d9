/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcrm: removes IPC objects; accepts every command line of util-linux's. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/ref_hint.h"
#include "base/progress.h"
#include "cli.h"
#include "cli_progress.h"
#include "ipcrm_ask.h"
#include "ipcrm_forms.h"
#include "ipcrm_options.h"
#include "ipcrm_say.h"
#include "ipcrm_select.h"
#include "ipcrm_stays.h"
#include "show/value.h"

static void
done(void *arg, const struct ipc_object *object, int error)
{
	struct options *o = arg;
	char text[VALUE_ROOM];

	progress_object();
	if (o->verbose)
		ipcrm_say_removing(object);
	if (error == 0) {
		o->some_removed = true;
		return;
	}
	ref_format(object, text, sizeof(text));
	ipcrm_failed(o, text, ipcrm_reason(object->kind, error));
}

/* Removes all objects of the kinds chosen, in the order of util-linux. */
static void
clear(struct options *o)
{
	struct ipc_removal removal = { done, o };
	const struct form *form;
	const struct ipc_kind *kind;
	const char *told = NULL;

	ipcrm_progress(o, UNKNOWN);
	for (form = forms; (kind = form->kind) != NULL; form++) {
		if (form->category == NULL || !(o->all & kind->bit) ||
		    kind->clear(kind, &removal) == 0)
			continue;
		/*
		 * An error of a place that several kinds share is reported
		 * once.
		 */
		if (told == NULL || strcmp(told, kind->place) != 0)
			ipcrm_failed(
			    o, kind->place, ipc_kind_strerror(kind, errno));
		told = kind->place;
	}
	cli_progress_end();
}

/*
 * Writes the name as the user wrote it, or the notation for util-linux's
 * option.
 */
static void
name_it(const struct ipc_object *object, const struct ref *ref,
    enum words words, char *text, size_t size)
{
	if (words == OUR_WORDS)
		strlcpy(text, ref->text, size);
	else
		ipcrm_name(object, text, size);
}

static void
failed_named(struct options *o, const struct ref *ref,
    const struct ipc_object *object, int error)
{
	char *missing;

	if (error != ENOENT) {
		ipcrm_failed(o, ref->text, ipcrm_reason(object->kind, error));
	} else if (!o->force) {
		missing = ref_strerror(ref, object->kind, error);
		ipcrm_failed(o, ref->text, missing);
		free(missing);
	}
}

/* Asks with --interactive; afterwards the object must still be the same one. */
static bool
may_remove(struct options *o, const struct ref *ref, enum words words,
    struct ipc_object *object)
{
	char text[VALUE_ROOM];
	bool looked;

	if (!o->interactive)
		return true;
	name_it(object, ref, words, text, sizeof(text));
	looked = object->kind->stat(object, 0) == 0;
	if (!looked && errno == ENOENT) {
		failed_named(o, ref, object, ENOENT);
		return false;
	}
	if (!ipcrm_ask(o, text, object))
		return false;
	if (looked && !ipc_object_is_there(object)) {
		failed_named(o, ref, object, errno);
		return false;
	}
	return true;
}

/* Removes an object that was named. It is not looked up before that. */
static void
remove_named(struct options *o, const struct ref *ref, enum words words,
    struct ipc_object *object)
{
	/* Facts about the previous object must not be taken for this one's. */
	ipc_object_init(object, NULL);
	if (ref_identify(ref, object) == -1) {
		ipcrm_failed(o, ref->text, strerror(errno));
		return;
	}
	if (!may_remove(o, ref, words, object))
		return;
	/*
	 * An object that was named by its key is shown by its id, and whether
	 * the object may stay for a while is known only if it was looked up.
	 */
	if ((o->says_stays && words == OUR_WORDS) ||
	    (o->verbose && !ipcrm_is_known(object)))
		object->kind->stat(object, 0);
	if (words == UTIL_WORDS && ipcrm_is_known(object))
		ipcrm_say_removing(object);
	if (object->kind->remove(object) == -1) {
		failed_named(o, ref, object, errno);
		return;
	}
	o->some_removed = true;
	if (words == OUR_WORDS)
		ipcrm_say_removed(o, object);
}

/* One struct is used for all, as there may be very many. */
static void
remove_all_named(struct options *o)
{
	struct ipc_object object;
	size_t i;

	ipcrm_progress(o, (int64_t)o->nrefs);
	for (i = 0; i < o->nrefs && o->reply != CLI_QUIT; i++) {
		remove_named(o, &o->refs[i], o->words[i], &object);
		progress_object();
	}
	cli_progress_end();
}

int
main(int argc, char **argv)
{
	struct options o;

	cli_start();
	ipcrm_options(&o, argc, argv);
	cli_namespace(o.namespace);
	if (o.select || (o.dry_run && o.nrefs != 0))
		ipcrm_remove_selection(&o);
	else
		remove_all_named(&o);
	if (o.all != 0)
		clear(&o);
	ipcrm_say_staying(&o.removed);
	if (o.old && o.status == CLI_OK && o.some_removed && !o.kept)
		puts("resource(s) deleted");
	ipcrm_options_free(&o);
	cli_exit(o.status);
}
