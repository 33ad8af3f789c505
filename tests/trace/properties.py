#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What must hold of `unspin trace` whatever is recorded, on recordings of the simulated
machine of machine.py: what locks correctly gives no finding, also with events lost,
cut in two, or by many CPUs; one fault gives exactly that one; the order of the files
does not matter; memory does not grow with the recording.

usage: properties.py [--unspin BIN] [--events N]
"""
import argparse
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import machine  # noqa: E402
import tap  # noqa: E402

FAULT_LOCKS = {
    "irq-unsafe": ["&hw->lock0"],
    "irq-inversion": ["&hw->lock0", "leaf_lock"],
    "lock-order": ["&d->lock0", "&d->lock1"],
    "sleep-in-atomic": ["&d->lock0"],
}


def record(path, events, fault=None, **of_machine):
    """Let a machine run for so many events, with @fault in the middle; its text at @path."""
    with open(path, "w", encoding="utf-8") as f:
        def write(line):
            f.write(line + "\n")
        write(machine.HEADER)
        m = machine.Machine(write=write, **of_machine)
        m.run(events // 2)
        if fault:
            m.commit(fault)
        m.run(events - events // 2)


def found(unspin, *paths):
    """The findings of one run, low confidence included, as sorted text; or what went wrong."""
    report = tap.Report(unspin, ["--confidence=low", *paths], verb="trace")
    trouble = report.trouble()
    if trouble:
        return [trouble]
    return sorted(f"{f['rule']} | {', '.join(sorted(f['locks']))} | {f['confidence']}"
                  for f in report.findings)


def is_silent(name, unspin, *paths):
    findings = found(unspin, *paths)
    tap.case(f"properties: {name}: nothing is found", not findings, "\n".join(findings))


def cut(path, rng, folder):
    """The recording at @path as two, cut before any of its events."""
    with open(path, encoding="utf-8") as f:
        lines = f.readlines()
    at = rng.randrange(len(lines))
    halves = [os.path.join(folder, name) for name in ("first.txt", "second.txt")]
    for half, part in zip(halves, (lines[:at], lines[at:])):
        with open(half, "w", encoding="utf-8") as f:
            f.writelines(part)
    return halves


def peak_kib(unspin, path):
    """Peak resident memory of a run over @path."""
    p = subprocess.Popen([unspin, "trace", path], stdin=subprocess.DEVNULL,
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=tap.ENVIRONMENT)
    _, _, usage = os.wait4(p.pid, 0)
    return usage.ru_maxrss


def correct_machines(unspin, folder, events):
    path = os.path.join(folder, "correct.txt")
    for seed, cpus, lost in ((1, 1, 0), (2, 2, 0), (3, 4, 0), (4, 8, 0), (5, 1, 100),
                             (6, 2, 100), (7, 4, 300), (8, 8, 1000), (9, 3, 40)):
        record(path, events, seed=seed, cpus=cpus, lost=lost)
        is_silent(f"{cpus} CPUs, {'events lost' if lost else 'whole'}", unspin, path)


def halves(unspin, folder, events):
    rng = random.Random(1)
    path = os.path.join(folder, "whole.txt")
    record(path, events, seed=11, cpus=2)
    for i in range(6):
        first, second = cut(path, rng, folder)
        for name, half in (("first", first), ("second", second)):
            is_silent(f"cut {i}, the {name} half", unspin, half)
        is_silent(f"cut {i}, both", unspin, second, first)


def faults(unspin, folder, events):
    for fault in machine.FAULTS:
        path = os.path.join(folder, f"{fault}.txt")
        record(path, events, fault, seed=21, cpus=3)
        findings = found(unspin, path)
        tap.case(f"properties: {fault}: exactly that is found",
                 findings == [f"{fault} | {', '.join(sorted(FAULT_LOCKS[fault]))} | high"],
                 "\n".join(findings))


def orders(unspin, folder):
    """Of the files that faults() has left."""
    paths = [os.path.join(folder, f"{fault}.txt") for fault in machine.FAULTS]
    findings = found(unspin, *paths)
    for i in range(1, len(paths)):
        other = found(unspin, *paths[i:], *reversed(paths[:i]))
        tap.case(f"properties: files in another order, {i}: the same is found",
                 other == findings and len(findings) >= len(paths),
                 "\n".join(["expected:", *findings, "found:", *other]))


def memory(unspin, folder, events):
    path = os.path.join(folder, "long.txt")
    peaks = []
    for n in (events, 4 * events):
        record(path, n, seed=31, cpus=4)
        peaks.append(peak_kib(unspin, path))
    tap.note(f"peak memory: {peaks[0] >> 10} MiB for {events} events, "
             f"{peaks[1] >> 10} MiB for four times as many")
    tap.case("properties: memory does not grow with the recording", peaks[1] < 1.25 * peaks[0],
             f"{peaks} KiB")


def main():
    parser = argparse.ArgumentParser(description="What must hold of all recordings.")
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    parser.add_argument("--events", type=int, default=10000, help="of each recording")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        correct_machines(args.unspin, folder, args.events)
        halves(args.unspin, folder, args.events)
        faults(args.unspin, folder, args.events)
        orders(args.unspin, folder)
        memory(args.unspin, folder, 3 * args.events)
    tap.done()


if __name__ == "__main__":
    sys.exit(main())
