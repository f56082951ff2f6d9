/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages about what is no reference to an object, and what may have been
 * meant. Each stays as it is until the next one; never NULL.
 */
#ifndef REF_GUESS_H
#define REF_GUESS_H

/* It does not begin as an object does. */
const char *ref_guess_kind(const char *text);

/* What stands behind the prefix of these kinds: KIND_... */
const char *ref_guess_name(unsigned kinds, const char *text);

#endif
