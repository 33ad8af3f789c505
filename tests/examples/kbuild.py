# SPDX-License-Identifier: GPL-2.0-only
"""Build examples/ as kernel modules, in a copy, so that the tree stays clean."""
import glob
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

EXAMPLES = os.path.join(tap.ROOT, "examples")


def version_key(path):
    return [int(n) for n in re.findall(r"\d+", os.path.basename(path))]


def headers():
    """The newest header directory of each kernel series (6.1, 6.12) of this machine."""
    newest = {}
    for path in sorted(glob.glob("/usr/src/linux-headers-*-amd64"), key=version_key):
        if re.search(r"-(rt|cloud)-amd64$", path):
            continue
        newest[tuple(version_key(path)[:2])] = path
    return list(newest.values())


def expected_modules():
    """irq-unsafe-broken.ko and so on, for each driver in examples/."""
    return {re.sub(r"[/]", "-", os.path.relpath(path, EXAMPLES))[:-2] + ".ko"
            for path in glob.glob(os.path.join(EXAMPLES, "*/*.c")) if not path.endswith(".mod.c")}


def build(headers_directory, work):
    """Build in @work; the names of the modules there, and what the compiler said."""
    copy = os.path.join(work, "examples")
    shutil.copytree(EXAMPLES, copy, ignore=shutil.ignore_patterns("*.o", "*.ko", "*.mod*", ".*"))
    _, out, err = tap.run(["make", "-C", headers_directory, f"M={copy}", "W=1",
                           f"-j{os.cpu_count()}", "modules"], timeout=600)
    modules = {os.path.basename(path) for path in glob.glob(os.path.join(copy, "*.ko"))}
    return modules, (out + err).decode(errors="replace")
