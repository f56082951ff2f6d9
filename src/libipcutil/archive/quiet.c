/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds out whether an object changed while it was read; see quiet.h. */
#include <fcntl.h>
#include <string.h>

#include "archive/quiet.h"
#include "base/xalloc.h"
#include "model/kind.h"

struct ipc_object *
quiet_look(const struct ipc_object *o)
{
	struct ipc_object *now = ipc_object_new(o->kind);

	if (o->name != NULL)
		now->name = xstrdup(o->name);
	now->id = o->id;
	now->key = o->key;
	if (o->kind->stat(now, NEED_ATTR) == 0)
		return now;
	ipc_object_free(now);
	return NULL;
}

bool
quiet_is_same(const struct ipc_object *before, const struct ipc_object *now)
{
	const int64_t pairs[][2] = {
		{ before->id, now->id },
		{ before->dev, now->dev },
		{ before->ino, now->ino },
		{ before->uid, now->uid },
		{ before->gid, now->gid },
		{ before->mode, now->mode },
		{ before->size, now->size },
		{ before->mtime, now->mtime },
		{ before->stime, now->stime },
		{ before->rtime, now->rtime },
		{ before->lspid, now->lspid },
		{ before->lrpid, now->lrpid },
		{ before->messages, now->messages },
		{ before->max_bytes, now->max_bytes },
	};
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		if (pairs[i][0] != pairs[i][1])
			return false;
	return true;
}

/*
 * Says whether nobody can write to the file. The kernel grants a read lease
 * only if nobody has the file open for writing or mapped writable. The lease is
 * returned at once, so that no opener has to wait long. Only the owner may ask;
 * for other users the answer is "perhaps". See fcntl(2), F_SETLEASE.
 */
static bool
has_no_writer(int fd)
{
	if (fcntl(fd, F_SETLEASE, F_RDLCK) == -1)
		return false;
	fcntl(fd, F_SETLEASE, F_UNLCK);
	return true;
}

/* Says whether nobody else can write; our own attachment counts in nattch. */
static bool
is_alone(const struct ipc_object *o, const struct ipc_memory *memory)
{
	struct ipc_object *now;
	bool alone;

	if (o->kind->bit & KIND_POSIX_SHM)
		return has_no_writer(memory->fd);
	if ((now = quiet_look(o)) == NULL)
		return false;
	alone = now->nattch == (memory->at != NULL ? 1 : 0);
	ipc_object_free(now);
	return alone;
}

/*
 * Computes the digest word by word. Pieces are cut at the same places in both
 * readings, so the digests can be compared.
 */
static int
digest_data(void *arg, const char *data, size_t size)
{
	uint64_t *digest = arg, word, sum = *digest;
	size_t n;

	for (; size != 0; data += n, size -= n) {
		word = 0;
		n = size < sizeof(word) ? size : sizeof(word);
		memcpy(&word, data, n);
		sum = (sum ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		sum ^= sum >> 32;
	}
	*digest = sum;
	return 0;
}

static int
digest_zeros(void *arg, int64_t size)
{
	return digest_data(arg, (const char *)&size, sizeof(size));
}

void
quiet_data(struct quiet *quiet, const char *data, size_t size)
{
	if (!quiet->alone)
		digest_data(&quiet->digest, data, size);
}

void
quiet_zeros(struct quiet *quiet, int64_t size)
{
	if (!quiet->alone)
		digest_zeros(&quiet->digest, size);
}

static uint64_t
digest_of(const struct ipc_memory *memory, const struct contents_map *map)
{
	uint64_t digest = 0;
	struct copy_sink sink = { digest_data, digest_zeros, &digest };
	size_t i;

	for (i = 0; i < map->n; i++)
		ipc_memory_read(
		    memory, map->v[i].offset, map->v[i].length, &sink);
	return digest;
}

/* To read so little once more takes less time than to ask who else may. */
#define LITTLE 65536

static bool
is_little(const struct contents_map *map)
{
	int64_t size = 0;
	size_t i;

	for (i = 0; i < map->n && size <= LITTLE; i++)
		size += map->v[i].length;
	return size <= LITTLE;
}

void
quiet_begin(struct quiet *quiet, const struct ipc_object *o,
    const struct ipc_memory *memory, const struct contents_map *map)
{
	*quiet = (struct quiet){
		.object = o,
		.memory = memory,
		.map = map,
		.alone = !is_little(map) && is_alone(o, memory),
	};
}

/* Compares the map first: a hole may contain data by now. */
static bool
has_same_bytes(const struct quiet *quiet)
{
	struct contents_map map;
	bool same;

	contents_map_make(&map, quiet->memory);
	same = contents_map_same(quiet->map, &map);
	contents_map_free(&map);
	if (!same || quiet->alone)
		return same && is_alone(quiet->object, quiet->memory);
	return digest_of(quiet->memory, quiet->map) == quiet->digest;
}

bool
quiet_end(const struct quiet *quiet)
{
	struct ipc_object *now = quiet_look(quiet->object);
	bool same = now != NULL && quiet->memory->size == quiet->object->size &&
		    quiet_is_same(quiet->object, now) && has_same_bytes(quiet);

	ipc_object_free(now);
	return same;
}
