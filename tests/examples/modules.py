#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The example drivers are real ones: all of them build without a warning against
each kernel whose headers Debian installed here."""
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import kbuild  # noqa: E402
from kbuild import tap  # noqa: E402


def main():
    headers = kbuild.headers()
    if not headers:
        tap.case("kernel headers are installed", False, "no /usr/src/linux-headers-*-amd64")
    for directory in headers:
        with tempfile.TemporaryDirectory() as work:
            modules, log = kbuild.build(directory, work)
            complaints = [line for line in log.splitlines() if "warning:" in line or "error:" in line]
            wanted = kbuild.expected_modules()
            missing = sorted(wanted - modules)
            tap.case(f"examples/ builds for {os.path.basename(directory)}",
                     not complaints and not missing,
                     "\n".join(complaints + [f"not built: {m}" for m in missing]
                               + log.splitlines()[-20:]))
    tap.done()


main()
