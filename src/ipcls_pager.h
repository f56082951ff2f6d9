/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls --pager: output that is longer than the terminal is shown by a pager.
 */
#ifndef IPCLS_PAGER_H
#define IPCLS_PAGER_H

#include <stdio.h>

/* Output that is collected; start with { 0 }. */
struct pager {
	FILE *fp; /* to write to */
	char *text;
	size_t length;
};

/* Begins to collect output. */
void pager_start(struct pager *);
/*
 * Writes the output to stdout, a terminal of so many columns (0: not known), by
 * way of $PAGER if it is longer than that, and frees it. That a pager does not
 * read all of it is no error.
 */
void pager_end(struct pager *, size_t columns);

#endif
