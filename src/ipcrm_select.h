/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects that patterns and expressions select: shown, and removed if wanted.
 */
#ifndef IPCRM_SELECT_H
#define IPCRM_SELECT_H

#include "ipcrm_options.h"

/*
 * Removes the selected objects, and asks first unless --yes was given; with
 * --dry-run only shows them. An object that changed meanwhile is kept.
 */
void ipcrm_remove_selection(struct options *);

#endif
