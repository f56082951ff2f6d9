/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages of ipcrm. */
#ifndef IPCRM_SAY_H
#define IPCRM_SAY_H

#include "ipcrm_options.h"

/* Warns, and makes the program end with CLI_FAILED. */
void ipcrm_failed(void *options, const char *subject, const char *reason);

/* Returns why an object could not be removed, in words. */
const char *ipcrm_reason(const struct ipc_kind *, int error);

/* Whether more than the key of an object is known. */
bool ipcrm_is_known(const struct ipc_object *);

/* Writes the notation, or the key if nothing else is known. */
void ipcrm_name(const struct ipc_object *, char *text, size_t size);

/* Reports in the words of util-linux, which scripts may look for. */
void ipcrm_say_removing(const struct ipc_object *);

/*
 * With --verbose reports the object in our words; notes it if it may stay for a
 * while.
 */
void ipcrm_say_removed(struct options *, const struct ipc_object *);

/*
 * Shows progress of removing so many objects, UNKNOWN if that is not known, on
 * a terminal where nothing else is written meanwhile: see cli_progress().
 */
void ipcrm_progress(const struct options *, int64_t n);

#endif
