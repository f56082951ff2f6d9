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

# The fields of the table that was chosen, with their meanings.
function __ipcls_columns
    if contains -- --list-columns (commandline -opc)
        printf '%s\n' name\t'the field' type\t'what its values are' \
            help\t'what it says'
        return
    end
    # Spaces are escaped, so that there are two words a line.
    __ipcls_run (__ipcls_chosen -l -u --limits --usage --explain --sources) \
        --list-columns -o name,help | string replace ' ' \t | string replace -a '\\s' ' '
end

# What the token has before the field that is being written: commas and all.
function __ipcls_list -a signs
    set -l token (string replace -r '^(--[a-z]+=|-[^-oSw]*[oS])' '' \
        -- (commandline -ct))
    set -l before (string match -r "^([^,]*,)*[$signs]?" -- $token)[1]
    __ipcls_columns | string replace -r '^' -- "$before"
end

# The expression so far, up to the field that it ends with.
function __ipcls_expression
    set -l token (string replace -r '^--where=' '' -- (commandline -ct))
    set token (string unescape -- $token; or string trim -l -c '\'"' -- $token)
    set -l before (string replace -r '[a-z_]*$' '' -- $token)
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

# Where --namespace may lead: a process, or a file; the argument is another word.
function __ipcls_namespace
    set -l token (string replace -r '^(--namespace=|-[^-N]*N)' '' \
        -- (commandline -ct))
    printf '%s\n' $argv
    __fish_complete_pids
    __fish_complete_path $token
end

function __ipcls_objects
    test -z "$(__ipcls_chosen -l -u --limits --usage --explain --sources \
        --list-columns)"; or return
    __ipcls_operands (__ipcls_chosen -q -m -s --queues --shmems --semaphores \
        --posix --sysv)
end

complete -c ipcls -f -a '(__ipcls_objects)'
complete -c ipcls -s q -l queues -d 'message queues'
complete -c ipcls -s m -l shmems -d 'shared memory'
complete -c ipcls -s s -l semaphores -d semaphores
complete -c ipcls -s a -l all -d 'all three'
complete -c ipcls -l posix -d 'POSIX objects only'
complete -c ipcls -l sysv -d 'System V objects only'
complete -c ipcls -s N -l namespace -x -a '(__ipcls_namespace all)' \
    -d 'in that IPC namespace'
complete -c ipcls -s w -l where -x -a '(__ipcls_expression)' \
    -d 'those for which the expression holds'
complete -c ipcls -l fail-if -x -a '(__ipcls_expression)' \
    -d 'end with 1 if it holds for any'
complete -c ipcls -l quiet -d 'list nothing'
complete -c ipcls -s i -l info -d 'all that is known of each object'
complete -c ipcls -s l -l limits -d 'the limits, and how much of them is used'
complete -c ipcls -s u -l usage -d 'totals by kind and by owner'
complete -c ipcls -l sources -d 'which sources of facts this machine allows'
complete -c ipcls -l explain -d 'which limits are near, and what uses them up'
complete -c ipcls -l openmetrics -d 'write metrics for Prometheus'
complete -c ipcls -l orphans-after -x -d 'what was used since is no orphan'
complete -c ipcls -l max-series -x -d 'fail if more objects are chosen'
complete -c ipcls -l list-columns -d 'the fields there are'
complete -c ipcls -s t -l time -d 'show times'
complete -c ipcls -s p -l pid -d 'show processes'
complete -c ipcls -s c -l creator -d 'show owner and creator'
complete -c ipcls -s H -l holders \
    -d 'show who holds it and who waits for it'
complete -c ipcls -l unlinked \
    -d 'what has no name any more, and who holds it'
complete -c ipcls -s o -l output -x -a '(__ipcls_list +; echo all)' \
    -d 'show these fields'
complete -c ipcls -s S -l sort -x -a '(__ipcls_list -)' \
    -d 'sort by these fields'
complete -c ipcls -s b -l bytes -d 'show sizes in bytes'
complete -c ipcls -l time-format -x -a 'short iso epoch relative' \
    -d 'show times so'
complete -c ipcls -l no-headings -d 'show no headings'
complete -c ipcls -s J -l json -d 'write one JSON document'
complete -c ipcls -l jsonl -d 'write a JSON object a line'
complete -c ipcls -l csv -d 'write comma-separated values'
complete -c ipcls -s r -l raw -d 'write cells with one space between'
complete -c ipcls -s e -l export -d 'write NAME=value for the shell'
complete -c ipcls -s 0 -l null -d 'write cells that end with NUL'
complete -c ipcls -s v -l verbose -d 'say what is passed over, and why'
complete -c ipcls -s h -l help -d 'show the help'
complete -c ipcls -s V -l version -d 'show the version'
