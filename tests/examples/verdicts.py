#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The example drivers: unspin tells each broken form from its fixed form.

What must be found stands in examples/expected.json. Each file is checked alone,
without kernel headers; then all of them at once as `make run` does, with the
headers that this machine has.

usage: verdicts.py [--unspin BIN]
"""
import argparse
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

EXAMPLES = os.path.join(tap.ROOT, "examples")


def keys(findings):
    return sorted((f["rule"], sorted(f["locks"])) for f in findings)


def compare(report, wanted):
    """Why the report is not what was wanted; None where it is."""
    trouble = report.trouble()
    if trouble:
        return trouble
    if keys(report.findings) != keys(wanted):
        return f"{report.command}\nwanted {keys(wanted)}\nfound  {keys(report.findings)}\n{report.stderr}"
    if report.status != (1 if wanted else 0):
        return f"{report.command}\nexit status {report.status}"
    blamed = [f["file"] for f in report.findings if not f["file"].endswith("broken.c")]
    if blamed:
        return f"{report.command}\nfound in {blamed}"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    args = parser.parse_args()

    with open(os.path.join(EXAMPLES, "expected.json"), encoding="utf-8") as f:
        expected = json.load(f)
    for name, wanted in expected.items():
        why = compare(tap.Report(args.unspin, ["--no-kernel", os.path.join(EXAMPLES, name)]), wanted)
        tap.case(f"examples/{name}", why is None, why or "")
    everything = [finding for wanted in expected.values() for finding in wanted]
    why = compare(tap.Report(args.unspin, [EXAMPLES]), everything)
    tap.case("examples/, all at once, with this machine's kernel headers", why is None, why or "")
    tap.done()


main()
