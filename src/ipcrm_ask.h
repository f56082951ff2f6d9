/* SPDX-License-Identifier: BSD-2-Clause */
/* The question of --interactive about one object, and its answers. */
#ifndef IPCRM_ASK_H
#define IPCRM_ASK_H

#include "ipcrm_options.h"

/*
 * Whether to remove the object, which the user knows by this name. The question
 * says what is in the object and who uses it, as far as it can be looked up by
 * the object's name, id or key. Asks nothing once the answer was to remove all
 * the rest, or to quit; o->kept is set if the answer is no.
 */
bool ipcrm_ask(
    struct options *, const char *name, const struct ipc_object *object);

#endif
