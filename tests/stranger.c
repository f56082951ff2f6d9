/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a user who means harm may put where root looks for objects:
 *
 *	stranger FILE
 *
 * fills /dev/shm and System V IPC with all that is no object, or an odd one:
 * links to FILE, which is root's, among them. Then it says "ready", and until
 * its input ends changes what names stand for, without a pause: shm:/swap and
 * sem:/swap are now a file, now a link to FILE, now a fifo, and shm:/shrink
 * is now large, now empty.
 */
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <err.h>
#include <fcntl.h>
#include <limits.h>
#include <mqueue.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PLAIN 20 /* shm:/plain.0 and on are what they seem */

static int
make_file(const char *name, off_t size)
{
	int fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (fd == -1 || ftruncate(fd, size) == -1)
		err(1, "%s", name);
	return fd;
}

static void
make_socket(const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(address.sun_path, name);
	if (fd == -1 ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address)) == -1)
		err(1, "%s", name);
	close(fd);
}

/* Each byte there may be in a name, in a name as long as any. */
static void
make_names(void)
{
	char name[NAME_MAX + 1];
	int byte;

	for (byte = 1; byte <= UCHAR_MAX; byte++) {
		if (byte == '/')
			continue;
		memset(name, byte, NAME_MAX);
		name[NAME_MAX] = '\0';
		close(make_file(name, 0));
	}
}

/* Who opens it otherwise waits until this process gives the lease up. */
static void
make_leased(const char *name)
{
	int fd = make_file(name, 32);

	signal(SIGIO, SIG_IGN);
	if (fcntl(fd, F_SETLEASE, F_WRLCK) == -1)
		err(1, "F_SETLEASE");
}

static void
make_plain(void)
{
	char name[20];
	int i;

	for (i = 0; i < PLAIN; i++) {
		snprintf(name, sizeof(name), "plain.%d", i);
		close(make_file(name, i));
	}
}

static void
make_files(const char *file)
{
	make_plain();
	make_names();
	make_leased("leased");
	make_leased("sem.leased");
	make_socket("socket");
	make_socket("sem.socket");
	close(make_file("sparse", (off_t)1 << 40));
	close(make_file("sem.sparse", (off_t)1 << 40));
	close(make_file("sem.short", 7));
	close(make_file("sem.", 32));
	if (symlink(file, "link") == -1 || symlink(file, "sem.link") == -1 ||
	    symlink("loop", "loop") == -1 || symlink("/dev/shm", "up") == -1 ||
	    mkfifo("fifo", 0666) == -1 || mkfifo("sem.fifo", 0666) == -1 ||
	    mkdir("directory", 0777) == -1 || mkdir("sem.dir", 0777) == -1)
		err(1, "/dev/shm");
	close(make_file("directory/inside", 10));
}

static void
make_sysv(void)
{
	int i, id;

	for (i = 0; i < 8; i++) {
		if (msgget(0x5700 + i, IPC_CREAT | (i & 1 ? 0 : 0666)) == -1 ||
		    semget(0x5700 + i, 1 + i, IPC_CREAT | 0666) == -1 ||
		    (id = shmget(0x5700 + i, 4096, IPC_CREAT | 0666)) == -1)
			err(1, "System V");
		/* Removed and yet there. */
		if (i == 7 && (shmat(id, NULL, 0) == (void *)-1 ||
				  shmctl(id, IPC_RMID, NULL) == -1))
			err(1, "shmat");
	}
}

/*
 * Each takes the place of the one before, in one step. Root may have removed
 * any of them, or have made one of his own: then it is the next one's turn.
 */
static void
swap(const char *name, const char *file)
{
	int fd = open("turn", O_RDWR | O_CREAT | O_CLOEXEC, 0666);

	if (fd != -1 && ftruncate(fd, 32) == 0)
		rename("turn", name);
	if (fd != -1)
		close(fd);
	unlink("turn");
	if (symlink(file, "turn") == 0)
		rename("turn", name);
	if (mkfifo("turn", 0666) == 0)
		rename("turn", name);
	unlink("turn");
}

int
main(int argc, char **argv)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	int fd;

	if (argc != 2)
		errx(1, "usage: stranger file");
	umask(0);
	if (chdir("/dev/shm") == -1)
		err(1, "/dev/shm");
	make_files(argv[1]);
	make_sysv();
	fd = make_file("shrink", 0);
	puts("ready");
	fflush(stdout);
	while (poll(&in, 1, 0) == 0) {
		swap("swap", argv[1]);
		swap("sem.swap", argv[1]);
		if (ftruncate(fd, 1 << 20) == -1 || ftruncate(fd, 0) == -1)
			err(1, "shrink");
	}
	return 0;
}
