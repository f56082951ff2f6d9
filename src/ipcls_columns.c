/* SPDX-License-Identifier: BSD-2-Clause */
/* ipcls: which columns are shown, in which groups. */
#include <stddef.h>

#include "cli.h"
#include "ipcls.h"
#include "report/grouped.h"
#include "report/usage.h"

/* In place of the common ones. */
static bool
chose_all(const struct options *o)
{
	return o->output != NULL && *o->output != '+';
}

static void
add_chosen(const struct options *o, struct columns *columns)
{
	size_t i;

	for (i = 0; i < o->chosen.n; i++)
		columns_add(columns, o->chosen.v[i]);
}

bool
is_narrowed(const struct options *o)
{
	enum preset preset;

	for (preset = PRESET_COMMON; preset < PRESETS; preset++)
		if (o->presets[preset] && preset != PRESET_HOLDERS)
			return true;
	return false;
}

static bool
is_whole(const struct options *o)
{
	return o->format->whole && !is_narrowed(o);
}

/* Whether --info shows sections: no fields were chosen. */
bool
is_sectioned(const struct options *o)
{
	return o->info && !chose_all(o) && !is_narrowed(o);
}

/*
 * Adds all fields, but those that need a look at all processes only if asked
 * for.
 */
static void
add_whole(const struct options *o, struct columns *columns, unsigned kinds)
{
	columns_add_kinds(columns, &object_table, kinds);
	if (o->recording != NULL)
		columns_drop(columns, NEED_UNRECORDED);
	else if (!o->info && !o->unlinked && !o->presets[PRESET_HOLDERS])
		columns_drop(columns, NEED_PROCESSES);
}

/* Adds the columns that suit a group of objects. */
static void
add_group(const struct options *o, struct columns *columns,
    const struct preset_group *group)
{
	enum preset preset;

	if (chose_all(o))
		return;
	if (is_whole(o))
		add_whole(o, columns, group->kinds & o->kinds);
	else if (!o->preset)
		preset_add(columns, group,
		    o->unlinked ? PRESET_UNLINKED : PRESET_COMMON);
	for (preset = PRESET_COMMON; preset < PRESETS && !is_whole(o); preset++)
		if (o->presets[preset])
			preset_add(columns, group, preset);
	if (is_everywhere(o))
		columns_parse(columns, &object_table, "ns,unit");
}

/* Chosen columns are the same for all objects; they make one group. */
void
group_objects(const struct options *o, struct view *view)
{
	bool flat = o->format->flat || chose_all(o);
	const struct preset_group *preset;
	struct view_group *group = view->groups;

	for (preset = preset_groups; preset->kinds != 0; preset++) {
		if (!(preset->kinds & o->kinds))
			continue;
		add_group(o, &group->columns, preset);
		if (flat)
			continue;
		group->has = view_is_kind;
		group->arg = preset->kinds;
		add_chosen(o, &group++->columns);
	}
	if (flat)
		add_chosen(o, &group++->columns);
	view->ngroups = (size_t)(group - view->groups);
}

static bool
is_total_of(const void *row, unsigned owners)
{
	const struct usage *usage = row;

	return (usage->kind == NULL) == (owners != 0);
}

/* Columns of a table other than that of objects. */
struct columns
columns_of(
    const struct options *o, const struct table *table, const char *usual)
{
	struct columns columns = { 0 };

	if (!chose_all(o) && (o->format->whole || usual == NULL))
		columns_add_kinds(&columns, table, KINDS_ALL);
	else if (!chose_all(o))
		columns_parse(&columns, table, usual);
	add_chosen(o, &columns);
	return columns;
}

void
group_usage(const struct options *o, struct view *view)
{
	static const char *const usual[] = {
		"kind,api,objects,size,rss,swap,messages,bytes,nsems",
		"owner,objects,size,rss,swap,messages,bytes,nsems",
	};
	unsigned i;

	if (o->format->flat || chose_all(o)) {
		view->groups[0].columns = columns_of(o, view->table, NULL);
		view->ngroups = 1;
		return;
	}
	for (i = 0; i < 2; i++) {
		view->groups[i].has = is_total_of;
		view->groups[i].arg = i;
		view->groups[i].columns = columns_of(o, view->table, usual[i]);
	}
	view->ngroups = 2;
}

void
group_groups(const struct options *o, struct view *view)
{
	struct columns *columns = &view->groups[0].columns;
	size_t i;

	if (!chose_all(o) && o->format->whole)
		columns_add_kinds(columns, view->table, KINDS_ALL);
	else if (!chose_all(o)) {
		for (i = 0; i < o->groups.n; i++)
			columns_add(columns, column_at(view->table, i));
		columns_parse(columns, view->table,
		    "objects,size,rss,swap,messages,bytes,nsems");
		if (grouped_by_process(&o->groups))
			columns_parse(columns, view->table, "pss");
	}
	add_chosen(o, columns);
	view->ngroups = 1;
}

/* Fields that need the maps of all processes are left out unless asked for. */
void
group_holdings(const struct options *o, struct view *view)
{
	static const char *const usual[][2] = {
		{
		    "object,pid,command,user,how,access,address,call",
		    "object,kind,api,name,id,key,ns,owner,pid,tid,command,user,"
		    "user_id,how,fd,access,address,mapped,call",
		},
		{
		    "pid,command,object,how,access,address,pss,call",
		    "pid,tid,command,user,user_id,object,kind,api,name,id,key,"
		    "ns,owner,how,fd,access,address,mapped,pss,call",
		},
	};
	struct columns *columns = &view->groups[0].columns;

	if (!chose_all(o))
		columns_parse(columns, view->table,
		    usual[o->process != NULL][o->format->whole]);
	if (is_everywhere(o))
		columns_parse(columns, view->table, "ns,unit");
	add_chosen(o, columns);
	view->ngroups = 1;
}
