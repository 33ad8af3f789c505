#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""`unspin trace --stats` from outside: the table, the JSON, and what it refuses. TAP.

usage: lockstats.py [--unspin BIN]
"""
import argparse
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

RECORDING = """\
# tracer: nop
#
#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
#              | |         |   |||||     |         |
              sh-55      [000] ...1.     6.000100: lock_acquire: ffff88800085ec40 &s->lock
              sh-55      [000] ...1.     6.000101: <stack trace>
 => lock_acquire
 => _raw_spin_lock
 => seed_write
 => vfs_write
 => entry_SYSCALL_64_after_hwframe
              sh-55      [000] ...1.     6.000110: lock_contended: ffff88800085ec40 &s->lock
              sh-55      [000] ...1.     6.000150: lock_acquired: ffff88800085ec40 &s->lock
              sh-55      [000] ...1.     6.000250: lock_release: ffff88800085ec40 &s->lock
              sh-55      [000] d.h1.     6.000300: lock_acquire: ffff88800085ec40 &s->lock
              sh-55      [000] d.h1.     6.000307: lock_release: ffff88800085ec40 &s->lock
              sh-55      [001] .....     6.000400: lock_acquire: ffff88800085ed00 try read &mm->mmap_lock
              sh-55      [001] .....     6.000900: lock_release: ffff88800085ed00 &mm->mmap_lock
              sh-55      [001] .....     6.000950: lock_acquire: ffff88800085ee00 held_at_the_end
"""

LOCK_STAT = """\
lock_stat version 0.4
--------------------------------------------------------------------------------
   class name    con-bounces    contentions   waittime-min   waittime-max
--------------------------------------------------------------------------------

   tasklist_lock-R:  5  5  742.44  17662.19  27117.04  5423.41  16  45  2.40  131488.58  132711.50  2949.14
   ---------------
   tasklist_lock     3  [<(____ptrval____)>] do_exit+0x2a2/0x750
   ---------------
   tasklist_lock     1  [<(____ptrval____)>] do_wait+0x2a2/0x750
"""

TABLE = """\
class            context       taken    tried     read contended  wait total/us     wait max  hold total/us     hold max  longest hold
tasklist_lock    any              45        -       45         5       27117.04     17662.19      132711.50    131488.58  do_wait(), DIR/lock_stat.txt:6
&s->lock         process           1        0        0         1          40.00        40.00         100.00       100.00  seed_write(), sh/55, DIR/trace.txt:5
&mm->mmap_lock   process           1        1        1         0           0.00         0.00         500.00       500.00  sh/55, DIR/trace.txt:17
&s->lock         hardirq           1        0        0         0           0.00         0.00           7.00         7.00  sh/55, DIR/trace.txt:15
held_at_the_end  process           1        0        0         0           0.00         0.00           0.00         0.00
"""

S_LOCK = {
    "class": "&s->lock", "context": "process", "acquisitions": 1, "tries": 0, "reads": 0, "contentions": 1,
    "wait": {"count": 1, "total": 40000, "max": 40000,
             "longest": {"function": "seed_write", "task": "sh", "pid": 55, "file": "DIR/trace.txt",
                         "position": 5}},
    "hold": {"count": 1, "total": 100000, "max": 100000,
             "longest": {"function": "seed_write", "task": "sh", "pid": 55, "file": "DIR/trace.txt",
                         "position": 5}},
}
TASKLIST_LOCK = {
    "class": "tasklist_lock", "context": None, "acquisitions": 45, "tries": None, "reads": 45,
    "contentions": 5,
    "wait": {"count": 5, "total": 27117040, "max": 17662190,
             "longest": {"function": "do_exit", "task": None, "pid": None,
                         "file": "DIR/lock_stat.txt", "position": 6}},
    "hold": {"count": 45, "total": 132711500, "max": 131488580,
             "longest": {"function": "do_wait", "task": None, "pid": None,
                         "file": "DIR/lock_stat.txt", "position": 6}},
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unspin-stats-") as work:
        paths = {}
        for name, text in (("trace.txt", RECORDING), ("lock_stat.txt", LOCK_STAT),
                           ("empty.txt", "lock_stat version 0.4\n")):
            paths[name] = os.path.join(work, name)
            with open(paths[name], "w", encoding="utf-8") as f:
                f.write(text)

        def run(*options):
            status, out, err = tap.run([args.unspin, "trace", *options])
            return status, out.decode().replace(work, "DIR"), err.decode().replace(work, "DIR")

        both = [paths["trace.txt"], paths["lock_stat.txt"]]
        status, out, err = run("--stats", *both)
        lines = [line.rstrip() for line in out.splitlines()]
        tap.case("stats: the table of a recording and a dump",
                 status == 0 and lines == TABLE.splitlines(), f"status {status}\n{out}{err}")

        status, out, err = run("--stats", "--format=json", *both)
        found = json.loads(out)
        rows = {(row["class"], row["context"]): row for row in found["lock_stats"]}
        # held_at_the_end, and what the next file cuts off
        tap.case("stats: the same as JSON",
                 status == 0 and len(rows) == 5 and found["unfinished"] == 1 and
                 rows["&s->lock", "process"] == S_LOCK and
                 rows["tasklist_lock", None] == TASKLIST_LOCK and
                 rows["held_at_the_end", "process"]["hold"]["longest"] is None, out)

        status, out, err = run(paths["lock_stat.txt"])
        tap.case("stats: without --stats a dump of /proc/lock_stat is refused",
                 status == 2 and "--stats" in err, f"status {status}\n{err}")

        status, out, err = run("--stats", paths["empty.txt"], paths["lock_stat.txt"])
        tap.case("stats: an empty dump is told, the other one is used",
                 status == 2 and "empty.txt: no classes" in err and "tasklist_lock" in out,
                 f"status {status}\n{out}{err}")

        if os.path.exists("/dev/full"):
            with open("/dev/full", "wb") as full:
                status = tap.subprocess.run([args.unspin, "trace", "--stats", *both], stdout=full,
                                            stderr=tap.subprocess.PIPE, env=tap.ENVIRONMENT,
                                            check=False).returncode
            tap.case("stats: a full disk is no success", status == 2, f"status {status}")
    tap.done()


main()
