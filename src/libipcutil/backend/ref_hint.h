/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages about a named object that cannot be used, with a suggestion. */
#ifndef REF_HINT_H
#define REF_HINT_H

#include "backend/ref.h"

/*
 * The meaning of an errno of stat, remove or open for the object that the
 * reference names, as of ipc_object_strerror(). If the number is not an id but
 * is the decimal value of an existing key, the message suggests that key. The
 * caller frees it.
 */
char *ref_strerror(const struct ref *, const struct ipc_kind *, int error);

#endif
