/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shared by the programs: the option table, messages, and the checked exit.
 * Nothing is printed outside of this module and the programs.
 */
#ifndef CLI_H
#define CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/ref.h"
#include "base/text.h"
#include "process/sight.h"
#include "show/column.h"
#include "show/expr.h"
#include "show/output.h"

/* Exit statuses, the same in all programs; see ipcutil(7). */
enum {
	CLI_OK = 0,
	CLI_FAILED = 1,	   /* something failed; the rest was done */
	CLI_USAGE = 2,	   /* a usage error; nothing was done */
	CLI_UNKNOWN = 3,   /* ipcls --fail-if: the answer is unknown */
	CLI_TIMEOUT = 124, /* the timeout ran out */
};

/* The message for a timeout in every program; more may follow it. */
#define CLI_TIMED_OUT "timed out"

/*
 * Keys of options that have no short form: those that programs share, and
 * those of one program from CLI_LONG on.
 */
enum {
	CLI_POSIX = 256,
	CLI_SYSV,
	CLI_COLOUR,
	CLI_LONG = 512,
};
#define CLI_LETTERS 256 /* below it, a key is the letter of the option */

/* The table ends with a name of NULL. */
struct cli_option {
	int key;	  /* the short form, or one of the keys above */
	const char *name; /* the long form */
	/* Its name in the help, in brackets if optional; NULL: takes none. */
	const char *argument;
	const char *help;
};

struct options; /* what a program's command line says; each has its own */

/* A heading of the help, above the option with this key; ends with NULL. */
struct cli_group {
	int key;
	const char *heading;
};

/*
 * Answers to options that do not exist here, "-w" or "--word", or to a letter
 * without its argument; ends with NULL. An answer says what to use instead. A
 * word is answered even if it is the beginning of an option.
 */
struct cli_answer {
	const char *option;
	const char *answer;
};

/*
 * A member of the program's struct options that cli_next() sets by itself when
 * it meets the option; ends with a key of 0. CLI_FLAG(member) is a bool that
 * becomes true, CLI_TEXT(member) a string: the argument, which may be given
 * once. A member of another type does not compile.
 */
struct cli_slot {
	int key;
	bool is_text;
	size_t offset;
};
#define CLI_SLOT(type, member)                                                 \
	_Generic(((struct options *)0)->member, type                           \
		 : offsetof(struct options, member))
#define CLI_FLAG(member) false, CLI_SLOT(bool, member)
#define CLI_TEXT(member) true, CLI_SLOT(const char *, member)

struct cli_program {
	const char *operands; /* for the help: a line for each form */
	const char *purpose;  /* one sentence */
	const struct cli_option *options;
	const struct cli_slot *slots;
	const struct cli_group *groups;
	const struct cli_answer *answers; /* or NULL */
};

/* To be called before all else. */
void cli_start(void);

/*
 * Returns the key of the next option, with its argument in optarg, or -1 after
 * the last one, as getopt_long(3). An option with a slot is stored there.
 * --help and --version are handled here and exit; a usage error is reported and
 * exits with CLI_USAGE.
 */
int cli_next(
    const struct cli_program *, struct options *, int argc, char **argv);

/*
 * Writes "PROGRAM: SUBJECT: REASON" to stderr, with control characters escaped.
 * A reason that begins with the subject stands alone.
 */
void cli_warn(const char *subject, const char *reason);
/* Writes the text with one write(2), so that lines of programs do not mix. */
void cli_write_stderr(const struct text *);
/*
 * The same as cli_warn(), and exits with CLI_USAGE. A reason without a hint is
 * followed by "; see PROGRAM --help".
 */
_Noreturn void cli_usage(const char *subject, const char *reason);

/* Warns how many processes could not be read, if there are any. */
void cli_hidden(const char *subject, const struct sight *);
/* Warns why the kernel's memory was not read, if it was needed. */
void cli_unread_because(const char *why);
void cli_unread(const struct sight *);

/* Sets *slot to the argument of an option that may be given once. */
void cli_once(const char **slot, const char *option, const char *argument);

/* The long form of the option with this key, which must be in the table. */
const char *cli_option_name(const struct cli_option *, int key);

/*
 * If there is a message about the argument of an option, reports it and exits
 * with CLI_USAGE. The option is given by its long form; the argument may be
 * NULL.
 */
void cli_argument(
    const char *option, const char *argument, const char *message);

/* Exits, with CLI_FAILED in place of CLI_OK if stdout could not be written. */
_Noreturn void cli_exit(int status);

/*
 * Parse an option that names fields of a table, or is an expression over them.
 * An error is reported with the place where it is, and exits with CLI_USAGE.
 */
void cli_columns(struct columns *, const struct table *, const char *option,
    const char *list);
void cli_sort(
    struct sort *, const struct table *, const char *option, const char *list);
struct expr *cli_expr(
    const struct table *, const char *option, const char *text);

/*
 * Returns the expression of --where for rows whose owner is that of --user (a
 * name or a uid). Each may be NULL; if both are, returns NULL. To be freed with
 * expr_free(). A usage error exits with CLI_USAGE.
 */
struct expr *cli_filter(
    const struct table *, const char *where, const char *user);

/* The kinds that options choose; both as KIND_..., 0: all. */
struct cli_kinds {
	unsigned kinds;
	unsigned apis;
};

/*
 * Adds what the option with this key chooses: -q, -m, -s, CLI_POSIX, CLI_SYSV;
 * other keys are ignored. Kinds and APIs add up each on their own.
 */
void cli_kinds_option(struct cli_kinds *, int key);
/* Returns the kinds that are in both; none is a usage error, and exits. */
unsigned cli_kinds(const struct cli_kinds *);
/* Returns such as "POSIX queues and semaphores", to be freed. */
char *cli_kinds_words(unsigned kinds);

/*
 * Parses an operand, which needs no prefix if one kind was chosen, and leaves
 * it only the kinds that were chosen. An error exits with CLI_USAGE. To be
 * freed with ref_free(); the text must stay.
 */
void cli_ref(struct ref *, unsigned kinds, const char *text);
/* Makes a pattern that selects all objects of these kinds. */
void cli_ref_kinds(struct ref *, unsigned kinds, const char *text);

/*
 * Enters the namespace of --namespace, unless it is NULL; exits with CLI_FAILED
 * if it cannot be entered. To be called once the command line has been checked.
 */
void cli_namespace(const char *where);

/*
 * Asks on the terminal; everything but yes is no. If stdin is no terminal, the
 * answer is no.
 */
bool cli_confirm(const char *question);

enum cli_reply { CLI_NO, CLI_YES, CLI_ALL, CLI_QUIT };

/*
 * Asks about one of many: the answer may also be yes for all the rest, or to
 * stop asking. The end of the input stops asking.
 */
enum cli_reply cli_confirm_each(const char *question);

enum cli_colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

/* Parses the argument of --color; a wrong one exits with CLI_USAGE. */
enum cli_colour cli_colour(const char *);
/* The argument of --color, for the option table. */
#define CLI_COLOUR_OPTION                                                      \
	{                                                                      \
		CLI_COLOUR, "color", "WHEN",                                   \
		    "use colors: auto (on a terminal), always or never"        \
	}

/*
 * Returns the columns of the terminal that is open as `fd`, 0 if it is none:
 * those of $COLUMNS if that is a number, else those that the terminal has
 * (tty_ioctl(4)), or 80 if it does not know.
 */
size_t cli_width(int fd);

/*
 * Sets the width of the terminal on stdout, if any, and whether to use colour:
 * with COLOUR_AUTO on a terminal that has some, unless NO_COLOR is set.
 */
void cli_terminal(struct output *, enum cli_colour);

#endif
