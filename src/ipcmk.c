/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcmk: make IPC objects; takes every command line of util-linux's. */
#include <sys/random.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "backend/attr.h"
#include "backend/posix_file.h"
#include "backend/ref.h"
#include "base/copy.h"
#include "base/parse.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcmk_made.h"
#include "ipcmk_restore.h"
#include "load/load.h"
#include "report/explain.h"
#include "show/view.h"

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

static const struct cli_program program = {
	.operands = "[OBJECT...]\n"
		    "       ipcmk --restore [OPTION...] [OBJECT...] <ARCHIVE",
	.purpose =
	    "Create System V and POSIX message queues, shared memory and "
	    "semaphores.",
	.options = option_table,
	.groups = option_groups,
};

/* The kinds of the util-linux form, in the order in which it makes them. */
static const struct form {
	int option;
	const struct ipc_kind *kind;
	const char *attribute; /* that its argument is, or NULL */
	const char *words;     /* before the id or the name */
} forms[] = {
	{ 'M', &sysv_shm_kind, "size", "Shared memory id: " },
	{ 'm', &posix_shm_kind, "size", "POSIX shared memory name: " },
	{ 'Q', &sysv_msg_kind, NULL, "Message queue id: " },
	{ 'q', &posix_mq_kind, NULL, "POSIX message queue name: " },
	{ 'S', &sysv_sem_kind, "nsems", "Semaphore id: " },
	{ 's', &posix_sem_kind, NULL, "POSIX semaphore name: " },
};

#define FORMS (sizeof(forms) / sizeof(*forms))

struct options {
	struct ipc_attr attr;
	bool existing_ok;
	bool json;
	const char *namespace;
	const char *from;
	const char *name;
	bool forms[FORMS];
	const char *arguments[FORMS];
	bool form; /* any of them */
	struct ref *refs;
	size_t nrefs;
	struct restore restore;
	bool restores;	/* what to create is in an archive */
	bool made_with; /* an option was given that --restore does not take */
};

struct result {
	struct ipc_list shown; /* what was made, and what was there already */
	int status;
};

/* Reads the argument of util-linux's option, if it has one. */
static void
check_form(const struct form *form, const char *argument, struct ipc_attr *attr)
{
	if (form->attribute != NULL)
		cli_argument(cli_option_name(option_table, form->option),
		    argument,
		    attr_set(attr, attr_find(form->attribute), argument));
}

static bool
set_form(struct options *o, int key)
{
	struct ipc_attr scratch;
	size_t i;

	for (i = 0; i < FORMS; i++)
		if (forms[i].option == key) {
			check_form(&forms[i], optarg, &scratch);
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

	switch (key) {
	case OPTION_OWNER:
		cli_argument(name, optarg, attr_set_owner(&o->attr, optarg));
		break;
	case OPTION_VALUES:
		cli_argument(name, optarg, attr_set_values(&o->attr, optarg));
		break;
	case OPTION_FROM:
		cli_once(&o->from, "--from", optarg);
		break;
	case OPTION_EXISTING_OK:
		o->existing_ok = true;
		break;
	case OPTION_RESTORE:
		o->restores = true;
		break;
	case OPTION_AS:
		cli_once(&o->restore.as, "--as", optarg);
		break;
	case OPTION_DRY_RUN:
		o->restore.dry_run = true;
		break;
	case OPTION_SAME_IDS:
		o->restore.same_ids = true;
		break;
	case OPTION_MAX_SIZE:
		cli_argument(
		    name, optarg, parse_size(optarg, &o->restore.max_size));
		break;
	case 'N':
		cli_once(&o->namespace, "--namespace", optarg);
		break;
	case 'J':
		o->json = true;
		break;
	case 'n':
		cli_once(&o->name, "--name", optarg);
		break;
	default:
		o->made_with = true;
		cli_argument(
		    name, optarg, attr_set(&o->attr, attr_find(name), optarg));
		break;
	}
}

static void
parse_options(struct options *o, int argc, char **argv)
{
	int key;

	while ((key = cli_next(&program, argc, argv)) != -1)
		if (!set_form(o, key))
			set_option(o, key);
}

static bool
can_be_made(const struct ref *ref)
{
	bool private = ref->pattern && ref->glob == NULL;

	return private || (!ref->pattern && ref->id == UNKNOWN);
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
			    ref->pattern ? "a pattern names nothing to make"
					 : "the kernel gives identifiers: "
					   "use a key, or --id");
		/* KIND: alone is an object without a key. */
		if (ref->pattern)
			ref->kinds &= KINDS_SYSV;
		ref->pattern = false;
	}
}

static void
check_attributes(const struct options *o, const struct ipc_attr *attr,
    const struct ipc_kind *kind, const char *object)
{
	const char *option,
	    *message = attr_check(attr, kind, ATTR_MAKE, &option);
	char *subject;

	/* What is there already has a size. */
	if (message == NULL && kind == &sysv_shm_kind && attr->size <= 0 &&
	    attr->from == -1 && !o->existing_ok) {
		option = "size";
		message = "a segment has one, of at least a byte";
	}
	if (message == NULL)
		return;
	xasprintf(&subject, "%s: --%s", object, option);
	cli_usage(subject, message);
}

static void
parse_name(struct ref *ref, const struct ipc_kind *kind, const char *name)
{
	const char *message = ref_from_name(ref, kind, name);

	if (message != NULL)
		cli_usage(*name != '\0' ? name : "--name", message);
}

/* If not, the command line made sense all the same. */
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

/* An archive says itself what is to be created, and how. */
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
	if (o->form || o->name != NULL || o->made_with || o->existing_ok ||
	    o->json || o->from != NULL || o->attr.values.n != UNKNOWN)
		cli_usage("--restore",
		    "the archive says what to create: of the options, only "
		    "--as, --dry-run, --max-size, --namespace, --owner and "
		    "--same-ids go with it");
}

static void
check(struct options *o)
{
	size_t i;

	check_restore(o);
	if (o->restores)
		return;
	if (!o->form && o->nrefs == 0)
		cli_usage("OBJECT", "say what to make: mq:, shm: or sem: "
				    "with /NAME, 0xKEY or nothing");
	if (o->form && o->nrefs != 0)
		cli_usage(o->refs[0].text,
		    "cannot be combined with -M, -m, -Q, -q, -S and -s");
	if (o->form && o->json)
		cli_usage("--json", "goes with OBJECT only");
	if (o->form && o->existing_ok)
		cli_usage("--existing-ok", "goes with OBJECT only");
	if (o->form && o->from != NULL)
		cli_usage("--from", "goes with OBJECT only");
	for (i = 0; i < FORMS; i++)
		if (o->forms[i] && forms[i].kind->bit & KINDS_POSIX &&
		    o->name == NULL)
			cli_usage("--name", "is required for POSIX objects");
	if (o->name != NULL && !o->form)
		cli_usage("--name", "an OBJECT has its name already");
	if (o->from != NULL && o->nrefs > 1)
		cli_usage("--from", "one object at a time");
	/* For the kinds that cannot have it, any descriptor will do. */
	if (o->from != NULL)
		o->attr.from = STDIN_FILENO;
	for (i = 0; i < o->nrefs; i++)
		check_attributes(
		    o, &o->attr, ref_kind(&o->refs[i]), o->refs[i].text);
	open_from(o);
}

static void
fail(struct result *result, const char *name, const struct ipc_object *object,
    const struct ipc_attr *attr)
{
	struct text text = { 0 };

	cli_warn(name, explain_make(&text, object, attr, errno));
	text_free(&text);
	result->status = CLI_FAILED;
}

static void
tell(const char *words, const char *object)
{
	printf("%s%s\n", words, object);
	made_tell();
}

/* It is there: it will do if it can be looked up. */
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
		fail(result, ref->text, object, &o->attr);
		ipc_object_free(object);
		return;
	}
	ipc_list_add(&result->shown, object);
	ref_format(object, text, sizeof(text));
	if (!o->json)
		tell("", text);
}

/* All that is known of what was made. */
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

/* A key that nobody has: the kernel tells if somebody does. */
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

/* One object of the util-linux form; false if it could not be made. */
static bool
make_form(const struct options *o, struct result *result,
    const struct form *form, const struct ipc_attr *attr)
{
	struct ipc_object *object = ipc_object_new(form->kind);
	struct ref ref = { 0 };
	char id[24];
	int status;

	if (form->kind->bit & KINDS_POSIX) {
		parse_name(&ref, form->kind, o->name);
		object->name = xstrdup(ref.name);
		status = made_make(object, attr);
	} else
		status = make_with_key(object, attr);
	if (status == -1)
		fail(result, object->name != NULL ? o->name : form->kind->title,
		    object, attr);
	ref_free(&ref);
	if (status == 0) {
		snprintf(id, sizeof(id), "%lld", (long long)object->id);
		tell(form->words, object->name != NULL ? o->name : id);
	}
	ipc_object_free(object);
	return status == 0;
}

/* As util-linux: the first that fails is the last that is tried. */
static void
make_forms(const struct options *o, struct result *result)
{
	struct ipc_attr attrs[FORMS];
	struct ref ref;
	size_t i;

	for (i = 0; i < FORMS; i++) {
		if (!o->forms[i])
			continue;
		attrs[i] = o->attr;
		check_form(&forms[i], o->arguments[i], &attrs[i]);
		check_attributes(o, &attrs[i], forms[i].kind,
		    cli_option_name(option_table, forms[i].option));
		if (forms[i].kind->bit & KINDS_POSIX) {
			parse_name(&ref, forms[i].kind, o->name);
			ref_free(&ref);
		}
	}
	for (i = 0; i < FORMS; i++)
		if (o->forms[i] && !make_form(o, result, &forms[i], &attrs[i]))
			break;
}

int
main(int argc, char **argv)
{
	struct result result = { .status = CLI_OK };
	struct options o = { .restore.max_size = UNKNOWN };
	size_t i;

	cli_start();
	umask(0);
	/* A pipe that nobody reads is no reason to leave things behind. */
	signal(SIGPIPE, SIG_IGN);
	attr_init(&o.attr, ATTR_MAKE);
	parse_options(&o, argc, argv);
	parse_operands(&o, argc - optind, argv + optind);
	check(&o);
	cli_namespace(o.namespace);
	if (o.restores)
		cli_exit(restore(&o.restore, o.refs, o.nrefs, &o.attr));
	made_start(o.nrefs + FORMS);
	if (o.form)
		make_forms(&o, &result);
	for (i = 0; i < o.nrefs; i++)
		make_object(&o, &result, &o.refs[i]);
	if (o.json)
		tell_json(&result);
	made_free();
	ipc_list_free(&result.shown);
	for (i = 0; i < o.nrefs; i++)
		ref_free(&o.refs[i]);
	free(o.refs);
	attr_free(&o.attr);
	cli_exit(result.status);
}
