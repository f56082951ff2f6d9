# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
#
# bash complete.bash FILE LINE [BREAKS]
#
# Load a completion and print what it would complete the end of the line to,
# a candidate a line, sorted.  The line is split as readline does: at blanks,
# and at break characters, which are words of their own.

COMP_WORDBREAKS=${3-$' \t\n"\'@><=;|&(:'}
# shellcheck source=/dev/null
. "$1"
COMP_LINE=$2 COMP_POINT=${#2} COMP_WORDS=()

breaks=${COMP_WORDBREAKS//[$' \t\n"\'']/}
quotes=$'"\''
rest=$COMP_LINE
while [[ -n $rest ]]; do
	quote=${rest:0:1}
	if [[ $quote == ' ' ]]; then
		rest=${rest:1}
		[[ -n $rest ]] || COMP_WORDS+=("")
		continue
	elif [[ $quotes == *"$quote"* ]]; then
		word=${rest:1}
		word=$quote${word%%"$quote"*}
		[[ $rest != "$word$quote"* ]] || word+=$quote
	elif [[ -n $breaks && $rest == ["$breaks"]* ]]; then
		word=${rest%%[!"$breaks"]*}
	else
		word=${rest%%[ "$breaks"]*}
		# An escaped blank ends no word.
		while [[ $word == *\\ ]]; do
			more=${rest:${#word}+1}
			word+=${rest:${#word}:1}${more%%[ "$breaks"]*}
		done
	fi
	COMP_WORDS+=("$word")
	rest=${rest:${#word}}
done
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))

read -ra how < <(complete -p "${COMP_WORDS[0]}")
for ((i = 0; i < ${#how[@]}; i++)); do
	[[ ${how[i]} != -F ]] || "${how[i + 1]}" "${COMP_WORDS[0]}"
done
printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort
