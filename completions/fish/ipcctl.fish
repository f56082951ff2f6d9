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
complete -c ipcctl -l mode -x -d 'permissions, octal or symbolic (u+w,o=)'
complete -c ipcctl -l owner -x -a '(__ipcctl_owner)' -d 'owner and group'
complete -c ipcctl -l size -x -d 'size of POSIX shared memory'
complete -c ipcctl -l shrink -d 'allow --size to cut off contents'
complete -c ipcctl -l max-bytes -x -d 'capacity of a System V queue'
complete -c ipcctl -l lock -d 'keep a System V segment from being swapped out'
complete -c ipcctl -l unlock -d 'allow a System V segment to be swapped out'
complete -c ipcctl -l set -x -d 'values of semaphores: 4,0,2 or 1=9'
complete -c ipcctl -l wait -d 'wait until semaphore N (0) is above 0; subtract 1'
complete -c ipcctl -l post -d 'add 1 to semaphore N (0)'
complete -c ipcctl -l zero -d 'wait until semaphore N (0) is 0'
complete -c ipcctl -l op -x -d 'do several operations at once: 0-1,1+1u,2=0n'
complete -c ipcctl -s t -l timeout -x -d 'wait at most this long'
complete -c ipcctl -l nowait -d 'do not wait'
complete -c ipcctl -s N -l namespace -x -a '(__ipcls_namespace)' \
    -d 'use the IPC namespace of PID or of the file PATH'
complete -c ipcctl -s n -l dry-run -d 'change nothing; show what would change'
complete -c ipcctl -s v -l verbose -d 'report each change'
complete -c ipcctl -s h -l help -d 'show this help'
complete -c ipcctl -s V -l version -d 'show the version'
