/* SPDX-License-Identifier: BSD-2-Clause */
/* Parsers for files of /proc: pure functions; see proc.h. */
#include <sys/sysmacros.h>

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/proc.h"

/* Flags of a task as in linux/sched.h. */
#define PF_FORKNOEXEC 0x00000040
#define PF_KTHREAD 0x00200000

/* As parse_kernel(), for numbers that use all of their 64 bits. */
static bool
parse_word(const char **s, int base, uint64_t *out)
{
	char *end;

	if (!isxdigit((unsigned char)**s))
		return false;
	errno = 0;
	*out = strtoull(*s, &end, base);
	if (end == *s || errno != 0)
		return false;
	*s = end;
	return true;
}

static bool
parse_hex(const char **s, uint64_t *out)
{
	return parse_word(s, 16, out);
}

/* Moves past the word; false if the string does not begin with it. */
static bool
skip(const char **s, const char *what)
{
	size_t length = strlen(what);

	if (strncmp(*s, what, length) != 0)
		return false;
	*s += length;
	return true;
}

/*
 * The key in the name of a segment, "0000abcd (deleted)" after
 * PROC_SEGMENT_NAME.
 */
static int64_t
parse_segment_key(const char *name)
{
	uint64_t key;

	if (strspn(name, "0123456789abcdef") != 8 || !parse_hex(&name, &key) ||
	    (*name != ' ' && *name != '\n' && *name != '\0'))
		return UNKNOWN;
	return (int64_t)key;
}

/* "7f1c-7f1d rw-s 00000000 00:1a 2000            /dev/shm/name" */
bool
proc_parse_area(const char *line, struct proc_area *area)
{
	uint64_t major, minor, offset, ino;

	*area = (struct proc_area){ 0 };
	if (!parse_hex(&line, &area->start) || !skip(&line, "-") ||
	    !parse_hex(&line, &area->end) || !skip(&line, " ") ||
	    strcspn(line, " \n") != 4)
		return false;
	area->access =
	    (line[0] == 'r') | (line[1] == 'w') << 1 | (line[2] == 'x') << 2;
	line += 4;
	if (!skip(&line, " ") || !parse_hex(&line, &offset) ||
	    !skip(&line, " ") || !parse_hex(&line, &major) ||
	    !skip(&line, ":") || !parse_hex(&line, &minor) ||
	    !skip(&line, " ") || !parse_word(&line, 10, &ino) ||
	    major > UINT32_MAX || minor > UINT32_MAX)
		return false;
	area->ino = (int64_t)ino;
	area->dev = (int64_t)makedev((unsigned)major, (unsigned)minor);
	line += strspn(line, " ");
	area->segment = skip(&line, PROC_SEGMENT_NAME);
	area->key = area->segment != 0 ? parse_segment_key(line) : UNKNOWN;
	return true;
}

/*
 * Fields 3, 4, 9, 20 and 22 of "42 (any) bytes)) S 1 ...". The command may
 * contain anything, so the last parenthesis ends it.
 */
bool
proc_parse_stat(const char *text, struct proc_stat *stat)
{
	const char *p = strrchr(text, ')');
	int64_t number, flags = 0;
	int field;

	*stat = (struct proc_stat){ 0 };
	if (p == NULL || p[1] != ' ' || p[2] == '\0')
		return false;
	stat->state = p[2];
	p += 3;
	for (field = 4; field <= 22; field++) {
		if (!parse_kernel(&p, 10, &number))
			return false;
		if (field == 4)
			stat->parent = number;
		else if (field == 9)
			flags = number;
		else if (field == 20)
			stat->threads = number;
	}
	stat->start = number;
	stat->kernel = (flags & PF_KTHREAD) != 0;
	stat->forked = (flags & PF_FORKNOEXEC) != 0;
	return number >= 0;
}

/* "70 0x1 0x7ff0 0x2000 0x0 0x0 0x0 0x7ffe 0x7f1c"; "-1 0x7ffe 0x7f1c" */
bool
proc_parse_call(const char *text, struct proc_call *call)
{
	uint64_t words[8];
	size_t i;

	*call = (struct proc_call){ 0 };
	if (!parse_kernel(&text, 10, &call->nr) || call->nr < 0)
		return false;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!skip(&text, " 0x") || !parse_hex(&text, &words[i]))
			return false;
	memcpy(call->args, words, sizeof(call->args));
	call->stack = words[6];
	return true;
}

int64_t
proc_parse_namespace(const char *link)
{
	int64_t number;

	link += strcspn(link, ":");
	if (!skip(&link, ":[") || !parse_kernel(&link, 10, &number) ||
	    strcmp(link, "]") != 0)
		return UNKNOWN;
	return number;
}

int64_t
proc_parse_pid(const char *name)
{
	int64_t pid;

	return parse_number(name, 1, INT32_MAX, &pid) == NULL ? pid : UNKNOWN;
}

/* A space ends each field. A field may be empty (the source of a mount). */
static const char *
next_field(const char *p)
{
	p += strcspn(p, " \n");
	return *p == ' ' ? p + 1 : p;
}

static const char *
nth_field(const char *p, int n)
{
	while (--n > 0)
		p = next_field(p);
	return p;
}

/* True if one of the mount options, separated by commas, hides processes. */
static bool
has_hidepid(const char *options)
{
	const char *p = options;
	size_t length;

	while (!skip(&p, "hidepid=")) {
		p += strcspn(p, ", \n");
		if (*p++ != ',')
			return false;
	}
	length = strcspn(p, ", \n");
	return (length != 1 || *p != '0') &&
	       (length != 3 || strncmp(p, "off", length) != 0);
}

/* "21 1 0:20 / /proc rw,nosuid shared:5 - proc proc rw,hidepid=invisible" */
bool
proc_parse_mount(const char *line, struct proc_mount *mount)
{
	const char *p = line;

	*mount = (struct proc_mount){ 0 };
	if (!parse_kernel(&p, 10, &mount->id) || mount->id < 0 || *p != ' ' ||
	    strncmp(nth_field(line, 5), "/proc ", 6) != 0)
		return false;
	/* Optional fields follow; a hyphen ends them. */
	for (p = nth_field(line, 7); !skip(&p, "- "); p = next_field(p))
		if (*p == '\0' || *p == '\n')
			return false;
	mount->hides = has_hidepid(nth_field(p, 3));
	return true;
}

int64_t
proc_field(const char *text, const char *word, int base)
{
	size_t length = strlen(word);
	int64_t number;

	while (text != NULL) {
		if (strncmp(text, word, length) == 0) {
			text += length;
			return parse_kernel(&text, base, &number) ? number
								  : UNKNOWN;
		}
		if ((text = strchr(text, '\n')) != NULL)
			text++;
	}
	return UNKNOWN;
}
