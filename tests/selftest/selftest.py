#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The kernel's own locking self-tests, lib/locking-selftest.c of Linux 6.12, on
unspin's tracker and rules.

The file is compiled unmodified against the headers in shim/. It prints the table
that a kernel with CONFIG_DEBUG_LOCKING_API_SELFTESTS prints when it boots, which must
be the one that a real kernel printed, kernel-6.12.txt, to the letter: each test case
that is "ok" there has the verdict here that the kernel's own lockdep gave. A case in
which lockdep complains must moreover be complained of by the right rule.

Once more they run with the state of interrupts told as a recording tells it. Then the
tracker is made worse in several ways, and the self-tests must notice.

usage: selftest.py [--build DIR]
"""
import argparse
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import tap  # noqa: E402

FIRST_CELL = 34  # where a row's first case stands, behind "%33s:"
WIDTH = len("  ok  |")

# Row of the table: the rules that may speak up where the kernel complains. "misuse" is
# what a ww_mutex checks by itself, outside of lockdep.
RULES = [
    (r"A-A deadlock|recursive read-lock|mixed (read-write|write-read)-lock", "double-lock"),
    (r"A-B-|.* ABBA|rlock W", "lock-order"),
    (r"double unlock|initialize held|spinlock nest unlocked", "unbalanced"),
    (r".*irqs-on|.*unsafe-B #1|.*read-recursion/", "irq-unsafe"),
    (r".*unsafe-B #2|.*lock-inversion|.*read-recursion #|hardirq inversion|local_lock|hardirq_unsafe",
     "irq-inversion"),
    (r"ww api|EDEADLK", "misuse"),
    (r"ww contexts mixing", "double-lock misuse"),
    (r"finishing ww|locking mismatches", "unbalanced misuse"),
    (r"context$|try$|block$|wrong nesting", "double-lock lock-order"),
    (r"spinlock$", "lock-order wait-context"),
    (r"hardirq read-lock/lock-read", "lock-order"),
    (r"in ", "wait-context"),
]

# How the tracker is made worse (machine.h), and a row that must then fail
MUTATIONS = {
    "recursive": "recursive read-lock",
    "readers": "mixed read-lock/lock-read ABBA",
    "trylock": "try",
    "nest": "spinlock nest test",
    "hardirq": "hardirq inversion",
    "irqs-on": "hard-safe-A + irqs-on/12",
    "wait": "in SPINLOCK context",
    "release": "double unlock",
}


def table(log):
    """The rows of the kernel's log as (name, [(column, verdict)]), in their order."""
    rows = []
    heads = {}
    for line in log.splitlines():
        if line.startswith("  | ") or line.startswith("  ---"):
            heads = heads if line.startswith("  ---") else {}
        elif re.match(r" {33}\|", line):
            heads = dict(enumerate(h.strip() for h in line[FIRST_CELL:].split("|")))
        elif line[FIRST_CELL - 1:FIRST_CELL] == ":":
            cells = [line[i:i + WIDTH] for i in range(FIRST_CELL, len(line), WIDTH)]
            found = [(n, c.strip(" |")) for n, c in enumerate(cells) if c.strip(" |")]
            rows.append((line[:FIRST_CELL - 1].strip(),
                         [(heads.get(n) or f"#{n + 1}", verdict) for n, verdict in found]))
    return rows


def only_table(log):
    """From the head of the table to its last word, without the time stamps of a console."""
    text = re.sub(r"^\[ *[0-9.]+\] ", "", log.replace("\r", ""), flags=re.M)
    match = re.search(r"^\| Locking API testsuite:.*testcases passed! \|$", text, re.M | re.S)
    return match[0] if match else text


def allowed_rules(row):
    return next((set(rules.split()) for pattern, rules in RULES if re.match(pattern, row)), set())


def run(program, *args):
    """(exit status, log, complaints of each case)"""
    status, out, err = tap.run([program, *args])
    err = err.decode(errors="replace")
    complaints = [line.split()[2:] for line in err.splitlines() if re.match(r"case \d+:(?! WARN)", line)]
    return status, out.decode(errors="replace"), complaints, err


def check_cases(log, complaints):
    """Each test case by its name."""
    right = n = 0
    for row, cells in table(log):
        for column, verdict in cells:
            spoke = set(complaints[n]) if n < len(complaints) else {"nothing, the run ended"}
            wrong = spoke - allowed_rules(row)
            n += 1
            right += verdict == "ok"
            tap.case(f"{row}, {column}", verdict == "ok" and not wrong,
                     f"the kernel's verdict is another; here: {', '.join(sorted(spoke)) or 'silence'}"
                     if verdict != "ok" else f"complained of by {', '.join(sorted(wrong))}")
    tap.note(f"{right} of {n} verdicts are the kernel's")


def check_records(program, expected):
    """Interrupt state with each lock event, as a recording has it: no verdict changes."""
    status, _, complaints, _ = run(program, "records")
    differ = [f"case {n}: {' '.join(a) or 'silence'} instead of {' '.join(b) or 'silence'}"
              for n, (a, b) in enumerate(zip(complaints, expected), 1) if a != b]
    tap.case("told of interrupts as by a recording, the tracker says the same",
             status == 0 and not differ and len(complaints) == len(expected), "\n".join(differ))


def check_mutations(program):
    for mutation, victim in MUTATIONS.items():
        _, log, _, _ = run(program, mutation)
        failed = {row for row, cells in table(log) if any(verdict == "FAILED" for _, verdict in cells)}
        tap.case(f"a tracker that is wrong about `{mutation}` fails {victim}", victim in failed,
                 f"failed: {', '.join(sorted(failed)) or 'nothing'}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=os.path.join(tap.ROOT, "build"))
    args = parser.parse_args()
    built = subprocess.run(["ninja", "-C", args.build, "tests/selftest/selftest"],
                           capture_output=True, text=True, check=False)
    tap.case("the kernel's file compiles as it is", built.returncode == 0,
             built.stdout[-4000:] + built.stderr)
    if built.returncode:
        tap.done()

    program = os.path.join(args.build, "tests/selftest/selftest")
    status, log, complaints, err = run(program)
    with open(os.path.join(HERE, "kernel-6.12.txt"), encoding="utf-8") as f:
        expected = f.read().rstrip("\n")
    ours = only_table(log)
    tap.case("the table is the one that the kernel prints", ours == expected,
             "\n".join(a for a, b in zip(ours.splitlines(), expected.splitlines() + [""]) if a != b))
    tap.case("the kernel would not have warned", status == 0,
             "\n".join(line for line in err.splitlines() if not re.match(r"case \d+:(?! WARN)", line)))
    check_cases(log, complaints)
    check_records(program, complaints)
    check_mutations(program)
    tap.done()


if __name__ == "__main__":
    main()
