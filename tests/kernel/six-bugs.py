#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Six deadlocks that were found and fixed in the kernel: reported on Debian's 6.1
source, silent for the same lock on its 6.12 source. Each is checked as its user
would, by the directory that the driver is in.

usage: six-bugs.py [--unspin BIN] [--old TREE] [--new TREE] [-k PATTERN]
"""
import argparse
import collections
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sources  # noqa: E402
from sources import tap  # noqa: E402

RULES = ("irq-unsafe", "irq-inversion", "lock-order", "wait-under-lock")

# A lock class that matches the pattern; a function that the evidence must name, where the lock alone
# would be too little to know the bug by.
Bug = collections.namedtuple("Bug", "directory file lock function")
BUGS = (
    Bug("drivers/watchdog", "s3c2410_wdt.c", r"\bs3c2410_wdt\.lock$", None),
    Bug("drivers/tty", "synclink_gt.c", r"\bslgt_info\.lock$", "set_params32"),
    Bug("drivers/char/ipmi", "kcs_bmc.c", r"\bkcs_bmc_device\.lock$", None),
    Bug("fs/ocfs2/cluster", "netdebug.c", r"\bo2net_debug_lock$", None),
    Bug("fs/ocfs2/cluster", "quorum.c", r"\bqs_lock$", None),
    Bug("drivers/misc/bcm-vk", "bcm_vk_msg.c", r"\bctx_lock$", "bcm_vk_hb_poll"),
)


def matching(bug, findings):
    return [f for f in findings
            if f["rule"] in RULES
            and any(re.search(bug.lock, lock) for lock in f["locks"])
            and (bug.function is None or bug.function in tap.functions_of(f))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    parser.add_argument("--old", metavar="TREE", help="6.1, extracted")
    parser.add_argument("--new", metavar="TREE", help="6.12, extracted")
    parser.add_argument("-k", metavar="PATTERN", default="")
    args = parser.parse_args()
    old = args.old or sources.tree("6.1")
    new = args.new or sources.tree("6.12")

    reports = {}

    def report(tree, directory):
        key = (tree, directory)
        if key not in reports:
            reports[key] = tap.Report(args.unspin, [os.path.join(tree, directory)], timeout=300)
        return reports[key]

    for bug in BUGS:
        name = f"{bug.directory}/{bug.file} {bug.lock}"
        if not re.search(args.k, name):
            continue
        for tree, version, wanted in ((old, "6.1", True), (new, "6.12", False)):
            title = f"{name}: {'reported on' if wanted else 'silent on'} {version}"
            if tree is None:
                tap.case(title, False, f"no source of Linux {version}")
                continue
            result = report(tree, bug.directory)
            trouble = result.trouble()
            if trouble:
                tap.case(title, False, trouble)
                continue
            found = matching(bug, result.findings)
            lines = [f"{f['file']}:{f['line']}: {f['message']} [{f['rule']}, {f['confidence']}] "
                     f"{', '.join(f['locks'])}" for f in found]
            tap.case(title, bool(found) == wanted,
                     "\n".join([result.command, *(lines or [f"{len(result.findings)} findings, none of this"])]))
    tap.done()


main()
