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
    __ipcls_operands
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
    printf '%s\n' "$before"{create,remove,change,send,receive,full,empty,attach,detach,op,hold,release,wait,wake,overflow}
end

complete -c ipcwatch -f -a '(__ipcwatch_operands)'
complete -c ipcwatch -s e -l events -x -a '(__ipcwatch_events)' \
    -d 'report these events'
complete -c ipcwatch -s w -l where -x -a '(__ipcls_expression)' \
    -d 'of objects for which the expression holds'
complete -c ipcwatch -l initial -d 'what is there is created, too'
complete -c ipcwatch -s H -l holders -d 'and who holds them and waits for them'
complete -c ipcwatch -s N -l namespace -x -a '(__ipcls_namespace)' \
    -d 'in that IPC namespace'
complete -c ipcwatch -s d -l interval -x -d 'look every so many seconds'
complete -c ipcwatch -s c -l count -x -d 'end after so many events'
complete -c ipcwatch -s J -l jsonl -d 'write a JSON object for each'
complete -c ipcwatch -l format -x -d 'write this, with %{field}'
complete -c ipcwatch -l until -x -a '(__ipcwatch_until)' \
    -d 'end once it holds of an object'
complete -c ipcwatch -l all -d 'once it holds of all'
complete -c ipcwatch -l until-gone -d 'end once none is there'
complete -c ipcwatch -l timeout -x -d 'end then, with status 124'
complete -c ipcwatch -s x -l exec -d 'run the command behind it for each'
complete -c ipcwatch -l orphans-after -x -d 'what was used since is no orphan'
complete -c ipcwatch -l ready -x -d 'write a line to this descriptor'
complete -c ipcwatch -l ready-line -d 'say ready on stderr'
complete -c ipcwatch -l top -d 'a screen of what is busy'
complete -c ipcwatch -s h -l help -d 'show the help'
complete -c ipcwatch -s V -l version -d 'show the version'
