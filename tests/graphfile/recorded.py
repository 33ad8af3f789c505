#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The source's lock graph holds all that a run shows: for each example driver, every
dependency among its locks that was recorded is in what `unspin check` writes.

First with what lockdep would see of each driver, as told below; then with each
recording in tests/recordings/data or --recordings DIR whose name begins with the
driver's (lock-order-broken): a folder with trace.dat or trace.txt, or such a file, which
may be packed (.xz).

usage: recorded.py [--unspin BIN] [--recordings DIR]
"""
import argparse
import json
import lzma
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

EXAMPLES = os.path.join(tap.ROOT, "examples")

# Of each driver the dependencies among its own locks, by lockdep's names.
SEEN = {
    "flags-reuse-broken": ["&r->lock -> &r->log_lock"],
    "flags-reuse-fixed": ["&r->lock -> &r->log_lock"],
    "irq-inversion-broken": ["&g->lock -> &g->mask_lock"],
    "irq-inversion-fixed": ["&g->lock -> &g->mask_lock"],
    "irq-unsafe-broken": [],
    "irq-unsafe-fixed": [],
    "lock-order-broken": ["&q->lock -> &q->stats_lock", "&q->stats_lock -> &q->lock"],
    "lock-order-fixed": ["&q->lock -> &q->stats_lock"],
    "sleep-in-atomic-broken": ["&m->lock -> &mm->mmap_lock"],
    "sleep-in-atomic-fixed": [],
    "wait-under-lock-broken": ["&b->lock -> (&b->timer)", "(&b->timer) -> &b->lock"],
    "wait-under-lock-fixed": ["(&b->timer) -> &b->lock"],
}


def graph_of(dependencies):
    """The text of a lock graph that has just these."""
    pairs = [tuple(d.split(" -> ")) for d in dependencies]
    lines = ["unspin-graph\t1"]
    lines += [f"class\t{c}\tspinlock" for c in sorted({c for p in pairs for c in p})]
    for held, taken in sorted(pairs):
        lines += [f"dep\t{held}\t{taken}\tEN", "why\thigh\t1\t"]
    return "\n".join(lines + [f"end\t{len(lines)}"]) + "\n"


def compare(unspin, folder):
    """What the driver's source graph has of the run's, as (exit status, in both, only in the run)."""
    status, out, err = tap.run([unspin, "graph", "diff", "--format=json", "--list=both,only-b", "source", "run"],
                               cwd=folder)
    if status not in (0, 1):
        return status, [], [err.decode(errors="replace")]
    lists = json.loads(out)["dependencies"]["lists"]
    return (status, *([f"{d['from']} -> {d['to']}" for d in lists[s]] for s in ("both", "only-b")))


def check_source(unspin, driver, folder):
    example, _, form = driver.rpartition("-")
    tap.run([unspin, "check", "--graph-out", os.path.join(folder, "source"), os.path.join(example, form + ".c")],
            cwd=EXAMPLES)


def recordings(folder):
    """(driver, path) of each recording in the folder."""
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        driver = next((d for d in SEEN if re.match(re.escape(d) + r"\b", name)), None)
        path = os.path.join(folder, name)
        files = [os.path.join(path, file) for file in ("trace.dat", "trace.txt")] if os.path.isdir(path) else [path]
        for file in files:
            if driver and os.path.isfile(file) and re.search(r"\.(dat|txt)(\.xz)?$", file):
                yield driver, file


def unpacked(path, folder):
    """The path of what can be read: @path itself, or what is packed in it."""
    if not path.endswith(".xz"):
        return path
    plain = os.path.join(folder, "recording")
    with lzma.open(path) as f, open(plain, "wb") as out:
        out.write(f.read())
    return plain


def main():
    parser = argparse.ArgumentParser(description="Recorded dependencies are in the source's lock graph.")
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    parser.add_argument("--recordings", default=os.path.join(tap.TESTS, "recordings/data"))
    args = parser.parse_args()
    unspin = os.path.abspath(args.unspin)
    with tempfile.TemporaryDirectory(prefix="unspin-recorded-") as folder:
        for driver, seen in SEEN.items():
            check_source(unspin, driver, folder)
            with open(os.path.join(folder, "run"), "w", encoding="utf-8") as f:
                f.write(graph_of(seen))
            got = compare(unspin, folder)
            tap.case(f"recorded: {driver} as lockdep would see it",
                     got == (0, sorted(seen), []), f"got {got}, wanted {(0, sorted(seen), [])}")
        for driver, path in recordings(args.recordings):
            check_source(unspin, driver, folder)
            tap.run([unspin, "trace", "--graph-out", os.path.join(folder, "run"), unpacked(path, folder)])
            status, both, only = compare(unspin, folder)
            missing = [d for d in SEEN[driver] if d not in both]
            tap.case(f"recorded: {os.path.relpath(path, args.recordings)}",
                     status == 0 and not missing,
                     "\n".join([f"exit status {status}", *(f"only in the run: {d}" for d in only),
                                *(f"not recorded: {d}" for d in missing)]))
    tap.done()


main()
