#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Bad recordings: whatever `unspin trace` is given, it ends soon, in bounded memory,
with the right status, one line on stderr for a file that it can't read, and it uses
the rest: each bad file is read between two good ones with one known fault.

usage: recordings.py [--unspin BIN] [-k PATTERN]
"""
import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

SECONDS = 60  # for one run, sanitizers and a busy machine included
MEMORY_KIB = 1 << 20

GOOD = """\
# tracer: nop
              sh-55      [000] ...1.     6.000010: lock_acquire: ffff888000000c40 &s->lock
              sh-55      [000] ...1.     6.000020: lock_release: ffff888000000c40 &s->lock
              sh-55      [000] d.h1.     6.000030: irq_handler_entry: irq=24 name=seed
              sh-55      [000] d.h2.     6.000040: lock_acquire: ffff888000000c40 &s->lock
              sh-55      [000] d.h2.     6.000050: lock_release: ffff888000000c40 &s->lock
              sh-55      [000] d.h1.     6.000060: irq_handler_exit: irq=24 ret=handled
"""


def line(i, what, pid=55, cpu=0, flags="...1."):
    return f"{'sh':>16}-{pid:<7} [{cpu:03}] {flags} {i // 1000000:5}.{i % 1000000:06}: {what}\n"


# Files that can't be read at all: the run says so in one line and ends with status 2.
UNREADABLE = {
    "empty": b"",
    "random bytes": bytes(range(256)) * 20,
    "a source file": b"int main(void)\n{\n\treturn 0;\n}\n" * 10,
    "the first bytes of a trace.dat": b"\x17\x08\x44tracing6\0\0\x08",
    "the first bytes of a compressed trace.dat": b"\x17\x08\x44tracing7\0\0\x08\0\x10\0\0zstd",
    "the first bytes of a perf.data": b"PERFILE2" + b"\xff" * 30,
}

# Files of which something can be read; they add no finding.
ODD = {
    "a line that was cut": GOOD[:200],
    "NULs and bytes that are no text": "# tracer: nop\n\0\0\0\udcff\udcfe\n" + GOOD[14:100] + "\n",
    "a line of a megabyte": "# tracer: nop\n" + line(1, "lock_acquire: ffff888000000d40 " + "x" * (1 << 20)),
    "many tasks that release nothing": "# tracer: nop\n" + line(0, "lock_release: ffff888000000d40 b") + "".join(
        line(i, f"lock_acquire: ffff8880{i * 64:08x} a", pid=i + 1) for i in range(200000)),
    "many names": "# tracer: nop\n" + "".join(
        line(i, f"lock_acquire: ffff8880{i * 64:08x} lock{i}") +
        line(i, f"lock_release: ffff8880{i * 64:08x} lock{i}") for i in range(60000)),
    "one lock taken again and again": "# tracer: nop\n" + line(
        0, "lock_acquire: ffff888000000d40 a") * 20000 + line(1, "lock_release: ffff888000000d40 a"),
    "interrupts that never end": "# tracer: nop\n" + line(
        0, "irq_handler_entry: irq=24 name=seed", flags="d.h1.") * 20000,
    "events lost everywhere": "# tracer: nop\n" + "".join(
        f"CPU:{i % 64} [LOST 1 EVENTS]\n" + line(i, "lock_acquire: ffff888000000d40 a", cpu=i % 64)
        for i in range(20000)),
    "CPUs that don't exist": "# tracer: nop\n" + "".join(
        line(i, "lock_acquire: ffff888000000d40 a", cpu=8000 + i % 100) for i in range(1000)),
    "time that runs backwards": "# tracer: nop\n" + "".join(
        line(1000 - i, f"lock_{what}: ffff888000000d40 a") for i in range(1000)
        for what in ("acquire", "release")),
}


def run(unspin, paths, **kwargs):
    """Status, findings as text, lines on stderr, peak memory in KiB (0 with a sanitizer)."""
    with open(unspin, "rb") as f:
        sanitized = b"__asan_init" in f.read()
    p = subprocess.Popen([unspin, "trace", "--confidence=low", "--format=gcc", *paths],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=tap.ENVIRONMENT,
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS)),
                         **{"stdin": subprocess.DEVNULL, **kwargs})
    errors = []
    reader = threading.Thread(target=lambda: errors.append(p.stderr.read()))
    reader.start()
    out = p.stdout.read().decode(errors="replace")
    reader.join()
    _, status, usage = os.wait4(p.pid, 0)
    p.returncode = os.waitstatus_to_exitcode(status)
    return p.returncode, out, errors[0].decode(errors="replace").splitlines(), \
        0 if sanitized else usage.ru_maxrss


def judge(name, result, status, bad=None):
    """One case: the known fault alone, @status, and where @bad names a file one line about it."""
    got, out, said, peak = result
    why = []
    if got != status:
        why.append(f"exit status {got}, not {status}")
    if [re.sub(r".*\[|\]$", "", text) for text in out.splitlines()] != ["irq-unsafe"]:
        why.append("findings:\n" + out[:2000])
    if any(not text.startswith("unspin: ") for text in said):
        why.append("not a line of unspin's own")
    if bad and sum(bad in text for text in said) != 1:
        why.append(f"not one line about {bad}")
    if peak > MEMORY_KIB:
        why.append(f"{peak} KiB of memory")
    tap.case(f"bad recording: {name}", not why, "\n".join([*why, *said[:10]]))


def special_files(unspin, top, good, other):
    """What is no file, or can't be opened."""
    nowhere, folder, fifo = (os.path.join(top, name) for name in ("nowhere", "folder", "fifo"))
    os.mkdir(folder)
    judge("missing", run(unspin, [good, nowhere, other]), 2, nowhere)
    judge("a directory", run(unspin, [good, folder, other]), 2, folder)
    if os.geteuid():
        locked = os.path.join(top, "locked")
        with open(locked, "w", encoding="utf-8") as f:
            f.write(GOOD)
        os.chmod(locked, 0)
        judge("not readable", run(unspin, [good, locked, other]), 2, locked)
    os.mkfifo(fifo)

    def feed():
        with open(fifo, "w", encoding="utf-8") as f:
            f.write(GOOD)
    writer = threading.Thread(target=feed)
    writer.start()
    judge("a fifo", run(unspin, [fifo]), 1)
    writer.join()


def closed_stdin(unspin):
    """Standard input that goes on for long and is closed in the middle of a line."""
    read_end, write_end = os.pipe()

    def feed():
        with os.fdopen(write_end, "w", encoding="utf-8") as f:
            f.write(GOOD)
            for i in range(20000):
                f.write(line(7000000 + i, "some_event: what=ever"))
            f.write(line(8000000, "lock_acquire: ffff888000000d40 a")[:60])
    writer = threading.Thread(target=feed)
    writer.start()
    judge("stdin that is closed", run(unspin, ["-"], stdin=read_end), 1)
    os.close(read_end)
    writer.join()


def main():
    parser = argparse.ArgumentParser(description="Give unspin trace what is no good recording.")
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    parser.add_argument("-k", metavar="PATTERN", default="", help="only cases with this in their names")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unspin-bad-") as top:
        good, other, bad = (os.path.join(top, name) for name in ("good.txt", "other.txt", "bad"))
        for path in (good, other):
            with open(path, "w", encoding="utf-8") as f:
                f.write(GOOD)
        for name, content in UNREADABLE.items():
            if re.search(args.k, name):
                with open(bad, "wb") as f:
                    f.write(content)
                judge(name, run(args.unspin, [good, bad, other]), 2, bad)
        for name, text in ODD.items():
            if re.search(args.k, name):
                with open(bad, "w", encoding="utf-8", errors="surrogateescape") as f:
                    f.write(text)
                judge(name, run(args.unspin, [good, bad, other]), 1)
        if not args.k:
            special_files(args.unspin, top, good, other)
            closed_stdin(args.unspin)
    tap.done()


if __name__ == "__main__":
    sys.exit(main())
