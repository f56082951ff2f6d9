/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Predefined choices of columns (common, times, pids, holders…) for each kind
 * of object. Nothing here allocates or fails.
 */
#ifndef PRESET_H
#define PRESET_H

#include "show/column.h"

enum preset {
	PRESET_COMMON,
	PRESET_TIME,
	PRESET_PID,
	PRESET_CREATOR,
	PRESET_LABEL,
	PRESET_HOLDERS,
	PRESET_UNLINKED,
	PRESETS, /* number of presets */
};

/* Objects that are shown in one table: all kinds with the same word. */
struct preset_group {
	unsigned kinds; /* KIND_...; 0 ends the table */
	const char *columns[PRESETS];
};

#define PRESET_GROUPS 3
extern const struct preset_group preset_groups[PRESET_GROUPS + 1];

/* Adds the columns of the preset; they are columns of object_table. */
void preset_add(struct columns *, const struct preset_group *, enum preset);

#endif
