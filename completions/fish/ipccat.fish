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
            string match -qr -- '^-[0-9A-Za-z]*[Ncmt]$|^--(namespace|count|type|timeout|priority|message|offset|length)$' "$last"; or return 0
        end
        set last $word
    end
    return 1
end

# With --write a file follows the object, with --receive nothing does.
function __ipccat_operands
    if __ipccat_has r receive
        __ipccat_has_object; or __ipcls_operands -q
    else if __ipccat_has w write; and __ipccat_has_object
        __fish_complete_path (commandline -ct)
    else
        __ipcls_operands
    end
end

complete -c ipccat -f -a '(__ipccat_operands)'
complete -c ipccat -s r -l receive -d 'take messages off a queue'
complete -c ipccat -s w -l write -d 'write into an object'
complete -c ipccat -s c -l count -x -d 'so many messages'
complete -c ipccat -s a -l all -d 'until the queue is empty'
complete -c ipccat -s f -l follow -d 'for ever'
complete -c ipccat -s t -l type -x -d 'messages of this type'
complete -c ipccat -l except -d 'of any type but that'
complete -c ipccat -l priority -x -d 'messages of this priority'
complete -c ipccat -l timeout -x -d 'wait no longer for each'
complete -c ipccat -l nowait -d 'do not wait at all'
complete -c ipccat -s m -l message -x -d 'write this message'
complete -c ipccat -s 0 -l null -d 'messages end with NUL'
complete -c ipccat -l whole -d 'messages end with nothing'
complete -c ipccat -s x -l hex -d 'show bytes in hexadecimal'
complete -c ipccat -s J -l jsonl -d 'messages are lines of JSON'
complete -c ipccat -l offset -x -d 'begin there in the memory'
complete -c ipccat -l length -x -d 'read no more than that'
complete -c ipccat -l resize -d 'let the memory grow to fit'
complete -c ipccat -s v -l verbose -d 'say what each is'
complete -c ipccat -s N -l namespace -x -a '(__ipcls_namespace)' \
    -d 'in that IPC namespace'
complete -c ipccat -s h -l help -d 'show the help'
complete -c ipccat -s V -l version -d 'show the version'
