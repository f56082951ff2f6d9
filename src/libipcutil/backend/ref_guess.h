/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages about text that is not a reference, with what was probably meant. A
 * message is valid until the next call; it is never NULL.
 */
#ifndef REF_GUESS_H
#define REF_GUESS_H

/* The text begins with no kind. */
const char *ref_guess_kind(const char *text);

/* The address after the prefix of these kinds (KIND_...) is no address. */
const char *ref_guess_address(unsigned kinds, const char *text);

/* It is one, of a name, and the name is wrong, as the message says. */
const char *ref_guess_name(
    unsigned kinds, const char *text, const char *message);

#endif
