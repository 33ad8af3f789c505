#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Run one libFuzzer program for a while, starting from seeds: the project's own test
drivers, parser cases and model files, and tests/fuzz/seeds (inputs that once failed).

usage: fuzz.py [--seconds N] PROGRAM
"""
import argparse
import glob
import os
import re
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

SEEDS = {
    "fuzz_ftrace_text": ("tests/recording/cases/*.txt",),
    "fuzz_trace_dat": ("tests/fuzz/seeds/trace_dat/*",),
    "fuzz_perf_data": ("tests/fuzz/seeds/perf_data/*",),
    "fuzz_perf_script": ("tests/recording/cases/*.txt",),
    "fuzz_graph": ("tests/fuzz/seeds/graph/*",),
    "fuzz_lock_stat": ("tests/fuzz/seeds/lock_stat/*",),
    "fuzz_lockdep_dump": ("tests/fuzz/seeds/lockdep/*",),
    "fuzz_model": ("model/*.model", "tests/fuzz/seeds/model/*"),
    "fuzz_serial": ("tests/fuzz/seeds/serial/*",),
    "fuzz_tracker": (),
    "fuzz_symbols": ("tests/fuzz/seeds/symbols/*",),
    "": ("tests/check/*/*.c", "tests/csyntax/cases/*", "tests/lower/cases/*.c", "examples/*/*.c",
         "tests/fuzz/seeds/c/*"),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("program")
    args = parser.parse_args()
    name = os.path.basename(args.program)
    with tempfile.TemporaryDirectory(prefix="unspin-fuzz-") as work:
        corpus, crashes = os.path.join(work, "corpus"), os.path.join(work, "crashes")
        os.mkdir(corpus)
        os.mkdir(crashes)
        seeds = [path for pattern in SEEDS.get(name, SEEDS[""])
                 for path in glob.glob(os.path.join(tap.ROOT, pattern)) if os.path.isfile(path)]
        for number, path in enumerate(seeds):
            shutil.copy(path, os.path.join(corpus, f"{number}-{os.path.basename(path)}"))
        # Diagnostics of the program under test go nowhere: a fuzzed model has millions of errors.
        status, _, err = tap.run(
            [args.program, f"-max_total_time={max(1, round(args.seconds))}", "-timeout=20",
             "-rss_limit_mb=2048", "-max_len=20000", "-print_final_stats=1", "-close_fd_mask=3",
             f"-artifact_prefix={crashes}/", corpus], timeout=args.seconds + 300)
        said = err.decode(errors="replace")
        why = [f"exit status {status}", said[-3000:]]
        for path in glob.glob(os.path.join(crashes, "*")):
            kept = os.path.join(tempfile.gettempdir(), f"{name}-{os.path.basename(path)}")
            shutil.copy(path, kept)
            why.append(f"input kept as {kept}")
        runs = re.search(r"number_of_executed_units:\s*(\d+)", said)
        tap.case(f"{name}: {args.seconds:.0f} s from {len(seeds)} seeds", status == 0, "\n".join(why))
        if runs:
            tap.note(f"{name}: {runs[1]} inputs")
    tap.done()


main()
