/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Users and groups as our user namespace numbers them (user_namespaces(7)).
 * Whoever has no number there is shown by a number of its own, that of
 * /proc/sys/fs/overflowuid or overflowgid, which a user called nobody may have
 * as well.
 */
#ifndef USERNS_H
#define USERNS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The number that a system call or a file of /proc has told, or UNKNOWN if it
 * may stand for anybody who has none. What is asked of /proc for that is asked
 * once.
 */
int64_t userns_uid(int64_t uid);
int64_t userns_gid(int64_t gid);

/*
 * The lines of uid_map or gid_map: first number there, first here, how many.
 * Whether they have a number for everybody; whether there is one for who has
 * this one here. Pure functions.
 */
bool userns_maps_all(const char *map);
bool userns_maps(const char *map, int64_t here);

#endif
