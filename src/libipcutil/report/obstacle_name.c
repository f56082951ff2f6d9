/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks the name and the directory of a POSIX object; see obstacle.h. */
#include <sys/stat.h>
#include <sys/vfs.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "base/privilege.h"
#include "base/setting.h"
#include "base/userns.h"
#include "base/xalloc.h"
#include "report/advice.h"
#include "report/obstacle.h"
#include "report/obstacle_look.h"

/* Kinds whose objects are files in a directory that may contain anything. */
#define KINDS_FILES KINDS_IN_SHM

/* Settings of Linux 4.19 and later, in may_create_in_sticky(). */
static const struct protection {
	mode_t type;
	const char *name;
	const char *setting;
} protections[] = {
	{ S_IFREG, "protected_regular", "/proc/sys/fs/protected_regular" },
	{ S_IFIFO, "protected_fifos", "/proc/sys/fs/protected_fifos" },
};

/*
 * In a sticky directory that others may write to, such as /tmp, opening another
 * user's file with O_CREAT and without O_EXCL fails, for root too. This is no
 * problem for sem_open(3), which tries without O_CREAT first, and for
 * mq_open(3), which is not checked.
 */
static bool
is_protected(const struct stat *dir, const struct stat *st, int64_t level)
{
	if (level == UNKNOWN || level < 1 || !(dir->st_mode & S_ISVTX) ||
	    st->st_uid == dir->st_uid || st->st_uid == geteuid())
		return false;
	return dir->st_mode & S_IWOTH || (level >= 2 && dir->st_mode & S_IWGRP);
}

static void
look_at_protection(struct obstacle_look *look, const struct stat *st)
{
	const struct protection *p = protections;
	struct shortage *s;
	struct stat dir;
	int64_t level;
	char *words;

	for (; (st->st_mode & S_IFMT) != p->type; p++)
		if (p == &protections[1])
			return;
	level = setting_number(p->setting, 0);
	if (look->object->kind != &posix_shm_kind ||
	    stat(SHM_DIR, &dir) == -1 || !is_protected(&dir, st, level))
		return;
	xasprintf(&words,
	    "fs.%s is %lld, and it is of %s in a directory of %s that others "
	    "may write to",
	    p->name, (long long)level, obstacle_user(userns_uid(st->st_uid)),
	    obstacle_user(userns_uid(dir.st_uid)));
	s = obstacle_add(look, p->name, CANNOT_BE_OPENED, words);
	s->effect = "shm_open(3) with O_CREAT and without O_EXCL fails with "
		    "EACCES, for root too";
	s->remedy = xstrdup("open it without O_CREAT, or as its owner");
}

/* Something that is no object, and so has neither owner nor mode as yet. */
static void
look_at_other(struct obstacle_look *look, const char *path,
    const struct stat *st, const char *what)
{
	struct ipc_object *o = look->object;
	struct text t = { 0 }, remedy = { 0 };
	struct shortage *s;

	o->uid = userns_uid(st->st_uid);
	text_str(&t, path);
	text_str(&t, " is ");
	text_str(&t, what);
	obstacle_add_owner(&t, o);
	s = obstacle_add(look, "occupied", CANNOT_BE_EITHER, t.s);
	s->effect = look->calls->occupied;
	text_str(&remedy, S_ISDIR(st->st_mode) ? "rm -r " : "rm ");
	advice_quote(&remedy, path);
	text_str(&remedy, "  # ");
	obstacle_add_who(&remedy, o, CAP_FOWNER);
	text_str(&remedy, S_ISLNK(st->st_mode)
			      ? "the file that the link names stays"
			      : "its contents are lost");
	s->remedy = advice_there(remedy.s);
}

/* With "/." it is the directory that is asked about, wherever it is. */
static int
access_error(const char *dir, int how)
{
	return faccessat(AT_FDCWD, dir, how, AT_EACCESS) == 0 ? 0 : errno;
}

static void
look_at_directory(struct obstacle_look *look)
{
	const struct ipc_kind *kind = look->object->kind;
	int error = access_error(SHM_DIR "/.", X_OK);
	const char *cannot_be = error != 0 ? CANNOT_BE_EITHER : CANNOT_BE_MADE;

	if (error == 0)
		error = access_error(SHM_DIR "/.", W_OK | X_OK);
	if (error != 0)
		obstacle_add(look, "directory", cannot_be,
		    xstrdup(ipc_kind_strerror(kind, error)));
}

/*
 * Returns the device of our queues: that of the queue, or of a mount of our
 * own, or UNKNOWN.
 */
static int64_t
our_device(const struct ipc_object *o)
{
	int64_t dev = o->dev;
	struct stat st;
	int fd;

	if (dev != UNKNOWN || (fd = o->kind->open_dir(o->kind)) == -1)
		return dev;
	if (fstat(fd, &st) == 0)
		dev = (int64_t)st.st_dev;
	close(fd);
	return dev;
}

/*
 * Returns what is wrong with /dev/mqueue, as an errno that the kind can
 * explain, or 0.
 */
static int
fault_of_mount(const struct ipc_object *o)
{
	struct statfs fs;
	struct stat st;
	int64_t dev;

	if (statfs(MQ_DIR, &fs) == -1 || fs.f_type != MQUEUE_MAGIC)
		return ENODEV;
	dev = our_device(o);
	if (dev == UNKNOWN || stat(MQ_DIR, &st) == -1)
		return 0;
	return dev == (int64_t)st.st_dev ? 0 : EXDEV;
}

/*
 * mq_open(3) needs no mount of the directory, but the directory's mode counts.
 */
static void
look_at_queues(struct obstacle_look *look)
{
	const struct ipc_object *o = look->object;
	int error = fault_of_mount(o);
	char *words;

	if (error != 0) {
		xasprintf(
		    &words, MQ_DIR ": %s", ipc_kind_strerror(o->kind, error));
		obstacle_add(look,
		    error == EXDEV ? "foreign_mount" : "unmounted",
		    CANNOT_BE_LISTED, words)
		    ->effect =
		    "mq_open(3) does without it, but programs that "
		    "look for the queue in " MQ_DIR " do not find it";
	} else if (access_error(MQ_DIR "/.", W_OK | X_OK) == EACCES)
		obstacle_add(look, "directory", CANNOT_BE_MADE,
		    xstrdup(MQ_DIR " may be written to by its owner only: "
				   "as root, chmod 1777 " MQ_DIR));
}

/*
 * Returns the kind's words for what has the object's name, if that is not an
 * object; sets its path and status. NULL if it is an object, or if nothing is
 * there.
 */
static const char *
other_in_place(
    const struct ipc_object *o, char path[POSIX_PATH_ROOM], struct stat *st)
{
	struct ipc_object there;

	posix_path(o, path);
	*st = (struct stat){ 0 };
	if (lstat(path, st) == -1 || S_ISREG(st->st_mode))
		return NULL;
	ipc_object_init(&there, o->kind);
	there.name = o->name;
	if (o->kind->stat(&there, 0) == 0 || errno == ENOENT)
		return NULL;
	return ipc_kind_strerror(o->kind, errno);
}

bool
obstacle_of_name(struct obstacle_look *look)
{
	const struct ipc_object *o = look->object;
	char path[POSIX_PATH_ROOM];
	const char *what;
	struct stat st;

	if (!look->to_make || !(o->kind->bit & KINDS_POSIX))
		return true;
	if (o->kind == &posix_mq_kind) {
		if (look->here)
			look_at_queues(look);
		return true;
	}
	look_at_directory(look);
	what = other_in_place(o, path, &st);
	if (what != NULL)
		look_at_other(look, path, &st, what);
	look_at_protection(look, &st);
	return what == NULL;
}

const char *
obstacle_in_place(struct text *t, const struct ipc_object *o)
{
	char path[POSIX_PATH_ROOM];
	const char *what;
	struct stat st;

	if (!(o->kind->bit & KINDS_FILES) ||
	    (what = other_in_place(o, path, &st)) == NULL)
		return OBSTACLE_EXISTS "; --existing-ok accepts it, " IPCRM
				       " removes it";
	text_str(t, "it exists, and is ");
	text_str(t, what);
	return t->s;
}
