/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds processes by pid or command; see who.h. */
#include <string.h>

#include "base/proc.h"
#include "process/who.h"

/* TASK_COMM_LEN of the kernel, without the NUL. */
#define COMMAND_MAX 15

struct search {
	struct who *who;
	const char *text;
	int64_t pid;	/* UNKNOWN: look for a command */
	int64_t ipc_ns; /* ours, as an inode number */
};

static bool
has_command(int procfd, const char *text)
{
	struct text command = { 0 };
	bool is = proc_command(procfd, &command) == 0 &&
		  strncmp(command.s, text, COMMAND_MAX) == 0;

	text_free(&command);
	return is;
}

static enum proc_seen
look(void *arg, const struct proc_process *process)
{
	const struct search *search = arg;
	struct who *who = search->who;
	int64_t ns;

	if (search->pid != UNKNOWN ? process->pid != search->pid
				   : !has_command(process->dirfd, search->text))
		return PROC_SEEN;
	/* It seemed to have gone, and was found again. */
	if (ipc_array_has(&who->pids, process->pid))
		return PROC_SEEN;
	ipc_array_add(&who->pids, process->pid);
	ns = proc_namespace(process->dirfd, "ns/ipc");
	who->elsewhere +=
	    ns != UNKNOWN && search->ipc_ns != UNKNOWN && ns != search->ipc_ns;
	return PROC_SEEN;
}

int
who_find(struct who *who, const char *text)
{
	struct search search = {
		.who = who,
		.text = text,
		.pid = proc_parse_pid(text),
		.ipc_ns = proc_own_namespace("ns/ipc"),
	};
	struct proc_count count;
	int status;

	*who = (struct who){ .pids = { .n = 0 } };
	status = proc_each(look, &search, &count);
	who->partial = !proc_count_all(&count);
	return status;
}
