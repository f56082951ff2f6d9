# SPDX-License-Identifier: BSD-2-Clause
"""Run the examples of a document: examples.py FILE [TASK]

FILE is a man page, or a README whose displays are indented with a tab.  With
TASK only the subsection with that title is run; it has a world of its own.

In a display, a line that begins with "$ " is a command.  The lines below it are
exactly what the command prints to standard output or, if it fails, to standard
error.  If there are none, the output cannot be foretold.  A command goes on in
the next line until it is complete.  A command after "# " is for another world,
and is not run.  Durations and process numbers differ from run to run: they are
compared as such.

Comments of a page that begin with ".\\" and a tab make the world; those of a
README come from standard input.  "NAME: hold ..." starts the test program hold
under that name; it holds its object until the end.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile


def unescape(line):
    for escape, text in (("\\(dq", '"'), ("\\(aq", "'"), ("\\&", ""),
                         ("\\-", "-"), ("\\e", "\\")):
        line = line.replace(escape, text)
    return line


def displays(lines, page):
    """The lines of the file as (title, display, line), without the markup."""
    title, display = None, 0
    for number, line in enumerate(lines):
        if not page:
            # An empty line belongs to the display that goes on below it.
            if line and not line.startswith("\t"):
                display = 0
            elif line:
                display = display or number + 1
            yield title, display, line[1:] if display else line
        elif line.startswith((".Ss ", ".Sh ")):
            title = line[4:].strip('"')
        elif line.startswith(".Bd -literal"):
            display = number
        elif line == ".Ed":
            display = 0
        else:
            yield title, display, unescape(line) if display else line


def complete(command):
    """Whether this is a whole command for the shell."""
    return not command.endswith("\\") and subprocess.run(
        ["bash", "-n", "-c", command], stderr=subprocess.DEVNULL,
        check=False).returncode == 0


def parse(lines, page, task):
    """The commands that make the world, and pairs of command and output."""
    world, examples, before, whole = [], [], 0, True
    for title, display, line in displays(lines, page):
        if task and title != task:
            continue
        if not display:
            if line.startswith('.\\"\t'):
                world.append(line[4:])
        elif display == before and not whole:
            examples[-1][0] += "\n" + line
            whole = complete(examples[-1][0])
        elif line.startswith("$ "):
            examples.append([line[2:], []])
            before, whole = display, complete(line[2:])
        elif line.startswith("# "):
            before = 0
        elif display == before:
            examples[-1][1].append(line)
    return world, examples


def start(name, arguments, place):
    """Start hold under this name, and wait until it holds its object."""
    link = os.path.join(place, name)
    if not os.path.exists(link):
        os.symlink(shutil.which("hold"), link)
    process = subprocess.Popen([link, *arguments.split()],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    if not process.stdout.readline().startswith(b"ready"):
        sys.exit(f"{name}: hold {arguments}: not ready")
    return process


def run(command):
    return subprocess.run(
        ["bash", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
    )


def comparable(lines):
    """The lines, in which what time and the kernel decide is made the same."""
    moving = r"\b\d+[smhd](\d+[mhs])?(?=$|\s)|\b\d+(?=/[a-z])"
    if not any(re.search(moving, line) for line in lines):
        return lines
    return [re.sub(r"\s+", " ", re.sub(moving, "N", line)) for line in lines]


def problem(command, wanted):
    done = run(command)
    failed = done.returncode != 0 or done.stderr
    printed = (done.stderr if failed else done.stdout).splitlines()
    wanted = "\n".join(wanted).rstrip().splitlines()
    if failed and not wanted:
        return f"status {done.returncode}, {done.stderr}"
    if wanted and comparable(printed) != comparable(wanted):
        return "\n".join(["prints", *printed, "and the page says", *wanted])
    return None


def main(name, task=None):
    with open(name, encoding="utf-8") as file:
        lines = file.read().splitlines()
    page = lines[0].startswith(".")
    world, examples = parse(lines, page, task)
    if not page:
        world = sys.stdin.read().splitlines()
    holders, bad = [], 0
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        for command in world:
            match = re.match(r"(\w+): hold (.*)", command)
            if match:
                holders.append(start(*match.groups(), place))
                continue
            made = run(command)
            if made.returncode != 0:
                sys.exit(f"{name}: {command}: {made.stderr}")
        for command, wanted in examples:
            what = problem(command, wanted)
            if what:
                print(f"{name}: $ {command}\n{what}", file=sys.stderr)
                bad += 1
    for process in holders:
        process.communicate()
    print(len(examples))
    return bad != 0


sys.exit(main(*sys.argv[1:]))
