/* SPDX-License-Identifier: BSD-2-Clause */
/* Parses the files of /proc/sysvipc; see sysv.h and proc(5). */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/sysv.h"
#include "base/parse.h"
#include "base/userns.h"

#define FIELD(member) offsetof(struct ipc_object, member)

static int64_t
as_key(int64_t number)
{
	return (int64_t)(uint32_t)number;
}

/* The headings, the field for each, its base and its conversion, if any. */
static const struct {
	const char *heading;
	size_t offset;
	int base;
	int64_t (*mend)(int64_t);
} fields[] = {
	{ "key", FIELD(key), 10, as_key },
	{ "msqid", FIELD(id), 10, NULL },
	{ "shmid", FIELD(id), 10, NULL },
	{ "semid", FIELD(id), 10, NULL },
	{ "perms", FIELD(mode), 8, NULL },
	{ "uid", FIELD(uid), 10, userns_uid },
	{ "gid", FIELD(gid), 10, userns_gid },
	{ "cuid", FIELD(cuid), 10, userns_uid },
	{ "cgid", FIELD(cgid), 10, userns_gid },
	{ "ctime", FIELD(ctime), 10, sysv_time },
	{ "stime", FIELD(stime), 10, sysv_time },
	{ "rtime", FIELD(rtime), 10, sysv_time },
	{ "atime", FIELD(atime), 10, sysv_time },
	{ "dtime", FIELD(dtime), 10, sysv_time },
	{ "otime", FIELD(otime), 10, sysv_time },
	{ "qnum", FIELD(messages), 10, NULL },
	{ "cbytes", FIELD(bytes), 10, NULL },
	{ "lspid", FIELD(lspid), 10, sysv_pid },
	{ "lrpid", FIELD(lrpid), 10, sysv_pid },
	{ "size", FIELD(size), 10, NULL },
	{ "rss", FIELD(rss), 10, NULL },
	{ "swap", FIELD(swap), 10, NULL },
	{ "nattch", FIELD(nattch), 10, NULL },
	{ "cpid", FIELD(cpid), 10, sysv_pid },
	{ "lpid", FIELD(lpid), 10, sysv_pid },
	{ "nsems", FIELD(nsems), 10, NULL },
};

static int
find_field(const char *heading, size_t length)
{
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (strlen(fields[i].heading) == length &&
		    strncmp(fields[i].heading, heading, length) == 0)
			return (int)i;
	return -1;
}

bool
sysv_parse_heading(struct sysv_heading *heading, const char *line)
{
	bool identified = false;
	size_t length;
	int field;

	heading->n = 0;
	for (;; line += length) {
		line += strspn(line, " \t\n");
		if ((length = strcspn(line, " \t\n")) == 0)
			return identified;
		if (heading->n == SYSV_COLUMNS)
			return false;
		field = find_field(line, length);
		if (field != -1 && fields[field].offset == FIELD(id))
			identified = true;
		heading->field[heading->n++] = field;
	}
}

bool
sysv_parse_line(
    const struct sysv_heading *heading, const char *line, struct ipc_object *o)
{
	int64_t number, *out;
	size_t length;
	int i, field;

	for (i = 0; i < heading->n; i++) {
		field = heading->field[i];
		line += strspn(line, " \t");
		length = strcspn(line, " \t\n");
		if (length == 0)
			return false;
		if (field == -1) {
			line += length;
			continue;
		}
		if (!parse_kernel(&line, fields[field].base, &number))
			return false;
		out = (int64_t *)(void *)((char *)o + fields[field].offset);
		*out = fields[field].mend != NULL ? fields[field].mend(number)
						  : number;
	}
	return line[strspn(line, " \t\n")] == '\0';
}

/* Calls `each` for each line; false if a line cannot be parsed or read. */
static bool
read_lines(FILE *fp, const struct ipc_kind *kind,
    bool (*each)(void *, const struct ipc_object *), void *arg)
{
	struct sysv_heading heading;
	struct ipc_object *o;
	char *line = NULL;
	size_t size = 0;
	bool good, go_on = true;

	good = getline(&line, &size, fp) != -1 &&
	       sysv_parse_heading(&heading, line);
	while (good && go_on && getline(&line, &size, fp) != -1) {
		o = ipc_object_new(kind);
		good = sysv_parse_line(&heading, line, o);
		if (good)
			go_on = each(arg, o);
		ipc_object_free(o);
	}
	free(line);
	return good && !ferror(fp);
}

int
sysv_read_proc(const char *path, const struct ipc_kind *kind,
    bool (*each)(void *, const struct ipc_object *), void *arg)
{
	FILE *fp = fopen(path, "re");
	bool good;

	if (fp == NULL)
		return -1;
	good = read_lines(fp, kind, each, arg);
	fclose(fp);
	errno = EBADMSG;
	return good ? 0 : -1;
}
