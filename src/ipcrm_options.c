/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line of ipcrm; see ipcrm_options.h. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/parse.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcrm_forms.h"
#include "ipcrm_options.h"
#include "process/annotate.h"

enum {
	OPTION_ORPHANS = OPTION_FORMS_END,
	OPTION_ORPHANS_AFTER,
	OPTION_OLDER_THAN,
};

static const struct cli_option option_table[] = {
	{ 'w', "where", "EXPR", "remove only objects for which EXPR is true" },
	{ 'U', "user", "USER", "remove only objects of this owner" },
	{ CLI_POSIX, "posix", NULL, "remove POSIX objects only" },
	{ CLI_SYSV, "sysv", NULL, "remove System V objects only" },
	{ 'N', "namespace", "PID|PATH",
	    "use the IPC namespace of PID or of the file PATH" },
	{ OPTION_ORPHANS, "orphans", "[=likely]",
	    "remove objects that no living process can use" },
	{ OPTION_ORPHANS_AFTER, "orphans-after", "DURATION",
	    "an orphan is unused for at least this long (1h)" },
	{ OPTION_OLDER_THAN, "older-than", "DURATION",
	    "remove only objects unused for longer than this" },
	{ 'n', "dry-run", NULL, "remove nothing; show what would be removed" },
	{ 'i', "interactive", NULL,
	    "ask before each object, and say who uses it" },
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

/* Options that only set a member of struct options. */
static const struct cli_slot option_slots[] = {
	{ 'U', CLI_TEXT(user) },
	{ 'N', CLI_TEXT(namespace) },
	{ OPTION_OLDER_THAN, CLI_TEXT(older_than) },
	{ 'i', CLI_FLAG(interactive) },
	{ 'y', CLI_FLAG(yes) },
	{ 'f', CLI_FLAG(force) },
	{ 'v', CLI_FLAG(verbose) },
	{ 'w', CLI_TEXT(where) },
	{ 'n', CLI_FLAG(dry_run) },
	{ 0 },
};

static const struct cli_program program = {
	.operands = "[OPTION...] [OBJECT...]",
	.purpose = "Remove System V and POSIX message queues, shared memory "
		   "and semaphores.",
	.options = option_table,
	.slots = option_slots,
	.groups = option_groups,
};

static struct ref *
add_ref(struct options *o, enum words words)
{
	size_t room = o->room;

	o->refs = xgrow(o->refs, o->nrefs, &o->room, sizeof(*o->refs));
	o->words = xgrow(o->words, o->nrefs, &room, sizeof(*o->words));
	o->words[o->nrefs] = words;
	return &o->refs[o->nrefs++];
}

/* The option is NULL if the argument is an operand, as in the form "shm 5". */
static void
add_form(struct options *o, const struct form *form, const char *option,
    const char *argument)
{
	enum words words = o->verbose ? UTIL_WORDS : NO_WORDS;
	const char *message = form_parse(form, add_ref(o, words), argument);

	if (message == NULL)
		return;
	if (option == NULL)
		cli_usage(argument, message);
	cli_argument(option, argument, message);
}

static void
set_all(struct options *o, const char *category)
{
	const struct form *form = NULL;

	/* -a=shm, as for util-linux 2.41; in --all=shm getopt took the sign. */
	if (category != NULL && *category == '=')
		category++;
	if (category != NULL && (form = form_of_category(category)) == NULL)
		cli_argument(
		    "all", category, "write shm, pshm, msg, pmsg, sem or psem");
	o->all = form != NULL ? form->kind->bit : KINDS_ALL;
}

static void
set_orphans(struct choice *choice, const char *argument)
{
	if (argument != NULL && strcmp(argument, "likely") != 0)
		cli_argument(
		    "orphans", argument, "takes the word likely, or nothing");
	choice->orphans = true;
	choice->likely |= argument != NULL;
}

static void
set_option(struct options *o, int key)
{
	const struct form *form = form_of_option(key);

	if (form != NULL)
		add_form(o, form, cli_option_name(option_table, key), optarg);
	switch (key) {
	case OPTION_ORPHANS:
		set_orphans(&o->choice, optarg);
		break;
	case OPTION_ORPHANS_AFTER:
		cli_argument("orphans-after", optarg,
		    parse_duration(optarg, &o->choice.orphans_after));
		o->after_given = true;
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
	struct ref *ref;
	int i;

	if (form != NULL && argc == 1)
		cli_usage(argv[0],
		    "needs the id of an object, as in: " IPCRM " shm 5");
	for (i = form != NULL; i < argc; i++) {
		if (form != NULL) {
			add_form(o, form, NULL, argv[i]);
			continue;
		}
		ref = add_ref(o, OUR_WORDS);
		cli_ref(ref, o->kinds, argv[i]);
		o->select |= ref->pattern;
	}
	o->old = form != NULL;
}

/* If --all is to be shown or asked about, it selects as a pattern does. */
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

/* Returns the option that selects objects, if one does. */
static const char *
selector(const struct options *o)
{
	return o->where != NULL	       ? "--where"
	       : o->user != NULL       ? "--user"
	       : o->choice.orphans     ? "--orphans"
	       : o->older_than != NULL ? "--older-than"
				       : NULL;
}

/* The same, or the first pattern; there is one of them. */
static const char *
first_selector(const struct options *o)
{
	size_t i = 0;

	if (selector(o) != NULL)
		return selector(o);
	while (!o->refs[i].pattern)
		i++;
	return o->refs[i].text;
}

static void
parse_age(struct options *o)
{
	const char *message = NULL;

	o->choice.older_than = UNKNOWN;
	if (o->older_than != NULL)
		message = parse_duration(o->older_than, &o->choice.older_than);
	cli_argument("older-than", o->older_than, message);
}

/* --posix and --sysv narrow what something else selects. */
static void
check_kinds(struct options *o)
{
	const char *option = o->kinds == KINDS_ALL    ? NULL
			     : o->kinds & KINDS_POSIX ? "--posix"
						      : "--sysv";
	size_t i;

	if (o->nrefs == 0 && o->all == 0 && selector(o) == NULL) {
		if (option != NULL)
			cli_usage(option,
			    "selects nothing alone; name objects or kinds, "
			    "such as mq:, or use --all");
		cli_usage("no object",
		    "no object is named; say what to remove, such as mq:/jobs");
	}
	for (i = 0; i < o->nrefs; i++)
		if (!(o->refs[i].kinds & o->kinds))
			cli_usage(option, "another option names an object that "
					  "is not of this API");
	if (o->all != 0 && (o->all & o->kinds) == 0)
		cli_usage(option, "the kind of --all is not of this API");
	o->all &= o->kinds;
}

static void
check(struct options *o)
{
	check_kinds(o);
	if (o->all != 0 && selector(o) != NULL)
		cli_usage(selector(o), "does not go with --all; name mq: shm: "
				       "sem: in its place");
	if (o->yes && o->interactive)
		cli_usage(
		    "--yes", "contradicts --interactive; use one of them");
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
		cli_usage(first_selector(o),
		    "selects what to remove, and there is no terminal to ask "
		    "on; use --yes, or --dry-run to see");
	o->filter = cli_filter(&object_table, o->where, o->user);
	if (o->after_given && !o->choice.orphans &&
	    !(expr_need(o->filter) & (NEED_ORPHAN | NEED_EVIDENCE)))
		cli_usage("--orphans-after",
		    "needs --orphans, or a field of orphans in --where");
	if (o->all != 0 && (o->dry_run || o->interactive))
		select_all(o);
}

void
ipcrm_options(struct options *o, int argc, char **argv)
{
	struct cli_kinds chosen = { 0 };
	int key;

	*o = (struct options){
		.status = CLI_OK,
		.choice.orphans_after = ORPHANS_AFTER,
	};
	while ((key = cli_next(&program, o, argc, argv)) != -1) {
		if (key == CLI_POSIX || key == CLI_SYSV)
			cli_kinds_option(&chosen, key);
		set_option(o, key);
	}
	/* Scripts get it with --verbose; a person sees it anyhow. */
	o->says_stays = o->verbose || isatty(STDOUT_FILENO);
	o->kinds = cli_kinds(&chosen);
	parse_operands(o, argc - optind, argv + optind);
	check(o);
}

void
ipcrm_options_free(struct options *o)
{
	size_t i;

	for (i = 0; i < o->nrefs; i++)
		ref_free(&o->refs[i]);
	free(o->refs);
	free(o->words);
	expr_free(o->filter);
	ipc_list_free(&o->removed);
}
