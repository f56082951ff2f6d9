# SPDX-License-Identifier: BSD-2-Clause
# Completion of ipcctl for fish.

# What it shares with ipcls.
functions -q __ipcls_operands; or source (status dirname)/ipcls.fish

function __ipcctl_owner
    set -l user (string match -r '^(?:--owner=)?([^:]*:)' -- (commandline -ct))
    if set -q user[2]
        __fish_complete_groups | string replace -r '^' -- $user[2]
    else
        __fish_complete_users
    end
end

# Objects of which the options so far make sense; behind -- a command.
function __ipcctl_operands
    set -l words (commandline -opc)
    if contains -- -- $words; and string match -q -- '--wait*' $words
        set -l behind (math (contains -i -- -- $words) + 1)
        set -l command $words[$behind..] (commandline -ct)
        complete -C (string join ' ' -- (string escape -- $command))
        return
    end
    set -l kinds
    for word in $words
        switch $word
            case '--wait*' '--post*' '--zero*' --op '--op=*' --set '--set=*'
                set kinds -s
            case --size '--size=*' --shrink
                set kinds -m --posix
            case --lock --unlock
                set kinds -m --sysv
            case '--max-bytes*'
                set kinds -q --sysv
        end
    end
    __ipcls_operands $kinds
end

complete -c ipcctl -f -a '(__ipcctl_operands)'
complete -c ipcctl -l mode -x -d 'set the permissions'
complete -c ipcctl -l owner -x -a '(__ipcctl_owner)' -d 'who is to own it'
complete -c ipcctl -l size -x -d 'size of POSIX memory'
complete -c ipcctl -l shrink -d 'let --size cut something off'
complete -c ipcctl -l max-bytes -x -d 'bytes that fit into a System V queue'
complete -c ipcctl -l lock -d 'keep a segment from being swapped out'
complete -c ipcctl -l unlock -d 'let it be swapped out again'
complete -c ipcctl -l set -x -d 'values of semaphores'
complete -c ipcctl -l wait -d 'wait for a semaphore, and take it'
complete -c ipcctl -l post -d 'give it back'
complete -c ipcctl -l zero -d 'wait until it is zero'
complete -c ipcctl -l op -x -d 'operations, all at once'
complete -c ipcctl -l timeout -x -d 'wait no longer than these seconds'
complete -c ipcctl -l nowait -d 'do not wait at all'
complete -c ipcctl -s N -l namespace -x -a '(__ipcls_namespace)' \
    -d 'in that IPC namespace'
complete -c ipcctl -s n -l dry-run -d 'show what would change'
complete -c ipcctl -s v -l verbose -d 'show what has changed'
complete -c ipcctl -s h -l help -d 'show the help'
complete -c ipcctl -s V -l version -d 'show the version'
