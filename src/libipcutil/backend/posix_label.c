/* SPDX-License-Identifier: BSD-2-Clause */
/* Security labels of files; see posix_label.h. */
#include <sys/xattr.h>

#include <fcntl.h>
#include <stdlib.h>

#include "backend/posix_file.h"
#include "backend/posix_label.h"
#include "base/xalloc.h"

/*
 * Attributes of the modules that label files. AppArmor uses paths and no
 * labels.
 */
static const char *const attributes[] = {
	"security.selinux",
	"security.SMACK64",
};

/* A file, by its path or by a descriptor. */
struct labelled {
	const char *path; /* NULL: none */
	/* The path is a link of /proc that leads to the file. */
	bool follow;
	int fd;
};

static ssize_t
get(const struct labelled *file, const char *name, char *label, size_t size)
{
	if (file->path == NULL)
		return fgetxattr(file->fd, name, label, size);
	if (file->follow)
		return getxattr(file->path, name, label, size);
	return lgetxattr(file->path, name, label, size);
}

/*
 * The label, which the caller frees; NULL if there is none or it has changed
 * between the two calls.
 */
static char *
read_attribute(const struct labelled *file, const char *name)
{
	ssize_t size = get(file, name, NULL, 0);
	char *label;

	if (size <= 0)
		return NULL;
	label = xmalloc((size_t)size + 1);
	size = get(file, name, label, (size_t)size);
	if (size > 0) {
		/* SELinux includes a NUL at the end, Smack does not. */
		label[size] = '\0';
		if (*label != '\0')
			return label;
	}
	free(label);
	return NULL;
}

static char *
read_label(const struct labelled *file)
{
	char *label = NULL;
	size_t i;

	for (i = 0; i < sizeof(attributes) / sizeof(*attributes); i++)
		if ((label = read_attribute(file, attributes[i])) != NULL)
			break;
	return label;
}

bool
posix_label_any(int dirfd)
{
	char *label = read_label(&(struct labelled){ .fd = dirfd });

	free(label);
	return label != NULL;
}

/*
 * The file is read by path, as we may not be allowed to open it. /proc/self/fd
 * gives a path even to a directory that is not mounted anywhere.
 */
void
posix_label(struct ipc_object *o, int dirfd, const char *file, unsigned need)
{
	struct labelled labelled = { .fd = dirfd };
	char *path = NULL;

	if (!(need & NEED_LABEL))
		return;
	if (*file != '\0' && dirfd != AT_FDCWD) {
		xasprintf(&path, "/proc/self/fd/%d/%s", dirfd, file);
		labelled.path = path;
	} else if (*file != '\0') {
		labelled.path = file;
		labelled.follow = posix_is_nameless(file);
	}
	o->label = read_label(&labelled);
	free(path);
}
