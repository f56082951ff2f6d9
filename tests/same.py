# SPDX-License-Identifier: BSD-2-Clause
"""Whether ipcls says the same in all formats: same.py FIELDS [ARG...]

Cells are compared with what the JSON values are as text; names and fields
must be such that no format escapes them.
"""
import csv
import io
import json
import shlex
import subprocess
import sys

fields = sys.argv[1].split(",")
args = sys.argv[2:]


def run(*options):
    return subprocess.run(
        ["ipcls", "-o", ",".join(fields), *options, *args],
        check=True,
        stdout=subprocess.PIPE,
    ).stdout.decode()


def text(value, unknown):
    if value is None:
        return unknown
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value == []:
        return unknown
    if isinstance(value, list):
        return ",".join(text(element, unknown) for element in value)
    return str(value)


def expect(rows, unknown):
    return [[text(row[field], unknown) for field in fields] for row in rows]


def check(name, cells, unknown):
    wanted = expect(rows, unknown)
    if cells != wanted:
        sys.exit(f"{name}: {cells} but json: {wanted}")


def table(lines):
    return [line.split() for line in lines]


heading = [field.upper() for field in fields]
(rows,) = json.loads(run("--json")).values()
if len(rows) < 2 or any(list(row) != fields for row in rows):
    sys.exit(f"json: {rows}")

lines = run("--jsonl").splitlines()
if [json.loads(line) for line in lines] != rows:
    sys.exit(f"jsonl: {lines}")

cells = list(csv.reader(io.StringIO(run("--csv"), newline=""), strict=True))
check("csv", cells[1:], "")
lines = run("--raw").splitlines()
check("raw", [line.split(" ") for line in lines[1:]], "-")
if cells[0] != heading or lines[0] != " ".join(heading):
    sys.exit(f"headings: {cells[0]} {lines[0]}")

words = [shlex.split(line) for line in run("--export").splitlines()]
if any([w.partition("=")[0] for w in line] != heading for line in words):
    sys.exit(f"export: {words}")
check("export", [[w.partition("=")[2] for w in line] for line in words], "")

cells = run("-0").split("\0")
if cells.pop() != "":
    sys.exit("null: the last cell does not end")
n = len(fields)
check("null", [cells[i : i + n] for i in range(0, len(cells), n)], "")

options = "-b", "--time-format=iso"
lines = table(run(*options).splitlines())
check("text", [[c.rstrip("%") for c in line] for line in lines[1:]], "-")
if lines[0] != heading:
    sys.exit(f"headings: {lines[0]}")
