/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * User and group ids as seen in our user namespace, user_namespaces(7). The
 * kernel shows ids that are not mapped into it as /proc/sys/fs/overflowuid and
 * overflowgid; a user (often "nobody") may have that id as well.
 */
#ifndef USERNS_H
#define USERNS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Converts an id that a system call or a file of /proc has returned: UNKNOWN if
 * it may stand for an id that is not mapped. The first call reads the files of
 * /proc, later calls use what it has found. Neither fails.
 */
int64_t userns_uid(int64_t uid);
int64_t userns_gid(int64_t gid);

/*
 * The effective user of the process with this directory of /proc, as a uid of
 * our user namespace; UNKNOWN if it has none there.
 */
int64_t userns_of_process(int dirfd);

/*
 * Pure functions over the lines of uid_map or gid_map: first id inside, first
 * id outside, number of ids. userns_maps_all() is true if every id is mapped,
 * userns_maps() if the outer id `here` is mapped.
 */
bool userns_maps_all(const char *map);
bool userns_maps(const char *map, int64_t here);

#endif
