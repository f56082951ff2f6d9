# SPDX-License-Identifier: BSD-2-Clause
# Completion of ipcls for fish.

# The words so far that are among the arguments, one a line.
function __ipcls_chosen
    for word in (commandline -opc)
        contains -- $word $argv; and printf "%s\n" $word
    end
end

function __ipcls_run
    ipcls --raw --no-headings $argv 2>/dev/null
end

# What the totals are of that --by has asked for so far.
function __ipcls_groups
    set -l words (commandline -opc)
    string replace -rf '^--by=' '' -- $words
    set -l at (contains -i -- --by $words)
    and printf '%s\n' $words[(math $at + 1)]
end

# The fields of the table that was chosen, with their meanings.
function __ipcls_columns
    if contains -- --list-columns (commandline -opc)
        printf '%s\n' name\t'the field' type\t'what its values are' \
            help\t'what it says'
        return
    end
    set -l rows
    if string match -qr -- '^-(P|-rows|-process)' (commandline -opc)
        set rows --rows
    end
    set -l tables (__ipcls_chosen -l -g -u --limits --global --usage --summary \
        --explain --sources)
    # Totals by fields have these, and not those of plain ones.
    set -l groups (__ipcls_groups)
    if test -n "$groups"
        set tables --usage --by $groups
    end
    # Spaces are escaped, so that there are two words a line.
    __ipcls_run $rows $tables \
        --list-columns -o name,help | string replace ' ' \t | string replace -a '\\s' ' '
end

# What the token has before the field that is being written: commas and all.
function __ipcls_list -a signs
    set -l token (string replace -r '^(--[a-z]+=|-[^-oSw]*[oS])' '' \
        -- (commandline -ct))
    set -l before (string match -r "^([^,]*,)*[$signs]?" -- $token)[1]
    __ipcls_columns | string replace -r '^' -- "$before"
end

# What totals can be of: fields of objects, and of who uses them.
function __ipcls_by
    set -l before (string replace -r '^--by=' '' -- (commandline -ct) |
        string match -r '^([^,]*,)*')[1]
    __ipcls_run --rows --list-columns -o name,help | string replace ' ' \t |
        string replace -a '\\s' ' ' | string replace -r '^' -- "$before"
end

# The expression so far, up to the field that it ends with; or a value in quotes
# behind owner, creator, kind or api and == or !=.
function __ipcls_expression
    set -l token (string replace -r '^--where=' '' -- (commandline -ct))
    set token (string unescape -- $token; or string trim -l -c '\'"' -- $token)
    set -l before (string replace -r '[a-z_]*$' '' -- $token)
    set -l compared (string match -r \
        '^((?:.*[^a-z_])?(owner|creator|kind|api) *[=!]= *)["\']?[\w-]*$' -- $token)
    if set -q compared[3]
        set -l values (__fish_complete_users | string replace -r '\t.*' '')
        test $compared[3] = kind; and set values mq shm sem
        test $compared[3] = api; and set values posix sysv
        for value in $values
            echo $compared[2]\"$value\"
        end
        return
    end
    __ipcls_columns | string replace -r '^' -- "$before"
end

# Objects, of the kinds that the arguments choose.
function __ipcls_operands
    set -l token (commandline -ct)
    if string match -qr '^(mq|msg|shm|sem):@' -- $token
        set -l kind (string match -r '^[a-z]+:@' -- $token)
        set -l path (string replace -r '^[a-z]+:@' '' -- $token)
        __fish_complete_path $path | string replace -r '^' -- $kind
        return
    end
    if string match -q '/*' -- $token
        __fish_complete_path $token
        return
    end
    printf '%s\n' mq:\tqueues shm:\tmemory sem:\tsemaphores
    __ipcls_run $argv -o object
end

# What --process names: a pid, or a command.
function __ipcls_process
    __fish_complete_pids
    cat /proc/[0-9]*/comm 2>/dev/null
end

# Where --namespace may lead: a process, or a file; the argument is another word.
function __ipcls_namespace
    set -l token (string replace -r '^(--namespace=|-[^-N]*N)' '' \
        -- (commandline -ct))
    printf '%s\n' $argv
    __fish_complete_pids
    __fish_complete_path $token
end

function __ipcls_objects
    test -z "$(__ipcls_chosen -l -g -u --limits --global --usage --summary \
        --explain --sources --list-columns)"; or return
    __ipcls_operands (__ipcls_chosen -q -m -s -Q -M --queues --shmems --semaphores \
        --posix --sysv --posix-mqueues --posix-shmems --posix-semaphores)
end

complete -c ipcls -f -a '(__ipcls_objects)'
complete -c ipcls -s q -l queues -d 'list message queues'
complete -c ipcls -s m -l shmems -d 'list shared memory'
complete -c ipcls -s s -l semaphores -d semaphores
complete -c ipcls -s a -l all -d 'list all three kinds (the default)'
complete -c ipcls -l posix -d 'list POSIX objects only'
complete -c ipcls -l sysv -d 'list System V objects only'
complete -c ipcls -s N -l namespace -x -a '(__ipcls_namespace all)' \
    -d 'list another IPC namespace, or all of them'
complete -c ipcls -s w -l where -x -a '(__ipcls_expression)' \
    -d 'list only objects for which EXPR is true'
complete -c ipcls -l fail-if -x -a '(__ipcls_expression)' \
    -d 'exit with 1 if EXPR is true for any, 3 if unknown'
complete -c ipcls -l from-recording -r -F \
    -d 'list what ipcwatch --record has recorded'
complete -c ipcls -l at -x -d 'as it was at 03:00, a date or -2h'
complete -c ipcls -l quiet -d 'list nothing; only set the exit status'
complete -c ipcls -s i -l info -d 'show everything about each OBJECT'
complete -c ipcls -s l -l limits -d 'show limits, and how much of each is used'
complete -c ipcls -s u -l usage -d 'show totals by kind and by owner'
complete -c ipcls -l by -x -a '(__ipcls_by)' \
    -d 'with --usage: totals by these fields'
complete -c ipcls -l sources -d 'show which sources of data work on this machine'
complete -c ipcls -l explain -d 'show which limits are close, why, and what helps'
complete -c ipcls -l openmetrics -d 'write metrics for Prometheus'
complete -c ipcls -l orphans-after -x -d 'an orphan is unused for at least this long (1h)'
complete -c ipcls -l max-series -x -d 'with --openmetrics: fail above N objects (1000)'
complete -c ipcls -l list-columns -d 'show the names and meanings of all fields'
complete -c ipcls -s t -l time -d 'show times'
complete -c ipcls -s p -l pid -d 'show process ids'
complete -c ipcls -s c -l creator -d 'show owner and creator'
complete -c ipcls -s Z -l label -d 'show labels of a security module'
complete -c ipcls -s H -l holders \
    -d 'show who holds and who waits for each object'
complete -c ipcls -l rows -d 'show each use of an object on a line'
complete -c ipcls -s U -l user -x -a '(__fish_complete_users)' \
    -d 'list only objects of this owner'
complete -c ipcls -s P -l process -x -a '(__ipcls_process)' \
    -d 'list what a process holds or waits for'
complete -c ipcls -l unlinked \
    -d 'list removed objects that still use memory'
complete -c ipcls -s o -l output -x -a '(__ipcls_list +; echo all)' \
    -d 'show these fields; +LIST: in addition'
complete -c ipcls -s S -l sort -x -a '(__ipcls_list -)' \
    -d 'sort by these fields; -FIELD: descending'
complete -c ipcls -s b -l bytes -d 'show sizes in bytes'
complete -c ipcls -l time-format -x -a 'short iso epoch relative' \
    -d 'short, iso, epoch or relative'
complete -c ipcls -l color -x -a 'auto always never' \
    -d 'use colors: auto (on a terminal), always or never'
complete -c ipcls -l numeric \
    -d 'show octal permissions, and ids of users and groups'
complete -c ipcls -l no-headings -d 'show no headings'
complete -c ipcls -l no-truncate \
    -d 'show tables whole, however wide the terminal'
complete -c ipcls -l pager \
    -d 'show what is longer than the terminal with $PAGER'
complete -c ipcls -s J -l json -d 'write one JSON document'
complete -c ipcls -l jsonl -d 'write one JSON object per line'
complete -c ipcls -l csv -d 'write comma-separated values'
complete -c ipcls -s r -l raw -d 'write cells separated by one space'
complete -c ipcls -s e -l export -d 'write NAME=value for the shell'
complete -c ipcls -s 0 -l null -d 'write cells that end with NUL'
complete -c ipcls -s g -l global -d 'the same as --limits'
complete -c ipcls -s Q -l posix-mqueues -d 'list POSIX queues'
complete -c ipcls -s M -l posix-shmems -d 'list POSIX shared memory'
complete -c ipcls -l posix-semaphores -d 'list POSIX semaphores'
complete -c ipcls -l summary -d 'the same as --usage'
complete -c ipcls -l numeric-perms -d 'the same as --numeric'
complete -c ipcls -l noheadings -d 'the same as --no-headings'
complete -c ipcls -l notruncate -d 'the same as --no-truncate'
complete -c ipcls -s v -l verbose -d 'report other files, and what was not certain'
complete -c ipcls -s h -l help -d 'show this help'
complete -c ipcls -s V -l version -d 'show the version'
