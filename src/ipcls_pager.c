/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls --pager; see ipcls_pager.h. */
#include <sys/ioctl.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/copy.h"
#include "base/xalloc.h"
#include "cli.h"
#include "ipcls_pager.h"
#include "run.h"

#define ROWS 24 /* of a terminal that does not know how many it has */

/* These stop at the end of a short text, keep colours and leave the screen. */
#define USUAL                                                                  \
	"if command -v less >/dev/null; then exec less -FRX; else exec more; fi"

/* For a less(1) in PAGER, unless the user has set it. */
#define LESS "FRX"

void
pager_start(struct pager *pager)
{
	pager->fp = xchecked(open_memstream(&pager->text, &pager->length));
}

static size_t
terminal_rows(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row != 0)
		return size.ws_row;
	return ROWS;
}

/*
 * Whether the text and the shell's prompt below it take more rows than the
 * terminal has. Colours are counted as text: less(1) looks again.
 */
static bool
is_long(const struct pager *pager, size_t columns)
{
	const char *line = pager->text, *end;
	size_t rows = 1, width;

	for (; *line != '\0'; line = *end != '\0' ? end + 1 : end) {
		end = strchrnul(line, '\n');
		width = text_width(line, (size_t)(end - line));
		rows +=
		    columns != 0 && width > 0 ? (width - 1) / columns + 1 : 1;
	}
	return rows > terminal_rows();
}

/* Starts the pager, with the other end of *fd as its standard input. */
static pid_t
start(int *fd)
{
	const char *command = getenv("PAGER");
	char *argv[] = { xstrdup("sh"), xstrdup("-c"), NULL, NULL };
	int ends[2], input;
	sigset_t mask;
	pid_t pid = -1;

	argv[2] =
	    xstrdup(command != NULL && *command != '\0' ? command : USUAL);
	setenv("LESS", LESS, 0);
	sigprocmask(SIG_SETMASK, NULL, &mask);
	if (pipe2(ends, O_CLOEXEC) == 0) {
		input = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
		dup2(ends[0], STDIN_FILENO);
		pid = run_start(argv, &mask);
		dup2(input, STDIN_FILENO);
		close(input);
		close(ends[0]);
		*fd = ends[1];
	}
	free(argv[0]);
	free(argv[1]);
	free(argv[2]);
	return pid;
}

/* Returns whether a pager has run. */
static bool
page(const struct pager *pager)
{
	int fd = -1, status = 0;
	pid_t pid;

	fflush(stdout);
	pid = start(&fd);
	if (pid == -1) {
		cli_warn("--pager", strerror(errno));
		return false;
	}
	/* Keys that mean something to the pager must not end this process. */
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	/* The user may quit the pager before its end. */
	if (copy_write(fd, pager->text, pager->length) == -1 && errno != EPIPE)
		cli_warn("--pager", strerror(errno));
	close(fd);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		continue;
	status = run_status(status);
	/* The shell has reported that there is no such command. */
	return status != 126 && status != 127;
}

void
pager_end(struct pager *pager, size_t columns)
{
	if (fclose(pager->fp) == EOF)
		xchecked(NULL);
	if (pager->length != 0 && (!is_long(pager, columns) || !page(pager)))
		fwrite(pager->text, 1, pager->length, stdout);
	free(pager->text);
}
