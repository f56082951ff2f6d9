/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line of ipccat. */

#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/parse.h"
#include "base/patience.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipccat.h"
#include "model/kind.h"

enum {
	OPTION_EXCEPT = CLI_LONG,
	OPTION_NOWAIT,
	OPTION_WHOLE,
	OPTION_PRIORITY,
	OPTION_OFFSET,
	OPTION_LENGTH,
	OPTION_RESIZE,
	OPTION_DUMP,
};

static const struct cli_option option_table[] = {
	{ 'r', "receive", NULL,
	    "receive messages: remove them from the queue" },
	{ 'W', "write", NULL, "write FILE, or standard input, to OBJECT" },
	{ OPTION_DUMP, "dump", NULL, "write a tar archive of the objects" },
	{ 'c', "count", "N", "at most N messages (with --receive: 1)" },
	{ 'a', "all", NULL, "receive until the queue is empty" },
	{ 'F', "follow", NULL, "receive messages as they come" },
	{ 'T', "type", "T", "messages of this System V type" },
	{ OPTION_EXCEPT, "except", NULL,
	    "messages of any type but that of --type" },
	{ OPTION_PRIORITY, "priority", "N", "messages of this POSIX priority" },
	{ 't', "timeout", "SECONDS",
	    "wait at most this long for each message" },
	{ OPTION_NOWAIT, "nowait", NULL, "do not wait" },
	{ 'm', "message", "TEXT", "write this message instead of FILE" },
	{ '0', "null", NULL, "messages end with NUL, not with a newline" },
	{ OPTION_WHOLE, "whole", NULL,
	    "nothing between messages; the input is one message" },
	{ 'X', "hex", NULL, "show bytes in hexadecimal" },
	{ 'J', "jsonl", NULL, "read and write messages as lines of JSON" },
	{ OPTION_OFFSET, "offset", "BYTES",
	    "start at this offset of shared memory" },
	{ OPTION_LENGTH, "length", "BYTES",
	    "read at most this many bytes of shared memory" },
	{ OPTION_RESIZE, "resize", NULL,
	    "let POSIX shared memory grow to fit" },
	{ 'N', "namespace", "PID|PATH",
	    "use the IPC namespace of PID or of the file PATH" },
	{ 'v', "verbose", NULL,
	    "report each message, or the size of the memory" },
	{ 0 },
};

/* A heading stands above the option with this key. */
static const struct cli_group option_groups[] = {
	{ 'r', "Receive or write (the default is to read and change nothing)" },
	{ 'c', "Choose messages" },
	{ 't', "Wait" },
	{ 'm', "Form of messages" },
	{ OPTION_OFFSET, "Choose a part of shared memory" },
	{ 'N', "Other" },
	{ 0 },
};

/* Letters that mean something else in the other programs. */
static const struct cli_answer option_answers[] = {
	{ "-w", "means --where in the other programs; -W (--write) writes" },
	{ "-f", "means --force in " IPCRM "; -F (--follow) follows a queue" },
	{ "-x", "means --exec in " IPCWATCH "; -X (--hex) shows hexadecimal" },
	{ 0 },
};

/* Options that only set a member of struct options. */
static const struct cli_slot option_slots[] = {
	{ OPTION_DUMP, CLI_FLAG(dump) },
	{ 'a', CLI_FLAG(all) },
	{ 'F', CLI_FLAG(follow) },
	{ OPTION_EXCEPT, CLI_FLAG(except) },
	{ OPTION_NOWAIT, CLI_FLAG(nowait) },
	{ OPTION_RESIZE, CLI_FLAG(resize) },
	{ 'v', CLI_FLAG(verbose) },
	{ 'N', CLI_TEXT(namespace) },
	{ 0 },
};

static const struct cli_program program = {
	.operands = "[OPTION...] OBJECT...\n"
		    "--dump [-r] [OPTION...] OBJECT... >FILE\n"
		    "-r [OPTION...] OBJECT\n"
		    "-W [OPTION...] OBJECT [FILE]",
	.purpose =
	    "Read or write the contents of message queues, shared memory and\n"
	    "semaphores.",
	.options = option_table,
	.slots = option_slots,
	.groups = option_groups,
	.answers = option_answers,
};

/*
 * For each option, the kinds of objects it can be used with when reading,
 * receiving and writing, and the reason for all other kinds.
 */
static const struct {
	int option;
	unsigned kinds[WHATS];
	const char *only;
} uses[] = {
#define QUEUES "only queues have messages"
	{ 'c', { KINDS_MQ, KINDS_MQ, 0 }, QUEUES },
	{ 'a', { 0, KINDS_MQ, 0 }, QUEUES },
	{ 'F', { 0, KINDS_MQ, 0 }, QUEUES },
#define TYPES "only messages of System V queues have types"
	{ 'T', { KIND_SYSV_MSG, KIND_SYSV_MSG, KIND_SYSV_MSG }, TYPES },
	{ OPTION_EXCEPT, { KIND_SYSV_MSG, KIND_SYSV_MSG, 0 }, TYPES },
	{ OPTION_PRIORITY, { KIND_POSIX_MQ, 0, KIND_POSIX_MQ },
	    "only messages of POSIX queues have priorities" },
	{ 't', { 0, KINDS_MQ, KINDS_MQ }, "only queues are waited for" },
	{ OPTION_NOWAIT, { 0, KINDS_MQ, KINDS_MQ },
	    "only queues are waited for" },
	{ 'm', { 0, 0, KINDS_MQ }, QUEUES },
	{ '0', { KINDS_MQ, KINDS_MQ, KINDS_MQ }, QUEUES },
	{ OPTION_WHOLE, { KINDS_MQ, KINDS_MQ, KINDS_MQ }, QUEUES },
	{ 'X', { KINDS_MQ | KINDS_SHM, KINDS_MQ, 0 },
	    "a semaphore has values, no bytes" },
	{ 'J', { KINDS_ALL, KINDS_MQ, KINDS_MQ }, NULL },
#define BYTES "only shared memory is read or written at an offset"
	{ OPTION_OFFSET, { KINDS_SHM, 0, KINDS_SHM }, BYTES },
	{ OPTION_LENGTH, { KINDS_SHM, 0, 0 }, BYTES },
	{ OPTION_RESIZE, { 0, 0, KIND_POSIX_SHM },
	    "only POSIX shared memory can grow" },
};

#define USES (sizeof(uses) / sizeof(*uses))

/* The kinds that can be read, received from and written. */
static const unsigned does[WHATS] = {
	[LOOK] = KINDS_ALL,
	[RECEIVE] = KINDS_MQ,
	[WRITE] = KINDS_MQ | KINDS_SHM,
};

static const struct {
	int option;
	enum message_form form;
} forms[] = {
	{ '0', MESSAGE_NULS },
	{ OPTION_WHOLE, MESSAGE_WHOLE },
	{ 'X', MESSAGE_HEX },
	{ 'J', MESSAGE_JSONL },
};

static void
set_what(struct options *o, enum what what, const char *option)
{
	if (o->what != LOOK && o->what != what)
		cli_usage(option,
		    "--receive and --write contradict each other; use "
		    "one of them");
	o->what = what;
}

static void
set_form(struct options *o, int key)
{
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		if (forms[i].option != key)
			continue;
		if (o->form != MESSAGE_LINES && o->form != forms[i].form)
			cli_usage("--null, --whole, --hex, --jsonl",
			    "choose one of them");
		o->form = forms[i].form;
	}
}

static void
add_message(struct options *o, const char *text)
{
	o->messages =
	    xreallocarray(o->messages, o->nmessages + 1, sizeof(*o->messages));
	o->messages[o->nmessages++] = text;
}

static void
set_option(struct options *o, int key)
{
	set_form(o, key);
	switch (key) {
	case 'r':
		set_what(o, RECEIVE, "--receive");
		break;
	case 'W':
		set_what(o, WRITE, "--write");
		break;
	case 'c':
		cli_argument("count", optarg,
		    parse_number(optarg, 1, INT64_MAX, &o->count));
		break;
	case 'T':
		cli_argument("type", optarg,
		    parse_number(optarg, LONG_MIN, LONG_MAX, &o->type));
		o->typed = true;
		break;
	case OPTION_PRIORITY:
		cli_argument("priority", optarg,
		    parse_number(
			optarg, 0, MESSAGE_PRIORITY_MAX, &o->priority));
		break;
	case 't':
		cli_argument(
		    "timeout", optarg, parse_timeout(optarg, &o->timeout));
		break;
	case 'm':
		add_message(o, optarg);
		break;
	case OPTION_OFFSET:
		cli_argument(
		    "offset", optarg, parse_hex_size(optarg, &o->offset));
		break;
	case OPTION_LENGTH:
		cli_argument(
		    "length", optarg, parse_hex_size(optarg, &o->length));
		break;
	}
}

static void
parse_options(struct options *o, int argc, char **argv)
{
	size_t i;
	int key;

	while ((key = cli_next(&program, o, argc, argv)) != -1) {
		set_option(o, key);
		for (i = 0; i < USES; i++)
			if (uses[i].option == key)
				o->given |= UINT64_C(1) << i;
	}
}

/* Returns why the option cannot be used with such an object in this use. */
static const char *
why_not(const struct options *o, size_t use, const struct ref *ref)
{
	const unsigned *kinds = uses[use].kinds;

	if (o->what != LOOK && kinds[LOOK] & ref->kinds)
		return o->what == RECEIVE ? "does not go with --receive"
					  : "does not go with --write";
	if (kinds[RECEIVE] & ref->kinds)
		return "needs --receive";
	if (kinds[WRITE] & ref->kinds)
		return "needs --write";
	return uses[use].only;
}

/* Checks that every option given can be used with the object. */
static void
check_uses(const struct options *o, const struct ref *ref)
{
	char *subject;
	size_t i;

	if (!(does[o->what] & ref->kinds))
		cli_usage(
		    ref->text, o->what == RECEIVE
				   ? "only a queue has messages to receive"
				   : "a semaphore is set by " IPCCTL " --set");
	for (i = 0; i < USES; i++) {
		if (!(o->given & UINT64_C(1) << i) ||
		    uses[i].kinds[o->what] & ref->kinds)
			continue;
		xasprintf(&subject, "%s: --%s", ref->text,
		    cli_option_name(option_table, uses[i].option));
		cli_usage(subject, why_not(o, i, ref));
	}
}

static void
parse_operands(struct options *o, int argc, char **argv)
{
	const char *message;
	struct ref *ref;
	int i;

	if (o->what == WRITE && argc == 2)
		o->file = argv[--argc];
	if (argc == 0)
		cli_usage("no object",
		    "no object is named; say which, such as mq:/jobs");
	if (o->what != LOOK && argc > 1 && !o->dump)
		cli_usage(argv[1], "is a second object; name one");
	o->refs = xreallocarray(NULL, (size_t)argc, sizeof(*o->refs));
	for (i = 0; i < argc; i++) {
		ref = &o->refs[o->nrefs++];
		if ((message = ref_parse(ref, argv[i])) != NULL)
			cli_usage(argv[i], message);
		if (o->dump)
			continue;
		if (ref->pattern)
			cli_usage(argv[i], "is a pattern; name one object");
		check_uses(o, ref);
	}
}

/*
 * Options that select contents do not go with an archive, which has them all.
 */
static void
check_dump(const struct options *o)
{
	char *subject;
	size_t i;

	if (!o->dump)
		return;
	if (o->what == WRITE)
		cli_usage("--dump", "contradicts --write; use one of them");
	for (i = 0; i < USES; i++) {
		if (!(o->given & UINT64_C(1) << i))
			continue;
		xasprintf(&subject, "--%s",
		    cli_option_name(option_table, uses[i].option));
		cli_usage(subject, "an archive has all there is");
	}
	if (isatty(STDOUT_FILENO))
		cli_usage("--dump", "an archive is not for a terminal: say "
				    ">FILE");
}

static void
check(const struct options *o)
{
	check_dump(o);
	if (o->all && o->follow)
		cli_usage("--all", "contradicts --follow; use one of them");
	if (o->all && o->timeout != PATIENCE_FOREVER)
		cli_usage("--all", "contradicts --timeout; use one of them");
	if (o->count != UNKNOWN && o->follow)
		cli_usage("--count", "contradicts --follow; use one of them");
	if (o->nowait && o->timeout != PATIENCE_FOREVER)
		cli_usage("--nowait", "contradicts --timeout; use one of them");
	if (o->nowait && o->follow)
		cli_usage("--nowait", "contradicts --follow; use one of them");
	if (o->except && (!o->typed || o->type <= 0))
		cli_usage("--except", "needs a --type above 0");
	if (o->what == WRITE && o->typed && o->type <= 0)
		cli_usage("--type", "the type of a message is above 0");
	if (o->nmessages != 0 && o->file != NULL)
		cli_usage(o->file,
		    "is a file, and --message is the text; use one of "
		    "them");
	if (o->nmessages != 0 && o->form != MESSAGE_LINES)
		cli_usage("--message", "is the message as it stands");
}

void
parse_command_line(struct options *o, int argc, char **argv)
{
	parse_options(o, argc, argv);
	parse_operands(o, argc - optind, argv + optind);
	check(o);
}
