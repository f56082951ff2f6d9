/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcrm: remove IPC objects; takes every command line of util-linux's. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "backend/ref.h"
#include "backend/ref_hint.h"
#include "base/parse.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcrm_choice.h"
#include "ipcrm_forms.h"
#include "load/load.h"
#include "process/annotate.h"
#include "show/view.h"

enum {
	OPTION_ORPHANS = OPTION_FORMS_END,
	OPTION_ORPHANS_AFTER,
	OPTION_OLDER_THAN,
};

static const struct cli_option option_table[] = {
	{ 'w', "where", "EXPR", "remove only objects for which EXPR is true" },
	{ 'N', "namespace", "PID|PATH",
	    "use the IPC namespace of PID or of the file PATH" },
	{ OPTION_ORPHANS, "orphans", "[=likely]",
	    "remove objects that no living process can use" },
	{ OPTION_ORPHANS_AFTER, "orphans-after", "DURATION",
	    "an orphan is unused for at least this long (1h)" },
	{ OPTION_OLDER_THAN, "older-than", "DURATION",
	    "remove only objects unused for longer than this" },
	{ 'n', "dry-run", NULL, "remove nothing; show what would be removed" },
	{ 'i', "interactive", NULL, "ask before each object" },
	{ 'y', "yes", NULL, "do not ask" },
	{ 'f', "force", NULL, "ignore objects that do not exist" },
	{ 'v', "verbose", NULL, "report each removed object" },
	{ 'm', "shmem-id", "ID", "remove a System V segment" },
	{ 'M', "shmem-key", "KEY", "remove a System V segment by its key" },
	{ OPTION_POSIX_SHMEM, "posix-shmem", "NAME",
	    "remove POSIX shared memory" },
	{ 'q', "queue-id", "ID", "remove a System V message queue" },
	{ 'Q', "queue-key", "KEY",
	    "remove a System V message queue by its key" },
	{ OPTION_POSIX_MQUEUE, "posix-mqueue", "NAME",
	    "remove a POSIX message queue" },
	{ 's', "semaphore-id", "ID", "remove a System V semaphore set" },
	{ 'S', "semaphore-key", "KEY",
	    "remove a System V semaphore set by its key" },
	{ OPTION_POSIX_SEMAPHORE, "posix-semaphore", "NAME",
	    "remove a POSIX semaphore" },
	{ 'a', "all", "[=KIND]",
	    "remove all: shm, pshm, msg, pmsg, sem or psem" },
	{ 0 },
};

/* A heading stands above the option with this key. */
static const struct cli_group option_groups[] = {
	{ 'w', "Choose objects" },
	{ 'n', "How objects are removed" },
	{ 'm', "Options of util-linux, instead of OBJECT" },
	{ 'h', "Help" },
	{ 0 },
};

static const struct cli_program program = {
	.operands = "[OBJECT...]",
	.purpose = "Remove System V and POSIX message queues, shared memory "
		   "and semaphores.",
	.options = option_table,
	.groups = option_groups,
};

/* util-linux says what it does of the options that follow --verbose. */
enum words { OUR_WORDS, UTIL_WORDS, NO_WORDS };

struct options {
	const char *namespace;
	const char *where;
	struct expr *filter;
	const char *older_than;
	struct choice choice;
	bool dry_run;
	bool interactive;
	bool yes;
	bool force;
	bool verbose;
	bool old;     /* ipcrm shm ID... */
	unsigned all; /* KIND_...: remove all of these */
	struct ref *refs;
	enum words *words; /* for each: how --verbose puts it */
	size_t nrefs;
	bool select; /* a pattern or an expression selects */
	int status;
};

static struct ref *
add_ref(struct options *o, enum words words)
{
	size_t n = o->nrefs + 1;

	/* Powers of two, as there may be very many. */
	if ((o->nrefs & (o->nrefs - 1)) == 0) {
		n = n > 1 ? (n - 1) * 2 : 1;
		o->refs = xreallocarray(o->refs, n, sizeof(*o->refs));
		o->words = xreallocarray(o->words, n, sizeof(*o->words));
	}
	o->words[o->nrefs] = words;
	return &o->refs[o->nrefs++];
}

static void
add_form(struct options *o, const struct form *form, const char *argument)
{
	enum words words = o->verbose ? UTIL_WORDS : NO_WORDS;
	const char *message = form_parse(form, add_ref(o, words), argument);

	if (message != NULL)
		cli_usage(argument, message);
}

static void
set_all(struct options *o, const char *category)
{
	const struct form *form = NULL;

	if (category != NULL && (form = form_of_category(category)) == NULL)
		cli_usage(
		    category, "--all takes shm, pshm, msg, pmsg, sem or psem");
	o->all = form != NULL ? form->kind->bit : KINDS_ALL;
}

static void
set_orphans(struct choice *choice, const char *argument)
{
	if (argument != NULL && strcmp(argument, "likely") != 0)
		cli_usage(argument, "--orphans takes likely, or nothing");
	choice->orphans = true;
	choice->likely |= argument != NULL;
}

static void
set_option(struct options *o, int key)
{
	const struct form *form = form_of_option(key);

	if (form != NULL)
		add_form(o, form, optarg);
	switch (key) {
	case 'w':
		cli_once(&o->where, "--where", optarg);
		break;
	case 'N':
		cli_once(&o->namespace, "--namespace", optarg);
		break;
	case OPTION_ORPHANS:
		set_orphans(&o->choice, optarg);
		break;
	case OPTION_ORPHANS_AFTER:
		cli_argument("orphans-after", optarg,
		    parse_duration(optarg, &o->choice.orphans_after));
		break;
	case OPTION_OLDER_THAN:
		cli_once(&o->older_than, "--older-than", optarg);
		break;
	case 'n':
		o->dry_run = true;
		break;
	case 'i':
		o->interactive = true;
		break;
	case 'y':
		o->yes = true;
		break;
	case 'f':
		o->force = true;
		break;
	case 'v':
		o->verbose = true;
		break;
	case 'a':
		set_all(o, optarg);
		break;
	}
}

static void
parse_operands(struct options *o, int argc, char **argv)
{
	const struct form *form = argc > 0 ? form_of_word(argv[0]) : NULL;
	const char *message;
	struct ref *ref;
	int i;

	if (form != NULL && argc == 1)
		cli_usage(argv[0], "say which: ID...");
	for (i = form != NULL; i < argc; i++) {
		if (form != NULL) {
			add_form(o, form, argv[i]);
			continue;
		}
		ref = add_ref(o, OUR_WORDS);
		if ((message = ref_parse(ref, argv[i])) != NULL)
			cli_usage(argv[i], message);
		o->select |= ref->pattern;
	}
	o->old = form != NULL;
}

/* To be shown or asked for, --all selects as a pattern does. */
static void
select_all(struct options *o)
{
	*add_ref(o, OUR_WORDS) = (struct ref){
		.text = "--all",
		.kinds = o->all,
		.pattern = true,
		.id = UNKNOWN,
		.key = UNKNOWN,
	};
	o->select = true;
	o->all = 0;
}

/* The option that selects, if one does. */
static const char *
selector(const struct options *o)
{
	return o->where != NULL	       ? "--where"
	       : o->choice.orphans     ? "--orphans"
	       : o->older_than != NULL ? "--older-than"
				       : NULL;
}

static void
parse_age(struct options *o)
{
	const char *message = NULL;

	o->choice.older_than = UNKNOWN;
	if (o->older_than != NULL)
		message = parse_duration(o->older_than, &o->choice.older_than);
	if (message != NULL)
		cli_usage(o->older_than, message);
}

static void
check(struct options *o)
{
	if (o->nrefs == 0 && o->all == 0 && selector(o) == NULL)
		cli_usage("OBJECT", "say what to remove");
	if (o->all != 0 && selector(o) != NULL)
		cli_usage(selector(o), "--all takes no expression: "
				       "say mq: shm: sem: instead");
	if (o->yes && o->interactive)
		cli_usage("--yes", "and --interactive contradict each other");
	if (o->choice.likely && o->older_than == NULL)
		cli_usage("--orphans=likely",
		    "needs --older-than too: some that are likely to be "
		    "orphans are in use, so say how old they must be");
	o->select |= selector(o) != NULL;
	o->choice.reasons = o->choice.likely || o->verbose;
	parse_age(o);
	if (o->interactive && !isatty(STDIN_FILENO))
		cli_usage("--interactive", "there is no terminal to ask on");
	if (o->select && !o->yes && !o->dry_run && !isatty(STDIN_FILENO))
		cli_usage(selector(o) != NULL ? selector(o) : "a pattern",
		    "selects what to remove, and there is no terminal to ask "
		    "on: say --yes, or --dry-run to see");
	if (o->where != NULL)
		o->filter = cli_expr(&object_table, "--where", o->where);
	if (o->all != 0 && (o->dry_run || o->interactive))
		select_all(o);
}

static void
failed(void *arg, const char *subject, const char *reason)
{
	struct options *o = arg;

	cli_warn(subject, reason);
	o->status = CLI_FAILED;
}

/* In util-linux's own words, which scripts may look for. */
static void
say_removing(const struct ipc_object *object)
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

static bool
is_known(const struct ipc_object *object)
{
	return object->id != UNKNOWN || object->name != NULL;
}

/* As the notation has it; by its key, where that is all that is known. */
static void
name_object(const struct ipc_object *object, char *text, size_t size)
{
	if (is_known(object))
		ref_format(object, text, size);
	else
		snprintf(text, size, "%s:0x%08llx", object->kind->word,
		    (unsigned long long)object->key);
}

static void
say_removed(const struct ipc_object *object)
{
	char text[VALUE_ROOM];

	name_object(object, text, sizeof(text));
	printf("removed %s%s\n", text,
	    stays(object) ? " (stays while it is attached)" : "");
}

static const char *
reason(const struct ipc_kind *kind, int error)
{
	if (error == EBUSY)
		return "changed meanwhile, and is left as it is";
	if (error == EPERM || error == EACCES)
		return "not yours to remove";
	return ipc_object_strerror(kind, error);
}

static void
done(void *arg, const struct ipc_object *object, int error)
{
	struct options *o = arg;
	char text[VALUE_ROOM];

	if (o->verbose)
		say_removing(object);
	if (error == 0)
		return;
	ref_format(object, text, sizeof(text));
	failed(o, text, reason(object->kind, error));
}

/* In the order in which util-linux does it. */
static void
clear(struct options *o)
{
	struct ipc_removal removal = { done, o };
	const struct form *form;
	const struct ipc_kind *kind;
	const char *told = NULL;

	for (form = forms; (kind = form->kind) != NULL; form++) {
		if (form->category == NULL || !(o->all & kind->bit) ||
		    kind->clear(kind, &removal) == 0)
			continue;
		/* Kinds may share a place. */
		if (told == NULL || strcmp(told, kind->place) != 0)
			failed(o, kind->place, ipc_kind_strerror(kind, errno));
		told = kind->place;
	}
}

static void
say_kept(void *arg, const struct ipc_object *object)
{
	const struct options *o = arg;
	char text[VALUE_ROOM], *why;

	if (!o->verbose)
		return;
	ref_format(object, text, sizeof(text));
	xasprintf(&why, "kept: %s", object->doubt);
	cli_warn(text, why);
	free(why);
}

/* What cannot be known to be an orphan stays, and it is said why. */
static void
choose(struct options *o, struct view *view, const struct sight *sight,
    int64_t now)
{
	size_t kept = choice_select(&o->choice, view, now, say_kept, o);
	char *count;

	if (o->choice.orphans)
		cli_hidden("--orphans", sight);
	else if (expr_need(o->filter) & NEED_WALK)
		cli_hidden("--where", sight);
	if (kept == 0)
		return;
	xasprintf(&count, "kept %zu that may be in use%s", kept,
	    o->verbose ? "" : "; -v says why");
	cli_warn("--orphans", count);
	free(count);
}

/* What is selected, of which nothing was removed yet. */
static void
load(struct options *o, struct view *view, struct ipc_list *list)
{
	const struct sort unsorted = { 0 };
	struct sight sight = { 0 };
	struct load load = {
		.kinds = KINDS_ALL,
		.need = view_need(view, o->filter, &unsorted) |
			choice_need(&o->choice),
		.orphans_after = o->choice.orphans_after,
		.sight = &sight,
		.refs = o->refs,
		.nrefs = o->nrefs,
		.now = time(NULL),
		.missing_ok = o->force,
		.failed = failed,
		.arg = o,
	};

	load_objects(&load, list);
	view_add_list(view, list);
	view_select(view, o->filter, &unsorted);
	choose(o, view, &sight, load.now);
}

static void
show(struct view *view, FILE *fp)
{
	struct output out = {
		.format = &format_text,
		.table = &object_table,
		.fp = fp,
		.style = format_text.style,
		.headings = true,
	};

	out.style.now = time(NULL);
	view_show(view, &out);
}

static bool
confirm_all(const struct options *o, struct view *view)
{
	char *question;
	bool yes;

	/* What each is likely to be is to be read before it is asked for. */
	if (!o->yes && view->n != 0 && (o->choice.likely || !o->interactive))
		show(view, stderr);
	if (o->yes || o->interactive || view->n == 0)
		return true;
	xasprintf(&question, "remove %zu %s?", view->n,
	    view->n == 1 ? "object" : "objects");
	yes = cli_confirm(question);
	free(question);
	/* Somebody may have begun to use them meanwhile. */
	if (yes && o->choice.orphans)
		choice_look_again(&o->choice, view, time(NULL));
	return yes;
}

static bool
confirm_one(const struct options *o, const char *object)
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

/* It must still be the one that was selected; gone is as good as removed. */
static void
remove_selected(struct options *o, const struct ipc_object *object)
{
	char text[VALUE_ROOM];

	ref_format(object, text, sizeof(text));
	if (!confirm_one(o, text))
		return;
	if (o->interactive && o->choice.orphans &&
	    !choice_still_has(&o->choice, object, time(NULL)))
		return;
	if (ipc_object_is_there(object) && object->kind->remove(object) == 0) {
		if (o->verbose)
			say_removed(object);
	} else if (errno != ENOENT)
		failed(o, text, reason(object->kind, errno));
}

/* One table of all, with what speaks for and against each. */
static void
group_by_evidence(struct view *view)
{
	columns_parse(&view->groups[0].columns, &object_table,
	    "object,owner,idle,evidence");
	view->ngroups = 1;
}

static void
remove_selection(struct options *o)
{
	struct view view = { .table = &object_table };
	struct ipc_list list = { 0 };
	size_t i;

	if (o->choice.likely)
		group_by_evidence(&view);
	else
		view_group_by_kind(&view);
	load(o, &view, &list);
	if (o->dry_run)
		show(&view, stdout);
	else if (confirm_all(o, &view))
		for (i = 0; i < view.n; i++)
			remove_selected(o, view.rows[i]);
	view_free(&view);
	ipc_list_free(&list);
}

/* By more than a key. */
/* As it was written, or what util-linux's option means in the notation. */
static void
name_it(const struct ipc_object *object, const struct ref *ref,
    enum words words, char *text, size_t size)
{
	if (words == OUR_WORDS)
		strlcpy(text, ref->text, size);
	else
		name_object(object, text, size);
}

static bool
confirm_named(const struct options *o, const struct ipc_object *object,
    const struct ref *ref, enum words words)
{
	char text[VALUE_ROOM];

	if (!o->interactive)
		return true;
	name_it(object, ref, words, text, sizeof(text));
	return confirm_one(o, text);
}

/* Named outright, it is removed at once, without being looked at. */
static void
remove_named(struct options *o, const struct ref *ref, enum words words,
    struct ipc_object *object)
{
	char *missing;

	if (ref_identify(ref, object) == -1) {
		failed(o, ref->text, strerror(errno));
		return;
	}
	if (!confirm_named(o, object, ref, words))
		return;
	/* Of a key, what is said is the id. */
	if (o->verbose && !is_known(object))
		object->kind->stat(object, 0);
	if (words == UTIL_WORDS && is_known(object))
		say_removing(object);
	if (object->kind->remove(object) == 0) {
		if (o->verbose && words == OUR_WORDS)
			say_removed(object);
	} else if (errno == ENOENT && !o->force) {
		missing = ref_strerror(ref, object->kind, errno);
		failed(o, ref->text, missing);
		free(missing);
	} else if (errno != ENOENT)
		failed(o, ref->text, reason(object->kind, errno));
}

/* One after the other in the same object, as there may be very many. */
static void
remove_all_named(struct options *o)
{
	struct ipc_object object;
	size_t i;

	ipc_object_init(&object, NULL);
	for (i = 0; i < o->nrefs; i++)
		remove_named(o, &o->refs[i], o->words[i], &object);
}

int
main(int argc, char **argv)
{
	struct options o = {
		.status = CLI_OK,
		.choice.orphans_after = ORPHANS_AFTER,
	};
	size_t i;
	int key;

	cli_start();
	while ((key = cli_next(&program, argc, argv)) != -1)
		set_option(&o, key);
	parse_operands(&o, argc - optind, argv + optind);
	check(&o);
	cli_namespace(o.namespace);
	if (o.select || (o.dry_run && o.nrefs != 0))
		remove_selection(&o);
	else
		remove_all_named(&o);
	if (o.all != 0)
		clear(&o);
	if (o.old && o.status == CLI_OK && !o.dry_run)
		puts("resource(s) deleted");
	for (i = 0; i < o.nrefs; i++)
		ref_free(&o.refs[i]);
	free(o.refs);
	free(o.words);
	expr_free(o.filter);
	cli_exit(o.status);
}
