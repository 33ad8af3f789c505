#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Recordings made by hand, tests/trace/replay: NAME-bad.txt has a fault, NAME-good.txt is
the same without it.

Each is ftrace's text, and says in comments at its end what unspin must find in it:

    # trace: --some-option
    # with: NAME-more.txt
    # expect: irq-unsafe | &s->lock | seed_irq seed_write | high
    # says: events were lost in 1 places; nothing is concluded across them

`trace:` adds arguments, `with:` a file of the same folder that is read too. Each
`expect:` is one finding: its rule, its lock classes separated by ", ", functions that
its evidence must name, its confidence; there is none in a good one. Findings are
compared exactly, low confidence included. `says:` is a line on stderr without what
names the file; all must be told but USUAL.

usage: replay.py [--unspin BIN] [-k PATTERN]
"""
import argparse
import collections
import concurrent.futures
import glob
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

FOLDER = os.path.join(tap.TESTS, "trace/replay")

# What recordings made by hand lack as a rule.
USUAL = "no irq_disable events: irq state taken from the records' flags"

Expected = collections.namedtuple("Expected", "rule locks functions confidence")
Case = collections.namedtuple("Case", "args files expected says")


def read_case(path):
    """The Case of the file at @path."""
    case = Case([], [path], [], [])
    with open(path, encoding="utf-8", errors="surrogateescape") as f:
        found = re.findall(r"^# (trace|with|expect|says): (.*)$", f.read(), re.M)
    for word, rest in found:
        if word == "trace":
            case.args.extend(rest.split())
        elif word == "with":
            case.files.append(os.path.join(FOLDER, rest))
        elif word == "says":
            case.says.append(rest)
        else:
            rule, locks, functions, confidence = (field.strip() for field in rest.split("|"))
            case.expected.append(Expected(rule, sorted(re.split(r",\s+", locks)) if locks else [],
                                          set(functions.split()), confidence))
    return case


def fits(want, finding):
    return (want.rule == finding["rule"] and want.locks == sorted(finding["locks"])
            and want.confidence == finding["confidence"]
            and want.functions <= tap.functions_of(finding))


def differences(case, report):
    """What is not as expected, as lines; none where all is."""
    left, lines = list(report.findings), []
    for want in sorted(case.expected, key=lambda e: -len(e.functions)):
        match = next((f for f in left if fits(want, f)), None)
        if match:
            left.remove(match)
        else:
            lines.append(f"- {want}")
    lines += [f"+ {f['rule']} | {', '.join(f['locks'])} | {' '.join(sorted(tap.functions_of(f)))}"
              f" | {f['confidence']}: {f['message']}" for f in left]
    said = [re.sub(rf"^unspin: (?:{re.escape(FOLDER)}/\S+: )?", "", line)
            for line in report.stderr.splitlines()]
    said = [line for line in said if line != USUAL]
    lines += [f"- says: {line}" for line in case.says if line not in said]
    lines += [f"+ says: {line}" for line in said if line not in case.says]
    if report.status != (1 if case.expected else 0):
        lines.append(f"exit status {report.status}")
    return lines


def check(unspin, path):
    """None where the recording is judged as expected, else why not."""
    case = read_case(path)
    if bool(case.expected) != path.endswith("-bad.txt"):
        return "a bad recording expects a finding, a good one none"
    report = tap.Report(unspin, ["--confidence=low", *case.args, *case.files], verb="trace")
    trouble = report.trouble()
    if trouble:
        return trouble
    lines = differences(case, report)
    return "\n".join([report.command, *lines]) if lines else None


def main():
    parser = argparse.ArgumentParser(description="Replay recordings made by hand.")
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    parser.add_argument("-k", metavar="PATTERN", default="", help="only names with this in them")
    args = parser.parse_args()
    paths = sorted(p for kind in ("bad", "good")
                   for p in glob.glob(os.path.join(FOLDER, f"*-{kind}.txt")))
    alone = [p for p in paths if p.endswith("-bad.txt")
             and p.replace("-bad.txt", "-good.txt") not in paths]
    tap.case("replay: each fault has its correct twin", not alone, "\n".join(alone))
    paths = [p for p in paths if re.search(args.k, os.path.basename(p))]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, why in zip(paths, pool.map(lambda p: check(args.unspin, p), paths)):
            tap.case(os.path.relpath(path, tap.TESTS), why is None, why or "")
    tap.done()


if __name__ == "__main__":
    sys.exit(main())
