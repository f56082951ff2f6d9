/* SPDX-License-Identifier: BSD-2-Clause */
/* Who has made and removed the objects of a line; see recording.h. */
#ifndef RECORD_BY_H
#define RECORD_BY_H

#include "record/recording.h"

struct json_object;

/*
 * Takes what a line says of them into the recording, in place of what the line
 * before said. What makes no sense is left out: nobody is blamed then.
 */
void by_read(struct recording *, struct json_object *line);
void by_drop(struct recording *);

#endif
