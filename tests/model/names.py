#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What lockdep calls the classes of a driver: tests/model/names.txt.

    == name of the case
    model: init setup_lock(l) …     a model of its own beside the shipped one, a line each
    is: struct foo.lock = &f->lock  a class of the lock graph and its other names, sorted, ", " between
    C code

The lock graph that `unspin check --graph-out` writes must have exactly these classes.

usage: names.py [--unspin BIN] [-k PATTERN]
"""
import argparse
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

CASES = os.path.join(tap.TESTS, "model/names.txt")


def read_cases():
    cases = []
    with open(CASES, encoding="utf-8") as f:
        for line in f.read().splitlines():
            if line.startswith("== "):
                cases.append({"name": line[3:], "model": [], "is": [], "code": []})
                continue
            if not cases:
                continue
            key, colon, rest = line.partition(": ")
            case = cases[-1]
            if colon and not case["code"] and key in ("model", "is"):
                case[key].append(rest)
            else:
                case["code"].append(line)
    return cases


def check(unspin, case):
    """Why the case fails; None if it does not."""
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in (("a.c", case["code"]), ("own.model", case["model"])):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                f.write("\n".join(lines) + "\n")
        status, _, err = tap.run([unspin, "check", "--no-kernel", "--model", "own.model",
                                  "--graph-out", "graph", "a.c"], cwd=folder)
        if status not in (0, 1) or err:
            return f"exit status {status}\n{err.decode(errors='replace')}"
        with open(os.path.join(folder, "graph"), encoding="utf-8") as f:
            classes = [line.rstrip("\n").split("\t") for line in f if line.startswith("class\t")]
    found = sorted(f"{c[1]} = {', '.join(c[3:])}".rstrip() for c in classes)
    expected = sorted(case["is"])
    return None if found == expected else "\n".join(["found:", *found, "expected:", *expected])


def main():
    parser = argparse.ArgumentParser(description="What lockdep calls the classes of a driver.")
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    parser.add_argument("-k", metavar="PATTERN", default="")
    args = parser.parse_args()
    for case in read_cases():
        if re.search(args.k, case["name"]):
            why = check(os.path.abspath(args.unspin), case)
            tap.case(f"names: {case['name']}", why is None, why or "")
    tap.done()


main()
