/* SPDX-License-Identifier: BSD-2-Clause */
/* Shared by the parts of format_info. */
#ifndef OUTPUT_INFO_H
#define OUTPUT_INFO_H

#include "show/output.h"

/* Sections of an object. */
enum section {
	SECTION_WHAT,
	SECTION_WHO,
	SECTION_WHEN,
	SECTION_STATE,
	SECTION_HOLDERS,
	SECTION_WAITERS,
	SECTION_UNDOS,
	SECTION_VERDICT,
	SECTION_EVIDENCE,
	SECTIONS,
};

/*
 * An object in sections, each with its name at the left: lines of fields that
 * belong together, with what they mean for this kind, and tables of
 * semaphores and processes. Fields that are not among the columns are left out.
 */
void output_sections(struct output *, const struct ipc_object *);

/* The value as people read it, a size in full too; added to out->cells. */
void output_value(
    struct output *, const struct column *, const struct ipc_object *);
/* The help for the object's kind, and the note; added to out->line. */
void output_help(struct output *, const struct column *,
    const struct ipc_object *, const char *help);
/* A table of what there is of each semaphore; nothing if there is none. */
void output_semaphores(struct output *, const struct ipc_object *);

#endif
