/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcctl: waits for semaphores, posts them, and runs a command in between. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/ref_hint.h"
#include "base/patience.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcctl.h"
#include "run.h"

/* An object that is operated on. */
struct target {
	const struct ref *ref;
	struct ipc_object *object;
	struct ipc_sems sems;
};

static int
fail(const struct target *target, const char *reason)
{
	cli_warn(target->ref->text, reason);
	return CLI_FAILED;
}

static int
fail_to_open(const struct target *target)
{
	char *reason = ref_strerror(target->ref, target->object->kind, errno);
	int status = fail(target, reason);

	free(reason);
	return status;
}

static int
fail_to_operate(const struct target *target)
{
	const struct ipc_sem_ops *ops = target->object->kind->sem;
	char *text;

	switch (errno) {
	case EAGAIN:
		fail(target, "would have to wait");
		return CLI_TIMEOUT;
	case EINTR:
		fail(target, CLI_TIMED_OUT);
		return CLI_TIMEOUT;
	case EIDRM:
	case EINVAL:
		return fail(target, "was removed");
	case ERANGE:
	case EOVERFLOW:
		xasprintf(&text, "the value would be above %s (%lld)",
		    ops->name, (long long)ops->max);
		fail(target, text);
		free(text);
		return CLI_FAILED;
	case E2BIG:
		return fail(target,
		    "more operations than semopm: /proc/sys/kernel/sem, 3rd");
	default:
		return fail(
		    target, ipc_kind_strerror(target->object->kind, errno));
	}
}

/* Returns 0, or the exit status of a failure that has been reported. */
static int
operate_on(const struct options *o, struct target *target)
{
	const struct ipc_sem_ops *ops = target->object->kind->sem;
	int status;

	do
		status = ops->operate(&target->sems, o->ops, o->nops);
	while (
	    status == -1 && errno == EINTR && patience_left() == PATIENCE_LEFT);
	if (status == -1 && patience_left() == PATIENCE_SIGNALLED)
		return CLI_FAILED;
	return status == 0 ? 0 : fail_to_operate(target);
}

/* The same, and shows the values before and after with --verbose. */
static int
operate_and_tell(const struct options *o, struct target *target)
{
	struct ipc_object *before = target->object, *after;
	int status;

	if (!o->verbose)
		return operate_on(o, target);
	before->kind->stat(before, NEED_VALUES);
	if ((status = operate_on(o, target)) != 0)
		return status;
	after = ref_object(target->ref);
	if (after != NULL && after->kind->stat(after, NEED_VALUES) == 0)
		show_changes(before, after);
	ipc_object_free(after);
	return 0;
}

static int
check_numbers(const struct options *o, const struct target *target)
{
	int status = CLI_OK;
	char *text;
	size_t i;

	for (i = 0; i < o->nops && status == CLI_OK; i++) {
		if (o->ops[i].num < target->sems.nsems)
			continue;
		xasprintf(&text,
		    "no semaphore %lld: the set has %lld, the first is number 0",
		    (long long)o->ops[i].num, (long long)target->sems.nsems);
		status = fail(target, text);
		free(text);
	}
	return status;
}

static int
open_target(const struct options *o, struct target *target)
{
	int status;

	if ((target->object = ref_object(target->ref)) == NULL)
		return fail(target, strerror(errno));
	if (ipc_sems_open(&target->sems, target->object) == -1) {
		status = fail_to_open(target);
		ipc_object_free(target->object);
		return status;
	}
	if ((status = check_numbers(o, target)) == CLI_OK)
		return CLI_OK;
	ipc_sems_close(&target->sems);
	ipc_object_free(target->object);
	return status;
}

static void
close_target(struct target *target)
{
	ipc_sems_close(&target->sems);
	ipc_object_free(target->object);
}

static int
operate_on_each(const struct options *o)
{
	int status = CLI_OK, one;
	struct target target;
	size_t i;

	for (i = 0; i < o->nrefs; i++) {
		if (patience_left() == PATIENCE_SIGNALLED)
			return CLI_FAILED;
		target = (struct target){ .ref = &o->refs[i] };
		if ((one = open_target(o, &target)) == CLI_OK) {
			one = operate_and_tell(o, &target);
			close_target(&target);
		}
		if (status == CLI_OK)
			status = one;
	}
	return status;
}

/* Posts the POSIX semaphores again; SEM_UNDO does so for System V's. */
static int
give_back(struct target *targets, size_t n)
{
	const struct ipc_sem_op post = { .change = 1 };
	const struct ipc_kind *kind;
	int status = CLI_OK;

	while (n-- > 0) {
		kind = targets[n].object->kind;
		if (kind->bit & KINDS_POSIX &&
		    kind->sem->operate(&targets[n].sems, &post, 1) == -1)
			status = fail_to_operate(&targets[n]);
		close_target(&targets[n]);
	}
	return status;
}

static bool
is_patient(void)
{
	return patience_left() == PATIENCE_LEFT;
}

static int
run(const struct options *o)
{
	int status = run_command(o->command, is_patient);

	if (status != -1)
		return status;
	if (is_patient())
		cli_warn(o->command[0], strerror(errno));
	return CLI_FAILED;
}

/* Decrements all semaphores before the command starts. */
static int
hold_and_run(const struct options *o)
{
	struct target *targets;
	int status = CLI_OK, given_back;
	size_t n;

	targets = xreallocarray(NULL, o->nrefs, sizeof(*targets));
	for (n = 0; n < o->nrefs; n++) {
		targets[n] = (struct target){ .ref = &o->refs[n] };
		if ((status = open_target(o, &targets[n])) != CLI_OK)
			break;
		if ((status = operate_on(o, &targets[n])) != CLI_OK) {
			close_target(&targets[n]);
			break;
		}
	}
	if (status == CLI_OK) {
		patience_set(PATIENCE_FOREVER);
		status = run(o);
	}
	given_back = give_back(targets, n);
	free(targets);
	return status != CLI_OK ? status : given_back;
}

int
operate(const struct options *o)
{
	int status;

	if (patience_start() == -1) {
		cli_warn("timer", strerror(errno));
		return CLI_FAILED;
	}
	/* One timeout for all objects together. */
	if (o->timeout != PATIENCE_FOREVER)
		patience_set(o->timeout);
	status = o->command != NULL ? hold_and_run(o) : operate_on_each(o);
	/* A signal that comes after everything was done is ignored. */
	if (status != CLI_OK) {
		fflush(stdout);
		patience_end();
	}
	return status;
}
