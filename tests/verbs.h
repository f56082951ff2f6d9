/* SPDX-License-Identifier: BSD-2-Clause */
/* The verbs of object, one file for each sort; see object.c for the words. */
#ifndef VERBS_H
#define VERBS_H

#include "common.h"

/* object-make.c: making, changing, removing. */
void make(struct target *, const struct settings *);
void set(struct target *, const struct settings *);
void make_many(struct target *, const struct settings *);
void unmake(struct target *, const struct settings *);
void sweep(struct target *, const struct settings *);
/* All of these objects. */
void drop(char **words);
/* Every object of all kinds. */
void clear_all(void);

/* object-show.c: what the system calls say. */
void show(struct target *, const struct settings *);
void show_stat(struct target *, const struct settings *);
void loop(struct target *, const struct settings *);

/* object-use.c: putting things in and taking them out. */
void put(struct target *, const struct settings *);
void take(struct target *, const struct settings *);
void drain(struct target *, const struct settings *);
void operate(struct target *, const struct settings *);
void fill(struct target *, const struct settings *);
void save(struct target *, const struct settings *);

#endif
