/* SPDX-License-Identifier: BSD-2-Clause */
/* Base64 (RFC 4648): writes bytes as letters and reads them. Pure functions. */
#ifndef BASE64_H
#define BASE64_H

#include <stdbool.h>

#include "base/text.h"

/* Appends the letters for so many bytes to the text. */
void base64_write(struct text *, const void *, size_t);

/*
 * Appends the bytes that the letters stand for. False if the letters are not
 * exactly what base64_write() would have written; some bytes may have been
 * appended then.
 */
bool base64_read(struct text *, const char *, size_t);

#endif
