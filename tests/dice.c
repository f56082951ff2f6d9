/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Run a command to which chance is not kind: where it asks the kernel for four
 * random bytes, it is given these numbers, one after the other, and nothing
 * else once they are used up (seccomp_unotify(2)):
 *
 *	dice NUMBER[,NUMBER...] COMMAND [ARGUMENT ...]
 *
 * The status is the command's; 77 where this cannot be done, 3 if not all of
 * the numbers were asked for.
 */
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common.h"

#define SKIPPED 77

/* Since Linux 6.11. */
#ifndef MAP_DROPPABLE
#define MAP_DROPPABLE 0x08
#endif

#ifdef SYS_mmap2
#define MMAP SYS_mmap2
#else
#define MMAP SYS_mmap
#endif

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define LOW(n) (offsetof(struct seccomp_data, args) + (n) * sizeof(uint64_t))
#else
#define LOW(n)                                                                 \
	(offsetof(struct seccomp_data, args) + (n) * sizeof(uint64_t) + 4)
#endif

/*
 * Only getrandom(.., 4, ..): malloc(3) asks too, for eight. Since glibc 2.41
 * the vDSO answers, and the kernel is not asked, if its state can be mapped; so
 * no memory is given for that.
 */
static int
install(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MMAP, 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, LOW(3)),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, MAP_TYPE),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MAP_DROPPABLE, 0, 5),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOMEM),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getrandom, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, LOW(1)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, sizeof(uint32_t), 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {
		.len = sizeof(code) / sizeof(code[0]),
		.filter = code,
	};
	int fd;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		err(SKIPPED, "no_new_privs");
	fd = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
	    SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
	if (fd == -1)
		err(SKIPPED, "seccomp");
	return fd;
}

static void
send_fd(int socket, int fd)
{
	char control[CMSG_SPACE(sizeof(fd))] = { 0 }, byte = 0;
	struct iovec data = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	if (sendmsg(socket, &message, 0) == -1)
		err(SKIPPED, "sendmsg");
}

static int
receive_fd(int socket)
{
	char control[CMSG_SPACE(sizeof(int))] = { 0 }, byte;
	struct iovec data = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	int fd;

	if (recvmsg(socket, &message, 0) <= 0 ||
	    CMSG_FIRSTHDR(&message) == NULL)
		return -1;
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	return fd;
}

/* Puts the number where the caller wants it. */
static int throw(const struct seccomp_notif *request, int64_t number)
{
	uint32_t four = (uint32_t)number;
	char path[64];
	FILE *memory;
	int status = -1;

	snprintf(path, sizeof(path), "/proc/%u/mem", request->pid);
	if ((memory = fopen(path, "r+e")) == NULL)
		err(SKIPPED, "%s", path);
	if (fseeko(memory, (off_t)request->data.args[0], SEEK_SET) == 0 &&
	    fwrite(&four, sizeof(four), 1, memory) == 1)
		status = 0;
	return fclose(memory) == 0 ? status : -1;
}

/* Answers until the command has ended; returns whether all were used. */
static bool
serve(int fd, const char *numbers)
{
	struct pollfd listener = { .fd = fd, .events = POLLIN };
	int64_t number;

	while (poll(&listener, 1, -1) == 1 && listener.revents & POLLIN) {
		struct seccomp_notif request = { 0 };
		struct seccomp_notif_resp answer = { 0 };

		if (ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &request) == -1)
			continue;
		answer.id = request.id;
		answer.error = -EIO;
		if (number_next(&numbers, &number, 0, UINT32_MAX) &&
		    throw(&request, number) == 0) {
			answer.error = 0;
			answer.val = sizeof(uint32_t);
		}
		ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, &answer);
	}
	return *numbers == '\0';
}

int
main(int argc, char **argv)
{
	int ends[2], fd, status;
	bool used = false;
	pid_t pid;

	if (argc < 3)
		errx(2,
		    "usage: dice number[,number ...] command [argument ...]");
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == -1)
		err(1, "socketpair");
	if ((pid = fork()) == -1)
		err(1, "fork");
	if (pid == 0) {
		fd = install();
		send_fd(ends[1], fd);
		close(fd);
		execvp(argv[2], argv + 2);
		err(errno == ENOENT ? 127 : 126, "%s", argv[2]);
	}
	close(ends[1]);
	if ((fd = receive_fd(ends[0])) != -1)
		used = serve(fd, argv[1]);
	if (waitpid(pid, &status, 0) == -1)
		err(1, "waitpid");
	if (!WIFEXITED(status))
		return 128 + WTERMSIG(status);
	return WEXITSTATUS(status) != 0 || used ? WEXITSTATUS(status) : 3;
}
