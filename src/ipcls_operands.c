/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls: the objects that the command line names. */
#include <ctype.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli.h"
#include "ipcls.h"

/*
 * As in ipcs(1) and lsipc(1), an identifier, a key or a name needs no prefix if
 * one kind was chosen. Returns NULL if there is more than one kind, or a
 * prefix.
 */
static char *
with_prefix(const struct options *o, const char *text)
{
	static const struct {
		unsigned kinds;
		const char *prefix;
	} prefixes[] = {
		{ KINDS_MQ, "mq:" },
		{ KINDS_SHM, "shm:" },
		{ KINDS_SEM, "sem:" },
	};
	const char *slash =
	    strchr("/@", *text) != NULL || isdigit((unsigned char)*text) ? ""
									 : "/";
	char *whole;
	size_t i;

	for (i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if ((o->kinds & ~prefixes[i].kinds) == 0 &&
		    strchr(text, ':') == NULL && *text != '\0') {
			xasprintf(
			    &whole, "%s%s%s", prefixes[i].prefix, slash, text);
			return whole;
		}
	return NULL;
}

/* The text of the reference is shown later, so it is kept. */
static const char *
parse_operand(const struct options *o, struct ref *ref, const char *text)
{
	const char *message = ref_parse(ref, text);
	char *whole;

	if (message == NULL || (whole = with_prefix(o, text)) == NULL)
		return message;
	message = ref_parse(ref, whole);
	ref->text = text;
	return message;
}

void
ipcls_operands(struct options *o, int argc, char **argv)
{
	const char *message;
	unsigned kinds = 0;
	struct ref *ref;
	int i;

	if (argc == 0)
		return;
	o->refs = xreallocarray(NULL, (size_t)argc, sizeof(*o->refs));
	for (i = 0; i < argc; i++) {
		ref = &o->refs[o->nrefs++];
		if ((message = parse_operand(o, ref, argv[i])) != NULL)
			cli_usage(argv[i], message);
		if (!(ref->kinds & o->kinds))
			cli_usage(argv[i], "not of the kinds that were chosen");
		kinds |= ref->kinds;
	}
	/* The totals of metrics are of all objects, so all kinds stay. */
	if (o->what != LIST_METRICS)
		o->kinds &= kinds;
}
