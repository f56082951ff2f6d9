# SPDX-License-Identifier: BSD-2-Clause
# Completion of ipcmk for fish.

# What it shares with ipcls.
functions -q __ipcls_operands; or source (status dirname)/ipcls.fish

# What is to be made is new: a kind is all that can be said of it.
function __ipcmk_objects
    set -l token (commandline -ct)
    if string match -qr '^(mq|msg|shm|sem):@' -- $token
        set -l kind (string match -r '^[a-z]+:@' -- $token)
        set -l path (string replace -r '^[a-z]+:@' '' -- $token)
        __fish_complete_path $path | string replace -r '^' -- $kind
        return
    end
    printf '%s\n' mq:\tqueue shm:\tmemory sem:\tsemaphores
end

function __ipcmk_owner
    set -l user (string match -r '^(?:--owner=)?([^:]*:)' -- (commandline -ct))
    if set -q user[2]
        __fish_complete_groups | string replace -r '^' -- $user[2]
    else
        __fish_complete_users
    end
end

complete -c ipcmk -f -a '(__ipcmk_objects)'
complete -c ipcmk -s p -l mode -x -d 'permissions, exactly'
complete -c ipcmk -l owner -x -a '(__ipcmk_owner)' -d 'who is to own it'
complete -c ipcmk -l size -x -d 'size of the memory'
complete -c ipcmk -l from -r -F -d 'the memory begins as this file'
complete -c ipcmk -l max-messages -x -d 'messages that fit'
complete -c ipcmk -l max-message-size -x -d 'size of the largest message'
complete -c ipcmk -l max-bytes -x -d 'bytes that fit'
complete -c ipcmk -l nsems -x -d 'semaphores in the set'
complete -c ipcmk -l values -x -d 'values of the semaphores'
complete -c ipcmk -l huge -d 'use huge pages'
complete -c ipcmk -l no-reserve -d 'set no swap space aside'
complete -c ipcmk -l lock -d 'keep it from being swapped out'
complete -c ipcmk -l existing-ok -d 'take what is there already, unchanged'
complete -c ipcmk -s J -l json -d 'write what was made as JSON'
complete -c ipcmk -s M -l shmem -x -d 'a System V segment'
complete -c ipcmk -s m -l posix-shmem -x -d 'POSIX memory'
complete -c ipcmk -s S -l semaphore -x -d 'a System V semaphore set'
complete -c ipcmk -s s -l posix-semaphore -d 'a POSIX semaphore'
complete -c ipcmk -s Q -l queue -d 'a System V message queue'
complete -c ipcmk -s q -l posix-mqueue -d 'a POSIX message queue'
complete -c ipcmk -s n -l name -x -d 'name of the POSIX objects'
complete -c ipcmk -s N -l namespace -x -a '(__ipcls_namespace)' \
    -d 'in that IPC namespace'
complete -c ipcmk -s h -l help -d 'show the help'
complete -c ipcmk -s V -l version -d 'show the version'
