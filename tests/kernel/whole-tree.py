#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""One run over a whole kernel tree: no crash, and nearly every function read.

Prints what the run cost, as the kernel counts it for the child (user CPU, wall,
peak memory), and how many findings of each rule and confidence it gave.

usage: whole-tree.py [--unspin BIN] [--tree DIR]
"""
import argparse
import collections
import os
import re
import resource
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sources  # noqa: E402
from sources import tap  # noqa: E402

LEAST_READ = 99.5  # per cent of function bodies with nothing skipped inside


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    parser.add_argument("--tree", help="default: Debian's linux-source-6.12")
    args = parser.parse_args()
    tree = args.tree or sources.tree("6.12")
    if tree is None:
        tap.case("the whole kernel", False, "no source of Linux 6.12")
        tap.done()

    started = time.monotonic()
    report = tap.Report(args.unspin, ["--stats", tree], timeout=900)
    wall = time.monotonic() - started
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    trouble = report.trouble()
    tap.case("the whole kernel: checked to the end", trouble is None, trouble or "")
    tap.note(f"user CPU {usage.ru_utime:.1f} s, system {usage.ru_stime:.1f} s, wall {wall:.1f} s, "
             f"peak memory {usage.ru_maxrss / 2**20:.2f} GiB, {os.cpu_count()} cores")

    read = re.search(r"^function bodies\s+(\d+), ([\d.]+) %", report.stderr, re.M)
    tap.case(f"the whole kernel: at least {LEAST_READ} % of function bodies read with nothing skipped",
             bool(read) and float(read[2]) >= LEAST_READ,
             read[0] if read else "no such line in --stats:\n" + report.stderr[-2000:])
    for line in report.stderr.splitlines():
        if re.match(r"[a-z][a-zA-Z -]+   ", line):
            tap.note(line)

    counts = collections.Counter((f["rule"], f["confidence"]) for f in report.findings or [])
    for (rule, confidence), n in sorted(counts.items()):
        tap.note(f"{rule:<20} {confidence:<8} {n}")
    tap.done()


main()
