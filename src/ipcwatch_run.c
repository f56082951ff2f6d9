/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcwatch --exec: a command for each event. */
#include <sys/wait.h>

#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcwatch.h"
#include "run.h"
#include "show/value_process.h"

/* execve(2) refuses longer strings; values of a large set can be longer. */
#define VALUE_MAX (100 * 1024)

/* IPC_MAX_BYTES for max_bytes. */
static void
set_variable(const char *prefix, const char *name, const char *value)
{
	char *variable, *p;

	xasprintf(&variable, "%s%s", prefix, name);
	for (p = variable; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	if (value != NULL && strlen(value) <= VALUE_MAX)
		setenv(variable, value, 1);
	else
		unsetenv(variable);
	free(variable);
}

static void
set_field(const char *prefix, const struct column *column,
    const struct ipc_object *object)
{
	struct text text = { 0 };
	bool known = object != NULL && write_field(&text, column, object);

	set_variable(prefix, column->name, known ? text.s : NULL);
	text_free(&text);
}

static void
set_number(const char *prefix, const char *name, int64_t number)
{
	struct text text = { 0 };

	text_number(&text, number);
	set_variable(prefix, name, number != UNKNOWN ? text.s : NULL);
	text_free(&text);
}

/* Variables about a process; unset for events without one. */
static void
set_process(
    const char *prefix, const struct ipc_process *process, const char *how)
{
	set_number(prefix, "pid", process != NULL ? process->pid : UNKNOWN);
	set_number(prefix, "tid", process != NULL ? process->tid : UNKNOWN);
	set_number(prefix, "uid", process != NULL ? process->uid : UNKNOWN);
	set_variable(
	    prefix, "command", process != NULL ? process->command : NULL);
	set_variable(prefix, "how", how);
}

static void
set_environment(const struct watch *watch, const struct ipc_event *event,
    const struct ipc_process *by)
{
	const struct ipc_object *object = event_object(event);
	struct text text = { 0 };
	size_t i;

	for (i = 0; i < object_table.n; i++) {
		set_field("IPC_", &object_table.columns[i], object);
		set_variable("IPC_OLD_", object_table.columns[i].name, NULL);
	}
	for (i = 0; i < event->n && event->before != NULL; i++)
		set_field("IPC_OLD_", event->fields[i], event->before);
	write_time(&text, &watch->now);
	set_variable("IPC_", "time", text.s);
	text_clear(&text);
	write_details(&text, event);
	set_variable("IPC_", "details", text.s);
	set_variable("IPC_", "event", event_name(event->event));
	text_clear(&text);
	if (event->process != NULL)
		value_write_how(event->process, &text);
	set_process("IPC_PROCESS_", event->process,
	    event->process != NULL ? text.s : NULL);
	set_process("IPC_BY_", by, by != NULL ? by->how : NULL);
	text_free(&text);
}

void
run_for(struct watch *watch, const struct ipc_event *event,
    const struct ipc_process *by)
{
	char **command = watch->o->command;
	sigset_t none;
	char *message;
	int status;
	pid_t pid;

	set_environment(watch, event, by);
	sigemptyset(&none);
	pid = run_start(command, &none);
	/* Signals for us are handled after the command has ended. */
	while (pid != -1 && waitpid(pid, &status, 0) == -1 && errno == EINTR)
		continue;
	if (pid == -1) {
		cli_warn(command[0], strerror(errno));
		watch->status = CLI_FAILED;
	} else if ((status = run_status(status)) != 0) {
		xasprintf(&message, "ended with status %d", status);
		cli_warn(command[0], message);
		free(message);
		watch->status = CLI_FAILED;
	}
}
