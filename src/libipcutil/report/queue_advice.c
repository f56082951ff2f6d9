/* SPDX-License-Identifier: BSD-2-Clause */
/* How to make room in a queue; see queue_advice.h. */
#include <sys/resource.h>

#include <stdlib.h>
#include <unistd.h>

#include "backend/permission.h"
#include "backend/posix_file.h"
#include "backend/ref.h"
#include "base/amount.h"
#include "base/privilege.h"
#include "base/setting.h"
#include "base/xalloc.h"
#include "process/ghost.h"
#include "report/advice.h"
#include "report/limit_facts.h"
#include "report/queue_advice.h"

/*
 * HARD_MSGMAX in the kernel, which applies instead of msg_max with
 * CAP_SYS_RESOURCE.
 */
#define MOST_MESSAGES 65536

/* A command that is composed. */
struct command {
	struct text text;
	bool by_root; /* the calling user may not do all of it */
};

static void
add_option(struct command *command, const char *option, int64_t value)
{
	text_str(&command->text, option);
	text_number(&command->text, value);
}

static void
add_object(struct command *command, const struct ipc_object *o)
{
	char room[VALUE_ROOM];

	text_char(&command->text, ' ');
	ref_format(o, room, sizeof(room));
	advice_quote(&command->text, room);
}

/*
 * Ends the command with a comment: who must run it, and what it loses. Returns
 * the text.
 */
static char *
comment(struct command *command, const char *words)
{
	if (command->by_root || words != NULL)
		text_str(&command->text, "  # ");
	if (command->by_root)
		text_str(&command->text, "as root");
	if (command->by_root && words != NULL)
		text_str(&command->text, "; ");
	if (words != NULL)
		text_str(&command->text, words);
	return command->text.s;
}

static bool
is_ours(const struct ipc_object *o)
{
	return o->uid == (int64_t)geteuid() || o->cuid == (int64_t)geteuid();
}

/*
 * Raises the setting that bounds new queues, if needed. It does not apply with
 * CAP_SYS_RESOURCE.
 */
static void
raise_setting(
    struct command *command, const char *name, const char *path, int64_t value)
{
	int64_t now = setting_number(path, 0);

	if (privilege_has(CAP_SYS_RESOURCE) || now == UNKNOWN || value <= now)
		return;
	text_str(&command->text, "sysctl -w ");
	add_option(command, name, value);
	text_str(&command->text, " && ");
	command->by_root |= access(path, W_OK) == -1;
}

static int64_t
twice(int64_t value)
{
	return value > 0 ? amount_multiply(value, 2) : 1;
}

/*
 * Doubles the maximum bytes of a System V queue, which also bounds the number
 * of its messages.
 */
static char *
raise_bytes(const struct ipc_object *o)
{
	struct command command = { 0 };
	int64_t value =
	    twice(o->messages > o->max_bytes ? o->messages : o->max_bytes);

	if (o->bytes > value / 2)
		value = twice(o->bytes);
	command.by_root = !is_ours(o) && !privilege_has(CAP_SYS_ADMIN);
	raise_setting(
	    &command, "kernel.msgmnb=", "/proc/sys/kernel/msgmnb", value);
	add_option(&command, IPCCTL " --max-bytes=", value);
	add_object(&command, o);
	return comment(&command, NULL);
}

/* Returns the bytes counted against RLIMIT_MSGQUEUE for the calling user. */
static int64_t
memory_of_queues(void)
{
	struct limit_facts facts;

	limit_facts_init(&facts);
	limit_facts_gather(&facts, &posix_mq_kind);
	return facts.queue_bytes;
}

/*
 * Raises RLIMIT_MSGQUEUE if needed. The old queue still counts as long as a
 * process has it open.
 */
static void
raise_memory(
    struct command *command, const struct ipc_object *o, int64_t messages)
{
	int64_t cost = limit_queue_cost(messages, o->max_message_size);
	int64_t needed = amount_add(memory_of_queues(), cost);
	struct rlimit limit;

	if (needed == UNKNOWN || getrlimit(RLIMIT_MSGQUEUE, &limit) == -1 ||
	    limit.rlim_cur == RLIM_INFINITY ||
	    needed <= (int64_t)limit.rlim_cur)
		return;
	add_option(command, "prlimit --msgqueue=", needed);
	text_char(&command->text, ' ');
	command->by_root |= limit.rlim_max != RLIM_INFINITY &&
			    needed > (int64_t)limit.rlim_max &&
			    !privilege_has(CAP_SYS_RESOURCE);
}

static void
add_attributes(struct command *command, const struct ipc_object *o)
{
	add_option(command, " --max-message-size=", o->max_message_size);
	text_str(&command->text, " --mode=");
	text_digits(&command->text, (uint64_t)o->mode, 8, 4);
	if (o->uid == (int64_t)geteuid() && o->gid == (int64_t)getegid())
		return;
	add_option(command, " --owner=", o->uid);
	add_option(command, ":", o->gid);
	command->by_root |= geteuid() != 0;
}

/*
 * Creates the queue again with more room. Settings are raised before the old
 * queue is removed.
 */
static char *
make_anew(const struct ipc_object *o)
{
	struct command command = { 0 };
	int64_t messages = twice(o->max_messages);

	if (messages > MOST_MESSAGES)
		messages = MOST_MESSAGES;
	if (o->max_messages >= MOST_MESSAGES)
		return xstrdup("it has room for as many messages as the kernel "
			       "allows");
	command.by_root = !is_ours(o) && !privilege_has(CAP_FOWNER);
	raise_setting(
	    &command, "fs.mqueue.msg_max=", SYS_MQ "msg_max", messages);
	text_str(&command.text, IPCRM);
	add_object(&command, o);
	text_str(&command.text, " && ");
	raise_memory(&command, o, messages);
	add_option(&command, IPCMK " --max-messages=", messages);
	add_attributes(&command, o);
	add_object(&command, o);
	return comment(&command,
	    "removes and creates it again: its messages are lost, and "
	    "programs have to open it again");
}

char *
queue_advice_raise(const struct ipc_object *o)
{
	/*
	 * A queue without a name cannot be created again, nor with an unknown
	 * owner.
	 */
	if (ghost_is_one(o) || o->mode == UNKNOWN || o->uid == UNKNOWN ||
	    o->gid == UNKNOWN)
		return NULL;
	return o->max_bytes != UNKNOWN ? raise_bytes(o) : make_anew(o);
}

char *
queue_advice_relieve(const struct ipc_object *o)
{
	struct command command = { 0 };

	command.by_root = !permission_allows(o, PERMISSION_READ);
	text_str(&command.text, IPCCAT " --receive");
	add_object(&command, o);
	return comment(&command, "takes a message away, and prints it");
}
