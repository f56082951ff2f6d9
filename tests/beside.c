/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Run one command line by two programs, each in an IPC namespace of its own,
 * and print what came of each as a line of JSON.
 *
 *	beside [OBJECT...] -- THEIRS OURS [ARGUMENT...]
 *
 * The OBJECTs, as object.c has them, are made in both namespaces first. A line
 * has: done, whether the status was 0; silent, where it was not and nothing was
 * written to stderr; stdout; objects, the System V objects that are there
 * afterwards, but for what differs by the second or by chance.
 */
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "verbs.h"

static void
print_string(const unsigned char *bytes, size_t n)
{
	size_t i;

	putchar('"');
	for (i = 0; i < n; i++)
		if (bytes[i] < ' ' || bytes[i] > '~' || bytes[i] == '"' ||
		    bytes[i] == '\\')
			printf("\\u%04x", bytes[i]);
		else
			putchar(bytes[i]);
	putchar('"');
}

static void
print_perm(const char *kind, int id, const struct ipc_perm *p)
{
	static int printed; /* none before the first */

	printf("%s{ \"kind\": \"%s\", \"id\": %d, \"uid\": %u, \"gid\": %u, "
	       "\"cuid\": %u, \"cgid\": %u, \"mode\": \"%04o\", "
	       "\"keyed\": %s",
	    printed++ == 0 ? " " : ", ", kind, id, p->uid, p->gid, p->cuid,
	    p->cgid, p->mode & 0777U,
	    p->__key == IPC_PRIVATE ? "false" : "true");
}

static void
print_queues(void)
{
	struct msqid_ds ds;
	int i, id, last = msgctl(0, MSG_INFO, &ds);

	for (i = 0; i <= last; i++)
		if ((id = msgctl(i, MSG_STAT_ANY, &ds)) != -1) {
			print_perm("mq", id, &ds.msg_perm);
			printf(", \"max_bytes\": %lu }", ds.msg_qbytes);
		}
}

static void
print_segments(void)
{
	struct shmid_ds ds;
	int i, id, last = shmctl(0, SHM_INFO, &ds);

	for (i = 0; i <= last; i++)
		if ((id = shmctl(i, SHM_STAT_ANY, &ds)) != -1) {
			print_perm("shm", id, &ds.shm_perm);
			printf(", \"size\": %zu, \"status\": %u }",
			    ds.shm_segsz,
			    ds.shm_perm.mode & (SHM_DEST | SHM_LOCKED));
		}
}

static void
print_set(int id, const struct semid_ds *ds)
{
	unsigned long i;

	print_perm("sem", id, &ds->sem_perm);
	printf(", \"nsems\": %lu, \"values\": [", ds->sem_nsems);
	for (i = 0; i < ds->sem_nsems; i++)
		printf("%s%d", i == 0 ? "" : ", ", semctl(id, (int)i, GETVAL));
	printf("] }");
}

static void
print_sets(void)
{
	struct semid_ds ds;
	union semun arg = { .buf = &ds };
	int i, id, last = semctl(0, 0, SEM_INFO, arg);

	for (i = 0; i <= last; i++)
		if ((id = semctl(i, 0, SEM_STAT_ANY, arg)) != -1)
			print_set(id, &ds);
}

static int
memory_file(void)
{
	int fd = memfd_create("output", MFD_CLOEXEC);

	if (fd == -1)
		err(1, "memfd_create");
	return fd;
}

static size_t
size_of(int fd)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		err(1, "fstat");
	return (size_t)st.st_size;
}

static void
print_file(int fd)
{
	size_t size = size_of(fd);
	unsigned char *bytes = malloc(size + 1);

	if (bytes == NULL || pread(fd, bytes, size, 0) != (ssize_t)size)
		err(1, "pread");
	print_string(bytes, size);
	free(bytes);
}

static void
become(const char *program, char **argv, int out, int said)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (null == -1 || dup2(null, STDIN_FILENO) == -1 ||
	    dup2(out, STDOUT_FILENO) == -1 || dup2(said, STDERR_FILENO) == -1)
		err(1, "dup2");
	execvp(program, argv);
	err(127, "%s", program);
}

static int
wait_for(pid_t pid)
{
	int status;

	if (pid == -1 || waitpid(pid, &status, 0) == -1)
		err(1, "fork");
	return status;
}

static void
make_all(char **objects)
{
	static char *none[] = { NULL };
	const mode_t mask = umask(0);
	struct settings settings;
	struct target target;

	settings_parse(&settings, none);
	for (; *objects != NULL; objects++) {
		target_parse(&target, *objects);
		/* One of each: this prints nothing. */
		make_many(&target, &settings);
	}
	umask(mask);
}

/* All that happens in one of the namespaces. */
static void
run_in_namespace(char **objects, const char *program, char **argv)
{
	const int out = memory_file(), said = memory_file();
	pid_t pid;
	int status;

	if (unshare(CLONE_NEWIPC) == -1)
		err(1, "unshare");
	make_all(objects);
	if ((pid = fork()) == 0)
		become(program, argv, out, said);
	status = wait_for(pid);
	printf("{ \"done\": %s, ", status == 0 ? "true" : "false");
	if (status != 0 && size_of(said) == 0)
		printf("\"silent\": true, ");
	printf("\"stdout\": ");
	print_file(out);
	printf(", \"objects\": [");
	print_queues();
	print_segments();
	print_sets();
	printf(" ] }\n");
}

int
main(int argc, char **argv)
{
	char **objects = argv + 1, **words = objects;
	pid_t pid;
	int side;

	while (*words != NULL && strcmp(*words, "--") != 0)
		words++;
	if (argv + argc - words < 3)
		errx(2, "usage: beside [object ...] -- theirs ours "
			"[argument ...]");
	*words++ = NULL;

	for (side = 0; side < 2; side++) {
		if ((pid = fork()) == 0) {
			run_in_namespace(objects, words[side], words + 1);
			exit(fflush(stdout) == 0 ? 0 : 1);
		}
		if (wait_for(pid) != 0)
			return 1;
	}
	return 0;
}
