/* SPDX-License-Identifier: BSD-2-Clause */
/* Base64 (RFC 4648): any bytes as letters. Pure functions. */
#ifndef BASE64_H
#define BASE64_H

#include <stdbool.h>

#include "base/text.h"

void base64_write(struct text *, const void *, size_t);

/*
 * Adds the bytes that the letters stand for. False, with some of them added
 * perhaps, if it is not exactly what base64_write() would have written.
 */
bool base64_read(struct text *, const char *, size_t);

#endif
