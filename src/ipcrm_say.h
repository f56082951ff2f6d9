/* SPDX-License-Identifier: BSD-2-Clause */
/* What ipcrm says. */
#ifndef IPCRM_SAY_H
#define IPCRM_SAY_H

#include "ipcrm_options.h"

/* Warns, and has the program end with a failure; the first is its options. */
void ipcrm_failed(void *options, const char *subject, const char *reason);

/* Why an object could not be removed, in words. */
const char *ipcrm_reason(const struct ipc_kind *, int error);

/* Whether more is known of an object than its key. */
bool ipcrm_is_known(const struct ipc_object *);

/* Writes it in the notation; by its key, where that is all that is known. */
void ipcrm_name(const struct ipc_object *, char *text, size_t size);

/* In util-linux's own words, which scripts may look for. */
void ipcrm_say_removing(const struct ipc_object *);

/* In ours; what may stay of it is noted, to be said in the end. */
void ipcrm_say_removed(struct options *, const struct ipc_object *);

#endif
