/* SPDX-License-Identifier: BSD-2-Clause */
/* The option table: command lines are read and the help is made from it. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cli.h"

static const struct cli_option common[] = {
	{ 'h', "help", NULL, "show this help" },
	{ 'V', "version", NULL, "show the version" },
	{ 0 },
};

/* Such as [=KIND]. */
static bool
is_optional(const struct cli_option *option)
{
	return option->argument != NULL && *option->argument == '[';
}

static void
help_heading(const struct cli_group *group, int key)
{
	for (; group->heading != NULL; group++)
		if (group->key == key)
			printf("\n%s:\n", group->heading);
}

/* A help text that does not fit beside a long option stands below it. */
static void
help_options(const struct cli_option *option, const struct cli_group *groups)
{
	char left[40], letter[] = "  -?,";

	for (; option->name != NULL; option++) {
		help_heading(groups, option->key);
		snprintf(left, sizeof(left), "%s%s%s", option->name,
		    option->argument == NULL || is_optional(option) ? "" : "=",
		    option->argument != NULL ? option->argument : "");
		letter[3] = (char)option->key;
		printf("%5s --%-20s", option->key < CLI_LETTERS ? letter : "",
		    left);
		if (strlen(left) > 20)
			printf("\n%28s", "");
		printf(" %s\n", option->help);
	}
}

/* A line for each form of the command line. */
static void
help_usage(const char *form)
{
	const char *label = "usage:";
	int length;

	for (;; form += length + 1) {
		length = (int)strcspn(form, "\n");
		printf("%-6s %s %.*s\n", label, getprogname(), length, form);
		if (form[length] == '\0')
			return;
		label = "";
	}
}

static _Noreturn void
help(const struct cli_program *program)
{
	help_usage(program->operands);
	puts(program->purpose);
	help_options(program->options, program->groups);
	help_options(common, program->groups);
	cli_exit(CLI_OK);
}

static size_t
count(const struct cli_option *option)
{
	size_t n = 0;

	while (option[n].name != NULL)
		n++;
	return n;
}

/* Makes the options of getopt_long(3) from our table. */
static struct option *
make_long(struct option *out, const struct cli_option *option)
{
	for (; option->name != NULL; option++)
		*out++ = (struct option){
			.name = option->name,
			.has_arg = option->argument == NULL ? no_argument
				   : is_optional(option)    ? optional_argument
							    : required_argument,
			.val = option->key,
		};
	return out;
}

static void
make_short(struct text *out, const struct cli_option *option)
{
	for (; option->name != NULL; option++) {
		if (option->key >= CLI_LETTERS)
			continue;
		text_char(out, (char)option->key);
		if (option->argument != NULL)
			text_str(out, is_optional(option) ? "::" : ":");
	}
}

static bool
knows(const struct cli_option *option, int key)
{
	for (; option->name != NULL; option++)
		if (option->key == key)
			return true;
	return false;
}

/* Adds the options that begin with the word. */
static void
add_candidates(
    struct text *out, const struct cli_option *option, const char *word)
{
	const char *beginning = word + 2;
	size_t length = strlen(beginning);

	for (; option->name != NULL; option++) {
		if (strncmp(option->name, beginning, length) != 0)
			continue;
		text_str(out, out->len == 0 ? "is ambiguous: --" : ", --");
		text_str(out, option->name);
	}
}

static void
offer_options(struct nearest *nearest, const struct cli_option *option)
{
	for (; option->name != NULL; option++)
		nearest_offer(nearest, option->name);
}

/* Answers an option that people know from other programs. */
static void
answer_option(const struct cli_answer *answer, const char *word)
{
	for (; answer != NULL && answer->option != NULL; answer++)
		if (strcmp(answer->option, word) == 0)
			cli_usage(word, answer->answer);
}

static _Noreturn void
refuse_option(
    const struct cli_program *program, const char *word, const char *meant)
{
	char *reason;

	answer_option(program->answers, word);
	if (meant != NULL)
		xasprintf(&reason, "no such option; did you mean --%s?", meant);
	else
		reason = xstrdup("no such option");
	cli_usage(word, reason);
}

/*
 * getopt_long(3) leaves the key of a known option in optopt, and 0 there if the
 * beginning of a word is ambiguous.
 */
static _Noreturn void
complain_long(const struct cli_program *program, bool known, char *word)
{
	struct text reason = { 0 };
	struct nearest nearest;

	word[strcspn(word, "=")] = '\0';
	if (known)
		cli_usage(word, "takes no argument");
	add_candidates(&reason, program->options, word);
	add_candidates(&reason, common, word);
	if (reason.len == 0) {
		nearest_begin(&nearest, word + 2, strlen(word + 2));
		offer_options(&nearest, program->options);
		offer_options(&nearest, common);
		refuse_option(program, word, nearest.best);
	}
	cli_usage(word, reason.s);
}

/* The option is known, and has this key. */
static _Noreturn void
complain_missing(const struct cli_program *program, const char *word)
{
	const struct cli_option *option = program->options;
	char *reason;

	while (option->name != NULL && option->key != optopt)
		option++;
	xasprintf(&reason, "needs an argument, %s", option->argument);
	cli_usage(word, reason);
}

/* getopt_long(3) is past the word, unless it is one letter among several. */
static _Noreturn void
complain(const struct cli_program *program, int result, char *word)
{
	char letter[] = { '-', (char)optopt, '\0' };
	bool known = knows(program->options, optopt) || knows(common, optopt);
	bool is_long = strncmp(word, "--", 2) == 0 && (optopt == 0 || known);

	if (result == ':') {
		if (!is_long)
			answer_option(program->answers, letter);
		complain_missing(program, is_long ? word : letter);
	}
	if (is_long)
		complain_long(program, known, word);
	refuse_option(program, letter, NULL);
}

/*
 * A word with an answer is answered even where getopt_long(3) took it for the
 * beginning of one of our options. Its argument may be the next word.
 */
static void
answer_beginning(const struct cli_program *program, int argc, char **argv)
{
	int at = optind - 1;
	char *word;

	if (optarg != NULL && at > 1 && at < argc && argv[at] == optarg)
		at--;
	if (at < 1 || at >= argc || strncmp(argv[at], "--", 2) != 0)
		return;
	word = xstrndup(argv[at], strcspn(argv[at], "="));
	answer_option(program->answers, word);
	free(word);
}

/* Stores the option in its slot, if it has one. */
static void
store(const struct cli_program *program, struct options *options, int key)
{
	const struct cli_slot *slot = program->slots;
	char *member, *name;

	while (slot->key != 0 && slot->key != key)
		slot++;
	member = (char *)options + slot->offset;
	if (slot->key == 0)
		return;
	if (!slot->is_text) {
		*(bool *)member = true;
		return;
	}
	xasprintf(&name, "--%s", cli_option_name(program->options, key));
	cli_once((const char **)(void *)member, name, optarg);
	free(name);
}

int
cli_next(const struct cli_program *program, struct options *options, int argc,
    char **argv)
{
	size_t n = count(program->options) + count(common);
	struct option *longs = xreallocarray(NULL, n + 1, sizeof(*longs));
	struct option *end = make_long(longs, program->options);
	struct text shorts = { 0 };
	int result;

	end = make_long(end, common);
	*end = (struct option){ 0 };
	text_char(&shorts, ':');
	make_short(&shorts, program->options);
	make_short(&shorts, common);
	opterr = 0;
	result = getopt_long(argc, argv, shorts.s, longs, NULL);
	text_free(&shorts);
	free(longs);
	if (result == '?' || result == ':')
		complain(program, result, argv[optind - 1]);
	if (result != -1)
		answer_beginning(program, argc, argv);
	if (result == 'h')
		help(program);
	if (result == 'V') {
		printf("%s (%s) %s\n", getprogname(), PACKAGE_NAME,
		    PACKAGE_VERSION);
		cli_exit(CLI_OK);
	}
	store(program, options, result);
	return result;
}
