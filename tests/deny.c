/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Run a command that the kernel refuses some system calls, as an older kernel
 * or a stricter sandbox does (seccomp(2)):
 *
 *	deny CASE[=ERRNO][,CASE...] COMMAND [ARGUMENT ...]
 *	deny list
 *
 * The errno, one of those in errors[], is in place of the one in the table.
 * The status is the command's; 77 where this cannot be done.
 */
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

#include <err.h>
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/compat.h"

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define ARCH AUDIT_ARCH_AARCH64
#else
#define ARCH 0
#endif

#define SKIPPED 77

#define PROCMAP_QUERY_LOW 0x6611 /* 'f', 17: all but direction and size */

/* Refuse the call with that errno if (argument & mask) == value. */
static const struct rule {
	const char *name;
	int call;
	int error;
	unsigned argument;
	unsigned mask;
	unsigned value;
} rules[] = {
	/* Linux before 4.17. */
	{ "stat-any", SYS_msgctl, EINVAL, 1, 0xff, MSG_STAT_ANY },
	{ "stat-any", SYS_shmctl, EINVAL, 1, 0xff, SHM_STAT_ANY },
	{ "stat-any", SYS_semctl, EINVAL, 2, 0xff, SEM_STAT_ANY },
	/* SELinux, and sandboxes that know nothing of System V. */
	{ "ipc-info", SYS_msgctl, EACCES, 1, 0xff, IPC_INFO },
	{ "ipc-info", SYS_shmctl, EACCES, 1, 0xff, IPC_INFO },
	{ "ipc-info", SYS_semctl, EACCES, 2, 0xff, IPC_INFO },
	{ "kind-info", SYS_msgctl, EACCES, 1, 0xff, MSG_INFO },
	{ "kind-info", SYS_shmctl, EACCES, 1, 0xff, SHM_INFO },
	{ "kind-info", SYS_semctl, EACCES, 2, 0xff, SEM_INFO },
	{ "ctl", SYS_msgctl, EACCES, 0, 0, 0 },
	{ "ctl", SYS_shmctl, EACCES, 0, 0, 0 },
	{ "ctl", SYS_semctl, EACCES, 0, 0, 0 },
	{ "get", SYS_msgget, EACCES, 0, 0, 0 },
	{ "get", SYS_shmget, EACCES, 0, 0, 0 },
	{ "get", SYS_semget, EACCES, 0, 0, 0 },
	/* Linux before 5.2, and who may not mount. */
	{ "fsopen", SYS_fsopen, EPERM, 0, 0, 0 },
	{ "fsopen-nosys", SYS_fsopen, ENOSYS, 0, 0, 0 },
	/* Without CONFIG_CHECKPOINT_RESTORE. */
	{ "msg-copy", SYS_msgrcv, ENOSYS, 4, MSG_COPY, MSG_COPY },
	/* Without CONFIG_SYSVIPC, CONFIG_POSIX_MQUEUE. */
	{ "sysv", SYS_msgctl, ENOSYS, 0, 0, 0 },
	{ "sysv", SYS_msgget, ENOSYS, 0, 0, 0 },
	{ "sysv", SYS_shmctl, ENOSYS, 0, 0, 0 },
	{ "sysv", SYS_shmget, ENOSYS, 0, 0, 0 },
	{ "sysv", SYS_shmat, ENOSYS, 0, 0, 0 },
	{ "sysv", SYS_semctl, ENOSYS, 0, 0, 0 },
	{ "sysv", SYS_semget, ENOSYS, 0, 0, 0 },
	{ "mq-open", SYS_mq_open, EPERM, 0, 0, 0 },
	{ "mqueue", SYS_mq_open, ENOSYS, 0, 0, 0 },
	{ "mqueue", SYS_mq_unlink, ENOSYS, 0, 0, 0 },
	/* Linux before 6.11, before 4.11. */
	{ "procmap-query", SYS_ioctl, ENOTTY, 1, 0xffff, PROCMAP_QUERY_LOW },
	{ "statx", SYS_statx, ENOSYS, 0, 0, 0 },
	{ "stat", SYS_statx, EACCES, 0, 0, 0 },
#ifdef SYS_newfstatat
	{ "stat", SYS_newfstatat, EACCES, 3, 0x100, 0x100 /* NOFOLLOW */ },
#endif
	/* Sandboxes. */
	{ "process-vm", SYS_process_vm_readv, EPERM, 0, 0, 0 },
	{ "bpf", SYS_bpf, EPERM, 0, 0, 0 },
	{ "setns", SYS_setns, EPERM, 0, 0, 0 },
	{ "inotify", SYS_inotify_init1, EMFILE, 0, 0, 0 },
	{ "fanotify", SYS_fanotify_init, EPERM, 0, 0, 0 },
};

#define NRULES (sizeof(rules) / sizeof(rules[0]))
#define RULE_LENGTH 6

/* Little endian: the low half of an argument comes first. */
#define ARGUMENT(n)                                                            \
	(offsetof(struct seccomp_data, args) + (n) * sizeof(uint64_t))

static const struct {
	const char *name;
	int error;
} errors[] = {
	{ "EACCES", EACCES },
	{ "EPERM", EPERM },
	{ "ENOSYS", ENOSYS },
	{ "EINVAL", EINVAL },
	{ "EMFILE", EMFILE },
	{ "ENOTTY", ENOTTY },
};

/* The errno that is written there, 0 if none is. */
static int
find_error(const char *name, size_t length)
{
	size_t i;

	if (length == 0)
		return 0;
	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (strlen(errors[i].name) == length &&
		    strncmp(errors[i].name, name, length) == 0)
			return errors[i].error;
	errx(2, "%.*s: no such errno", (int)length, name);
}

static struct sock_filter *
add_rule(struct sock_filter *f, const struct rule *r, int error)
{
	const struct sock_filter code[RULE_LENGTH] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)r->call, 0, 4),
		BPF_STMT(
		    BPF_LD | BPF_W | BPF_ABS, (unsigned)ARGUMENT(r->argument)),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, r->mask),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, r->value, 0, 1),
		BPF_STMT(BPF_RET | BPF_K,
		    SECCOMP_RET_ERRNO |
			(unsigned)(error != 0 ? error : r->error)),
	};

	memcpy(f, code, sizeof(code));
	return f + RULE_LENGTH;
}

/* Add all rules of one case. */
static struct sock_filter *
add_case(struct sock_filter *f, const char *name, size_t length)
{
	const struct sock_filter *start = f;
	const char *mark = memchr(name, '=', length);
	const struct rule *r;
	int error = 0;

	if (mark != NULL) {
		error =
		    find_error(mark + 1, length - (size_t)(mark + 1 - name));
		length = (size_t)(mark - name);
	}

	for (r = rules; r < rules + NRULES; r++)
		if (strlen(r->name) == length &&
		    strncmp(r->name, name, length) == 0)
			f = add_rule(f, r, error);
	if (f == start)
		errx(2, "%.*s: no such case", (int)length, name);
	return f;
}

static void
install(const char *cases)
{
	static struct sock_filter code[4 + 2 * NRULES * RULE_LENGTH] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_filter *f = code + 3;
	struct sock_fprog program = { .filter = code };
	size_t length;

	for (; *cases != '\0'; cases += length + (cases[length] == ',')) {
		length = strcspn(cases, ",");
		/* One case takes at most the whole table. */
		if (f > code + 3 + NRULES * RULE_LENGTH)
			errx(2, "too many cases");
		f = add_case(f, cases, length);
	}
	*f++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	program.len = (unsigned short)(f - code);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == -1)
		err(SKIPPED, "seccomp");
}

static void
list(void)
{
	size_t i;

	for (i = 0; i < NRULES; i++)
		if (i == 0 || strcmp(rules[i].name, rules[i - 1].name) != 0)
			puts(rules[i].name);
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "list") == 0) {
		list();
		return 0;
	}
	if (argc < 3)
		errx(2, "usage: deny case[,case ...] command [argument ...]");
	if (ARCH == 0)
		errx(SKIPPED, "not known how on this machine");
	install(argv[1]);
	execvp(argv[2], argv + 2);
	err(errno == ENOENT ? 127 : 126, "%s", argv[2]);
}
