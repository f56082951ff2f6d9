/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The security label of a POSIX object's file: an extended attribute, xattr(7).
 * A security module with labels shows them on every file system, even on those
 * without attributes (mqueue). Without such a module the attribute is whatever
 * somebody has written. No system call shows the labels of System V objects.
 */
#ifndef POSIX_LABEL_H
#define POSIX_LABEL_H

#include "model/kind.h"

/*
 * Fills in o->label if `need` has NEED_LABEL and the file has a label. The file
 * is named as in posix_file.h. With an empty name it is the descriptor, which
 * must not be open with O_PATH. It does not fail: without a label it stays
 * NULL.
 */
void posix_label(
    struct ipc_object *, int dirfd, const char *file, unsigned need);

/*
 * True if files in this directory have labels. A module that labels files
 * labels directories, too, so one question saves one for each file.
 */
bool posix_label_any(int dirfd);

#endif
