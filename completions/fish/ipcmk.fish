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
complete -c ipcmk -s p -l mode -x -d 'exact permissions (0644)'
complete -c ipcmk -l owner -x -a '(__ipcmk_owner)' -d 'owner and group'
complete -c ipcmk -l size -x -d 'size of shared memory'
complete -c ipcmk -l from -r -F -d 'fill the memory with the contents of FILE'
complete -c ipcmk -l max-messages -x -d 'how many messages fit into a POSIX queue'
complete -c ipcmk -l max-message-size -x -d 'size of the largest message of a POSIX queue'
complete -c ipcmk -l max-bytes -x -d 'how many bytes fit into a System V queue'
complete -c ipcmk -l nsems -x -d 'number of semaphores in a System V set'
complete -c ipcmk -l values -x -d 'initial values of the semaphores'
complete -c ipcmk -l huge -d 'use huge pages for a System V segment'
complete -c ipcmk -l no-reserve -d 'reserve no swap space for a System V segment'
complete -c ipcmk -l lock -d 'keep a System V segment from being swapped out'
complete -c ipcmk -l id -x -d 'identifier of a System V object (as root)'
complete -c ipcmk -l existing-ok -d 'accept an existing object, and leave it unchanged'
complete -c ipcmk -l restore -d 'create the objects of an archive on standard input'
complete -c ipcmk -l as -x -a '(__ipcmk_objects)' -d 'restore one object with this name'
complete -c ipcmk -l same-ids -d 'restore System V objects with their identifiers'
complete -c ipcmk -l dry-run -d 'show what would be restored'
complete -c ipcmk -l max-size -x -d 'refuse archives of more contents (1T)'
complete -c ipcmk -s J -l json -d 'write the new objects as JSON'
complete -c ipcmk -s v -l verbose -d 'report why kernel memory was not read'
complete -c ipcmk -s M -l shmem -x -d 'create a System V segment'
complete -c ipcmk -s m -l posix-shmem -x -d 'create POSIX shared memory called --name'
complete -c ipcmk -s S -l semaphore -x -d 'create a System V set of N semaphores'
complete -c ipcmk -s s -l posix-semaphore -d 'create a POSIX semaphore called --name'
complete -c ipcmk -s Q -l queue -d 'create a System V message queue'
complete -c ipcmk -s q -l posix-mqueue -d 'create a POSIX message queue called --name'
complete -c ipcmk -s n -l name -x -d 'name of the POSIX objects'
complete -c ipcmk -s N -l namespace -x -a '(__ipcls_namespace)' \
    -d 'use the IPC namespace of PID or of the file PATH'
complete -c ipcmk -s h -l help -d 'show this help'
complete -c ipcmk -s V -l version -d 'show the version'
