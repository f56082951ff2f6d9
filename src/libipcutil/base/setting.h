/* SPDX-License-Identifier: BSD-2-Clause */
/* Settings of the kernel: files below /proc/sys and /sys, of one line. */
#ifndef SETTING_H
#define SETTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The nth number in the line, from 0 on; INT64_MAX if it is larger, UNKNOWN if
 * it cannot be read.
 */
int64_t setting_number(const char *path, int nth);

/* The line, without its end. False if there is no whole one. */
bool setting_line(const char *path, char *line, size_t size);

#endif
