/* SPDX-License-Identifier: BSD-2-Clause */
/* The columns that suit a group of objects, as a person would choose them. */
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
	PRESETS, /* how many there are */
};

/* Objects that are shown in one table: the kinds of one word. */
struct preset_group {
	unsigned kinds; /* KIND_...; 0 ends the table */
	const char *columns[PRESETS];
};

#define PRESET_GROUPS 3
extern const struct preset_group preset_groups[PRESET_GROUPS + 1];

/* Adds the columns of the preset to those of the object table chosen. */
void preset_add(struct columns *, const struct preset_group *, enum preset);

#endif
