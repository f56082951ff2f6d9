/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What prevents creating, opening or listing a named object: an object with its
 * name or key, its mode, its directory, or fs.protected_regular;
 * shm_overview(7), mq_overview(7), sysvipc(7), proc_sys_fs(5).
 */
#ifndef OBSTACLE_H
#define OBSTACLE_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/ref.h"
#include "report/shortage.h"

/*
 * Sets *out to rows of shortage_table about each reference that names one
 * object, and returns their number; the caller frees them with shortage_free().
 * The objects are added to the list and must live as long as the rows. `here`:
 * no other namespace was entered; only then is /dev/mqueue checked. `failed` is
 * called with each object that cannot be looked at.
 */
size_t obstacle_find(struct shortage **out, struct ipc_list *,
    const struct ref *, size_t n, bool here,
    void (*failed)(void *, const char *subject, const char *reason), void *arg);

/*
 * Explains EEXIST: what has the name or key of the object. Returns a constant,
 * or the text that it added to; the caller owns that text.
 */
const char *obstacle_in_place(struct text *, const struct ipc_object *);

#endif
