# SPDX-License-Identifier: BSD-2-Clause
# Completion of ipcrm for fish.

# What it shares with ipcls.
functions -q __ipcls_operands; or source (status dirname)/ipcls.fish

function __ipcrm_ids
    __ipcls_run --sysv $argv -o id
end

function __ipcrm_keys
    __ipcls_run -w 'key > 0x0' $argv -o key
end

# Exact names: in these options there are no escapes.
function __ipcrm_names
    ipcls -0 --posix $argv -o name 2>/dev/null | string split0
end

# In the old form, ipcrm shm ID..., what follows is identifiers.
function __ipcrm_objects
    set -l words (commandline -opc)
    switch "$words[2]"
        case msg
            __ipcrm_ids -q
        case sem
            __ipcrm_ids -s
        case shm
            __ipcrm_ids -m
        case '*'
            __ipcls_operands (__ipcls_chosen --posix --sysv)
    end
end

complete -c ipcrm -f -a '(__ipcrm_objects)'
complete -c ipcrm -s w -l where -x -a '(__ipcls_expression)' \
    -d 'remove only objects for which EXPR is true'
complete -c ipcrm -s U -l user -x -a '(__fish_complete_users)' \
    -d 'remove only objects of this owner'
complete -c ipcrm -l posix -d 'remove POSIX objects only'
complete -c ipcrm -l sysv -d 'remove System V objects only'
complete -c ipcrm -l orphans -d 'remove objects that no living process can use'
complete -c ipcrm -l orphans-after -x -d 'an orphan is unused for at least this long (1h)'
complete -c ipcrm -l older-than -x -d 'remove only objects unused for longer than this'
complete -c ipcrm -s n -l dry-run -d 'remove nothing; show what would be removed'
complete -c ipcrm -s i -l interactive -d 'ask before each object, and say who uses it'
complete -c ipcrm -s y -l yes -d 'do not ask'
complete -c ipcrm -s f -l force -d 'ignore objects that do not exist'
complete -c ipcrm -s v -l verbose -d 'report each removed object'
complete -c ipcrm -s m -l shmem-id -x -a '(__ipcrm_ids -m)' \
    -d 'remove a System V segment'
complete -c ipcrm -s M -l shmem-key -x -a '(__ipcrm_keys -m)' \
    -d 'remove a System V segment by its key'
complete -c ipcrm -l posix-shmem -x -a '(__ipcrm_names -m)' -d 'remove POSIX shared memory'
complete -c ipcrm -s q -l queue-id -x -a '(__ipcrm_ids -q)' \
    -d 'remove a System V message queue'
complete -c ipcrm -s Q -l queue-key -x -a '(__ipcrm_keys -q)' \
    -d 'remove a System V message queue by its key'
complete -c ipcrm -l posix-mqueue -x -a '(__ipcrm_names -q)' \
    -d 'remove a POSIX message queue'
complete -c ipcrm -s s -l semaphore-id -x -a '(__ipcrm_ids -s)' \
    -d 'remove a System V semaphore set'
complete -c ipcrm -s S -l semaphore-key -x -a '(__ipcrm_keys -s)' \
    -d 'remove a System V semaphore set by its key'
complete -c ipcrm -l posix-semaphore -x -a '(__ipcrm_names -s)' \
    -d 'remove a POSIX semaphore'
complete -c ipcrm -s a -l all -f -a 'shm pshm msg pmsg sem psem' \
    -d 'remove all: shm, pshm, msg, pmsg, sem or psem'
complete -c ipcrm -s N -l namespace -x -a '(__ipcls_namespace)' \
    -d 'use the IPC namespace of PID or of the file PATH'
complete -c ipcrm -s h -l help -d 'show this help'
complete -c ipcrm -s V -l version -d 'show the version'
