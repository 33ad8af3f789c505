# SPDX-License-Identifier: GPL-2.0-only
"""Shared by the tests that are Python programs: results as TAP, and one way to
run unspin.

Each test program prints one `ok N - name` or `not ok N - name` line a case, the
reasons of a failure as `# ` lines behind it, and `1..N` at the end. tests/run.py
counts those lines.
"""
import json
import os
import subprocess
import sys
import threading

TESTS = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(TESTS)

# A sanitizer's verdict must not look like unspin's own exit status 1.
SANITIZER_STATUS = 99
ENVIRONMENT = dict(
    os.environ,
    ASAN_OPTIONS=f"exitcode={SANITIZER_STATUS}:detect_leaks=1",
    LSAN_OPTIONS=f"exitcode={SANITIZER_STATUS}",
    UBSAN_OPTIONS=f"exitcode={SANITIZER_STATUS}:print_stacktrace=1",
)

_lock = threading.Lock()
_cases = 0
_failed = 0


def case(name, passed, why=""):
    """Report one case; @why is printed where it failed."""
    global _cases, _failed
    with _lock:
        _cases += 1
        _failed += not passed
        print(f"{'ok' if passed else 'not ok'} {_cases} - {name}")
        if not passed:
            for line in why.rstrip().splitlines():
                print("#   " + line)
        sys.stdout.flush()


def note(text):
    print("# " + text, flush=True)


def done():
    """Print the plan and end the program."""
    print(f"1..{_cases}")
    sys.exit(1 if _failed else 0)


def run(argv, timeout=60, **kwargs):
    """Run a program; its status is None where it had to be stopped."""
    try:
        p = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout,
                           env=ENVIRONMENT, **kwargs)
    except subprocess.TimeoutExpired as late:
        return None, late.stdout or b"", late.stderr or b""
    return p.returncode, p.stdout, p.stderr


class Report:
    """One run of `unspin check`, or of another verb, with --format=json."""

    def __init__(self, unspin, args, verb="check", **kwargs):
        argv = [unspin, verb, "--format=json", *args]
        self.command = " ".join(argv)
        self.status, out, err = run(argv, **kwargs)
        self.stderr = err.decode(errors="replace")
        self.findings = None
        try:
            self.findings = json.loads(out)["findings"]
        except (ValueError, KeyError, TypeError) as error:
            self.stderr += f"\nno findings as JSON on stdout: {error}"

    def trouble(self):
        """Why there is no result to look at; None where there is one."""
        if self.status is None:
            return f"{self.command}\nstopped: it took too long\n{self.stderr}"
        if self.status not in (0, 1):
            return f"{self.command}\nexit status {self.status}\n{self.stderr}"
        if self.findings is None:
            return f"{self.command}\n{self.stderr}"
        return None


def functions_of(finding):
    """Every function that a finding names: its own and those of its evidence."""
    found = set()

    def walk(x):
        if isinstance(x, dict):
            if isinstance(x.get("function"), str):
                found.add(x["function"])
            for value in x.values():
                walk(value)
        elif isinstance(x, list):
            for value in x:
                walk(value)

    walk(finding)
    return found
