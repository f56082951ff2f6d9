/* SPDX-License-Identifier: BSD-2-Clause */
/* Parses and writes references to objects; see ref.h. */
#include <sys/ipc.h>
#include <sys/stat.h>

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vis.h>

#include "backend/posix_file.h"
#include "backend/ref.h"
#include "backend/ref_guess.h"
#include "base/parse.h"
#include "base/text.h"
#include "base/xalloc.h"

/* What a reference may begin with. */
struct prefix {
	const char *text;
	size_t length;
	unsigned kinds;
};

#define PREFIX(text, kinds)                                                    \
	{                                                                      \
		(text), sizeof(text) - 1, (kinds)                              \
	}

static const struct prefix words[] = {
	PREFIX("mq:", KINDS_MQ),
	PREFIX("msg:", KINDS_MQ),
	PREFIX("shm:", KINDS_SHM),
	PREFIX("sem:", KINDS_SEM),
	{ 0 },
};

/* Paths are not unescaped: the shell has completed or expanded them. */
static const struct prefix places[] = {
	PREFIX(MQ_DIR "/", KIND_POSIX_MQ),
	PREFIX(SHM_DIR "/", KINDS_IN_SHM),
	{ 0 },
};

/* Checks a name. NULL or a constant message. */
static const char *
check_name(const struct ref *ref)
{
	size_t max = NAME_MAX, length = strlen(ref->name + 1);

	if (ref->kinds == KIND_POSIX_SEM)
		max -= strlen(SEM_PREFIX);
	if (posix_is_nameless(ref->name))
		return NULL;
	if (length == 0)
		return "the name is empty";
	if (length > max)
		return "the name is too long";
	if (strchr(ref->name + 1, '/') != NULL)
		return "a name has only the slash it begins with";
	/*
	 * After the prefix of a semaphore's file, "." and ".." are ordinary
	 * names.
	 */
	if ((ref->kinds != KIND_POSIX_SEM || !SEM_HAS_PREFIX) &&
	    (strcmp(ref->name, "/.") == 0 || strcmp(ref->name, "/..") == 0))
		return "not a name";
	if (ref->kinds == KIND_POSIX_SHM && SEM_HAS_PREFIX &&
	    sem_layout_is_file(ref->name + 1, UNKNOWN))
		return "that is the file of a semaphore: say sem:/NAME";
	return NULL;
}

/*
 * Reads one character of a name. *escaped is true if it was escaped. Returns
 * how many bytes it took, or 0 if the escape is wrong.
 */
static size_t
unescape(const char *s, char *out, bool *escaped)
{
	int state = 0, result = UNVIS_NOCHAR;
	size_t n;

	*escaped = *s == '\\';
	*out = *s;
	if (!*escaped)
		return 1;
	if (s[1] != '\0' && strchr("*?[]", s[1]) != NULL) {
		*out = s[1];
		return 2;
	}
	/* These escapes stand for nothing, or for a number above a byte. */
	if (s[1] == '$' || s[1] == '\n' ||
	    (s[1] >= '4' && strspn(s + 1, "01234567") >= 3))
		return 0;
	for (n = 0; s[n] != '\0' && result == UNVIS_NOCHAR; n++)
		result = unvis(out, s[n], &state, 0);
	/*
	 * An octal escape of fewer digits ends at the end of the text or at the
	 * next character, which is not part of it.
	 */
	if (result == UNVIS_NOCHAR)
		result = unvis(out, '\0', &state, UNVIS_END);
	else if (result == UNVIS_VALIDPUSH)
		n--;
	return result > 0 && result != UNVIS_NOCHAR && *out != '\0' ? n : 0;
}

/* Sets the name and, if the text is a pattern, the glob. NULL or a message. */
static const char *
parse_name(struct ref *ref, const char *text)
{
	struct text name = { 0 }, glob = { 0 };
	const char *error = NULL;
	bool escaped;
	size_t n;
	char c;

	if (text[strcspn(text, "\\*?[")] == '\0') {
		ref->name = xstrdup(text);
		return check_name(ref);
	}
	do {
		if ((n = unescape(text, &c, &escaped)) == 0) {
			error = "a backslash begins an escape as vis(1) "
				"writes them: \\\\ is a backslash";
			break;
		}
		text_char(&name, c);
		if (!escaped && (strchr("*?", c) != NULL ||
				    (c == '[' && strchr(text, ']') != NULL)))
			ref->pattern = true;
		if (escaped && strchr("*?[]\\", c) != NULL)
			text_char(&glob, '\\');
		text_char(&glob, c);
	} while (*(text += n) != '\0');
	ref->name = name.s;
	ref->glob = glob.s;
	return error != NULL || ref->pattern ? error : check_name(ref);
}

static const char *
parse_file(struct ref *ref, const char *text)
{
	const char *comma = strrchr(text, ',');

	if (comma == NULL)
		return "no project: say @FILE,PROJECT";
	if (comma == text)
		return "no file: say @FILE,PROJECT";
	if (parse_number(comma + 1, 1, 255, &ref->project) != NULL)
		return "the project is not a number from 1 to 255";
	ref->file = xstrndup(text, (size_t)(comma - text));
	return NULL;
}

static bool
is_key_pattern(const char *text)
{
	const char *bracket = strchr(text, '[');

	return strpbrk(text, "*?") != NULL ||
	       (bracket != NULL && strchr(bracket, ']') != NULL);
}

/* The pattern is matched against the key as it is printed, in lower case. */
static const char *
parse_key_pattern(struct ref *ref, const char *text)
{
	char *p;

	if (text[2 + strspn(text + 2, "0123456789abcdefABCDEF*?[]!^-")] != '\0')
		return "not a pattern of a key: this has hexadecimal digits "
		       "beside *, ? and [";
	ref->pattern = true;
	ref->glob = xstrdup(text);
	for (p = ref->glob; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'X')
			*p += 'a' - 'A';
	return NULL;
}

static const char *
parse_address(struct ref *ref, const char *text)
{
	const char *message;

	if (*text == '\0') {
		ref->pattern = true;
		return NULL;
	}
	if (*text == '/') {
		ref->kinds &= KINDS_POSIX;
		message = parse_name(ref, text);
		return message != NULL
			   ? ref_guess_name(ref->kinds, text, message)
			   : NULL;
	}
	ref->kinds &= KINDS_SYSV;
	if (*text == '@')
		return parse_file(ref, text + 1);
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
		if (is_key_pattern(text))
			return parse_key_pattern(ref, text);
		message = parse_key(text, &ref->key);
		if (message == NULL && ref->key == 0)
			message = "key 0 is IPC_PRIVATE and names nothing";
		return message;
	}
	message = parse_number(text, 0, INT_MAX, &ref->id);
	if (message != NULL && strcmp(message, "not a number") == 0)
		message = ref_guess_address(ref->kinds, text);
	else if (message != NULL)
		message = "not an identifier: these are 0 to 2147483647; a "
			  "key is 0x and hexadecimal digits";
	return message;
}

/* The prefix that the text begins with, or NULL. */
static const struct prefix *
find_prefix(const struct prefix *prefix, const char *text)
{
	for (; prefix->text != NULL; prefix++)
		if (strncmp(text, prefix->text, prefix->length) == 0)
			return prefix;
	return NULL;
}

/* The size is needed only if the name does not tell the kind of the file. */
static int64_t
size_of(const char *path)
{
	struct stat st;

	if (SEM_HAS_PREFIX || lstat(path, &st) == -1 || !S_ISREG(st.st_mode))
		return UNKNOWN;
	return st.st_size;
}

/* Parses a path below /dev/mqueue or /dev/shm. */
static const char *
parse_path(struct ref *ref, const char *path, const struct prefix *place)
{
	const char *file = path + place->length;

	ref->kinds = place->kinds;
	if (place->kinds & KIND_POSIX_SEM) {
		ref->kinds = KIND_POSIX_SHM;
		if (sem_layout_is_file(file, size_of(path))) {
			ref->kinds = KIND_POSIX_SEM;
			file += strlen(SEM_PREFIX);
		}
	}
	xasprintf(&ref->name, "/%s", file);
	return check_name(ref);
}

static const char *
parse(struct ref *ref, const char *text)
{
	const struct prefix *prefix;

	if ((prefix = find_prefix(words, text)) != NULL) {
		ref->kinds = prefix->kinds;
		return parse_address(ref, text + prefix->length);
	}
	if ((prefix = find_prefix(places, text)) != NULL &&
	    text[prefix->length + strspn(text + prefix->length, "/")] != '\0')
		return parse_path(ref, text, prefix);
	return ref_guess_kind(text);
}

const char *
ref_parse(struct ref *ref, const char *text)
{
	const char *message;

	*ref = (struct ref){ .text = text, .id = UNKNOWN, .key = UNKNOWN };
	if ((message = parse(ref, text)) != NULL)
		ref_free(ref);
	return message;
}

const char *
ref_from_name(struct ref *ref, const struct ipc_kind *kind, const char *name)
{
	bool slash = *name == '/';
	const char *message;

	*ref = (struct ref){
		.text = name,
		.kinds = kind->bit,
		.id = UNKNOWN,
		.key = UNKNOWN,
	};
	if (kind->bit == KIND_POSIX_MQ && !slash)
		return "the name of a queue begins with a slash";
	xasprintf(&ref->name, "%s%s", slash ? "" : "/", name);
	if ((message = check_name(ref)) != NULL)
		ref_free(ref);
	return message;
}

void
ref_free(struct ref *ref)
{
	free(ref->name);
	free(ref->glob);
	free(ref->file);
	*ref = (struct ref){ 0 };
}

bool
ref_is_whole(const struct ref *ref)
{
	return ref->pattern && ref->glob == NULL;
}

bool
refs_are_whole(const struct ref *refs, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!ref_is_whole(&refs[i]))
			return false;
	return true;
}

const struct ipc_kind *
ref_kind(const struct ref *ref)
{
	size_t i;

	for (i = 0; ipc_kinds[i] != NULL; i++)
		if (ipc_kinds[i]->bit == ref->kinds)
			return ipc_kinds[i];
	return NULL;
}

int
ref_identify(const struct ref *ref, struct ipc_object *o)
{
	key_t key;

	o->kind = ref_kind(ref);
	o->name = ref->name;
	o->id = ref->id;
	o->key = ref->key;
	if (ref->file == NULL)
		return 0;
	errno = 0;
	key = ftok(ref->file, (int)ref->project);
	/* -1 is a valid key as well as an error. */
	if (key == -1 && errno != 0)
		return -1;
	o->key = (int64_t)(uint32_t)key;
	return 0;
}

struct ipc_object *
ref_object(const struct ref *ref)
{
	struct ipc_object *o = ipc_object_new(NULL);
	int status = ref_identify(ref, o);

	if (o->name != NULL)
		o->name = xstrdup(o->name);
	if (status == 0)
		return o;
	ipc_object_free(o);
	return NULL;
}

void
ref_format(const struct ipc_object *o, char *s, size_t size)
{
	/* Kept, as a listing has thousands. */
	static struct text t;

	text_clear(&t);
	text_str(&t, o->kind->word);
	text_char(&t, ':');
	if (o->name != NULL)
		text_escape(&t, o->name, ESCAPE_GLOB | ESCAPE_UTF8);
	else
		text_number(&t, o->id);
	strlcpy(s, t.s, size);
}
