/* SPDX-License-Identifier: BSD-2-Clause */
/* The threads whose calls are traced; see thread.h. */
#include <sys/stat.h>

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/posix_file.h"
#include "base/copy.h"
#include "base/proc.h"
#include "base/xalloc.h"
#include "kernel/task.h"
#include "trace/thread.h"

#define FIRST_PID_NS INT64_C(0xeffffffc) /* fixed in the kernel */

#define BUCKETS 4096

struct threads {
	struct thread *buckets[BUCKETS];
	void (*release)(void *call);
	/*
	 * Translates thread numbers, in a PID namespace below the first; else
	 * NULL.
	 */
	struct kernel *kernel;
	struct kernel_pids pids;
};

struct threads *
threads_new(void (*release)(void *call))
{
	struct threads *threads = xmalloc(sizeof(*threads));
	const char *why;

	*threads = (struct threads){ .release = release };
	if (proc_own_namespace("ns/pid") == FIRST_PID_NS)
		return threads;
	threads->kernel = kernel_open(&why);
	if (threads->kernel != NULL &&
	    kernel_pids_begin(threads->kernel, &threads->pids) == 0)
		return threads;
	threads_free(threads);
	errno = ENOTSUP;
	return NULL;
}

static void
free_thread(struct threads *threads, struct thread *thread)
{
	size_t i;

	for (i = 0; i < thread->nnames; i++)
		free(thread->names[i].name);
	free(thread->names);
	threads->release(thread->call);
	free(thread);
}

static struct thread **
place_of(struct threads *threads, int64_t tid)
{
	struct thread **place = &threads->buckets[(uint64_t)tid % BUCKETS];

	while (*place != NULL && (*place)->tid != tid)
		place = &(*place)->next;
	return place;
}

void
threads_free(struct threads *threads)
{
	struct thread *thread;
	size_t i;

	if (threads == NULL)
		return;
	for (i = 0; i < BUCKETS; i++)
		while ((thread = threads->buckets[i]) != NULL) {
			threads->buckets[i] = thread->next;
			free_thread(threads, thread);
		}
	if (threads->kernel != NULL)
		kernel_close(threads->kernel);
	free(threads);
}

void
threads_each(
    struct threads *threads, void (*each)(void *, struct thread *), void *arg)
{
	struct thread *thread;
	size_t i;

	for (i = 0; i < BUCKETS; i++)
		for (thread = threads->buckets[i]; thread != NULL;
		     thread = thread->next)
			each(arg, thread);
}

/* Adds a thread of which only the number is known. */
static struct thread *
add(struct thread **place, int64_t tid)
{
	struct thread *thread = xmalloc(sizeof(*thread));

	*thread = (struct thread){
		.tid = tid,
		.process = UNKNOWN,
		.own_tid = UNKNOWN,
		.own_pid = UNKNOWN,
		.ipc_ns = UNKNOWN,
		.shm = UNKNOWN,
	};
	*place = thread;
	return thread;
}

/* Returns the number of a thread in our PID namespace. */
static int64_t
own_number(struct threads *threads, int64_t tid)
{
	int64_t number;

	if (threads->kernel == NULL)
		return tid;
	if (kernel_pid_here(threads->kernel, &threads->pids, tid, &number) ==
	    -1)
		return UNKNOWN;
	return number;
}

int
thread_open(struct thread *thread)
{
	int fd;

	if (thread->own_tid == UNKNOWN || thread->gone) {
		errno = ESRCH;
		return -1;
	}
	fd = proc_open_process(thread->own_tid);
	thread->gone = fd == -1 && (errno == ENOENT || errno == ESRCH);
	return fd;
}

static int64_t
shm_device(int dirfd)
{
	struct stat st;

	return fstatat(dirfd, "root" SHM_DIR, &st, 0) == -1
		   ? UNKNOWN
		   : (int64_t)st.st_dev;
}

int64_t
thread_shm(struct thread *thread)
{
	int64_t shm = UNKNOWN;
	int dirfd = thread_open(thread);

	if (dirfd != -1) {
		shm = shm_device(dirfd);
		copy_close(dirfd);
	}
	/* It has ended: as its parent's was, unless it has moved since. */
	if (shm == UNKNOWN && !thread->roots)
		return thread->shm;
	thread->shm = shm;
	return shm;
}

static void
read_command(struct thread *thread, int dirfd)
{
	struct text text = { 0 };

	if (proc_command(dirfd, &text) == 0)
		strlcpy(thread->command, text.s, sizeof(thread->command));
	text_free(&text);
}

/* Its process stays known as long as it. */
static void
join(struct threads *threads, struct thread *thread)
{
	thread->joined =
	    thread->process != UNKNOWN && thread->process != thread->tid;
	if (thread->joined)
		threads_process(threads, thread)->others++;
}

/* Reads from /proc what is not known of the thread, if it still exists. */
static void
look(struct threads *threads, struct thread *thread)
{
	struct text status = { 0 };
	int dirfd;

	thread->own_tid = own_number(threads, thread->tid);
	if ((dirfd = thread_open(thread)) == -1)
		return;
	if (proc_read(dirfd, "status", &status) == 0) {
		thread->own_pid = proc_field(status.s, "Tgid:", 10);
		if (threads->kernel == NULL)
			thread->process = thread->own_pid;
		else if (thread->own_pid == thread->own_tid)
			thread->process = thread->tid;
	}
	text_free(&status);
	read_command(thread, dirfd);
	thread->ipc_ns = proc_namespace(dirfd, "ns/ipc");
	thread->shm = shm_device(dirfd);
	copy_close(dirfd);
	join(threads, thread);
}

struct thread *
threads_get(struct threads *threads, int64_t tid)
{
	struct thread **place = place_of(threads, tid);

	if (*place == NULL)
		look(threads, add(place, tid));
	return *place;
}

struct thread *
threads_find(struct threads *threads, int64_t tid)
{
	return *place_of(threads, tid);
}

struct thread *
threads_process(struct threads *threads, struct thread *thread)
{
	if (thread->process == UNKNOWN || thread->process == thread->tid)
		return thread;
	return threads_get(threads, thread->process);
}

/*
 * Forgets a thread; and its process, if that has ended and this was its last.
 */
static void
forget(struct threads *threads, int64_t tid)
{
	struct thread **place = place_of(threads, tid), *thread = *place;
	struct thread *process;

	if (thread == NULL)
		return;
	*place = thread->next;
	process = thread->joined ? *place_of(threads, thread->process) : NULL;
	free_thread(threads, thread);
	if (process != NULL && process->others > 0 && --process->others == 0 &&
	    process->ended)
		forget(threads, process->tid);
}

void
threads_born(struct threads *threads, int64_t parent, int64_t tid,
    const char *command, uint64_t flags)
{
	struct thread *from = threads_get(threads, parent);
	bool same = (flags & CLONE_THREAD) != 0;
	struct thread *thread;

	/* The number is used again, and the end of the last was not seen. */
	forget(threads, tid);
	thread = add(place_of(threads, tid), tid);
	thread->own_tid = own_number(threads, tid);
	thread->process = same ? from->process : tid;
	thread->own_pid = same ? from->own_pid : thread->own_tid;
	thread->ipc_ns = flags & CLONE_NEWIPC ? UNKNOWN : from->ipc_ns;
	thread->shm = from->shm;
	thread->roots = from->roots || (flags & CLONE_NEWNS) != 0;
	strlcpy(thread->command, command, sizeof(thread->command));
	if (same)
		join(threads, thread);
	else
		thread_inherit(thread, threads_process(threads, from));
	if (thread->ipc_ns == UNKNOWN)
		threads_moved(threads, tid);
}

void
threads_renamed(struct threads *threads, int64_t tid, const char *command)
{
	struct thread *thread = threads_get(threads, tid);

	strlcpy(thread->command, command, sizeof(thread->command));
	/* One that executes a program may take the number of the first one. */
	thread->gone = false;
}

/* A thread that has ended since is in an unknown namespace. */
void
threads_moved(struct threads *threads, int64_t tid)
{
	struct thread *thread = threads_get(threads, tid);
	int dirfd = thread_open(thread);

	thread->roots = true;
	thread->ipc_ns = UNKNOWN;
	if (dirfd == -1)
		return;
	thread->ipc_ns = proc_namespace(dirfd, "ns/ipc");
	copy_close(dirfd);
}

void
threads_unshare(struct threads *threads, int64_t tid, uint64_t flags)
{
	threads_get(threads, tid)->making = flags;
}

/* Only now does /proc have its new namespaces. */
void
threads_unshared(struct threads *threads, int64_t tid, bool made)
{
	struct thread *thread = threads_get(threads, tid);

	if (made && thread->making & CLONE_NEWIPC)
		threads_moved(threads, tid);
	thread->roots |= made && (thread->making & CLONE_NEWNS) != 0;
	thread->making = 0;
}

/*
 * The first thread may end before the others, as it does if a signal ends the
 * process: what the process is called and has open is still asked for.
 */
int64_t
threads_ended(struct threads *threads, int64_t tid)
{
	struct thread *thread = *place_of(threads, tid), *process;
	int64_t pid, number;

	if (thread == NULL)
		return UNKNOWN;
	if (thread->others > 0 && !thread->ended) {
		thread->ended = true;
		return UNKNOWN;
	}
	process = thread->joined ? *place_of(threads, thread->process) : thread;
	if (process == NULL) {
		forget(threads, tid);
		return UNKNOWN;
	}
	pid = process->own_pid;
	number = process->tid;
	forget(threads, tid);
	return *place_of(threads, number) == NULL ? pid : UNKNOWN;
}
