/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line of ipcmk; see ipcmk_options.h. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/attr.h"
#include "backend/posix_file.h"
#include "base/copy.h"
#include "base/parse.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcmk_options.h"

enum {
	OPTION_OWNER = CLI_LONG,
	OPTION_VALUES,
	OPTION_FROM,
	OPTION_EXISTING_OK,
	OPTION_RESTORE,
	OPTION_AS,
	OPTION_DRY_RUN,
	OPTION_MAX_SIZE,
	OPTION_SAME_IDS,
	OPTION_ATTR, /* and on: those of attr_options[], in their order there */
};

static const struct cli_option option_table[] = {
	{ 'p', "mode", "MODE", "exact permissions (0644)" },
	{ OPTION_OWNER, "owner", "USER[:GROUP]", "owner and group" },
	{ OPTION_ATTR + 1, "size", "SIZE", "size of shared memory" },
	{ OPTION_FROM, "from", "FILE",
	    "fill the memory with the contents of FILE" },
	{ OPTION_ATTR + 2, "max-messages", "N",
	    "how many messages fit into a POSIX queue" },
	{ OPTION_ATTR + 3, "max-message-size", "SIZE",
	    "size of the largest message of a POSIX queue" },
	{ OPTION_ATTR + 4, "max-bytes", "SIZE",
	    "how many bytes fit into a System V queue" },
	{ OPTION_ATTR + 5, "nsems", "N",
	    "number of semaphores in a System V set" },
	{ OPTION_VALUES, "values", "V[,V...]",
	    "initial values of the semaphores" },
	{ OPTION_ATTR + 6, "huge", "[=SIZE]",
	    "use huge pages for a System V segment" },
	{ OPTION_ATTR + 7, "no-reserve", NULL,
	    "reserve no swap space for a System V segment" },
	{ OPTION_ATTR + 8, "lock", NULL,
	    "keep a System V segment from being swapped out" },
	{ OPTION_ATTR + 9, "id", "N",
	    "identifier of a System V object (as root)" },
	{ OPTION_EXISTING_OK, "existing-ok", NULL,
	    "accept an existing object, and leave it unchanged" },
	{ OPTION_RESTORE, "restore", NULL,
	    "create the objects of an archive on standard input" },
	{ OPTION_AS, "as", "OBJECT", "restore one object with this name" },
	{ OPTION_DRY_RUN, "dry-run", NULL, "show what would be restored" },
	{ OPTION_MAX_SIZE, "max-size", "SIZE",
	    "refuse archives of more contents (1T)" },
	{ OPTION_SAME_IDS, "same-ids", NULL,
	    "restore System V objects with their identifiers" },
	{ 'N', "namespace", "PID|PATH",
	    "use the IPC namespace of PID or of the file PATH" },
	{ 'J', "json", NULL, "write the new objects as JSON" },
	{ 'v', "verbose", NULL, "report why kernel memory was not read" },
	{ 'M', "shmem", "SIZE", "create a System V segment" },
	{ 'm', "posix-shmem", "SIZE",
	    "create POSIX shared memory called --name" },
	{ 'S', "semaphore", "N", "create a System V set of N semaphores" },
	{ 's', "posix-semaphore", NULL,
	    "create a POSIX semaphore called --name" },
	{ 'Q', "queue", NULL, "create a System V message queue" },
	{ 'q', "posix-mqueue", NULL,
	    "create a POSIX message queue called --name" },
	{ 'n', "name", "NAME", "name of the POSIX objects" },
	{ 0 },
};

/* A heading stands above the option with this key. */
static const struct cli_group option_groups[] = {
	{ 'p', "Attributes of new objects" },
	{ OPTION_EXISTING_OK, "How objects are created" },
	{ 'M', "Options of util-linux, instead of OBJECT" },
	{ 'h', "Help" },
	{ 0 },
};

/* Options that only set a member of struct options. */
static const struct cli_slot option_slots[] = {
	{ OPTION_FROM, CLI_TEXT(from) },
	{ OPTION_RESTORE, CLI_FLAG(restores) },
	{ OPTION_AS, CLI_TEXT(restore.as) },
	{ OPTION_DRY_RUN, CLI_FLAG(restore.dry_run) },
	{ OPTION_SAME_IDS, CLI_FLAG(restore.same_ids) },
	{ 'N', CLI_TEXT(namespace) },
	{ 'J', CLI_FLAG(json) },
	{ 'n', CLI_TEXT(name) },
	{ 'v', CLI_FLAG(verbose) },
	{ 0 },
};

static const struct cli_program program = {
	.operands = "[OPTION...] [OBJECT...]\n"
		    "--restore [OPTION...] [OBJECT...] <ARCHIVE",
	.purpose =
	    "Create System V and POSIX message queues, shared memory and "
	    "semaphores.",
	.options = option_table,
	.slots = option_slots,
	.groups = option_groups,
};

const struct form ipcmk_forms[IPCMK_FORMS] = {
	{ 'M', &sysv_shm_kind, "size", "Shared memory id: " },
	{ 'm', &posix_shm_kind, "size", "POSIX shared memory name: " },
	{ 'Q', &sysv_msg_kind, NULL, "Message queue id: " },
	{ 'q', &posix_mq_kind, NULL, "POSIX message queue name: " },
	{ 'S', &sysv_sem_kind, "nsems", "Semaphore id: " },
	{ 's', &posix_sem_kind, NULL, "POSIX semaphore name: " },
};

void
ipcmk_check_form(
    const struct form *form, const char *argument, struct ipc_attr *attr)
{
	const char *message;

	if (form->attribute == NULL)
		return;
	/* util-linux has octal sizes. */
	if (strcmp(form->attribute, "size") == 0)
		message = parse_octal_size(argument, &attr->size);
	else
		message =
		    attr_set_text(attr, attr_find(form->attribute), argument);
	cli_argument(
	    cli_option_name(option_table, form->option), argument, message);
}

static bool
set_form(struct options *o, int key)
{
	struct ipc_attr scratch;
	size_t i;

	for (i = 0; i < IPCMK_FORMS; i++)
		if (ipcmk_forms[i].option == key) {
			ipcmk_check_form(&ipcmk_forms[i], optarg, &scratch);
			o->forms[i] = o->form = true;
			o->arguments[i] = optarg;
			return true;
		}
	return false;
}

static void
set_option(struct options *o, int key)
{
	const char *name = cli_option_name(option_table, key);
	const struct attr_option *option;

	switch (key) {
	case OPTION_OWNER:
		cli_argument(name, optarg, attr_set_owner(&o->attr, optarg));
		break;
	case OPTION_VALUES:
		cli_argument(name, optarg, attr_set_values(&o->attr, optarg));
		break;
	case OPTION_EXISTING_OK:
		o->existing_ok = o->restore.existing_ok = true;
		break;
	case OPTION_MAX_SIZE:
		cli_argument(
		    name, optarg, parse_size(optarg, &o->restore.max_size));
		break;
	default:
		option = attr_find(name);
		if (option->name == NULL)
			break; /* it is stored in its slot */
		o->made_with = true;
		cli_argument(
		    name, optarg, attr_set_text(&o->attr, option, optarg));
		break;
	}
}

static void
parse_options(struct options *o, int argc, char **argv)
{
	int key;

	while ((key = cli_next(&program, o, argc, argv)) != -1)
		if (!set_form(o, key))
			set_option(o, key);
}

static bool
can_be_made(const struct ref *ref)
{
	/* A whole kind stands for an object without a key. */
	return ref_is_whole(ref) || (!ref->pattern && ref->id == UNKNOWN);
}

static void
parse_operands(struct options *o, int argc, char **argv)
{
	const char *message;
	struct ref *ref;
	int i;

	o->refs = xreallocarray(NULL, (size_t)argc, sizeof(*o->refs));
	for (i = 0; i < argc; i++) {
		ref = &o->refs[o->nrefs++];
		if ((message = ref_parse(ref, argv[i])) != NULL)
			cli_usage(argv[i], message);
		if (o->restores)
			continue;
		if (ref->name != NULL && posix_is_nameless(ref->name))
			cli_usage(argv[i], "a file of a process is no name");
		if (!can_be_made(ref))
			cli_usage(argv[i],
			    ref->pattern ? "a pattern cannot be created; write "
					   "a name"
					 : "the kernel chooses identifiers: "
					   "use a key, or --id");
		/* KIND: alone means an object without a key. */
		if (ref->pattern)
			ref->kinds &= KINDS_SYSV;
		ref->pattern = false;
	}
}

void
ipcmk_check_attributes(const struct options *o, const struct ipc_attr *attr,
    const struct ipc_kind *kind, const char *object)
{
	const char *option,
	    *message = attr_check(attr, kind, ATTR_MAKE, &option);
	char *subject;

	/* An existing segment has its size. */
	if (message == NULL && kind == &sysv_shm_kind && attr->size <= 0 &&
	    attr->from == -1 && !o->existing_ok) {
		option = "size";
		message = "say how large it is to be, as in --size 64K";
	}
	if (message == NULL)
		return;
	xasprintf(&subject, "%s: --%s", object, option);
	cli_usage(subject, message);
}

void
ipcmk_parse_name(struct ref *ref, const struct ipc_kind *kind, const char *name)
{
	const char *message = ref_from_name(ref, kind, name);

	if (message != NULL)
		cli_usage(*name != '\0' ? name : "--name", message);
}

/* Opens the file of --from. Failing is no usage error. */
static void
open_from(struct options *o)
{
	struct stat st;
	int fd = STDIN_FILENO;

	if (o->from == NULL)
		return;
	if (strcmp(o->from, "-") != 0)
		fd = copy_open(o->from);
	if (fd != -1 && fstat(fd, &st) == 0) {
		o->attr.from = fd;
		if (!S_ISDIR(st.st_mode))
			return;
		errno = EISDIR;
	}
	cli_warn(o->from, copy_strerror(errno));
	cli_exit(CLI_FAILED);
}

/*
 * --restore takes what to create, and with which attributes, from the archive.
 */
static void
check_restore(const struct options *o)
{
	if (!o->restores) {
		if (o->restore.as != NULL || o->restore.dry_run ||
		    o->restore.same_ids || o->restore.max_size != UNKNOWN)
			cli_usage("--as, --dry-run, --max-size, --same-ids",
			    "go with --restore");
		return;
	}
	if (o->form || o->name != NULL || o->made_with || o->json ||
	    o->verbose || o->from != NULL || o->attr.values.n != UNKNOWN)
		cli_usage("--restore",
		    "the archive says what to create: of the options, only "
		    "--as, --dry-run, --existing-ok, --max-size, --namespace, "
		    "--owner and --same-ids go with it");
}

static void
check_form(const struct options *o, const struct ipc_kind *kind)
{
	if (kind->bit & KINDS_POSIX && o->name == NULL)
		cli_usage("--name", "is required for POSIX objects");
	if (kind->bit & KINDS_SHM && o->attr.size != UNKNOWN)
		cli_usage("--size", "the argument of -M or -m is the size");
	if (kind == &sysv_sem_kind && o->attr.nsems != UNKNOWN)
		cli_usage("--nsems", "the argument of -S is the number");
}

/* No two objects of a kind have the same identifier. */
static void
check_ids(const struct options *o)
{
	unsigned kinds = 0;
	size_t i;

	for (i = 0; i < o->nrefs && o->attr.id != UNKNOWN; i++) {
		if (kinds & o->refs[i].kinds)
			cli_usage("--id", "one object of each kind at a time");
		kinds |= o->refs[i].kinds;
	}
}

static void
check(struct options *o)
{
	size_t i;

	check_restore(o);
	if (o->restores)
		return;
	if (!o->form && o->nrefs == 0)
		cli_usage("no object",
		    "no object is named; say what to create: mq:, shm: or "
		    "sem: with /NAME, 0xKEY or nothing");
	if (o->form && o->nrefs != 0)
		cli_usage(o->refs[0].text,
		    "cannot be combined with -M, -m, -Q, -q, -S and -s");
	if (o->form && o->json)
		cli_usage("--json", "is for OBJECT only");
	if (o->form && o->existing_ok)
		cli_usage("--existing-ok", "is for OBJECT only");
	if (o->form && o->from != NULL)
		cli_usage("--from", "is for OBJECT only");
	check_ids(o);
	for (i = 0; i < IPCMK_FORMS; i++)
		if (o->forms[i])
			check_form(o, ipcmk_forms[i].kind);
	if (o->name != NULL && !o->form)
		cli_usage("--name", "an OBJECT has its name already");
	if (o->from != NULL && o->nrefs > 1)
		cli_usage("--from", "one object at a time");
	/*
	 * Any descriptor shows which kinds cannot have --from; the file is
	 * opened later.
	 */
	if (o->from != NULL)
		o->attr.from = STDIN_FILENO;
	for (i = 0; i < o->nrefs; i++)
		ipcmk_check_attributes(
		    o, &o->attr, ref_kind(&o->refs[i]), o->refs[i].text);
	open_from(o);
}

void
ipcmk_options(struct options *o, int argc, char **argv)
{
	*o = (struct options){ .restore.max_size = UNKNOWN };
	attr_init(&o->attr, ATTR_MAKE);
	parse_options(o, argc, argv);
	parse_operands(o, argc - optind, argv + optind);
	check(o);
}

void
ipcmk_options_free(struct options *o)
{
	size_t i;

	for (i = 0; i < o->nrefs; i++)
		ref_free(&o->refs[i]);
	free(o->refs);
	attr_free(&o->attr);
}

const char *
ipcmk_form_name(const struct form *form)
{
	return cli_option_name(option_table, form->option);
}
