/* SPDX-License-Identifier: BSD-2-Clause */
/* What the test programs share; see common.h. */
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include <err.h>
#include <inttypes.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "common.h"

const char *const kind_words[NKINDS] = { "mq", "shm", "sem" };

int64_t
number(const char *word, int base, int64_t min, int64_t max)
{
	char *end;
	intmax_t n;
	int bad;

	n = strtoi(word, &end, base, min, max, &bad);
	if (bad != 0)
		errx(2, "%s: %s", word, strerror(bad));
	return n;
}

bool
number_next(const char **list, int64_t *n, int64_t min, int64_t max)
{
	char word[32];
	size_t length = strcspn(*list, ",");

	if (**list == '\0')
		return false;
	if (length >= sizeof(word))
		errx(2, "%s: too long", *list);
	memcpy(word, *list, length);
	word[length] = '\0';
	*n = number(word, 10, min, max);
	*list += length + ((*list)[length] == ',');
	return true;
}

void
target_parse(struct target *t, const char *word)
{
	size_t length = strcspn(word, ":");
	const char *address = word + length + 1;
	int kind;

	for (kind = 0; kind < NKINDS; kind++)
		if (strlen(kind_words[kind]) == length &&
		    strncmp(kind_words[kind], word, length) == 0)
			break;
	if (kind == NKINDS || word[length] == '\0')
		errx(2, "%s: not mq:..., shm:... or sem:...", word);

	*t = (struct target){ .kind = kind, .id = -1, .key = IPC_PRIVATE };
	if (*address == '/') {
		t->posix = true;
		t->name = address;
	} else if (strncmp(address, "0x", 2) == 0)
		t->key = (key_t)number(address, 16, 1, UINT32_MAX);
	else if (*address != '\0')
		t->id = (int)number(address, 10, 0, INT_MAX);
}

int
target_id(const struct target *t)
{
	if (t->id != -1 || t->key == IPC_PRIVATE)
		return t->id;
	switch (t->kind) {
	case MQ:
		return msgget(t->key, 0);
	case SHM:
		return shmget(t->key, 0, 0);
	default:
		return semget(t->key, 0, 0);
	}
}

const char *
target_path(const struct target *t)
{
	static const char *const before[NKINDS] = {
		"/dev/mqueue/",
		"/dev/shm/",
#ifdef __GLIBC__
		"/dev/shm/sem.",
#else
		"/dev/shm/",
#endif
	};
	static char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s%s", before[t->kind], t->name + 1);
	return path;
}

void
target_print(const struct target *t)
{
	if (t->posix)
		printf("%s:%s\n", kind_words[t->kind], t->name);
	else
		printf("%s:%d\n", kind_words[t->kind], t->id);
}

#define WORD(name, base, min, max)                                             \
	{                                                                      \
#name, offsetof(struct settings, name), base, min, max         \
	}

static const struct word {
	const char *name;
	size_t offset;
	int base;
	int64_t min;
	int64_t max;
} words_known[] = {
	WORD(mode, 8, 0, 07777),
	WORD(uid, 10, 0, UINT32_MAX - 1),
	WORD(gid, 10, 0, UINT32_MAX - 1),
	WORD(id, 10, 0, INT_MAX),
	WORD(size, 10, 0, INT64_MAX),
	WORD(nsems, 10, 0, INT_MAX),
	WORD(max_messages, 10, 0, LONG_MAX),
	WORD(max_message_size, 10, 0, LONG_MAX),
	WORD(max_bytes, 10, 0, LONG_MAX),
	WORD(lock, 10, 0, 1),
	WORD(type, 10, LONG_MIN, LONG_MAX),
	WORD(priority, 10, 0, UINT_MAX),
	WORD(count, 10, 1, INT_MAX),
	WORD(num, 10, 0, USHRT_MAX),
};

#define NWORDS (sizeof(words_known) / sizeof(words_known[0]))

static void
setting_parse(struct settings *s, const char *word)
{
	size_t length = strcspn(word, "=");
	const struct word *w;

	if (strncmp(word, "values=", 7) == 0) {
		s->values = word + 7;
		return;
	}
	for (w = words_known; w < words_known + NWORDS; w++)
		if (strlen(w->name) == length && word[length] == '=' &&
		    strncmp(w->name, word, length) == 0)
			break;
	if (w == words_known + NWORDS)
		errx(2, "%s: no such setting", word);
	*(int64_t *)(void *)((char *)s + w->offset) =
	    number(word + length + 1, w->base, w->min, w->max);
}

void
settings_parse(struct settings *s, char **words)
{
	const struct word *w;

	s->values = NULL;
	for (w = words_known; w < words_known + NWORDS; w++)
		*(int64_t *)(void *)((char *)s + w->offset) = UNSET;
	for (; *words != NULL; words++)
		setting_parse(s, *words);
}

int64_t
or_else(int64_t value, int64_t other)
{
	return value == UNSET ? other : value;
}
