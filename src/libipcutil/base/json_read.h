/* SPDX-License-Identifier: BSD-2-Clause */
/* JSON that is read strictly, with whatever release of json-c. */
#ifndef JSON_READ_H
#define JSON_READ_H

#include <json.h>
#include <stddef.h>

#include "base/text.h"

/* A tokener for json_read(), to be freed by json_tokener_free(). */
struct json_tokener *json_reader(void);

/*
 * The value that so many bytes are, with a NUL or a newline behind them; to be
 * freed by json_object_put(). NULL if they are no JSON, if there is a NUL among
 * them, or for `null`. The tokener can be used again.
 */
struct json_object *json_read(struct json_tokener *, const char *, size_t);

/*
 * Adds JSON with characters beyond ASCII as escapes, as json_read() gives it to
 * json-c. A byte that is no UTF-8 stays, and is left to that.
 */
void json_write_ascii(struct text *, const char *, size_t);

#endif
