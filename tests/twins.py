#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The twins: tests/check/RULE/NAME-bad.c with a fault, NAME-good.c without it.

Each file says in a comment at its end what unspin must find in it:

    /*
     * unspin-test
     * check: --some-option
     * expect: irq-unsafe | struct foo.lock | foo_irq foo_write
     * expect-nothing
     */

`check:` adds arguments. Each `expect:` is one finding: its rule, its lock
classes separated by ", ", and functions that its evidence must name; a fourth
part, if there is one, is the function that it must point at. A file
has `expect:` lines or `expect-nothing`. Findings are compared exactly: one too
many fails as one too few does. Only the shipped model is used, no kernel
headers of the machine, so that the result is the same everywhere.

usage: twins.py [--unspin BIN] [-k PATTERN] [FILE...]
"""
import argparse
import collections
import concurrent.futures
import glob
import os
import re
import sys

import tap

Expected = collections.namedtuple("Expected", "rule locks functions place")


class BadTest(Exception):
    pass


def read_expectations(path):
    """The extra arguments and the list of Expected of the file at @path."""
    with open(path, encoding="utf-8", errors="replace") as f:
        text = f.read()
    comments = re.findall(r"/\*\s*\*?\s*unspin-test\b(.*?)\*/", text, re.S)
    if len(comments) != 1:
        raise BadTest(f"{len(comments)} unspin-test comments, not one")
    args, expected, nothing = [], [], False
    for line in comments[0].splitlines():
        line = line.strip().lstrip("*").strip()
        if not line:
            continue
        word, _, rest = line.partition(":")
        if line == "expect-nothing":
            nothing = True
        elif word == "check":
            args += rest.split()
        elif word == "expect":
            fields = [field.strip() for field in rest.split("|")]
            if len(fields) not in (3, 4):
                raise BadTest(f"not rule | locks | functions: {line}")
            expected.append(Expected(fields[0],
                                     tuple(sorted(re.split(r",\s+", fields[1]))) if fields[1] else (),
                                     frozenset(fields[2].split()),
                                     fields[3] if len(fields) == 4 else None))
        else:
            raise BadTest(f"not understood: {line}")
    if nothing == bool(expected):
        raise BadTest("wants either expect: lines or expect-nothing")
    return args, expected


def describe(finding):
    where = f"{finding.get('file')}:{finding.get('line')}"
    return (f"{finding.get('rule')} | {', '.join(sorted(finding.get('locks', [])))} | "
            f"{' '.join(sorted(tap.functions_of(finding)))}  at {where}, "
            f"{finding.get('confidence')}: {finding.get('message')}")


def compare(expected, findings):
    """What differs between the lists, as lines; none where they agree."""
    left = list(findings)
    lines = []
    # The most demanding first, so that a lax one does not use up its finding.
    for want in sorted(expected, key=lambda e: -len(e.functions)):
        same = [f for f in left
                if f.get("rule") == want.rule and tuple(sorted(f.get("locks", []))) == want.locks
                and want.place in (None, f.get("function"))]
        match = next((f for f in same if want.functions <= tap.functions_of(f)), None)
        if match is not None:
            left.remove(match)
            continue
        lines.append(f"- {want.rule} | {', '.join(want.locks)} | {' '.join(sorted(want.functions))}"
                     + (f" | {want.place}" if want.place else ""))
        if same:
            missing = want.functions - tap.functions_of(same[0])
            lines.append(f"  found, but without: {' '.join(sorted(missing))}")
    lines += ["+ " + describe(f) for f in left]
    return lines


def check(unspin, path):
    """None where the file's findings are as expected, else why not."""
    try:
        args, expected = read_expectations(path)
    except BadTest as error:
        return str(error)
    report = tap.Report(unspin, ["--no-kernel", *args, path])
    trouble = report.trouble()
    if trouble:
        return trouble
    lines = compare(expected, report.findings)
    if lines:
        return "\n".join([report.command, *lines, report.stderr])
    if report.status != (1 if expected else 0):
        return f"{report.command}\nexit status {report.status}"
    return None


def main():
    parser = argparse.ArgumentParser(description="Run the twin tests.")
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    parser.add_argument("-k", metavar="PATTERN", default="", help="only paths with this in them")
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
    paths = args.files or sorted(glob.glob(os.path.join(tap.TESTS, "check/**/*.c"), recursive=True))
    paths = [p for p in paths if re.search(args.k, p)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, why in zip(paths, pool.map(lambda p: check(args.unspin, p), paths)):
            name = os.path.relpath(path, tap.TESTS)
            tap.case(name, why is None, why or "")
    tap.done()


if __name__ == "__main__":
    sys.exit(main())
