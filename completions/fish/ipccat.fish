# SPDX-License-Identifier: BSD-2-Clause
# Completion of ipccat for fish.

# What it shares with ipcls.
functions -q __ipcls_operands; or source (status dirname)/ipcls.fish

# Whether one of the words so far is this letter or this long option.
function __ipccat_has -a letter long
    string match -qr -- "^-[0-9A-Za-z]*$letter|^--$long\$" (commandline -opc)
end

# Whether an object is there already: a word that is no option, nor an argument.
function __ipccat_has_object
    set -l last
    for word in (commandline -opc)[2..]
        if not string match -q -- '-*' $word
            string match -qr -- '^-[0-9A-Za-z]*[NcmtT]$|^--(namespace|count|type|timeout|priority|message|offset|length)$' "$last"; or return 0
        end
        set last $word
    end
    return 1
end

# With --write a file follows the object, with --receive nothing does.
function __ipccat_operands
    if __ipccat_has r receive
        __ipccat_has_object; or __ipcls_operands -q
    else if __ipccat_has W write; and __ipccat_has_object
        __fish_complete_path (commandline -ct)
    else
        __ipcls_operands
    end
end

complete -c ipccat -f -a '(__ipccat_operands)'
complete -c ipccat -s r -l receive -d 'receive messages: remove them from the queue'
complete -c ipccat -s W -l write -d 'write FILE, or standard input, to OBJECT'
complete -c ipccat -l dump -d 'write a tar archive of the objects'
complete -c ipccat -s c -l count -x -d 'at most N messages (with --receive: 1)'
complete -c ipccat -s a -l all -d 'receive until the queue is empty'
complete -c ipccat -s F -l follow -d 'receive messages as they come'
complete -c ipccat -s T -l type -x -d 'messages of this System V type'
complete -c ipccat -l except -d 'messages of any type but that of --type'
complete -c ipccat -l priority -x -d 'messages of this POSIX priority'
complete -c ipccat -s t -l timeout -x -d 'wait at most this long for each message'
complete -c ipccat -l nowait -d 'do not wait'
complete -c ipccat -s m -l message -x -d 'write this message instead of FILE'
complete -c ipccat -s 0 -l null -d 'messages end with NUL, not with a newline'
complete -c ipccat -l whole -d 'nothing between messages; the input is one message'
complete -c ipccat -s X -l hex -d 'show bytes in hexadecimal'
complete -c ipccat -s J -l jsonl -d 'read and write messages as lines of JSON'
complete -c ipccat -l offset -x -d 'start at this offset of shared memory'
complete -c ipccat -l length -x -d 'read at most this many bytes of shared memory'
complete -c ipccat -l resize -d 'let POSIX shared memory grow to fit'
complete -c ipccat -s v -l verbose -d 'report each message, or the size of the memory'
complete -c ipccat -s N -l namespace -x -a '(__ipcls_namespace)' \
    -d 'use the IPC namespace of PID or of the file PATH'
complete -c ipccat -s h -l help -d 'show this help'
complete -c ipccat -s V -l version -d 'show the version'
