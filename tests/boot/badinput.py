#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""`unspin boot` without what it needs: one clear line on stderr and exit status 2.

usage: badinput.py [--unspin BIN] [-k PATTERN]
"""
import argparse
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

BUSYBOX = os.path.exists("/bin/busybox")


def cases(work):
    """(what is wrong, arguments, a part of the line that must say so)"""
    def path(name, text="", mode=0o644):
        where = os.path.join(work, name)
        os.makedirs(os.path.dirname(where), exist_ok=True)
        with open(where, "w", encoding="utf-8") as f:
            f.write(text)
        os.chmod(where, mode)
        return where

    image, script = path("image"), path("script", "true\n")
    qemu = path("qemu", "#!/bin/sh\necho '[    1.0] unspin: up'\n"
                        "echo '[    2.0] Kernel panic - not syncing: dead'\n", 0o755)
    absent = os.path.join(work, "absent")
    run = ["run", f"--kernel={image}"]

    yield "no verb", [], "kernel, modules or run"
    yield "an unknown verb", ["fly"], "kernel, modules or run"
    yield "too many arguments", [*run, script, "more"], "too many arguments"
    yield "no source", ["kernel"], "--source"
    yield "a source that is absent", ["kernel", f"--source={absent}"], absent
    path("tree/Makefile", "all:\n")
    yield "a source that is no kernel", ["kernel", f"--source={work}/tree"], "no"
    path("linux/Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\n")
    yield "a fragment that is absent", ["kernel", f"--source={work}/linux", f"--config={absent}"], absent
    yield "a fragment that has no end", ["kernel", f"--source={work}/linux", "--config=/dev/zero"], \
        "no regular file"
    yield "modules without a kernel", ["modules", f"--out={absent}", work], "--kernel"
    yield "modules for what is no kernel", ["modules", f"--kernel={work}", f"--out={absent}", work], \
        "no build directory"
    yield "modules from what is absent", ["modules", f"--kernel={work}/linux", f"--out={work}/out", absent], \
        absent
    yield "modules to what is there", ["modules", f"--kernel={work}/linux", f"--out={work}", work], \
        "there already"
    yield "no kernel", ["run", script], "--kernel"
    yield "no script", run, "script"
    yield "a kernel that is absent", ["run", f"--kernel={absent}", script], absent
    yield "no CPU", [*run, "--smp=0", script], "'0'"
    yield "no number", [*run, "--memory=much", script], "'much'"
    yield "a script that is absent", [*run, absent], absent
    yield "a file that is absent", [*run, f"--add={absent}", script], absent
    yield "a file that has no end", [*run, "--add=/dev/zero", script], "no regular file"
    if BUSYBOX:
        yield "no QEMU", [*run, f"--qemu={absent}", script], "can't be run"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    parser.add_argument("-k", metavar="PATTERN", default="")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unspin-boot-") as work:
        os.environ["XDG_CACHE_HOME"] = tap.ENVIRONMENT["XDG_CACHE_HOME"] = work
        for what, argv, part in cases(work):
            if not re.search(args.k, what):
                continue
            status, out, err = tap.run([args.unspin, "boot", *argv])
            lines = err.decode(errors="replace").splitlines()
            good = status == 2 and not out and len(lines) == 1 and part in lines[0]
            tap.case(f"boot: {what}", good and lines[0].startswith("unspin: "),
                     f"{argv}\nexit status {status}\n{out.decode(errors='replace')}\n" + "\n".join(lines))
        dead(args.unspin, work)
    tap.done()


def dead(unspin, work):
    """A kernel that dies: its last words on stdout, two lines that say so on stderr."""
    if not BUSYBOX:
        return
    status, out, err = tap.run([unspin, "boot", "run", f"--kernel={work}/image",
                                f"--qemu={work}/qemu", f"{work}/script"])
    text = err.decode(errors="replace")
    tap.case("boot: a kernel that dies", status == 2 and b"Kernel panic" in out
             and "the guest stopped before its end" in text and "(1): Kernel panic" in text,
             f"exit status {status}\n{text}")


main()
