/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Records of System V objects are the kernel's answers: see `records` in
 * kind.h.
 */
#ifndef SYSV_RECORD_H
#define SYSV_RECORD_H

#include "backend/sysv.h"

/* The operations of the kinds whose `own` is a struct sysv: see kind.h. */
int sysv_records(struct ipc_records *);
void sysv_recall(
    const struct ipc_records *, const void *record, struct ipc_object *);

/* Compares two answers by id, for qsort(3) and bsearch(3). */
int sysv_answer_compare(const void *, const void *);

#endif
