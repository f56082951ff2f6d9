/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line of ipcctl. */

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "backend/attr.h"
#include "base/parse.h"
#include "base/patience.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcctl.h"

enum {
	OPTION_MODE = CLI_LONG,
	OPTION_OWNER,
	OPTION_SIZE,
	OPTION_SHRINK,
	OPTION_MAX_BYTES,
	OPTION_LOCK,
	OPTION_UNLOCK,
	OPTION_SET,
	OPTION_WAIT,
	OPTION_POST,
	OPTION_ZERO,
	OPTION_OP,
	OPTION_NOWAIT,
};

static const struct cli_option option_table[] = {
	{ OPTION_MODE, "mode", "MODE",
	    "permissions, octal or symbolic (u+w,o=)" },
	{ OPTION_OWNER, "owner", "USER[:GROUP]", "owner and group" },
	{ OPTION_SIZE, "size", "SIZE", "size of POSIX shared memory" },
	{ OPTION_SHRINK, "shrink", NULL, "allow --size to cut off contents" },
	{ OPTION_MAX_BYTES, "max-bytes", "SIZE",
	    "capacity of a System V queue" },
	{ OPTION_LOCK, "lock", NULL,
	    "keep a System V segment from being swapped out" },
	{ OPTION_UNLOCK, "unlock", NULL,
	    "allow a System V segment to be swapped out" },
	{ OPTION_SET, "set", "VALUES", "values of semaphores: 4,0,2 or 1=9" },
	{ OPTION_WAIT, "wait", "[=N]",
	    "wait until semaphore N (0) is above 0; subtract 1" },
	{ OPTION_POST, "post", "[=N]", "add 1 to semaphore N (0)" },
	{ OPTION_ZERO, "zero", "[=N]", "wait until semaphore N (0) is 0" },
	{ OPTION_OP, "op", "OPS",
	    "do several operations at once: 0-1,1+1u,2=0n" },
	{ 't', "timeout", "SECONDS", "wait at most this long" },
	{ OPTION_NOWAIT, "nowait", NULL, "do not wait" },
	{ 'N', "namespace", "PID|PATH",
	    "use the IPC namespace of PID or of the file PATH" },
	{ 'n', "dry-run", NULL, "change nothing; show what would change" },
	{ 'v', "verbose", NULL, "report each change" },
	{ 0 },
};

/* A heading stands above the option with this key. */
static const struct cli_group option_groups[] = {
	{ OPTION_MODE, "Change objects" },
	{ OPTION_WAIT, "Operate on semaphores" },
	{ 'N', "Other" },
	{ 0 },
};

/* Options that only set a member of struct options. */
static const struct cli_slot option_slots[] = {
	{ OPTION_SHRINK, CLI_FLAG(attr.shrink) },
	{ 'n', CLI_FLAG(dry_run) },
	{ 'v', CLI_FLAG(verbose) },
	{ 'N', CLI_TEXT(namespace) },
	{ 0 },
};

static const struct cli_program program = {
	.operands = "[OPTION...] OBJECT... [-- COMMAND [ARGUMENT...]]",
	.purpose =
	    "Change System V and POSIX message queues, shared memory and\n"
	    "semaphores, or run COMMAND while holding a semaphore.",
	.options = option_table,
	.slots = option_slots,
	.groups = option_groups,
};

/* The attributes of attr.h that are options here. */
static const struct {
	int option;
	const char *name;
} attributes[] = {
	{ OPTION_SIZE, "size" },
	{ OPTION_MAX_BYTES, "max-bytes" },
};

/* Operations on one semaphore. */
static const struct {
	int option;
	int64_t change;
	const char *name;
} operations[] = {
	{ OPTION_WAIT, -1, "wait" },
	{ OPTION_POST, 1, "post" },
	{ OPTION_ZERO, 0, "zero" },
};

#define NUMBER_MAX 65535 /* semnum is an unsigned short: semop(2) */

static bool
set_attribute(struct options *o, int key)
{
	const struct attr_option *option;
	size_t i;

	for (i = 0; i < sizeof(attributes) / sizeof(*attributes); i++) {
		if (attributes[i].option != key)
			continue;
		option = attr_find(attributes[i].name);
		cli_argument(option->name, optarg,
		    attr_set_text(&o->attr, option, optarg));
		return true;
	}
	return false;
}

/* Refuses a second operation. */
static void
set_operation_name(struct options *o, const char *name)
{
	char *option;

	if (o->operation == NULL) {
		o->operation = name;
		return;
	}
	xasprintf(&option, "--%s", name);
	cli_usage(option, "one operation at a time: see --op");
}

static bool
set_operation(struct options *o, int key)
{
	struct ipc_sem_op op = { 0 };
	size_t i;

	for (i = 0; i < sizeof(operations) / sizeof(*operations); i++) {
		if (operations[i].option != key)
			continue;
		set_operation_name(o, operations[i].name);
		if (optarg != NULL)
			cli_argument(operations[i].name, optarg,
			    parse_number(optarg, 0, NUMBER_MAX, &op.num));
		op.change = operations[i].change;
		o->ops = xmalloc(sizeof(op));
		o->ops[0] = op;
		o->nops = 1;
		return true;
	}
	return false;
}

static void
set_mode(struct options *o)
{
	int64_t scratch;

	cli_argument("mode", optarg, attr_mode(optarg, 0, &scratch));
	o->mode = optarg;
}

static void
set_lock(struct options *o, bool lock)
{
	if (o->attr.lock == !lock)
		cli_usage("--lock", "contradicts --unlock; use one of them");
	o->attr.lock = lock;
}

static void
set_option(struct options *o, int key, bool *nowait)
{
	if (set_attribute(o, key) || set_operation(o, key))
		return;
	switch (key) {
	case OPTION_MODE:
		set_mode(o);
		break;
	case OPTION_OWNER:
		cli_argument("owner", optarg, attr_set_owner(&o->attr, optarg));
		break;
	case OPTION_LOCK:
	case OPTION_UNLOCK:
		set_lock(o, key == OPTION_LOCK);
		break;
	case OPTION_SET:
		free(o->values.v);
		cli_argument(
		    "set", optarg, ipc_sem_values_parse(optarg, &o->values));
		break;
	case OPTION_OP:
		set_operation_name(o, "op");
		cli_argument(
		    "op", optarg, ipc_sem_ops_parse(optarg, &o->ops, &o->nops));
		break;
	case 't':
		cli_argument(
		    "timeout", optarg, parse_timeout(optarg, &o->timeout));
		break;
	case OPTION_NOWAIT:
		*nowait = true;
		break;
	}
}

static bool
has_changes(const struct options *o)
{
	return o->mode != NULL || o->attr.uid != UNKNOWN ||
	       o->attr.gid != UNKNOWN || o->attr.size != UNKNOWN ||
	       o->attr.max_bytes != UNKNOWN || o->attr.lock != UNKNOWN ||
	       o->values.n > 0;
}

/* Whether sem_wait(3) or sem_post(3) can do the operation. */
static bool
is_simple(const struct options *o)
{
	const struct ipc_sem_op *op = o->ops;

	return o->nops == 1 && op->num == 0 && !op->undo &&
	       (op->change == 1 || op->change == -1);
}

/*
 * Returns why an option cannot be used with the kind and sets *option to its
 * name; or returns NULL.
 */
static const char *
wrong_option(
    const struct options *o, const struct ipc_kind *kind, const char **option)
{
	bool is_sem = kind->bit & KINDS_SEM;
	const char *wrong;

	if ((wrong = attr_check(&o->attr, kind, ATTR_CHANGE, option)) != NULL) {
		if (o->attr.lock == 0 && strcmp(*option, "lock") == 0)
			*option = "unlock";
		return wrong;
	}
	*option = o->nops != 0 ? o->operation : "set";
	if (!is_sem && (o->nops != 0 || o->values.n > 0))
		return "only semaphores have values";
	if (o->nops != 0 && kind->bit & KINDS_POSIX && !is_simple(o))
		return "a POSIX semaphore has number 0, and only -1 and +1 "
		       "are possible, without u";
	return NULL;
}

static void
check_named(const struct options *o, const struct ref *ref)
{
	const struct ipc_kind *kind = ref_kind(ref);
	const char *option, *wrong = wrong_option(o, kind, &option);
	char *subject, *message;

	if (wrong != NULL) {
		xasprintf(&subject, "%s: --%s", ref->text, option);
		cli_usage(subject, wrong);
	}
	message = o->values.n > 0 ? check_values(kind, &o->values,
					kind->bit & KINDS_POSIX ? 1 : UNKNOWN)
				  : NULL;
	if (message != NULL)
		cli_usage(ref->text, message);
}

/* A pattern selects only objects of kinds that can be changed so. */
static void
check_pattern(const struct options *o, const struct ref *ref)
{
	if (o->nops != 0)
		cli_usage(ref->text, "is a pattern; name the semaphores");
	if (!(ref->kinds & o->kinds))
		cli_usage(ref->text,
		    "objects of this kind do not have what the options "
		    "change");
}

static void
parse_operands(struct options *o, int argc, char **argv)
{
	const char *message, *option;
	struct ref *ref;
	size_t i;

	if (argc == 0)
		cli_usage("no object",
		    "no object is named; say which, such as sem:/lock");
	for (i = 0; ipc_kinds[i] != NULL; i++)
		if (wrong_option(o, ipc_kinds[i], &option) == NULL)
			o->kinds |= ipc_kinds[i]->bit;
	o->refs = xreallocarray(NULL, (size_t)argc, sizeof(*o->refs));
	while (argc-- > 0) {
		ref = &o->refs[o->nrefs++];
		if ((message = ref_parse(ref, *argv)) != NULL)
			cli_usage(*argv, message);
		if (ref->pattern)
			check_pattern(o, ref);
		else
			check_named(o, ref);
		argv++;
	}
}

static void
check(const struct options *o, bool nowait)
{
	bool waits = o->nops != 0 && strcmp(o->operation, "post") != 0;
	char *operation;

	if (has_changes(o) && o->nops != 0) {
		xasprintf(&operation, "--%s", o->operation);
		cli_usage(operation,
		    "is an operation, and the other options change objects; "
		    "use one or the other");
	}
	if (!has_changes(o) && o->nops == 0)
		cli_usage("no operation",
		    "no operation is named; use --mode, --owner, --size, "
		    "--wait, --post or another");
	if (o->attr.shrink && o->attr.size == UNKNOWN)
		cli_usage("--shrink", "needs --size");
	if (!waits && (o->timeout != PATIENCE_FOREVER || nowait))
		cli_usage(nowait ? "--nowait" : "--timeout",
		    "needs --wait, --zero or --op");
	if (nowait && o->timeout != PATIENCE_FOREVER)
		cli_usage("--nowait", "contradicts --timeout; use one of them");
	if (o->nops != 0 && o->dry_run)
		cli_usage("--dry-run", "is for changes, not for operations");
	if (o->command == NULL)
		return;
	if (o->namespace != NULL)
		cli_usage("--namespace",
		    "the command would run in that namespace, too; see "
		    "nsenter(1)");
	/*
	 * With no command, as with an empty "$@", the semaphore would be
	 * decremented and never posted.
	 */
	if (o->command[0] == NULL)
		cli_usage("--", "no command follows; write it after --");
	if (o->nops != 1 || o->ops[0].change != -1)
		cli_usage(o->command[0], "a command needs --wait");
}

/*
 * Words after -- are a command, if there is an operation. Returns how many
 * words stand before it.
 */
static int
split(int argc, char **argv, char ***command)
{
	int i;

	*command = NULL;
	for (i = 1; i < argc; i++)
		if (strcmp(argv[i], "--") == 0)
			break;
	if (i < argc)
		*command = argv + i + 1;
	return i;
}

void
parse_command_line(struct options *o, int argc, char **argv)
{
	int key, before = split(argc, argv, &o->command);
	bool nowait = false;
	size_t i;

	while ((key = cli_next(&program, o, before, argv)) != -1)
		set_option(o, key, &nowait);
	if (o->nops == 0 && o->command != NULL) {
		/*
		 * Without an operation they are operands; the first of them is
		 * the -- itself.
		 */
		memmove(argv + before, argv + before + 1,
		    (size_t)(argc - before) * sizeof(*argv));
		before = argc - 1;
		o->command = NULL;
	}
	check(o, nowait);
	parse_operands(o, before - optind, argv + optind);
	for (i = 0; i < o->nops; i++) {
		o->ops[i].nowait |= nowait;
		o->ops[i].undo |= o->command != NULL;
	}
}
