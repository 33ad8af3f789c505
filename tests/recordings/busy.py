#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""An ordinary busy boot, recorded anew from its first moments on, has no findings (those of
low confidence, names that several locks share, are told), and each of the kernel's own dependencies that was recorded is in its replay.

usage: busy.py [--unspin BIN] [-k PATTERN]
"""
import argparse
import os
import re
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

import tap  # noqa: E402


def outcome(result):
    status, out, err = result
    return f"exit status {status}\n" + (out + err).decode(errors="replace")[-4000:]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    parser.add_argument("-k", metavar="PATTERN", default="")
    args = parser.parse_args()
    if not re.search(args.k, "recordings/busy"):
        tap.done()
    with tempfile.TemporaryDirectory(prefix="unspin-busy-", dir="/var/tmp") as work:
        recorded = tap.run([os.path.join(HERE, "record"), "--unspin", args.unspin, "--out", work,
                            "-k", "^busy$"], timeout=3600)
        tap.case("recordings/busy is recorded", recorded[0] == 0, outcome(recorded))
        if recorded[0] == 0:
            busy = os.path.join(work, "busy")
            trace = os.path.join(busy, "trace.dat")
            result = tap.run([args.unspin, "trace", trace], timeout=600)
            tap.case("recordings/busy has no findings", result[:2] == (0, b""), outcome(result))
            low = tap.run([args.unspin, "trace", "--confidence=low", "--format=gcc", trace], timeout=600)
            for line in low[1].decode(errors="replace").splitlines():
                tap.note(line)
            compared = tap.run([os.path.join(HERE, "compare"), "--unspin", args.unspin, busy],
                               timeout=1800)
            tap.case("recordings/busy: the replay has what the kernel learned meanwhile",
                     compared[0] == 0, outcome(compared))
            for line in compared[1].decode(errors="replace").splitlines():
                tap.note(line)
    tap.done()


main()
