/* SPDX-License-Identifier: BSD-2-Clause */
/* Tests of charge.h, in a kernel that is made here. */
#include <errno.h>

#include "fake_mqueues.h"
#include "kernel/charge.h"
#include "tap.h"

static struct fake fake; /* the kernel */
static struct fake_super *super;
static struct fake_task *own;

/* A process of that account. */
static struct fake_task *
add_process(const struct fake_account *account)
{
	struct fake_task *task = fake_task(&fake, "process", NULL, 7, 107, 0);
	struct fake_cred *cred =
	    (void *)(fake.memory + (task->cred - FAKE_BASE));

	cred->ucounts = fake_address(&fake, account);
	return task;
}

/* We are root, charged 100 bytes; the directory is no queue. */
static void
begin(void)
{
	struct fake_mqueue *directory;

	fake_init(&fake);
	fake_tasks_describe(&fake);
	fake_mqueues_describe(&fake);
	own = add_process(fake_account(&fake, FAKE_USER_NS, 0, 100));
	super = fake_namespace(&fake, own);
	directory = fake_mqueue(&fake, super, 1);
	directory->inode.mode = S_IFDIR | 01777;
	directory->account = 1;
}

static void
check_charge(const struct kernel_charges *c, size_t i, int64_t uid,
    int64_t bytes, bool ours, const char *about)
{
	CHECK(i < c->n, about);
	if (i >= c->n)
		return;
	CHECK_INT(c->v[i].uid, uid, about);
	CHECK_INT(c->v[i].bytes, bytes, about);
	CHECK(c->v[i].ours == ours, about);
}

static void
test_accounts(void)
{
	struct fake_account *mail, *elsewhere, *gone;
	struct kernel_charges c;

	begin();
	mail = fake_account(&fake, FAKE_USER_NS, 8, 200);
	elsewhere = fake_account(&fake, 0x4000, 8, 300);
	gone = fake_account(&fake, FAKE_USER_NS, UINT32_MAX - 1, 0);
	add_process(mail);
	add_process(mail);
	add_process(elsewhere);
	/* Nobody of that user is left but his queue. */
	fake_mqueue(&fake, super, 2)->account = fake_address(&fake, gone);
	fake_mqueue(&fake, super, 3)->account = fake_address(&fake, mail);
	/* About to go. */
	fake_mqueue(&fake, super, 4)->account = 0;
	CHECK_INT(kernel_charges(&fake.kernel, &c), 0, "accounts");
	CHECK_INT((int64_t)c.n, 4, "each once");
	check_charge(&c, 0, 0, 100, true, "our own");
	check_charge(&c, 1, 8, 200, true, "mail");
	check_charge(&c, 2, 8, 300, false, "the same uid elsewhere");
	check_charge(&c, 3, UINT32_MAX - 1, 0, true, "of a queue alone");
	kernel_charges_free(&c);
	fake_free(&fake);
}

static void
test_own(void)
{
	int64_t bytes = 0;

	begin();
	CHECK_INT(kernel_charge_own(&fake.kernel, &bytes), 0, "our own");
	CHECK_INT(bytes, 100, "our own");
	fake.kernel.layout.places[K_RLIMIT_MSGQUEUE].offset = 4;
	CHECK_INT(kernel_charge_own(&fake.kernel, &bytes), -1, "the fifth");
	CHECK_INT(errno, ENOTSUP, "of four");
	fake_free(&fake);
}

/* It fails with that errno, and within a bound. */
static void
check_fails(int error, const char *about)
{
	struct kernel_charges c;

	fake.reads = 0;
	CHECK_INT(kernel_charges(&fake.kernel, &c), -1, about);
	CHECK_INT(errno, error, about);
	CHECK(fake.reads < 1000, about);
	kernel_charges_free(&c);
}

static void
test_missing(void)
{
	static const enum kernel_member members[] = {
		K_CRED_UCOUNTS,
		K_CRED_USER_NS,
		K_INODE_LINK,
		K_INODE_MODE,
		K_INODE_NUMBER,
		K_IPC_NS_MOUNT,
		K_MOUNT_SUPER,
		K_PROXY_IPC_NS,
		K_QUEUE_INODE,
		K_QUEUE_UCOUNTS,
		K_RLIMIT_MSGQUEUE,
		K_SUPER_INODES,
		K_TASK_CRED,
		K_TASK_LEADER,
		K_TASK_LINK,
		K_TASK_PROXY,
		K_UCOUNTS_NS,
		K_UCOUNTS_RLIMIT,
		K_UCOUNTS_UID,
	};
	size_t i;

	for (i = 0; i < TAP_LENGTH(members); i++) {
		begin();
		add_process(fake_account(&fake, FAKE_USER_NS, 8, 200));
		fake_mqueue(&fake, super, 2);
		fake.kernel.layout.places[members[i]].sort = KERNEL_UNKNOWN;
		check_fails(ENOTSUP, kernel_names[members[i]].member);
		fake_free(&fake);
	}
}

static void
test_hostile(void)
{
	struct fake_task *other;

	begin();
	other = add_process(fake_account(&fake, FAKE_USER_NS, 8, -1));
	check_fails(EAGAIN, "less than nothing");
	other->cred = 1;
	check_fails(EFAULT, "a wild pointer");
	other->cred = own->cred;
	/* It never comes back to where it began. */
	other->link.next = fake_address(&fake, &other->link);
	check_fails(EAGAIN, "a loop");
	other->link.next = UINT64_MAX - 4;
	check_fails(EFAULT, "astray");
	other->link.next = other->link.prev;
	own->link.prev = 0;
	super->inodes.next = super->inodes.prev =
	    fake_address(&fake, &own->link);
	check_fails(EAGAIN, "another list");
	fake_free(&fake);
}

/* Each read finds that we have become somebody else. */
static void
change(struct fake *f)
{
	struct fake_cred *cred = (void *)(f->memory + (own->cred - FAKE_BASE));

	cred->ucounts += sizeof(uint64_t);
}

static void
test_change(void)
{
	struct kernel_charges c;

	begin();
	fake.before = change;
	CHECK_INT(kernel_charges(&fake.kernel, &c), -1, "it changes always");
	CHECK(fake.reads < 1000, "it changes always");
	kernel_charges_free(&c);
	fake_free(&fake);
}

static const struct tap_test tests[] = {
	{ "kernel_charges: each user once, those of a queue alone too",
	    test_accounts },
	{ "kernel_charges: our own", test_own },
	{ "kernel_charges: a member that is missing", test_missing },
	{ "kernel_charges: pointers that lead astray", test_hostile },
	{ "kernel_charges: what changes all the time", test_change },
};

int
main(void)
{
	return tap_run(tests, TAP_LENGTH(tests));
}
