/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What stands in the way of making, of opening and of listing an object that
 * is named: what has its name or key, its mode, its directory, and
 * fs.protected_regular; shm_overview(7), mq_overview(7), sysvipc(7), proc(5).
 */
#ifndef OBSTACLE_H
#define OBSTACLE_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/ref.h"
#include "report/shortage.h"

/*
 * Sets *out to rows of shortage_table, to be freed by shortage_free(), of each
 * reference that names an object outright, and returns how many there are.
 * The objects are added to the list, and must live as long as the rows.
 * Unless they are looked for here, and not in another namespace that was
 * entered, nothing is said of /dev/mqueue. `failed` is told what could not be
 * looked at.
 */
size_t obstacle_find(struct shortage **out, struct ipc_list *,
    const struct ref *, size_t n, bool here,
    void (*failed)(void *, const char *subject, const char *reason), void *arg);

/*
 * What has the name or the key of an object that was to be made (EEXIST): a
 * constant, or added to the text.
 */
const char *obstacle_in_place(struct text *, const struct ipc_object *);

#endif
