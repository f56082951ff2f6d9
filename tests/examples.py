# SPDX-License-Identifier: BSD-2-Clause
"""Run the examples of a man page: examples.py PAGE

In EXAMPLES, comments that begin with ".\\" and a tab make the world; in
displays, lines that begin with "$ " are commands, and what follows one is
exactly what it prints to standard output.  A command with nothing below it
prints what cannot be foretold.
"""
import re
import subprocess
import sys


def unescape(line):
    for escape, text in (("\\(dq", '"'), ("\\(aq", "'"), ("\\&", ""),
                         ("\\-", "-"), ("\\e", "\\")):
        line = line.replace(escape, text)
    return line


def parse(lines):
    """The commands that make the world, and pairs of command and output."""
    world, examples, section, display = [], [], None, False
    for line in lines:
        if line.startswith(".Sh "):
            section = line[4:].strip('"')
        elif section != "EXAMPLES":
            continue
        elif line.startswith('.\\"\t'):
            world.append(line[4:])
        elif line.startswith(".Bd -literal"):
            display = True
        elif line == ".Ed":
            display = False
        elif display and line.startswith("$ "):
            examples.append((unescape(line[2:]), []))
        elif display:
            examples[-1][1].append(unescape(line))
    return world, examples


def run(command):
    return subprocess.run(
        ["bash", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
    )


def problem(command, wanted):
    done = run(command)
    printed = done.stdout.splitlines()
    if done.returncode != 0 or done.stderr:
        return f"status {done.returncode}, {done.stderr}"
    if wanted and printed != wanted:
        return "\n".join(["prints", *printed, "and the page says", *wanted])
    return None


with open(sys.argv[1], encoding="utf-8") as page:
    world, examples = parse(page.read().splitlines())
for command in world:
    made = run(command)
    if made.returncode != 0:
        sys.exit(f"{sys.argv[1]}: {command}: {made.stderr}")
bad = 0
for command, wanted in examples:
    what = problem(command, wanted)
    if what:
        print(f"{sys.argv[1]}: $ {command}\n{what}", file=sys.stderr)
        bad += 1
print(len(examples))
sys.exit(bad != 0)
