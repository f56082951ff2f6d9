/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcmk --restore: creates objects from an archive; see ipcmk_restore.h. */
#include <sys/resource.h>
#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/plan.h"
#include "base/progress.h"
#include "base/shield.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cli.h"
#include "cli_progress.h"
#include "ipcmk_made.h"
#include "ipcmk_restore.h"
#include "report/explain.h"
#include "show/value.h"

#define MAX_SIZE (INT64_C(1) << 40)

/* The operands, and which of them were found in the archive. */
struct choice {
	const struct ref *refs;
	size_t n;
	bool *found;
};

static bool
is_named(const struct ref *ref, const struct ipc_object *o)
{
	struct ipc_object named = { 0 };

	if (ref->pattern)
		return ref_match(ref, o);
	if (ref_kind(ref) != o->kind || ref_identify(ref, &named) == -1)
		return false;
	if (named.name != NULL)
		return strcmp(named.name, o->name) == 0;
	return named.id != UNKNOWN ? named.id == o->id : named.key == o->key;
}

static bool
wants(void *arg, const struct ipc_object *o)
{
	struct choice *choice = arg;
	bool wanted = choice->n == 0;
	size_t i;

	for (i = 0; i < choice->n; i++)
		if (is_named(&choice->refs[i], o))
			wanted = choice->found[i] = true;
	return wanted;
}

/* A name must be in the archive; a pattern may select nothing. */
static int
check_choice(const struct choice *choice)
{
	int status = CLI_OK;
	size_t i;

	for (i = 0; i < choice->n; i++) {
		if (choice->found[i] || choice->refs[i].pattern)
			continue;
		cli_warn(choice->refs[i].text, "is not in the archive");
		status = CLI_FAILED;
	}
	return status;
}

/*
 * Large pieces of memory are each kept in a file, so many descriptors are
 * needed.
 */
static void
allow_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == -1)
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

/* The kind and the API of an object stay. */
static void
refuse_name(const char *as, const struct ipc_object *o)
{
	char name[VALUE_ROOM], *reason;

	ref_format(o, name, sizeof(name));
	xasprintf(&reason, "%s is %s object: its %s, such as %s:%s, is needed",
	    name, o->name != NULL ? "a POSIX" : "a System V",
	    o->name != NULL ? "new name" : "new key", o->kind->word,
	    o->name != NULL ? "/NAME" : "0xKEY");
	cli_usage(as, reason);
}

/* Gives the only selected object another name or key. */
static void
rename_to(struct plan *plan, const char *as)
{
	struct entry *one = NULL;
	const char *message;
	struct ref ref;
	size_t i, n = 0;
	char *reason;

	for (i = 0; i < plan->n; i++)
		if (plan->v[i].wanted) {
			one = &plan->v[i];
			n++;
		}
	if (n != 1) {
		xasprintf(&reason, "the archive has %zu such objects%s", n,
		    n == 0 ? "" : "; name the one to restore");
		cli_warn("--as", reason);
		exit(CLI_FAILED);
	}
	if ((message = ref_parse(&ref, as)) != NULL)
		cli_usage(as, message);
	if (ref.id != UNKNOWN || ref.pattern ||
	    ref_kind(&ref) != one->object->kind)
		refuse_name(as, one->object);
	ipc_object_free(one->object);
	one->object = xchecked(ref_object(&ref));
	ref_free(&ref);
}

/* Warns about objects whose contents may be of different moments. */
static void
warn_of_changes(const struct plan *plan)
{
	char name[VALUE_ROOM];
	size_t i;

	for (i = 0; i < plan->n; i++) {
		if (!plan->v[i].wanted || plan->v[i].note != ENTRY_CHANGED)
			continue;
		ref_format(plan->v[i].object, name, sizeof(name));
		cli_warn(name, "changed while it was dumped: its contents may "
			       "be of different moments");
	}
}

/* Sets the owner that was asked for, instead of that in the archive. */
static void
set_owner(struct plan *plan, const struct ipc_attr *owner)
{
	size_t i;

	for (i = 0; i < plan->n; i++) {
		if (owner->uid != UNKNOWN)
			plan->v[i].attr.uid = owner->uid;
		if (owner->gid != UNKNOWN)
			plan->v[i].attr.gid = owner->gid;
	}
}

/* A queue is filled while it is ours; then it gets its owner and mode. */
static int
fill_queue(struct entry *entry, struct ipc_object *o, struct ipc_attr *attr)
{
	attr->max_messages = attr->max_message_size = UNKNOWN;
	attr->max_bytes = UNKNOWN;
	if (o->name == NULL)
		o->key = UNKNOWN;
	if (entry_send(entry, o) == -1 || o->kind->stat(o, 0) == -1)
		return -1;
	return o->kind->set(o, attr);
}

static int
make_one(struct entry *entry)
{
	struct ipc_attr attr = entry->attr;
	struct ipc_object *o = entry->object;

	if (o->kind->queue == NULL)
		return made_batch(o, &attr);
	attr.mode = 0600;
	attr.uid = attr.gid = UNKNOWN;
	if (made_batch(o, &attr) == -1)
		return -1;
	attr = entry->attr;
	return fill_queue(entry, o, &attr);
}

static void
fail(const struct entry *entry)
{
	struct text text = { 0 };
	char *reason;

	xasprintf(&reason, "%s; nothing was restored",
	    errno == EPERM
		? "may not be given to its owner and group, or be "
		  "that large: --owner USER:GROUP says others"
		: explain_make(&text, entry->object, &entry->attr, errno));
	cli_warn(entry->member, reason);
	free(reason);
	text_free(&text);
}

/* Objects that were not reported are removed when we exit. */
static int
make_all(struct plan *plan)
{
	char name[VALUE_ROOM];
	size_t i;

	made_start(plan->n);
	cli_progress("restoring", (int64_t)plan->n, 0);
	for (i = 0; i < plan->n; i++) {
		progress_object();
		if (!plan->v[i].wanted || plan->v[i].there)
			continue;
		if (make_one(&plan->v[i]) == -1) {
			fail(&plan->v[i]);
			made_take_back();
			return CLI_FAILED;
		}
		if (plan->v[i].attr.from != -1)
			close(plan->v[i].attr.from);
		plan->v[i].attr.from = -1;
	}
	cli_progress_end();
	shield_down();
	for (i = 0; i < plan->n; i++)
		if (plan->v[i].wanted) {
			ref_format(plan->v[i].object, name, sizeof(name));
			printf("%s\n", name);
		}
	made_tell();
	made_free();
	return CLI_OK;
}

/* By name or key: its identifier is not known yet. */
static void
show(const char *what, const struct ipc_object *o)
{
	char name[VALUE_ROOM];
	struct text t = { 0 };

	if (o->name != NULL) {
		ref_format(o, name, sizeof(name));
		text_str(&t, name);
	} else {
		text_str(&t, o->kind->word);
		text_char(&t, ':');
	}
	if (o->name == NULL && o->key != 0) {
		text_str(&t, "0x");
		text_digits(&t, (uint64_t)o->key, 16, 8);
	}
	printf("%s %s\n", what, t.s);
	text_free(&t);
}

static void
show_all(const struct plan *plan)
{
	size_t i;

	for (i = 0; i < plan->n; i++)
		if (plan->v[i].wanted)
			show(plan->v[i].there ? "would leave" : "would restore",
			    plan->v[i].object);
}

static int64_t
size_of_stdin(void)
{
	struct stat st;

	if (fstat(STDIN_FILENO, &st) == -1 || !S_ISREG(st.st_mode))
		return UNKNOWN;
	return st.st_size;
}

static int
carry_out(struct plan *plan, const struct restore *how,
    const struct choice *choice, const struct ipc_attr *owner)
{
	int status;

	cli_progress("reading the archive:", 0, size_of_stdin());
	status = plan_read(plan, STDIN_FILENO);
	cli_progress_end();
	if (status == -1) {
		cli_warn("the archive", plan->error.s);
		return CLI_FAILED;
	}
	if (check_choice(choice) != CLI_OK)
		return CLI_FAILED;
	warn_of_changes(plan);
	set_owner(plan, owner);
	if (how->as != NULL)
		rename_to(plan, how->as);
	if (restore_check(plan, how->existing_ok, how->same_ids) != CLI_OK)
		return CLI_FAILED;
	if (!how->dry_run)
		return make_all(plan);
	show_all(plan);
	return CLI_OK;
}

int
restore(const struct restore *how, const struct ref *refs, size_t n,
    const struct ipc_attr *owner)
{
	struct choice choice = { .refs = refs, .n = n };
	struct plan plan = {
		.max_size = how->max_size != UNKNOWN ? how->max_size : MAX_SIZE,
		.wants = wants,
		.arg = &choice,
	};
	int status;

	choice.found = xreallocarray(NULL, n + 1, sizeof(*choice.found));
	memset(choice.found, 0, (n + 1) * sizeof(*choice.found));
	allow_files();
	status = carry_out(&plan, how, &choice, owner);
	plan_free(&plan);
	free(choice.found);
	return status;
}
