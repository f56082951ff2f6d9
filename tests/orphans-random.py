# SPDX-License-Identifier: BSD-2-Clause
"""Random users of IPC objects: orphans-random.py SEED SCENARIOS

In each scenario a user of its own makes an object, and somebody may use it
later or not: this program knows who, and ipcls must not call an object left
behind of which a user lives.  Objects that really are must be called so by
root, who sees everybody.  Many scenarios are looked at by one ipcls.
"""
import ctypes
import json
import os
import random
import subprocess
import sys
import time

BATCH = 50
IPC_CREAT, SETVAL, NEWPID = 0o1000, 16, 0x20000000
KINDS = ("shm", "mq", "sem", "shm:/")
# What becomes of the maker, and whether somebody is left who can use it.
FATES = {
    "ends": False,
    "stays": True,
    "holds": True,
    "forks": True,
    "forks later": True,
    "forks twice": True,
    "a helper began before": True,
    "in a pid namespace": True,
    "another began later": False,
    "another user is there": False,
}
libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p


def make(kind, number):
    """Makes the object as the user that we are; returns its name."""
    if kind == "shm:/":
        os.close(os.open(f"/dev/shm/x{number}", os.O_RDWR | os.O_CREAT, 0o600))
        return f"shm:/x{number}"
    if kind == "shm":
        ident = libc.shmget(number, 4096, IPC_CREAT | 0o600)
    elif kind == "mq":
        ident = libc.msgget(number, IPC_CREAT | 0o600)
    else:
        ident = libc.semget(number, 1, IPC_CREAT | 0o600)
        libc.semctl(ident, 0, SETVAL, 1)
    return f"{kind}:{ident}"


def hold(kind, name):
    if kind == "shm:/":
        os.open(f"/dev/shm/{name[5:]}", os.O_RDWR)
    elif kind == "shm":
        libc.shmat(int(name[4:]), None, 0)


class Pipe:
    def __init__(self):
        self.read_end, self.write_end = os.pipe()

    def wait(self):
        """Until who holds the other end, which only one may, closes it."""
        os.read(self.read_end, 1)


def become(uid):
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def child(work):
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    return pid


class Scenario:
    def __init__(self, dice, number):
        self.kind = dice.choice(KINDS)
        self.fate = dice.choice(list(FATES))
        self.number = 1000 + number
        self.uid = 20000 + number

    def begin(self, told, later, life):
        """Runs as a child, until it tells the object's name."""

        os.close(later.write_end)
        os.close(life.write_end)

        def stay():
            life.wait()

        def tell(name):
            os.write(told.write_end, f"{self.number} {name}\n".encode())

        def fork_and_end():
            if os.fork() == 0:
                stay()

        if self.fate == "in a pid namespace":
            libc.unshare(NEWPID)
            become(self.uid)
            child(lambda: (tell(make(self.kind, self.number)), stay()))
            return
        become(self.uid)
        if self.fate == "a helper began before":
            child(stay)
        name = make(self.kind, self.number)
        if self.fate == "holds":
            hold(self.kind, name)
        tell(name)
        if self.fate in ("stays", "holds"):
            stay()
        elif self.fate == "forks":
            fork_and_end()
        elif self.fate == "forks twice":
            if os.fork() == 0:
                os.setsid()
                fork_and_end()
        elif self.fate == "forks later":
            later.wait()
            fork_and_end()

    def go_on(self, life):
        """Later: who comes now has nothing to do with it, and says so."""
        uid = self.uid if self.fate == "another began later" else 9
        if self.fate.startswith("another"):
            os.set_inheritable(life.read_end, True)
            return subprocess.Popen(
                ["cat"], stdin=life.read_end, user=uid, group=uid,
                close_fds=True)
        return None


def names_of(told, count):
    text = b""
    while text.count(b"\n") < count:
        part = os.read(told.read_end, 65536)
        if not part:
            sys.exit("a scenario ended before it began")
        text += part
    return dict(line.split()[::-1] for line in text.decode().splitlines())


def verdicts(*before):
    run = subprocess.run(
        [*before, "ipcls", "--orphans-after", "0", "--json", "-o",
         "object,orphan,evidence"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return json.loads(run.stdout)["objects"]


def run_batch(scenarios):
    told, later, life = Pipe(), Pipe(), Pipe()
    makers = [child(lambda s=s: s.begin(told, later, life))
              for s in scenarios]
    names = names_of(told, len(scenarios))
    known = {str(s.number): s for s in scenarios}
    # By their start, who comes from now on did not run then.
    end = time.time() + 4.1
    while time.time() < end:
        time.sleep(0.05)
    os.close(later.write_end)
    for pid, s in zip(makers, scenarios):
        if s.fate not in ("stays", "holds"):
            os.waitpid(pid, 0)
    others = [s.go_on(life) for s in scenarios]
    views = {
        "root": verdicts(),
        "a user": verdicts("setpriv", "--reuid=8", "--regid=8",
                           "--clear-groups", "--"),
        "another pid namespace": verdicts("env", "-u", "LD_PRELOAD", "unshare",
                                          "--pid", "--fork", "--mount-proc"),
    }
    bad = proven = 0
    for view, objects in views.items():
        for o in objects:
            s = known[names[o["object"]]]
            in_use = FATES[s.fate]
            proven += o["orphan"] is True
            if o["orphan"] and (in_use or view == "another pid namespace"):
                bad += 1
                print(f"# {view}: {s.kind} {s.fate}: {o}")
            if view == "root" and not in_use and o["orphan"] is not True:
                bad += 1
                print(f"# {view}: left behind: {s.kind} {s.fate}: {o}")
    os.close(life.write_end)
    for pid, s in zip(makers, scenarios):
        if s.fate in ("stays", "holds"):
            os.waitpid(pid, 0)
    for other in others:
        if other is not None:
            other.wait()
    subprocess.run(["object", "clear"], check=True)
    for pipe in (told, later, life):
        os.close(pipe.read_end)
    os.close(told.write_end)
    return bad, proven


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    dice = random.Random(seed)
    bad = proven = 0
    for first in range(0, count, BATCH):
        some = [Scenario(dice, first + i)
                for i in range(min(BATCH, count - first))]
        more, these = run_batch(some)
        bad, proven = bad + more, proven + these
    print(f"seed {seed}: {count} scenarios, {proven} orphans proven, {bad} bad")
    sys.exit(bad != 0 or proven == 0)


main()
