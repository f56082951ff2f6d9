/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef UNKNOWN_H
#define UNKNOWN_H

#include <stdint.h>

/*
 * A number that an object does not have, or that we may not read. It is
 * printed as - or null, and is false in every comparison.
 */
#define UNKNOWN INT64_C(-1)

#endif
