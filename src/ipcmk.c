/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcmk: creates IPC objects; accepts every command line of util-linux's. */
#include <sys/random.h>
#include <sys/stat.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcmk_made.h"
#include "ipcmk_options.h"
#include "ipcmk_restore.h"
#include "load/load.h"
#include "report/charged.h"
#include "report/explain.h"
#include "show/view.h"

struct result {
	struct ipc_list shown; /* created, and existing with --existing-ok */
	int status;
};

/* What counts against RLIMIT_MSGQUEUE is known only from kernel memory. */
static void
fail(const struct options *o, struct result *result, const char *name,
    const struct ipc_object *object, const struct ipc_attr *attr)
{
	struct text text = { 0 };
	int error = errno;
	const char *reason = explain_make(&text, object, attr, error);

	/* The form of util-linux has no --existing-ok. */
	if (o->form && error == EEXIST && text.len == 0)
		reason = "it exists already; " IPCRM " removes it";
	cli_warn(name, reason);
	text_free(&text);
	if (o->verbose && error == EMFILE && object->kind->bit == KIND_POSIX_MQ)
		cli_unread_because(charged_refusal());
	result->status = CLI_FAILED;
}

static void
tell(const char *words, const char *object)
{
	printf("%s%s\n", words, object);
	made_tell();
}

/* With --existing-ok an existing object is accepted, if it can be looked up. */
static int
take_existing(const struct options *o, struct ipc_object *object)
{
	if (errno != EEXIST || !o->existing_ok)
		return -1;
	return object->kind->stat(object, 0);
}

static void
make_object(
    const struct options *o, struct result *result, const struct ref *ref)
{
	struct ipc_object *object = ref_object(ref);
	char text[VALUE_ROOM];

	if (object == NULL) {
		cli_warn(ref->text, strerror(errno));
		result->status = CLI_FAILED;
		return;
	}
	if (made_make(object, &o->attr) == -1 &&
	    take_existing(o, object) == -1) {
		fail(o, result, ref->text, object, &o->attr);
		ipc_object_free(object);
		return;
	}
	ipc_list_add(&result->shown, object);
	ref_format(object, text, sizeof(text));
	if (!o->json)
		tell("", text);
}

/* Writes all fields of the objects created, as JSON. */
static void
tell_json(struct result *result)
{
	struct view view = { .table = &object_table, .ngroups = 1 };
	struct output out = {
		.format = &format_json,
		.table = &object_table,
		.fp = stdout,
		.style = format_json.style,
	};
	size_t i;

	columns_add_kinds(&view.groups[0].columns, &object_table, KINDS_ALL);
	columns_drop(&view.groups[0].columns, NEED_PROCESSES);
	for (i = 0; i < result->shown.n; i++) {
		result->shown.v[i]->kind->stat(result->shown.v[i], NEED_ALL);
		load_derive(result->shown.v[i], time(NULL));
	}
	view_add_list(&view, &result->shown);
	view_show(&view, &out);
	view_free(&view);
	made_tell();
}

/*
 * Creates an object with a random key; the kernel refuses a key that is used.
 */
static int
make_with_key(struct ipc_object *object, const struct ipc_attr *attr)
{
	uint32_t key;
	int status;

	do {
		if (getrandom(&key, sizeof(key), 0) != sizeof(key))
			return -1;
		object->key = key;
		status = key == 0 ? -1 : made_make(object, attr);
	} while (key == 0 || (status == -1 && errno == EEXIST));
	return status;
}

/* Creates one object of the util-linux form; false if that failed. */
static bool
make_form(const struct options *o, struct result *result,
    const struct form *form, const struct ipc_attr *attr)
{
	struct ipc_object *object = ipc_object_new(form->kind);
	struct ref ref = { 0 };
	char id[24];
	int status;

	if (form->kind->bit & KINDS_POSIX) {
		ipcmk_parse_name(&ref, form->kind, o->name);
		object->name = xstrdup(ref.name);
		status = made_make(object, attr);
	} else
		status = make_with_key(object, attr);
	if (status == -1)
		fail(o, result,
		    object->name != NULL ? o->name : form->kind->title, object,
		    attr);
	ref_free(&ref);
	if (status == 0) {
		snprintf(id, sizeof(id), "%lld", (long long)object->id);
		tell(form->words, object->name != NULL ? o->name : id);
	}
	ipc_object_free(object);
	return status == 0;
}

/* As in util-linux, nothing more is created after the first failure. */
static void
make_forms(const struct options *o, struct result *result)
{
	struct ipc_attr attrs[IPCMK_FORMS];
	struct ref ref;
	size_t i;

	for (i = 0; i < IPCMK_FORMS; i++) {
		if (!o->forms[i])
			continue;
		attrs[i] = o->attr;
		ipcmk_check_form(&ipcmk_forms[i], o->arguments[i], &attrs[i]);
		ipcmk_check_attributes(o, &attrs[i], ipcmk_forms[i].kind,
		    ipcmk_form_name(&ipcmk_forms[i]));
		if (ipcmk_forms[i].kind->bit & KINDS_POSIX) {
			ipcmk_parse_name(&ref, ipcmk_forms[i].kind, o->name);
			ref_free(&ref);
		}
	}
	for (i = 0; i < IPCMK_FORMS; i++)
		if (o->forms[i] &&
		    !make_form(o, result, &ipcmk_forms[i], &attrs[i]))
			break;
}

int
main(int argc, char **argv)
{
	struct result result = { .status = CLI_OK };
	struct options o;
	size_t i;

	cli_start();
	umask(0);
	/*
	 * If nobody reads our output, writing fails, and the objects are
	 * removed again.
	 */
	signal(SIGPIPE, SIG_IGN);
	ipcmk_options(&o, argc, argv);
	cli_namespace(o.namespace);
	if (o.restores)
		cli_exit(restore(&o.restore, o.refs, o.nrefs, &o.attr));
	made_start(o.nrefs + IPCMK_FORMS);
	if (o.form)
		make_forms(&o, &result);
	for (i = 0; i < o.nrefs; i++)
		make_object(&o, &result, &o.refs[i]);
	if (o.json)
		tell_json(&result);
	made_free();
	ipc_list_free(&result.shown);
	ipcmk_options_free(&o);
	cli_exit(result.status);
}
