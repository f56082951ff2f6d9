/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The privileges of this process: capabilities(7), user_namespaces(7). None of
 * these functions fails; what cannot be read counts as no privilege.
 */
#ifndef PRIVILEGE_H
#define PRIVILEGE_H

#include <stdbool.h>

#include "base/linux.h"

/*
 * True if this process has the capability, CAP_... of linux.h. In a user
 * namespace it is valid only for that namespace: capget(2).
 */
bool privilege_has(int capability);

/*
 * True if a program that root runs here could have the capability. Containers
 * drop capabilities from the bounding set, even for root: prctl(2).
 */
bool privilege_can_be_had(int capability);

/*
 * True in the initial user namespace. In another one root has every capability,
 * but cannot change what belongs to the namespaces outside.
 */
bool privilege_is_first(void);

#endif
