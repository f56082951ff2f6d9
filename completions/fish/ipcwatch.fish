# SPDX-License-Identifier: BSD-2-Clause
# Completion of ipcwatch for fish.

# What it shares with ipcls.
functions -q __ipcls_operands; or source (status dirname)/ipcls.fish

# Objects, or what the command behind -x takes.
function __ipcwatch_operands
    set -l words (commandline -opc)
    for i in (seq 2 (count $words))
        if contains -- $words[$i] -x --exec
            __fish_complete_subcommand --fcs-skip=$i
            return
        end
    end
    __ipcls_objects
end

function __ipcwatch_has_command
    contains -- -x (commandline -opc); or contains -- --exec (commandline -opc)
end

# The expression so far, up to the field that it ends with.
function __ipcwatch_until
    set -l token (string replace -r '^--until=' '' -- (commandline -ct))
    set token (string unescape -- $token; or string trim -l -c '\'"' -- $token)
    set -l before (string replace -r '[a-z_]*$' '' -- $token)
    __ipcls_columns | string replace -r '^' -- "$before"
end

# What the token has before the event that is being written.
function __ipcwatch_events
    set -l token (string replace -r '^(--events=|-[^-e]*e)' '' \
        -- (commandline -ct))
    set -l before (string match -r '^([^,]*,)*' -- $token)[1]
    printf '%s\n' "$before"{create,remove,change,send,receive,full,empty,attach,detach,op,hold,release,wait,wake,overflow,open,unlink,rename,look,notify,semop}
end

# The fields of --top that objects have not.
function __ipcwatch_own
    set -l before (string replace -r '^(--[a-z]+=|-[^-oSw]*[oS])' '' \
        -- (commandline -ct) | string match -r '^([^,]*,)*-?')[1]
    string replace -r '^' -- "$before" contents in out ops busy minute drain full_in
end

complete -c ipcwatch -f -a '(__ipcwatch_operands)'
complete -c ipcwatch -s q -l queues -d 'watch message queues'
complete -c ipcwatch -s m -l shmems -d 'watch shared memory'
complete -c ipcwatch -s s -l semaphores -d 'watch semaphores'
complete -c ipcwatch -l posix -d 'watch POSIX objects only'
complete -c ipcwatch -l sysv -d 'watch System V objects only'
complete -c ipcwatch -s e -l events -x -a '(__ipcwatch_events)' \
    -d 'report only these: create,remove,send,...'
complete -c ipcwatch -s w -l where -x -a '(__ipcls_expression)' \
    -d 'watch only objects for which EXPR is true'
complete -c ipcwatch -s U -l user -x -a '(__fish_complete_users)' \
    -d 'watch only objects of this owner'
complete -c ipcwatch -l initial -d 'report existing objects as created'
complete -c ipcwatch -s H -l holders -d 'report which processes hold or wait for objects'
complete -c ipcwatch -s N -l namespace -x -a '(__ipcls_namespace)' \
    -d 'use the IPC namespace of PID or of the file PATH'
complete -c ipcwatch -s d -l interval -x -d 'poll every SECONDS (1)'
complete -c ipcwatch -s c -l count -x -d 'exit after N events'
complete -c ipcwatch -s v -l verbose -d 'report why kernel memory was not read'
complete -c ipcwatch -s J -l jsonl -d 'write one JSON object per event'
complete -c ipcwatch -l format -x -d 'write this for each event: %{FIELD}'
complete -c ipcwatch -l until -x -a '(__ipcwatch_until)' \
    -d 'exit when EXPR is true for an object'
complete -c ipcwatch -l all -d 'with --until: for all objects'
complete -c ipcwatch -l until-gone -d 'exit when none of the objects exists'
complete -c ipcwatch -s t -l timeout -x -d 'exit after SECONDS, with status 124'
complete -c ipcwatch -s x -l exec -d 'run the rest of the command line for each event'
complete -c ipcwatch -l orphans-after -x -d 'an orphan is unused for at least this long (1h)'
complete -c ipcwatch -s o -l output -x -a '(__ipcls_list ,; __ipcwatch_own)' \
    -d 'with --top: show these fields'
complete -c ipcwatch -s S -l sort -x -a '(__ipcls_list -; __ipcwatch_own)' \
    -d 'with --top: sort by these; -FIELD: descending'
complete -c ipcwatch -l record -r -F -d 'record what happens; -: write it to stdout'
complete -c ipcwatch -l snapshot -x -d 'record all objects again so often'
complete -c ipcwatch -l keep -x -d 'remove what is recorded after it'
complete -c ipcwatch -l max-size -x -d 'keep all files below SIZE together'
complete -c ipcwatch -l replay -r -F -d 'report events of a recording'
complete -c ipcwatch -l from -x -d 'begin at 03:00, a date or -2h'
complete -c ipcwatch -l to -x -d 'end at that time'
complete -c ipcwatch -l at -x -d 'with --top --replay: show that time'
complete -c ipcwatch -l ready -x -d 'write a newline to FD when watching begins'
complete -c ipcwatch -l ready-line -d 'write "ready" to stderr when watching begins'
complete -c ipcwatch -l by -d 'show who did it, as far as it is known'
complete -c ipcwatch -l color -x -a 'auto always never' \
    -d 'use colors: auto (on a terminal), always or never'
complete -c ipcwatch -l time-format -x -a 'short iso epoch relative' -d 'how times are shown'
complete -c ipcwatch -l top -d 'show the busiest objects on a full screen'
complete -c ipcwatch -s b -l batch -d 'with --top: write screens as text, -c of them'
complete -c ipcwatch -l trace -d 'report calls of all processes as they end (root)'
complete -c ipcwatch -s p -l pid -x -a '(__fish_complete_pids)' \
    -d 'count or report only calls of this process'
complete -c ipcwatch -l data -x -d 'N bytes of messages, read from callers\' memory'
complete -c ipcwatch -l stats -d 'count these calls, and show who is slow or floods'
complete -c ipcwatch -s h -l help -d 'show this help'
complete -c ipcwatch -s V -l version -d 'show the version'
