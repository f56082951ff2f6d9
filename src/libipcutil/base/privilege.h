/* SPDX-License-Identifier: BSD-2-Clause */
/* What this process may do: capabilities(7), user_namespaces(7). */
#ifndef PRIVILEGE_H
#define PRIVILEGE_H

#include <stdbool.h>

#include "base/linux.h"

/* Whether it has CAP_...; in a user namespace that counts only in there. */
bool privilege_has(int capability);

/*
 * Whether a program that root runs here could have it. A container takes
 * capabilities away from its root as well (the bounding set).
 */
bool privilege_can_be_had(int capability);

/*
 * Whether the user namespace is the first: in others root has every capability,
 * and may still not change what was set up outside.
 */
bool privilege_is_first(void);

#endif
