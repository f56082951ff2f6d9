/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects that patterns and expressions select, shown, and removed if wanted.
 */
#ifndef IPCRM_SELECT_H
#define IPCRM_SELECT_H

#include "ipcrm_options.h"

/*
 * Removes what is selected, asking first unless --yes is said; with --dry-run
 * it is only shown. An object that changed meanwhile is left as it is.
 */
void ipcrm_remove_selection(struct options *);

#endif
