/* SPDX-License-Identifier: BSD-2-Clause */
/* Columns that suit a group of objects; see preset.h. */
#include "show/preset.h"

#define CREATOR "object,perms,owner,group,creator,creator_group"
#define LABEL "object,owner,perms,label"

/*
 * PRESET_COMMON has no column that needs NEED_QUEUE_FILE: reading a POSIX
 * queue's file would set its access and change times.
 */
const struct preset_group preset_groups[] = {
	{
	    KINDS_MQ,
	    {
		"object,key,owner,perms,messages,fill,idle",
		"object,owner,ctime,mtime,stime,rtime",
		"object,owner,lspid,lrpid,notify_pid",
		CREATOR,
		LABEL,
		"object,owner,messages,holders,held_by,waiters,waited_by",
		"object,was,owner,messages,max_messages,max_message_size,"
		"holders,held_by",
	    },
	},
	{
	    KINDS_SHM,
	    {
		"object,key,owner,perms,size,nattch,status,idle",
		"object,owner,ctime,mtime,atime,dtime",
		"object,owner,nattch,cpid,lpid",
		CREATOR,
		LABEL,
		"object,owner,size,holders,held_by",
		"object,was,owner,size,rss,status,holders,held_by",
	    },
	},
	{
	    KINDS_SEM,
	    {
		"object,key,owner,perms,nsems,value,status,idle",
		"object,owner,ctime,mtime,otime",
		"object,owner,nsems,pid",
		CREATOR,
		LABEL,
		"object,owner,value,holders,held_by,waiters,waited_by,undo_by",
		"object,was,owner,value,holders,held_by",
	    },
	},
	{ 0 },
};

void
preset_add(struct columns *columns, const struct preset_group *group,
    enum preset preset)
{
	columns_parse(columns, &object_table, group->columns[preset]);
}
