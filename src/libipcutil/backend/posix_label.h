/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The label that a security module has given to the file of a POSIX object:
 * an extended attribute, xattr(7). A module that has labels tells them of every
 * file system, those without attributes too (mqueue); without one the attribute
 * is whatever was written there. System V objects have labels of which no call
 * tells.
 */
#ifndef POSIX_LABEL_H
#define POSIX_LABEL_H

#include "model/kind.h"

/*
 * Fills in the label, if NEED_LABEL is asked for and there is one. The file is
 * one as in posix_file.h; with an empty name it is the descriptor itself, which
 * then must be open for more than its path (O_PATH).
 */
void posix_label(
    struct ipc_object *, int dirfd, const char *file, unsigned need);

/*
 * Whether files in this directory have labels: a module that labels any of
 * them labels the directory, too. So a list need not ask for each.
 */
bool posix_label_any(int dirfd);

#endif
