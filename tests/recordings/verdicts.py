#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Recordings of the example drivers show each fault and nothing else.

A broken driver's gives exactly its fault, with the functions of both sides; a fixed
one's nothing; one of all broken drivers in one boot, where lockdep stopped after its
first report, all six. Two that are clean alone give the fault that they hold together,
with each side's file named.

Each driver's dynamic dependencies stand in the lock graph of its source, too.

usage: verdicts.py [--unspin BIN] [-k PATTERN]
"""
import argparse
import os
import re
import tempfile

import judge
from judge import tap


def verdict_cases(unspin, recordings, pattern):
    for name, wanted in judge.expected().items():
        parts = name.split(judge.TOGETHER)
        if not re.search(pattern, name):
            continue
        missing = [part for part in parts if part not in recordings]
        if missing:
            tap.case(f"recordings/{name}", False, f"no recording of {', '.join(missing)}")
            continue
        formats = set.intersection(*(set(recordings[part]) for part in parts))
        for kind in sorted(formats - {"kallsyms"}):
            options = [f"--kallsyms={recordings[part]['kallsyms']}" for part in parts if "kallsyms" in formats]
            why = judge.judge(unspin, [recordings[part][kind] for part in parts], wanted, options)
            tap.case(f"recordings/{name}.{kind}", why is None, why or "")


def confirm(unspin, driver, recording, work):
    """Why the recording has dependencies of the driver's locks that its source has not, or none."""
    static, dynamic = os.path.join(work, "static"), os.path.join(work, "dynamic")
    for argv in ([unspin, "check", "--no-kernel", f"--graph-out={static}", driver],
                 [unspin, "trace", f"--graph-out={dynamic}", recording]):
        status, _, err = tap.run(argv)
        if status not in (0, 1):
            return f"{' '.join(argv)}\nexit status {status}\n{err.decode(errors='replace')}"
    status, out, err = tap.run([unspin, "graph", "diff", static, dynamic])
    return None if status == 0 else (out + err).decode(errors="replace")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    parser.add_argument("-k", metavar="PATTERN", default="")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unspin-recordings-") as work:
        recordings = judge.unpack(work)
        verdict_cases(args.unspin, recordings, args.k)
        for name in sorted(recordings):
            example, _, form = name.rpartition("-")
            driver = os.path.join(tap.ROOT, "examples", example, form + ".c")
            if os.path.exists(driver) and "txt" in recordings[name] and re.search(args.k, name):
                why = confirm(args.unspin, driver, recordings[name]["txt"], work)
                tap.case(f"recordings/{name}: its source has all dependencies", why is None, why or "")
    tap.done()


main()
