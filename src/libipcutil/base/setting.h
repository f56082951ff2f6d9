/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads settings of the kernel: files of one line below /proc/sys and /sys. */
#ifndef SETTING_H
#define SETTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The nth number of the line, from 0 on; INT64_MAX if it is larger, UNKNOWN if
 * the file or the number cannot be read.
 */
int64_t setting_number(const char *path, int nth);

/*
 * Copies the line without its newline. False if the file cannot be read or the
 * line does not fit.
 */
bool setting_line(const char *path, char *line, size_t size);

#endif
