#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What model/recordings.names knows exists: each function, or one that its pattern fits,
is a word of the source of Linux 6.12, and each lock's name has its text there.

usage: recordings.py
"""
import os
import re
import sys

import sources
import tap

FOLDERS = ("arch/arm64", "arch/riscv", "arch/x86", "block", "drivers/base", "drivers/md/bcache",
           "fs", "include", "kernel", "lib", "mm", "net/core")

# Names that macros paste together, and what they are pasted from.
PASTED = {
    "__common_interrupt": ("common_interrupt", "__##func"),  # DEFINE_IDTENTRY_IRQ()
    "__sysvec_*": ("sysvec_*", "__##func"),  # DEFINE_IDTENTRY_SYSVEC()
    "timer (&*)": ("timer_setup", "#_timer"),
    "timer (*timer)": ("timer_setup", "#_timer"),
    "timer *.c:*": ("DEFINE_TIMER", '__FILE__ ":" __stringify(__LINE__)'),
    "work (*).work": ("DECLARE_DELAYED_WORK", "__WORK_INITIALIZER((n).work"),
    "work *_work": ("DECLARE_WORK", "__WORK_INIT_LOCKDEP_MAP(#n"),
    "novalidate (null)": ("EVENT_NULL_STR", '"(null)"'),
}


def read_tree(tree):
    for folder in FOLDERS:
        for where, _, names in os.walk(os.path.join(tree, folder)):
            for name in names:
                if name.endswith((".c", ".h", ".S")):
                    with open(os.path.join(where, name), encoding="utf-8", errors="replace") as f:
                        yield f.read()


def patterns():
    """The (kind, pattern) pairs of the model."""
    with open(os.path.join(tap.ROOT, "model/recordings.names"), encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n").split(" ", 1)


def main():
    tree = sources.tree("6.12")
    if not tree:
        tap.note("no source of Linux 6.12: its names are not looked up")
        tap.done()
    text = "\n".join(read_tree(tree))
    words = set(re.findall(r"\w+", text))

    def exists(pattern):
        if "*" not in pattern and re.fullmatch(r"\w+", pattern):
            return pattern in words
        fits = re.compile(re.escape(pattern).replace(r"\*", r"\w*")).fullmatch
        if re.fullmatch(r"[\w*]+", pattern):
            return any(map(fits, words))
        return max(pattern.split("*"), key=len).lstrip("&") in text

    for kind, pattern in patterns():
        pasted = PASTED.get(pattern) or PASTED.get(f"{kind} {pattern}")
        found = all(part in text if "#" in part or " " in part or "(" in part else exists(part)
                    for part in pasted) if pasted else exists(pattern)
        tap.case(f"recordings: {kind} {pattern}", found, "nothing in the source is called so")
    tap.done()


if __name__ == "__main__":
    sys.exit(main())
