/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds what prevents creating or opening a named object; see obstacle.h. */
#include <sys/stat.h>

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/permission.h"
#include "backend/posix_file.h"
#include "base/privilege.h"
#include "base/xalloc.h"
#include "report/advice.h"
#include "report/obstacle.h"
#include "report/obstacle_look.h"
#include "report/shortage_words.h"

/* Maximum number of rows for one object; see look_at(). */
#define MOST 6

/* What the calls that create and open objects of a kind do in each case. */
static const struct obstacle_calls calls[] = {
	{ KIND_POSIX_MQ,
	    "mq_open(3) with O_CREAT and O_EXCL fails with EEXIST; without "
	    "O_EXCL it opens this one, with the limits that it has",
	    NULL, "mq_open(3) fails with EACCES" },
	{ KIND_POSIX_SHM,
	    "shm_open(3) with O_CREAT and O_EXCL fails with EEXIST; without "
	    "O_EXCL it opens this one, with what is in it",
	    "shm_open(3) fails, or opens what is no memory",
	    "shm_open(3) fails with EACCES" },
	{ KIND_POSIX_SEM,
	    "sem_open(3) with O_CREAT and O_EXCL fails with EEXIST; without "
	    "O_EXCL it opens this one, with the value that it has",
	    "sem_open(3) fails, or opens what is no semaphore",
	    "sem_open(3) fails with EACCES: it wants to read and to write" },
	{ KIND_SYSV_MSG,
	    "msgget(2) with IPC_CREAT and IPC_EXCL fails with EEXIST", NULL,
	    "msgrcv(2) or msgsnd(2) fails with EACCES" },
	{ KIND_SYSV_SHM,
	    "shmget(2) with IPC_CREAT and IPC_EXCL fails with EEXIST; without "
	    "IPC_EXCL, and with a larger size, it fails with EINVAL",
	    NULL,
	    "shmat(2) fails with EACCES; with SHM_RDONLY it only has to "
	    "be readable" },
	{ KIND_SYSV_SEM,
	    "semget(2) with IPC_CREAT and IPC_EXCL fails with EEXIST; without "
	    "IPC_EXCL, and for more semaphores, it fails with EINVAL",
	    NULL, "semop(2) fails with EACCES" },
};

static const struct obstacle_calls *
calls_of(const struct ipc_kind *kind)
{
	const struct obstacle_calls *found = calls;

	while (!(found->kinds & kind->bit))
		found++;
	return found;
}

struct shortage *
obstacle_add(struct obstacle_look *look, const char *name,
    const char *cannot_be, char *words)
{
	const struct ipc_object *o = look->object;
	struct shortage *s = &look->rows[look->n++];

	*s = (struct shortage){
		.limit = {
			.name = name,
			.kind = o->kind->word,
			.api = o->kind->api,
			.meaning = words,
			.kinds = o->kind->bit,
			.value = UNKNOWN,
			.used = UNKNOWN,
			.share = UNKNOWN,
		},
		.uid = UNKNOWN,
		.subject = o,
		.objects = {
			.v = { {
				.object = o,
				.uid = o->uid,
				.amount = UNKNOWN,
				.objects = 1,
			} },
			.n = 1,
		},
		.unaccounted = UNKNOWN,
		.senders = { .n = UNKNOWN },
		.readers = { .n = UNKNOWN },
		.cannot_be = cannot_be,
		.words = words,
	};
	s->objects.words = shortage_names(&s->objects);
	s->owners.words = shortage_names(&s->owners);
	return s;
}

const char *
obstacle_user(int64_t uid)
{
	if (uid == UNKNOWN)
		return "an unknown user";
	return user_from_uid((uid_t)uid, 0);
}

void
obstacle_add_owner(struct text *t, const struct ipc_object *o)
{
	/*
	 * An owner outside of a user namespace is unknown; then the mode is
	 * known.
	 */
	if (o->uid == UNKNOWN && o->mode == UNKNOWN)
		return;
	text_str(t, ", of ");
	text_str(t, obstacle_user(o->uid));
	if (o->mode == UNKNOWN)
		return;
	text_str(t, ", with mode ");
	text_digits(t, (uint64_t)o->mode, 8, 4);
}

static void
add_size(struct text *t, const struct ipc_object *o)
{
	int64_t size = o->kind == &sysv_sem_kind ? o->nsems : o->size;

	if (size == UNKNOWN)
		return;
	text_str(t, " and ");
	text_number(t, size);
	text_str(t, o->kind == &sysv_sem_kind ? " semaphores" : " bytes");
}

void
obstacle_add_who(struct text *t, const struct ipc_object *o, int capability)
{
	bool ours =
	    o->uid == (int64_t)geteuid() || o->cuid == (int64_t)geteuid();

	/*
	 * Our capabilities do not apply to users outside of our user namespace.
	 */
	if (o->uid == UNKNOWN && !privilege_is_first())
		text_str(t, "outside of this user namespace, ");
	else if (ours || privilege_has(capability))
		return;
	text_str(t, "as its owner or root; ");
}

/* Returns a command, with a comment about who must run it and what is lost. */
static char *
command(const struct ipc_object *o, const char *words, const char *loss)
{
	struct text t = { 0 };
	char room[VALUE_ROOM];

	text_str(&t, words);
	ref_format(o, room, sizeof(room));
	advice_quote(&t, room);
	text_str(&t, "  # ");
	obstacle_add_who(
	    &t, o, o->kind->bit & KINDS_SYSV ? CAP_SYS_ADMIN : CAP_FOWNER);
	text_str(&t, loss);
	return advice_there(t.s);
}

/* Reports that the name or key is in use already. */
static void
look_at_place(struct obstacle_look *look)
{
	const struct ipc_object *o = look->object;
	struct text t = { 0 };
	struct shortage *s;

	if (!look->to_make)
		return;
	if (o->kind->bit & KINDS_SYSV) {
		text_str(&t, "its key 0x");
		text_digits(&t, (uint64_t)o->key, 16, 8);
		text_str(&t, " is in use");
	} else
		text_str(&t, OBSTACLE_EXISTS);
	obstacle_add_owner(&t, o);
	add_size(&t, o);
	s = obstacle_add(look, "exists", CANNOT_BE_MADE, t.s);
	s->effect = look->calls->exists;
	s->remedy = command(o, IPCRM " ", "its contents are lost");
}

/*
 * The mode of a POSIX queue that may not be opened can be unknown: then it may
 * be neither read nor written.
 */
static void
look_at_mode(struct obstacle_look *look)
{
	const struct ipc_object *o = look->object;
	bool closed = o->kind == &posix_mq_kind && o->mode == UNKNOWN;
	bool read = !closed && permission_allows(o, PERMISSION_READ);
	bool write = !closed && permission_allows(o, PERMISSION_WRITE);
	struct text t = { 0 };
	struct shortage *s;

	if (read && write)
		return;
	text_str(&t, "user ");
	text_str(&t, obstacle_user(geteuid()));
	text_str(&t, read    ? " may read it, but not write to it"
		     : write ? " may write to it, but not read it"
			     : " may neither read it nor write to it");
	obstacle_add_owner(&t, o);
	s = obstacle_add(look, "mode", CANNOT_BE_OPENED, t.s);
	s->effect = look->calls->refused;
	s->remedy =
	    command(o, IPCCTL " --mode=a+rw ", "then everybody may use it");
}

/*
 * Reports a semaphore's file that is no valid semaphore: sem_open(3) checks
 * little of it.
 */
static void
look_at_contents(struct obstacle_look *look)
{
	const struct ipc_object *o = look->object;
	int error;

	if (o->kind != &posix_sem_kind || o->status == NULL)
		return;
	error = strcmp(o->status, "truncated") == 0 ? EBADMSG : ENOEXEC;
	obstacle_add(look, "contents", CANNOT_BE_OPENED,
	    xstrdup(ipc_kind_strerror(o->kind, error)))
	    ->effect = "sem_open(3) may take it all the same; to use it then "
		       "has no meaning, or ends the process with SIGBUS";
}

/*
 * The semaphore does not exist. Report a file that may be the semaphore of the
 * same name of another C library.
 */
static void
look_at_other_library(struct obstacle_look *look)
{
	const struct ipc_object *o = look->object;
	struct text t = { 0 };
	struct stat st;

	if (o->kind != &posix_sem_kind || !SEM_HAS_PREFIX)
		return;
	text_str(&t, SHM_DIR);
	text_str(&t, o->name);
	if (lstat(t.s, &st) == -1 || !S_ISREG(st.st_mode) ||
	    (st.st_size != 16 && st.st_size != 32)) {
		text_free(&t);
		return;
	}
	text_str(&t, st.st_size == 16 ? " has 16" : " has 32");
	text_str(&t, " bytes: perhaps the semaphore of a program with another "
		     "C library (musl), for which that is the name");
	obstacle_add(look, "other_library", CANNOT_BE_OPENED, t.s)->effect =
	    "sem_open(3) of this C library opens " SHM_DIR "/" SEM_PREFIX
	    "NAME, and does not find it";
}

/*
 * Adds the rows of one object. Returns a reason if it cannot be looked at. An
 * object that can be created may be missing.
 */
static const char *
look_at(struct obstacle_look *look)
{
	struct ipc_object *o = look->object;
	int error = o->kind->stat(o, 0) == -1 ? errno : 0;

	if (!obstacle_of_name(look))
		return NULL;
	if (error == 0) {
		look_at_place(look);
		look_at_mode(look);
		look_at_contents(look);
	} else if (error != ENOENT && look->n == 0)
		return ipc_kind_strerror(o->kind, error);
	else if (error == ENOENT)
		look_at_other_library(look);
	if (error == ENOENT && !look->to_make)
		obstacle_add(look, "missing", CANNOT_BE_OPENED,
		    xstrdup("there is none"));
	return NULL;
}

size_t
obstacle_find(struct shortage **out, struct ipc_list *list,
    const struct ref *refs, size_t n, bool here,
    void (*failed)(void *, const char *, const char *), void *arg)
{
	struct shortage *rows =
	    xreallocarray(NULL, n * MOST + 1, sizeof(*rows));
	struct obstacle_look look = { .rows = rows, .here = here };
	struct ipc_object *o;
	const char *reason;
	size_t i;

	for (i = 0; i < n; i++) {
		if (refs[i].pattern)
			continue;
		if ((o = ref_object(&refs[i])) == NULL) {
			failed(arg, refs[i].text, strerror(errno));
			continue;
		}
		ipc_list_add(list, o);
		look.object = o;
		look.calls = calls_of(o->kind);
		look.to_make = refs[i].id == UNKNOWN &&
			       (o->name == NULL || !posix_is_nameless(o->name));
		if ((reason = look_at(&look)) != NULL)
			failed(arg, refs[i].text, reason);
	}
	*out = rows;
	return look.n;
}
