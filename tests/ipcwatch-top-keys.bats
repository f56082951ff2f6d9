# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2034,SC2154 # bats; for screen.bash
# ipcwatch --top: the cursor, columns, the panel, and the mouse.
# Only tests that say need_queues make POSIX queues (run-bats).

setup() {
	load lib
	load screen
	setup_screen
}

@test "ipcwatch --top: the cursor, and how many rows are above and below" {
	object many shm:/m- count=40
	top
	press s s
	shows 'by object$'
	retry points_at "$(order | cut -d ' ' -f 1)"
	press Down j
	retry points_at "$(order | cut -d ' ' -f 3)"
	press Up
	retry points_at "$(order | cut -d ' ' -f 2)"
	press k g
	shows '^0 above, [0-9]+ below'
	press G
	shows '^[0-9]+ above, 0 below'
	retry points_at shm:/m-9
	press PgUp
	hides ' 0 below'
	press Home
	shows '^0 above'
	press NPage
	hides '^0 above'
	press End k
	retry points_at shm:/m-8
	# It stays with the object when that is elsewhere.
	press r
	shows 'reversed$'
	retry points_at shm:/m-8
	ipcrm shm:/m-8
	hides 'm-8 '
	[[ $(pointed) == shm:/m-* ]]
}

@test "ipcwatch --top: the help has the keys of the man page" {
	high=60
	top
	press '?'
	shows '^q +quit'
	screen | sed -n 's/^\([^ ].\{9\}[^ ]*\)  *[a-z].*/\1/p' |
	    sed -n '/^Enter/,/^Home/p' | sed 's/ *$//' >"$HOME/help"
	sed -n '/^The keys are:/,/^\.El/s/^\.It Ic //p' \
	    "$abs_top_srcdir/man/ipcwatch.1" | sed 's/\\&//' >"$HOME/page"
	[[ -s $HOME/page ]]
	diff "$HOME/page" "$HOME/help"
}

# In the list of fields, all of which are on the screen, from that sorted by.
go_to() {
	local from to
	from=$(screen | grep -n '^\[.\].* sorted ' | cut -d: -f1)
	to=$(screen | grep -n "^\\[.\\] $1 " | cut -d: -f1)
	press -N $((to - from)) j
}

@test "ipcwatch --top: columns are chosen, and sort" {
	object make shm:/a size=1 mode=0600
	object make shm:/b size=5000 mode=0644
	object make shm:/c size=300 mode=0640
	wide=140 high=90
	top
	shows '^OBJECT +OWNER +CONTENTS'
	misses '^OBJECT.* PERMS'
	press F6
	shows '^\[ \] perms'
	go_to perms
	press Space
	shows '^\[x\] perms'
	press Enter
	shows '^OBJECT.* PERMS'
	shows 'by perms$'
	retry in_order 'shm:/a shm:/c shm:/b'
	press '<'
	hides 'by perms$'
	press '>'
	shows 'by perms$'
	press o
	shows '^\[x\] perms +sorted'
	press Space
	shows '^\[ \] perms +sorted'
	press Escape
	hides '^OBJECT.* PERMS'
}

@test "ipcwatch --top: Enter opens a live panel, which says that it is gone" {
	need_queues
	object make mq:/jobs max_messages=10 max_message_size=80
	object send mq:/jobs size=3 count=2
	high=50
	top
	shows '^mq:/jobs '
	press Enter
	shows '^what +object +mq:/jobs '
	shows '^how full +messages +2 '
	shows '^Esc back'
	# The messages, where they may be looked at.
	shows '^(  1  priority 0  3 bytes  |  they cannot be looked at: )'
	object send mq:/jobs size=3
	shows '^how full +messages +3 '
	start hold open mq:/jobs
	shows "^ +$pid +[^ ]+ +hold +"
	ipcrm mq:/jobs
	shows '^mq:/jobs is gone'
	shows '^how full +messages +3 '
	# Another of that name is another one.
	object make mq:/jobs max_messages=10 max_message_size=80
	press p
	shows ' PAUSED '
	press p
	hides 'PAUSED'
	shows '^mq:/jobs is gone'
	press Escape
	shows '^mq:/jobs '
	hides '^what +object +mq:/jobs'
	press Enter
	shows '^how full +messages +0 '
	press q
	hides '^how full +messages +0'
	press q
	restored 0
}

@test "ipcwatch --top: what is paused stays, whatever is pressed" {
	object make shm:/early
	top -d 0.01 shm:
	press p
	shows ' PAUSED '
	object make shm:/late
	# Each key draws the screen again; the interval has passed by then.
	press '?'
	shows '^Esc back'
	press Escape
	shows '^shm:/early '
	misses '^shm:/late '
	press p
	shows '^shm:/late '
}

@test "ipcwatch --top: the panel of a System V queue has its messages" {
	local queue
	queue=$(object make mq:)
	object send "$queue" size=5 type=3
	object send "$queue" size=5 type=3
	top
	shows '^mq:[0-9]+ '
	press Enter
	shows '^(  1  type 3  5 bytes  |  they cannot be looked at: )'
	ok ipcls --json mq:
	json '.objects[0].messages == 2'
}

@test "ipcwatch --top: kinds and idle objects are hidden; holders are shown" {
	object make mq:
	object make shm:/m size=4096
	object make sem:/s
	start hold open shm:/m
	top
	shows '^mq:'
	press 1
	hides '^mq:'
	shows '^2 of 3 objects, by busy, no queues$'
	press 2 3
	shows '^0 of 3 objects'
	press 1 2 3
	shows '^3 objects, by busy$'
	press i
	shows '^[0-9] of 3 objects, by busy, no idle ones$'
	press i
	shows '^3 objects, by busy$'
	press H
	shows '^OBJECT +OWNER +HOLDERS WAITERS '
	shows '^shm:/m +[^ ]+ +(1|-) '
	press H
	hides 'HOLDERS'
}

# mouse BUTTON X Y: as tmux has a terminal tell it: that of X10. A button that was
# pressed is released, the wheel is not.
mouse() {
	local at
	at=$(printf '%02x %02x' $((33 + $2)) $((33 + $3)))
	send_bytes "1b 5b 4d $(printf %02x $((32 + $1))) $at"
	[[ $1 != 0 ]] || send_bytes "1b 5b 4d 23 $at"
}

@test "ipcwatch --top: the mouse moves, opens and sorts" {
	local line x
	object make shm:/a size=1
	object make shm:/b size=2
	object make shm:/c size=3
	top
	retry points_at shm:/a
	line=$(($(screen | grep -n '^shm:/c ' | cut -d: -f1) - 1))
	mouse 0 2 "$line"
	retry points_at shm:/c
	mouse 64 2 "$line"
	retry points_at shm:/b
	mouse 65 2 "$line"
	retry points_at shm:/c
	x=$(screen | sed -n '/^OBJECT/s/CONTENTS.*//p' | tr -d '\n' | wc -c)
	line=$(($(screen | grep -n '^OBJECT' | cut -d: -f1) - 1))
	mouse 0 "$x" "$line"
	shows 'by contents$'
	retry in_order 'shm:/c shm:/b shm:/a'
	mouse 0 "$x" "$line"
	shows 'by contents, reversed$'
	retry in_order 'shm:/a shm:/b shm:/c'
	line=$(($(screen | grep -n '^shm:/c ' | cut -d: -f1) - 1))
	mouse 0 2 "$line"
	shows '^what +object +shm:/c '
}
