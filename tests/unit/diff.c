/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of diff.h: what two looks at objects say has happened. */
#include "report/diff.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "fake_proc.h"
#include "tap.h"

static struct text told;

static void
hear(void *arg, const struct ipc_event *e)
{
	const struct ipc_object *o = e->after != NULL ? e->after : e->before;

	(void)arg;
	text_str(&told, told.len != 0 ? " " : "");
	text_str(&told, event_name(e->event));
	text_char(&told, ':');
	if (o->name != NULL)
		text_str(&told, o->name);
	else
		text_number(&told, o->id);
}

static void
told_are(const struct ipc_list *before, const struct ipc_list *after,
    const char *wanted, const char *about)
{
	text_clear(&told);
	text_add(&told, "", 0);
	diff_lists(before, after, hear, NULL);
	CHECK_STR(told.s, wanted, about);
}

static struct ipc_object *
add_posix(struct ipc_list *list, const struct ipc_kind *kind, const char *name,
    int64_t ino)
{
	struct ipc_object *o = ipc_object_new(kind);

	o->name = xstrdup(name);
	o->dev = 1;
	o->ino = ino;
	o->uid = o->gid = 0;
	o->mode = 0600;
	ipc_list_add(list, o);
	return o;
}

static struct ipc_object *
add_sysv(struct ipc_list *list, const struct ipc_kind *kind, int64_t id)
{
	struct ipc_object *o = ipc_object_new(kind);

	o->id = id;
	o->key = 0x52;
	o->uid = o->gid = o->cuid = o->cgid = 0;
	o->mode = 0600;
	ipc_list_add(list, o);
	return o;
}

static void
comes_and_goes(void)
{
	struct ipc_list none = { 0 }, some = { 0 }, others = { 0 };

	add_posix(&some, &posix_mq_kind, "/a", 1);
	add_posix(&some, &posix_mq_kind, "/c", 3);
	add_sysv(&some, &sysv_shm_kind, 7);
	add_posix(&others, &posix_mq_kind, "/b", 2);
	add_posix(&others, &posix_mq_kind, "/c", 3);
	add_sysv(&others, &sysv_shm_kind, 7);
	add_sysv(&others, &sysv_shm_kind, 8);
	told_are(&none, &none, "", "nothing");
	told_are(&some, &some, "", "the same");
	told_are(&none, &some, "create:/a create:/c create:7", "all new");
	told_are(&some, &none, "remove:/a remove:/c remove:7", "all gone");
	told_are(&some, &others, "remove:/a create:/b create:8", "some");
	ipc_list_free(&some);
	ipc_list_free(&others);
}

static void
replaced(void)
{
	struct ipc_list old = { 0 }, new = { 0 };

	add_posix(&old, &posix_mq_kind, "/a", 1);
	add_posix(&new, &posix_mq_kind, "/a", 2);
	add_sysv(&old, &sysv_msg_kind, 32768);
	add_sysv(&new, &sysv_msg_kind, 65536);
	add_sysv(&old, &sysv_shm_kind, 5)->cpid = 100;
	add_sysv(&new, &sysv_shm_kind, 5)->cpid = 101;
	add_sysv(&old, &sysv_sem_kind, 6)->nsems = 1;
	add_sysv(&new, &sysv_sem_kind, 6)->nsems = 2;
	told_are(&old, &new,
	    "remove:/a create:/a remove:32768 create:65536 "
	    "remove:5 create:5 remove:6 create:6",
	    "other objects of the same name, key or id");
	ipc_list_free(&old);
	ipc_list_free(&new);
}

/* What one field says of an object of a kind. */
#define FIELD(member) offsetof(struct ipc_object, member)
#define N UNKNOWN

static const struct {
	const struct ipc_kind *kind;
	size_t field;
	int64_t old, new;
	const char *wanted;
} changes[] = {
	{ &posix_mq_kind, FIELD(mode), 0600, 0640, "change:/o" },
	{ &posix_shm_kind, FIELD(uid), 0, 65534, "change:/o" },
	{ &posix_sem_kind, FIELD(gid), 0, 65534, "change:/o" },
	{ &posix_shm_kind, FIELD(size), 1, 2, "change:/o" },
	{ &sysv_msg_kind, FIELD(max_bytes), 10, 5, "change:1" },
	{ &sysv_shm_kind, FIELD(key), 0x52, 0, "change:1" },
	{ &posix_mq_kind, FIELD(messages), 1, 2, "send:/o" },
	{ &posix_mq_kind, FIELD(messages), 2, 1, "receive:/o" },
	{ &posix_mq_kind, FIELD(messages), 1, 0, "receive:/o empty:/o" },
	{ &posix_mq_kind, FIELD(messages), N, 1, "" },
	{ &posix_mq_kind, FIELD(messages), 1, N, "" },
	{ &sysv_msg_kind, FIELD(stime), N, 1, "send:1" },
	{ &sysv_msg_kind, FIELD(lspid), 5, 6, "send:1" },
	{ &sysv_msg_kind, FIELD(lrpid), N, 6, "receive:1" },
	{ &sysv_msg_kind, FIELD(rtime), 1, 2, "receive:1" },
	{ &sysv_msg_kind, FIELD(bytes), 1, 2, "" },
	{ &sysv_shm_kind, FIELD(nattch), 0, 1, "attach:1" },
	{ &sysv_shm_kind, FIELD(nattch), 1, 0, "detach:1" },
	{ &sysv_shm_kind, FIELD(atime), N, 1, "attach:1 detach:1" },
	{ &sysv_shm_kind, FIELD(dtime), 1, 2, "attach:1 detach:1" },
	{ &sysv_shm_kind, FIELD(lpid), 1, 2, "attach:1 detach:1" },
	{ &sysv_sem_kind, FIELD(otime), N, 1, "op:1" },
	/* A clock that jumps, and what only goes with time. */
	{ &posix_mq_kind, FIELD(age), 5, 500000, "" },
	{ &posix_mq_kind, FIELD(idle), 500000, 5, "" },
	{ &posix_mq_kind, FIELD(ctime), 1, 2, "" },
	{ &posix_mq_kind, FIELD(atime), 1, 2, "" },
	{ &posix_shm_kind, FIELD(mtime), 1, 2, "" },
	{ &sysv_shm_kind, FIELD(ctime), 1, 2, "" },
};

static struct ipc_object *
add_any(struct ipc_list *list, const struct ipc_kind *kind)
{
	return kind->bit & KINDS_POSIX ? add_posix(list, kind, "/o", 1)
				       : add_sysv(list, kind, 1);
}

static void
set_field(struct ipc_object *o, size_t field, int64_t value)
{
	memcpy((char *)o + field, &value, sizeof(value));
}

static void
changed(void)
{
	struct ipc_list old = { 0 }, new = { 0 };
	char about[16];
	size_t i;

	for (i = 0; i < TAP_LENGTH(changes); i++) {
		set_field(add_any(&old, changes[i].kind), changes[i].field,
		    changes[i].old);
		set_field(add_any(&new, changes[i].kind), changes[i].field,
		    changes[i].new);
		snprintf(about, sizeof(about), "line %zu", i);
		told_are(&old, &new, changes[i].wanted, about);
		ipc_list_free(&old);
		ipc_list_free(&new);
	}
}

static void
levels(void)
{
	struct ipc_list old = { 0 }, new = { 0 };
	struct ipc_object *a = add_posix(&old, &posix_mq_kind, "/q", 1);
	struct ipc_object *b = add_posix(&new, &posix_mq_kind, "/q", 1);

	a->messages = 9;
	a->fill = 90;
	b->messages = 10;
	b->fill = 100;
	told_are(&old, &new, "send:/q full:/q", "filled");
	told_are(&new, &new, "", "full all the time");
	told_are(&new, &old, "receive:/q", "no longer full");
	b->messages = 9;
	b->fill = 90;
	a->mtime = 1;
	b->mtime = 2;
	told_are(&old, &new, "send:/q receive:/q", "one in, one out");
	b->messages = 10;
	b->fill = 100;
	ipc_list_free(&old);
	told_are(&old, &new, "create:/q full:/q", "made and filled");
	ipc_list_free(&old);
	ipc_list_free(&new);
}

static void
balanced(void)
{
	struct ipc_list old = { 0 }, new = { 0 };
	struct ipc_object *a = add_sysv(&old, &sysv_msg_kind, 1);
	struct ipc_object *b = add_sysv(&new, &sysv_msg_kind, 1);

	a->messages = b->messages = 3;
	told_are(&old, &new, "", "nothing");
	b->lrpid = 5;
	told_are(&old, &new, "send:1 receive:1", "another received");
	b->messages = 2;
	told_are(&old, &new, "receive:1", "and one is gone");
	ipc_list_free(&old);
	ipc_list_free(&new);
}

static void
values(void)
{
	struct ipc_list old = { 0 }, new = { 0 };
	struct ipc_object *a = add_sysv(&old, &sysv_sem_kind, 1);
	struct ipc_object *b = add_sysv(&new, &sysv_sem_kind, 1);

	ipc_array_set(&a->values, 2);
	ipc_array_set(&b->values, 2);
	a->values.v[0] = b->values.v[0] = 4;
	a->values.v[1] = b->values.v[1] = 0;
	told_are(&old, &new, "", "the same values");
	b->values.v[1] = 1;
	told_are(&old, &new, "op:1", "the second is another");
	ipc_list_free(&old);
	ipc_list_free(&new);
}

/* Whom nobody sees any more may have let go, or be hidden. */
static void
released(void)
{
	struct ipc_list old = { 0 }, new = { 0 };
	struct ipc_object *a = add_posix(&old, &posix_mq_kind, "/a", 1);
	struct ipc_object *b = add_posix(&new, &posix_mq_kind, "/a", 1);

	fake_begin();
	FAKE_PROCESS(70);
	ipc_process_add(&a->held_by, 70);
	ipc_process_add(&a->held_by, 71);
	a->held_by.n = 2;
	a->waited_by.n = b->waited_by.n = 0;
	b->held_by.n = 0;
	told_are(&old, &new, "release:/a release:/a", "both could be seen");
	fake_fail("70/maps", EACCES);
	told_are(&old, &new, "release:/a", "one of them is hidden now");
	FAKE_PROCESS(70);
	fake_fail("70/fd", ELOOP);
	told_are(&old, &new, "release:/a", "what it has is hidden");
	b->holders = 0;
	told_are(&old, &new, "release:/a release:/a", "all others were seen");
	fake_end();
	ipc_list_free(&old);
	ipc_list_free(&new);
}

static void
names(void)
{
	const struct event_name *name;
	unsigned events, all = 0;

	for (name = event_names; name->name != NULL; name++) {
		CHECK((all & name->event) == 0, name->name);
		all |= name->event;
		CHECK_STR(event_name(name->event), name->name, name->name);
		CHECK(event_parse(name->name, &events) == NULL, name->name);
		CHECK(events == name->event, name->name);
	}
	CHECK(event_parse("create,remove", &events) == NULL, "a list");
	CHECK(events == (EVENT_CREATE | EVENT_REMOVE), "a list");
	CHECK(event_parse("", &events) != NULL, "nothing");
	CHECK(event_parse("creat", &events) != NULL, "a part");
	CHECK(event_parse("create,", &events) != NULL, "a comma too many");
	CHECK(event_parse("Create", &events) != NULL, "a capital");
}

static const struct tap_test tests[] = {
	{ "diff_lists: what comes and goes", comes_and_goes },
	{ "diff_lists: what is replaced is removed and created", replaced },
	{ "diff_lists: each field tells of its events, and of no other",
	    changed },
	{ "diff_lists: a queue that fills and empties", levels },
	{ "diff_lists: what came and went as often was both", balanced },
	{ "diff_lists: values of semaphores are compared one by one", values },
	{ "diff_lists: who is hidden by now has released nothing", released },
	{ "event_parse: names, and lists of them", names },
};

int
main(void)
{
	int status = tap_run(tests, TAP_LENGTH(tests));

	text_free(&told);
	return status;
}
