#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Run groups of tests, count their cases, and end with `N passed, N failed`.

A test is a program that prints TAP (see tests/tap.py; cmocka does so when told
to). A program that prints no TAP is one case, which its exit status decides.

    unit      the programs that Meson built from tests/
    twins     tests/check: bad and good drivers of every rule; drivers
              of one core; words of the model; names for lockdep
    graph     `unspin graph` from outside
    trace     `unspin trace` from outside
    selftest  the kernel's own locking self-tests on the tracker
    badinput  files that no C compiler would take
    style     layers, formatting, file headers, names defined twice
    examples  examples/: broken and fixed told apart, built for real kernels, and compared
              with recordings
    kernel    Debian's kernel sources: six known bugs, and the whole tree
    fuzz      tests/fuzz with its seeds, for --fuzz-seconds in all
    boot      the example drivers in QEMU, and what lockdep says of them
    all       everything but boot

usage: run.py [--build DIR]... [-k PATTERN] [GROUP...]
"""
import argparse
import glob
import os
import re
import subprocess
import sys
import time

import tap


class Totals:
    passed = 0
    failed = 0
    failures = []


def executables(pattern):
    return sorted(p for p in glob.glob(pattern)
                  if os.path.isfile(p) and os.access(p, os.X_OK) and "." not in os.path.basename(p))


def run_program(label, argv, totals, verbose):
    """Run one test program and add up its cases."""
    started = time.monotonic()
    env = dict(tap.ENVIRONMENT, CMOCKA_MESSAGE_OUTPUT="TAP")
    p = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT, env=env, cwd=tap.ROOT)
    output = p.stdout.decode(errors="replace")
    passed = len(re.findall(r"^ok\b", output, re.M))
    failed = len(re.findall(r"^not ok\b", output, re.M))
    plan = re.search(r"^1\.\.(\d+)", output, re.M)
    if not plan and passed + failed == 0:
        passed, failed = (1, 0) if p.returncode == 0 else (0, 1)
    elif failed == 0 and (p.returncode != 0 or not plan or int(plan[1]) != passed):
        failed = 1  # it died between two cases, or a sanitizer spoke at its end
    totals.passed += passed
    totals.failed += failed
    print(f"{label}: {passed} passed, {failed} failed ({time.monotonic() - started:.1f} s)")
    if failed:
        totals.failures.append(label)
    show_all = verbose or (failed and not re.search(r"^not ok\b", output, re.M))
    failing = False
    for line in output.splitlines():
        if re.match(r"(not )?ok\b", line):
            failing = line.startswith("not ok")
        # Notes of one blank are remarks for the reader, as measured figures are.
        remark = re.match(r"# (?!(not )?ok )\S", line)
        if show_all or failing or remark:
            print("    " + line)
    sys.stdout.flush()


def group_programs(group, build, args):
    """The (label, argv) pairs of @group; @build is the build directory under test."""
    python = sys.executable
    unspin = ["--unspin", os.path.join(build, "unspin")]
    pattern = ["-k", args.k] if args.k else []

    def script(path, *extra):
        return [(path, [python, os.path.join(tap.TESTS, path), *extra])]

    if group == "unit":
        found = executables(os.path.join(build, "tests/test_*"))
        return [(os.path.relpath(p, build), [p]) for p in found if re.search(args.k, p)]
    if group == "twins":
        return (script("twins.py", *unspin, *pattern) + script("parties.py", *unspin) +
                script("model/words.py", *unspin, *pattern) +
                script("model/names.py", *unspin, *pattern))
    if group == "graph":
        return script("graphfile/verbs.py", *unspin)
    if group == "trace":
        return (script("trace/replay.py", *unspin, *pattern) + script("trace/properties.py", *unspin) +
                script("trace/lockstats.py", *unspin) +
                script("recordings/verdicts.py", *unspin, *pattern))
    if group == "selftest":
        return script("selftest/selftest.py", "--build", build)
    if group == "badinput":
        return (script("badinput/badinput.py", *unspin, *pattern) +
                script("badinput/recordings.py", *unspin, *pattern) +
                script("boot/badinput.py", *unspin, *pattern))
    if group == "style":
        return [(f"tools/{name}", [python, os.path.join(tap.ROOT, "tools", name), *more])
                for name, more in (("check-layers", []), ("check-style", []),
                                   ("check-symbols", ["--build", build]))]
    if group == "examples":
        return (script("examples/verdicts.py", *unspin) + script("examples/modules.py") +
                script("graphfile/recorded.py", *unspin))
    if group == "kernel":
        return (script("kernel/recordings.py") + script("kernel/six-bugs.py", *unspin) +
                script("kernel/whole-tree.py", *unspin))
    if group == "fuzz":
        found = executables(os.path.join(tap.ROOT, "build-fuzz/tests/fuzz_*"))
        seconds = args.fuzz_seconds / max(len(found), 1)
        return [(os.path.basename(p),
                 [python, os.path.join(tap.TESTS, "fuzz/fuzz.py"), "--seconds", str(seconds), p])
                for p in found]
    if group == "boot":
        return (script("examples/modules.py") + script("examples/boot.py", *unspin, *pattern) +
                script("recordings/busy.py", *unspin, *pattern))
    raise ValueError(group)


# Run once for each --build; the others do not depend on how unspin was built,
# or measure it, and take the first.
EACH_BUILD = ("unit", "twins", "graph", "trace", "selftest", "badinput")
ALL = ("style", "unit", "twins", "graph", "trace", "selftest", "badinput", "examples", "kernel", "fuzz")


def main():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter,
                                     description=__doc__.rsplit("\nusage", 1)[0])
    parser.add_argument("--build", action="append", metavar="DIR",
                        help="build directory under test; several are tested in turn")
    parser.add_argument("--unspin", metavar="BIN", help="short for the --build that holds it")
    parser.add_argument("-k", metavar="PATTERN", default="", help="only tests with this in them")
    parser.add_argument("-v", action="store_true", help="show passed cases too")
    parser.add_argument("--fuzz-seconds", type=int, default=60)
    parser.add_argument("groups", nargs="*", metavar="GROUP", default=["unit", "twins"])
    args = parser.parse_args()

    builds = list(args.build or [])
    if args.unspin:
        builds.append(os.path.dirname(os.path.abspath(args.unspin)))
    builds = [os.path.join(tap.ROOT, b) for b in builds or ["build"]]

    totals = Totals()
    for group in args.groups:
        for name in ALL if group == "all" else (group,):
            for build in builds if name in EACH_BUILD else builds[:1]:
                suffix = f" [{os.path.basename(build)}]" if len(builds) > 1 else ""
                for label, argv in group_programs(name, build, args):
                    run_program(label + suffix, argv, totals, args.v)
    if totals.failures:
        print("failed in: " + ", ".join(totals.failures))
    print(f"{totals.passed} passed, {totals.failed} failed")
    sys.exit(1 if totals.failed or not totals.passed else 0)


if __name__ == "__main__":
    main()
