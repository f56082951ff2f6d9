/* SPDX-License-Identifier: BSD-2-Clause */
/* The question about one object; see ipcrm_ask.h. */
#include "ipcrm_ask.h"
#include "base/text.h"
#include "cli.h"
#include "ipcrm_stays.h"
#include "process/annotate.h"
#include "show/value.h"

static void
add_size(struct text *text, int64_t bytes)
{
	struct style style = { .human = true };

	value_write_size(bytes, &style, text);
}

static void
add_count(struct text *text, int64_t n, const char *noun)
{
	text_number(text, n);
	text_char(text, ' ');
	text_str(text, noun);
	if (n != 1)
		text_char(text, 's');
}

/* Adds what would be lost: a size, semaphores or messages, by its kind. */
static void
add_contents(struct text *text, const struct ipc_object *o)
{
	if (o->size != UNKNOWN)
		add_size(text, o->size);
	else if (o->nsems != UNKNOWN)
		add_count(text, o->nsems, "semaphore");
	else if (o->messages != UNKNOWN)
		add_count(text, o->messages, "message");
	else
		text_str(text, "contents unknown");
	if (o->messages > 0 && o->bytes != UNKNOWN) {
		text_str(text, ", ");
		add_size(text, o->bytes);
	}
}

static void
add_processes(struct text *text, const char *verb, const char *noun,
    const struct ipc_processes *processes, int64_t n)
{
	text_str(text, ", ");
	if (processes->n <= 0) {
		text_str(text, n == UNKNOWN ? noun : verb);
		text_str(text, n == UNKNOWN ? " unknown" : " no process");
		return;
	}
	text_str(text, verb);
	text_char(text, ' ');
	ipcrm_users(text, processes);
	if (n == UNKNOWN)
		text_str(text, " and perhaps others");
}

static void
add_users(struct text *text, const struct ipc_object *o)
{
	if (o->kind->bit & KINDS_HELD)
		add_processes(
		    text, "held by", "holders", &o->held_by, o->holders);
	/* Where objects have holders, a process that waits is one of them. */
	if (o->kind->bit & KINDS_WAITED &&
	    !(o->kind->bit & KINDS_HELD && o->waiters == 0))
		add_processes(text, "waited for by", "waiters", &o->waited_by,
		    o->waiters);
}

/*
 * Looks at the object now: its turn may have come long after it was selected.
 */
static void
describe(struct text *text, const struct ipc_object *seen)
{
	struct ipc_list list = { 0 };
	struct ipc_object *o;

	o = ipc_object_again(seen, NEED_ATTR | NEED_VALUES);
	if (o == NULL)
		return;
	ipc_list_add(&list, o);
	annotate(&list, NEED_HOLDERS | NEED_WAITERS, ORPHANS_AFTER, NULL);
	text_str(text, " (");
	add_contents(text, o);
	if (o->dest == 1)
		text_str(text, ", removed already");
	add_users(text, o);
	text_char(text, ')');
	ipc_list_free(&list);
}

static enum cli_reply
ask(const char *name, const struct ipc_object *object)
{
	struct text question = { 0 };
	enum cli_reply reply;

	text_str(&question, "remove ");
	text_escape(&question, name, ESCAPE_DONE);
	describe(&question, object);
	text_char(&question, '?');
	reply = cli_confirm_each(question.s);
	text_free(&question);
	return reply;
}

bool
ipcrm_ask(struct options *o, const char *name, const struct ipc_object *object)
{
	if (o->interactive && o->reply != CLI_ALL && o->reply != CLI_QUIT)
		o->reply = ask(name, object);
	if (o->reply == CLI_YES || o->reply == CLI_ALL)
		return true;
	o->kept = true;
	return false;
}
