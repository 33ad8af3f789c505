#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The example drivers run: each is loaded into Debian's own kernel under QEMU, bound to
the edu device, poked, and unloaded.

A fixed form must count its interrupt and let go of the device. The broken form of
irq-unsafe must hang the one CPU of the guest at its first poke, which is what unspin
says of it. (The other broken forms need a second CPU and luck, or lockdep, to show
their fault; they must load and unload.) No KVM is needed or used.

usage: boot.py [-k PATTERN]
"""
import argparse
import lzma
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import kbuild  # noqa: E402
from kbuild import tap  # noqa: E402

BOOT_SECONDS = 240  # until userspace speaks, on a slow and busy machine
POKE_SECONDS = 60   # a poke that works takes far less than one
HANG_SECONDS = 15   # silence behind a poke that must hang

INIT = """\
#!/bin/busybox sh
/bin/busybox mkdir -p /proc /sys /dev
/bin/busybox mount -t proc none /proc
/bin/busybox mount -t sysfs none /sys
/bin/busybox mount -t devtmpfs none /dev
for argument in $(/bin/busybox cat /proc/cmdline); do
	case $argument in
	module=*) module=${argument#module=} ;;
	poke=*) poke=${argument#poke=} ;;
	esac
done
echo "TEST up"
/bin/busybox insmod /$module && echo "TEST loaded"
if [ -n "$poke" ]; then
	echo "TEST poking"
	echo $poke >/dev/edu && echo "TEST poked"
	/bin/busybox sleep 1
	echo "TEST irqs $(/bin/busybox sed -n 's/^ *[0-9]*: *\\([0-9]*\\).* edu$/\\1/p' /proc/interrupts)"
	echo "TEST read $(/bin/busybox head -n 1 /dev/edu)"
fi
/bin/busybox rmmod ${module%.ko} && echo "TEST unloaded"
echo "TEST end"
/bin/busybox poweroff -f
"""


def newest_kernel():
    """Header directory and kernel image of the newest kernel that has both; None where none has."""
    for headers in reversed(kbuild.headers()):
        image = "/boot/vmlinuz-" + os.path.basename(headers).removeprefix("linux-headers-")
        if os.path.exists(image):
            return headers, image
    return None


def initramfs(work, module_directory, modules):
    """A compressed root file system with busybox, the modules and INIT."""
    root = os.path.join(work, "root")
    os.makedirs(os.path.join(root, "bin"))
    shutil.copy("/bin/busybox", os.path.join(root, "bin/busybox"))
    for module in modules:
        # Debug information would only make the guest's memory and the load longer.
        subprocess.run(["strip", "-g", "-o", os.path.join(root, module),
                        os.path.join(module_directory, module)], check=True)
    with open(os.path.join(root, "init"), "w", encoding="utf-8") as f:
        f.write(INIT)
    os.chmod(os.path.join(root, "init"), 0o755)
    names = [os.path.relpath(os.path.join(where, n), root)
             for where, folders, files in os.walk(root) for n in [*folders, *files]]
    p = subprocess.run(["cpio", "-o", "-H", "newc", "--quiet"], input="\n".join(names).encode(),
                       cwd=root, stdout=subprocess.PIPE, check=True)
    path = os.path.join(work, "initramfs")
    with open(path, "wb") as f:
        f.write(lzma.compress(p.stdout, check=lzma.CHECK_CRC32, preset=1))
    return path


class Guest:
    """One boot of QEMU, whose serial console is read as it speaks."""

    def __init__(self, image, ramdisk, arguments):
        self.lines = []
        self.news = threading.Condition()
        self.process = subprocess.Popen(
            ["qemu-system-x86_64", "-accel", "tcg", "-smp", "1", "-m", "512", "-nodefaults",
             "-display", "none", "-no-reboot", "-serial", "stdio", "-device", "edu",
             "-kernel", image, "-initrd", ramdisk,
             "-append", f"console=ttyS0 quiet panic=-1 nokaslr {arguments}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stdout:
            with self.news:
                self.lines.append(line.decode(errors="replace").strip())
                self.news.notify_all()
        with self.news:
            self.lines.append("")
            self.news.notify_all()

    def wait_for(self, pattern, seconds):
        """The match of the first line that the pattern fits, waited for until @seconds are over."""
        end = time.monotonic() + seconds
        with self.news:
            while True:
                for line in self.lines:
                    match = re.search(pattern, line)
                    if match:
                        return match
                left = end - time.monotonic()
                if left <= 0 or (self.process.poll() is not None and self.lines[-1:] == [""]):
                    return None
                self.news.wait(min(left, 1))

    def stop(self):
        self.process.kill()
        self.process.wait()

    def said(self):
        with self.news:
            return "\n".join(self.lines[-40:])


def try_module(image, ramdisk, module, poke, must_hang):
    """Why the guest did not do as it should; None where it did."""
    guest = Guest(image, ramdisk, f"module={module}" + (f" poke={poke}" if poke else ""))
    try:
        if not guest.wait_for("TEST up", BOOT_SECONDS):
            return "no boot\n" + guest.said()
        if not guest.wait_for("TEST loaded", POKE_SECONDS):
            return "not loaded\n" + guest.said()
        if must_hang:
            if not guest.wait_for("TEST poking", POKE_SECONDS):
                return "not poked\n" + guest.said()
            if guest.wait_for("TEST (poked|end)", HANG_SECONDS):
                return "the poke did not hang\n" + guest.said()
            return None
        if not guest.wait_for("TEST end", POKE_SECONDS):
            return "did not come to its end\n" + guest.said()
        if not guest.wait_for("TEST unloaded", 1):
            return "not unloaded\n" + guest.said()
        if poke:
            irqs = guest.wait_for(r"TEST irqs (\d+)", 1)
            if not guest.wait_for("TEST poked", 1) or not irqs or int(irqs[1]) < 1:
                return "no interrupt\n" + guest.said()
        complaint = guest.wait_for(r"WARNING:|BUG:|Oops|Call Trace", 0)
        return "the kernel complains\n" + guest.said() if complaint else None
    finally:
        guest.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-k", metavar="PATTERN", default="")
    args = parser.parse_args()
    kernel = newest_kernel()
    if kernel is None or not shutil.which("qemu-system-x86_64") or not os.path.exists("/bin/busybox"):
        tap.case("boot: a kernel image with its headers, qemu and busybox are installed", False,
                 "see tools/install-deps boot")
        tap.done()
    headers, image = kernel
    tap.note(f"kernel {os.path.basename(image)}")
    with tempfile.TemporaryDirectory(prefix="unspin-boot-") as work:
        modules, log = kbuild.build(headers, work)
        if modules != kbuild.expected_modules():
            tap.case("boot: the modules build", False, log[-3000:])
            tap.done()
        ramdisk = initramfs(work, os.path.join(work, "examples"), modules)
        for module in sorted(modules):
            if not re.search(args.k, module):
                continue
            fixed = module.endswith("-fixed.ko")
            must_hang = module == "irq-unsafe-broken.ko"
            # sleep-in-atomic's write() takes a word of four bytes: three digits and the line end
            poke = "100" if fixed or must_hang else ""
            why = try_module(image, ramdisk, module, poke, must_hang)
            what = "hangs at its first poke" if must_hang else \
                "takes its interrupt" if fixed else "loads and unloads"
            tap.case(f"boot: {module} {what}", why is None, why or "")
    tap.done()


main()
