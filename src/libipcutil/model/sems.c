/* SPDX-License-Identifier: BSD-2-Clause */
/* Semaphores that are open; see sems.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/xalloc.h"
#include "model/kind.h"
#include "model/sems.h"

#define NUMBER_MAX 65535 /* semnum is an unsigned short: semop(2) */
#define CHANGE_MAX 32767 /* sem_op is a short */

int
ipc_sems_open(struct ipc_sems *sems, const struct ipc_object *o)
{
	*sems = (struct ipc_sems){ .kind = o->kind, .id = -1 };
	return o->kind->sem->open(sems, o);
}

void
ipc_sems_close(struct ipc_sems *sems)
{
	sems->kind->sem->close(sems);
}

/*
 * Parses the digits at *s and moves *s behind them. Longer numbers than the
 * range are refused.
 */
static const char *
take_number(const char **s, int64_t max, int64_t *out)
{
	size_t length = strspn(*s, "0123456789");
	char *digits = xstrndup(*s, length);
	const char *message = parse_number(digits, 0, max, out);

	free(digits);
	*s += length;
	return message;
}

/* Parses u and n after an operation. NULL or a constant message. */
static const char *
parse_flags(const char **s, struct ipc_sem_op *op)
{
	for (; **s != '\0' && **s != ','; ++*s) {
		bool *flag = **s == 'u'	  ? &op->undo
			     : **s == 'n' ? &op->nowait
					  : NULL;

		if (flag == NULL)
			return "an operation ends with u or n, or neither";
		if (*flag)
			return "u or n is there twice";
		*flag = true;
	}
	return NULL;
}

static const char *
parse_op(const char **s, struct ipc_sem_op *op)
{
	char sign;

	*op = (struct ipc_sem_op){ 0 };
	if (!isdigit((unsigned char)**s) ||
	    take_number(s, NUMBER_MAX, &op->num) != NULL)
		return "an operation begins with the number of a semaphore, "
		       "at most 65535";
	sign = **s;
	if (sign == '\0' || strchr("+-=", sign) == NULL)
		return "after the number comes +N, -N or =0";
	++*s;
	if (!isdigit((unsigned char)**s) ||
	    take_number(s, CHANGE_MAX, &op->change) != NULL)
		return "after + or - comes a number, at most 32767";
	if ((sign == '=') != (op->change == 0))
		return "wait for zero is =0, and nothing else is";
	if (sign == '-')
		op->change = -op->change;
	return parse_flags(s, op);
}

const char *
ipc_sem_ops_parse(const char *s, struct ipc_sem_op **ops, size_t *n)
{
	const char *message;

	*ops = NULL;
	for (*n = 0;; s++) {
		*ops = xreallocarray(*ops, *n + 1, sizeof(**ops));
		if ((message = parse_op(&s, &(*ops)[(*n)++])) != NULL)
			break;
		if (*s == '\0')
			return NULL;
	}
	free(*ops);
	*ops = NULL;
	return message;
}

/* Parses a value, with or without the number of its semaphore before it. */
static const char *
parse_value(const char **s, int64_t *number, int64_t *value)
{
	const char *message;
	bool numbered = false;

	for (;; ++*s) {
		if (!isdigit((unsigned char)**s))
			break;
		if ((message = take_number(s, INT32_MAX, value)) != NULL)
			return message;
		if (**s == '\0' || **s == ',')
			return NULL;
		if (**s != '=' || numbered)
			break;
		if ((*number = *value) > NUMBER_MAX)
			return "the number of a semaphore is at most 65535";
		numbered = true;
	}
	return "a value is a whole number, perhaps after the number of a "
	       "semaphore and =";
}

/* Sets one value; the array grows, and values not given are UNKNOWN. */
static void
put_value(struct ipc_array *values, int64_t number, int64_t value)
{
	while (values->n <= number)
		ipc_array_add(values, UNKNOWN);
	values->v[number] = value;
}

const char *
ipc_sem_values_parse(const char *s, struct ipc_array *values)
{
	int64_t number = 0, value;
	const char *message;

	*values = (struct ipc_array){ 0 };
	for (;; s++, number++) {
		message = parse_value(&s, &number, &value);
		if (message == NULL && number > NUMBER_MAX)
			message = "the number of a semaphore is at most 65535";
		if (message == NULL && number < values->n &&
		    values->v[number] != UNKNOWN)
			message = "a semaphore is there twice";
		if (message != NULL)
			break;
		put_value(values, number, value);
		if (*s == '\0')
			return NULL;
	}
	free(values->v);
	*values = (struct ipc_array){ 0 };
	return message;
}
