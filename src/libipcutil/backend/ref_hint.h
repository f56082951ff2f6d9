/* SPDX-License-Identifier: BSD-2-Clause */
/* Why an object that was named cannot be had, and what may have been meant. */
#ifndef REF_HINT_H
#define REF_HINT_H

#include "backend/ref.h"

/*
 * What the errno of stat, remove or an opening says of the object that is named
 * outright, of that kind, as ipc_object_strerror() has it; and if a number is
 * no identifier but is a key, in decimal, the object with that key. To be
 * freed.
 */
char *ref_strerror(const struct ref *, const struct ipc_kind *, int error);

#endif
