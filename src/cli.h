/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the programs share: the option table, messages, and the checked exit.
 * Only here and in the programs is anything printed.
 */
#ifndef CLI_H
#define CLI_H

#include <stdbool.h>

#include "base/text.h"
#include "process/sight.h"
#include "show/column.h"
#include "show/expr.h"
#include "show/output.h"

/* Exit statuses, the same in all programs; see ipcutil(7). */
enum {
	CLI_OK = 0,
	CLI_FAILED = 1,	 /* something was not done; the rest was */
	CLI_USAGE = 2,	 /* the command line made no sense; nothing was done */
	CLI_UNKNOWN = 3, /* ipcls --fail-if: it cannot be known */
	CLI_TIMEOUT = 124, /* the time given ran out */
};

/* How that is said, in all programs; what did not happen may follow. */
#define CLI_TIMED_OUT "timed out"

/* Keys of options that have no short form begin here. */
#define CLI_LONG 256

/* The table ends with a name of NULL. */
struct cli_option {
	int key;	  /* the short form, or from CLI_LONG on */
	const char *name; /* the long form */
	/* Its name in the help, in brackets if optional; NULL: takes none. */
	const char *argument;
	const char *help;
};

/* A heading in the help, above the option with this key; ends with NULL. */
struct cli_group {
	int key;
	const char *heading;
};

/*
 * What is said of an option that is none, "-w" or "--word", or of a letter
 * that lacks its argument; ends with NULL. The answer says what there is
 * instead. A word is answered even if an option begins with it.
 */
struct cli_answer {
	const char *option;
	const char *answer;
};

struct cli_program {
	const char *operands; /* for the help: a line for each form */
	const char *purpose;  /* one sentence */
	const struct cli_option *options;
	const struct cli_group *groups;
	const struct cli_answer *answers; /* or NULL */
};

/* To be called first. */
void cli_start(void);

/*
 * The key of the next option, its argument in optarg, -1 after the last, as
 * getopt_long(3). --help and --version are done here and exit; what makes no
 * sense is complained of and exits with CLI_USAGE.
 */
int cli_next(const struct cli_program *, int argc, char **argv);

/*
 * "PROGRAM: SUBJECT: REASON" on stderr, with nothing that harms a terminal. A
 * reason that begins with the subject stands alone.
 */
void cli_warn(const char *subject, const char *reason);
/* Writes it all at once, so that lines of several programs do not mix. */
void cli_write_stderr(const struct text *);
/* The same as cli_warn(), and exits with CLI_USAGE. */
_Noreturn void cli_usage(const char *subject, const char *reason);

/* Says how many processes could not be looked at, if any. */
void cli_hidden(const char *subject, const struct sight *);
/* Says why the kernel's memory was not read, if it was wanted. */
void cli_unread(const struct sight *);

/* Sets *slot to the argument of an option that may be given once. */
void cli_once(const char **slot, const char *option, const char *argument);

/* The long form of the option with this key, which must be in the table. */
const char *cli_option_name(const struct cli_option *, int key);

/*
 * Complains of an option's argument, which may be NULL, if there is a message
 * about it, and exits with CLI_USAGE. The option is its long form.
 */
void cli_argument(
    const char *option, const char *argument, const char *message);

/* Exits, with CLI_FAILED in place of CLI_OK if stdout could not be written. */
_Noreturn void cli_exit(int status);

/*
 * The words of an option that names fields, or an expression, of a table:
 * what makes no sense is shown in its place, and exits with CLI_USAGE.
 */
void cli_columns(struct columns *, const struct table *, const char *option,
    const char *list);
void cli_sort(
    struct sort *, const struct table *, const char *option, const char *list);
struct expr *cli_expr(
    const struct table *, const char *option, const char *text);

/*
 * The expression of --where, if it is not NULL, for rows whose owner is that
 * of --user, if that is not NULL: a name or a uid. NULL if both are. To be
 * freed with expr_free().
 */
struct expr *cli_filter(
    const struct table *, const char *where, const char *user);

/*
 * Enters the namespace that --namespace says, if it says one; exits with
 * CLI_FAILED if it cannot be entered. To be called once the command line is
 * known to make sense.
 */
void cli_namespace(const char *where);

/*
 * Asks on the terminal, and takes for no whatever is not yes. False as well
 * where stdin is none.
 */
bool cli_confirm(const char *question);

enum cli_reply { CLI_NO, CLI_YES, CLI_ALL, CLI_QUIT };

/*
 * The same of one of many: the answer may also be that all the rest is to be
 * taken for yes, or that nothing more is to be asked or done. The end of the
 * input is the latter.
 */
enum cli_reply cli_confirm_each(const char *question);

/* Sets the width and whether there is colour, by what stdout is. */
void cli_terminal(struct output *);

#endif
