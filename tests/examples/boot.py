#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The example drivers run in QEMU, and the kernel itself judges them.

On Debian's own kernel, with one CPU: a fixed form must count its interrupt and let go
of the device; the broken form of irq-unsafe must hang at its first poke, which is what
unspin says of it. (The other broken forms need a second CPU and luck to hang; they must
load and unload.)

On a kernel with lockdep, two CPUs and tracing, which is built into the cache first: of
each broken form lockdep must say what expected.json says, of each fixed one nothing;
and the recording of the same boot must tell `unspin trace` the same.

No KVM is needed or used.

usage: boot.py [--unspin BIN] [--kernel DIR] [-k PATTERN]
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../recordings"))
import judge  # noqa: E402
import kbuild  # noqa: E402
from kbuild import tap  # noqa: E402

HANG_SECONDS = 15  # CPU seconds of silence behind a poke that must hang

# How the kernel words each rule's fault (kernel/locking/lockdep.c, kernel/sched/core.c,
# kernel/entry/common.c). flags-reuse is none of lockdep's: it is seen where the syscall ends.
KERNEL_SAYS = {
    "irq-unsafe": "WARNING: inconsistent lock state",
    "irq-inversion": "WARNING: possible irq lock inversion dependency detected",
    "lock-order": "WARNING: possible circular locking dependency detected",
    "wait-under-lock": "WARNING: possible circular locking dependency detected",
    "sleep-in-atomic": "BUG: sleeping function called from invalid context",
    "flags-reuse": "left IRQs disabled",
}
COMPLAINT = r"WARNING: |BUG: |Oops|Call Trace"

STOCK_SCRIPT = """\
insmod /module.ko && echo "TEST loaded"
if [ -n "{poke}" ]; then
	echo "TEST poking"
	echo {poke} >/dev/edu && echo "TEST poked"
	sleep 1
	echo "TEST irqs $(sed -n 's/^ *[0-9]*: *\\([0-9]*\\).* edu$/\\1/p' /proc/interrupts)"
	echo "TEST read $(head -n 1 /dev/edu)"
fi
rmmod {name} && echo "TEST unloaded"
"""


def newest_kernel():
    """Header directory and kernel image of the newest kernel that has both; None where none has."""
    for headers in reversed(kbuild.headers()):
        image = "/boot/vmlinuz-" + os.path.basename(headers).removeprefix("linux-headers-")
        if os.path.exists(image):
            return headers, image
    return None


def run(argv):
    """(exit status, stdout, both outputs' last lines) of a program that may take its time."""
    p = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    out, err = p.stdout.decode(errors="replace"), p.stderr.decode(errors="replace")
    return p.returncode, out, "\n".join((out + err).splitlines()[-40:])


# ---- Debian's kernel ----

def stock_boot(unspin, image, module, poke, must_hang, work):
    """Why the guest did not do as it should; None where it did."""
    script = os.path.join(work, "script")
    with open(script, "w", encoding="utf-8") as f:
        f.write(STOCK_SCRIPT.format(poke=poke, name=os.path.basename(module)[:-len(".ko")]))
    argv = [unspin, "boot", "run", f"--kernel={image}", "--device=edu", f"--add={module}:/module.ko"]
    if must_hang:
        argv.append(f"--silence={HANG_SECONDS}")
    status, log, said = run([*argv, script])
    done = set(re.findall(r"^TEST (\w+)", log, re.M))
    if "loaded" not in done:
        return "not loaded\n" + said
    if must_hang:
        if status == 2 and "poking" in done and "poked" not in done:
            return None
        return "the poke did not hang\n" + said
    if status != 0 or "unloaded" not in done:
        return f"exit status {status}\n" + said
    irqs = re.search(r"^TEST irqs (\d+)", log, re.M)
    if poke and ("poked" not in done or not irqs or int(irqs[1]) < 1):
        return "no interrupt\n" + said
    return None


def stock_cases(unspin, pattern):
    kernel = newest_kernel()
    if kernel is None:
        tap.case("boot: a kernel image with its headers is installed", False,
                 "see tools/install-deps boot")
        return
    headers, image = kernel
    tap.note(f"kernel {os.path.basename(image)}")
    with tempfile.TemporaryDirectory(prefix="unspin-boot-") as work:
        modules, log = kbuild.build(headers, work)
        if modules != kbuild.expected_modules():
            tap.case("boot: the modules build", False, log[-3000:])
            return
        for module in sorted(modules):
            if not re.search(pattern, module):
                continue
            path = os.path.join(work, "examples", module)
            # Debug information would only make the load longer.
            subprocess.run(["strip", "-g", path], check=True)
            fixed = module.endswith("-fixed.ko")
            must_hang = module == "irq-unsafe-broken.ko"
            # sleep-in-atomic's write() takes a word of four bytes: three digits and the line end
            poke = "100" if fixed or must_hang else ""
            why = stock_boot(unspin, image, path, poke, must_hang, work)
            what = "hangs at its first poke" if must_hang else \
                "takes its interrupt" if fixed else "loads and unloads"
            tap.case(f"boot: {module} {what}", why is None, why or "")


# ---- a kernel with lockdep ----

def lockdep_verdict(recording, wanted):
    """Why the kernel of this boot did not say just what is wanted; None where it did."""
    with open(os.path.join(recording, "serial.log"), encoding="utf-8", errors="replace") as f:
        log = f.read()
    with open(os.path.join(recording, "lockdep_stats.txt"), encoding="utf-8") as f:
        awake = re.search(r"debug_locks: +1$", f.read(), re.M)
    interrupts = re.search(r"^ *\d+: +(\d+) +(\d+).* edu$", log, re.M)
    tail = "\n".join(log.splitlines()[-60:])
    if not interrupts or int(interrupts[1]) + int(interrupts[2]) < 1:
        return "no interrupt\n" + tail
    if not wanted:
        complaint = re.search(COMPLAINT, log)
        if complaint or not awake:
            return "the kernel complains\n" + (log[complaint.start():][:3000] if complaint else tail)
        return None
    rule = wanted[0]["rule"]
    if KERNEL_SAYS[rule] not in log:
        return f"the kernel does not say '{KERNEL_SAYS[rule]}'\n{tail}"
    # of flags-reuse the kernel knows no lock
    unnamed = [] if rule == "flags-reuse" else [n for n in wanted[0]["locks"] if n not in log]
    return f"no word of {unnamed}\n{tail}" if unnamed else None


def drivers():
    """The names under which the example drivers are recorded one by one."""
    with open(os.path.join(kbuild.EXAMPLES, "expected.json"), encoding="utf-8") as f:
        return [path.replace("/", "-").removesuffix(".c") for path in json.load(f)]


def lockdep_cases(unspin, kernel, pattern):
    names = [name for name in drivers() if re.search(pattern, name)]
    if not names:
        return
    with tempfile.TemporaryDirectory(prefix="unspin-boot-") as out:
        status, _, said = run([sys.executable, os.path.join(judge.HERE, "record"), f"--unspin={unspin}",
                               f"--out={out}", *([f"--kernel={kernel}"] if kernel else []),
                               "-k", f"^({'|'.join(names)})$"])
        tap.case("boot: the drivers are recorded on a kernel with lockdep", status == 0, said)
        for name in names:
            recording = os.path.join(out, name)
            if not os.path.exists(recording):
                continue
            wanted = judge.expected()[name]
            why = lockdep_verdict(recording, wanted)
            what = f"lockdep's word on {wanted[0]['rule']}" if wanted else "lockdep is silent"
            tap.case(f"boot: {name}: {what}", why is None, why or "")
            for kind in ("txt", "dat"):
                why = judge.judge(unspin, [os.path.join(recording, f"trace.{kind}")], wanted)
                tap.case(f"boot: {name}: the recording tells the same ({kind})", why is None, why or "")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    parser.add_argument("--kernel", metavar="DIR", help="one with lockdep that is built already")
    parser.add_argument("-k", metavar="PATTERN", default="")
    args = parser.parse_args()
    missing = [p for p in ("qemu-system-x86_64", "busybox", "trace-cmd") if not shutil.which(p)]
    if missing:
        tap.case("boot: " + ", ".join(missing) + " installed", False, "see tools/install-deps boot")
        tap.done()
    stock_cases(args.unspin, args.k)
    lockdep_cases(args.unspin, args.kernel, args.k)
    tap.done()


main()
