/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Make, use, show and remove objects with nothing but the system calls: what
 * the tests compare the programs to.
 *
 *	object VERB OBJECT [NAME=VALUE ...]
 *	object each VERB [NAME=VALUE ...]
 *	object lines
 *	object drop OBJECT...
 *	object clear
 *
 * OBJECT is mq:, shm: or sem: and /NAME (any bytes), ID, 0xKEY or, to make one
 * without a key, nothing.
 *
 *	make	mode= uid= gid= id= size= (shm) nsems= values=N,... (sem)
 *		max_messages= max_message_size= (mq:/) max_bytes= (mq:) lock=1
 *		(shm:); print the object. It must not exist. The mode is exact.
 *	each	VERB with each object of standard input, where a NUL ends each
 *	lines	each line of standard input is VERB OBJECT [NAME=VALUE ...]
 *	many	the same, count= times, numbers appended to the name or counted
 *		up from the key; print nothing
 *	set	mode= uid= gid= max_bytes= values= size= lock=0|1
 *	send	size= count= type= priority=; the bytes are a, b, ... z, a, ...
 *	receive	count= type=; print a line of JSON for each message
 *	drain	take off all messages, and print nothing
 *	op	values=N,...: num= (sem:) is the first semaphore; nothing waits
 *	fill	size=: write that many bytes into memory (0: attach and detach)
 *	show	print all that the calls return as a line of JSON; this sets
 *		the atime and ctime of a POSIX queue, the atime of a semaphore
 *	stat	only what stat(2) returns, and that touches nothing (POSIX)
 *	save	what show prints and, of memory, all bytes behind that (not mq:)
 *	loop	*_STAT_ANY for each index of the kind; print how many there are
 *	remove	remove it
 *	sweep	find all of the kind and remove them, of POSIX all files of the
 *		directory, with no more calls than that takes
 *	drop	remove all of these, with one call each
 *	clear	remove everything of every kind
 */
#include <sys/stat.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verbs.h"

static const struct verb {
	const char *name;
	void (*call)(struct target *, const struct settings *);
} verbs[] = {
	{ "drain", drain },
	{ "fill", fill },
	{ "loop", loop },
	{ "make", make },
	{ "many", make_many },
	{ "op", operate },
	{ "receive", take },
	{ "remove", unmake },
	{ "save", save },
	{ "send", put },
	{ "set", set },
	{ "show", show },
	{ "stat", show_stat },
	{ "sweep", sweep },
};

#define NVERBS (sizeof(verbs) / sizeof(verbs[0]))

static const struct verb *
verb_named(const char *name)
{
	size_t i;

	for (i = 0; i < NVERBS; i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	errx(2, "%s: no such verb", name);
}

static void
do_each(const struct verb *verb, const struct settings *settings)
{
	struct target target;
	char *word = NULL;
	size_t room = 0;

	while (getdelim(&word, &room, '\0', stdin) != -1) {
		target_parse(&target, word);
		verb->call(&target, settings);
	}
	free(word);
}

static void
do_one(const struct verb *verb, char **words)
{
	struct target target;
	struct settings settings;

	target_parse(&target, words[0]);
	settings_parse(&settings, words + 1);
	verb->call(&target, &settings);
}

static void
do_lines(void)
{
	char *line = NULL, *rest, *words[16];
	size_t room = 0, n;

	while (getline(&line, &room, stdin) != -1) {
		rest = line;
		n = 0;
		while (n < 15 && (words[n] = strsep(&rest, " \n")) != NULL)
			n += *words[n] != '\0';
		words[n] = NULL;
		if (n < 2 || rest != NULL)
			errx(2, "a line is a verb, an object and settings");
		do_one(verb_named(words[0]), words + 1);
	}
	free(line);
}

int
main(int argc, char **argv)
{
	struct settings settings;

	umask(0);
	if (argc == 2 && strcmp(argv[1], "clear") == 0) {
		clear_all();
		return 0;
	}
	if (argc > 2 && strcmp(argv[1], "drop") == 0) {
		drop(argv + 2);
		return 0;
	}
	if (argc == 2 && strcmp(argv[1], "lines") == 0) {
		do_lines();
	} else if (argc < 3) {
		errx(2, "usage: object verb object [name=value ...]");
	} else if (strcmp(argv[1], "each") == 0) {
		settings_parse(&settings, argv + 3);
		do_each(verb_named(argv[2]), &settings);
	} else {
		do_one(verb_named(argv[1]), argv + 2);
	}
	if (fflush(stdout) != 0)
		err(1, "stdout");
	return 0;
}
