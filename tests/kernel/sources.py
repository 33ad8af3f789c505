# SPDX-License-Identifier: GPL-2.0-only
"""Where Debian's kernel sources are (tools/kernel-source extracts them once)."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402


def tree(version):
    """The directory of the kernel source of @version; None (said on stdout) where there is none."""
    p = subprocess.run([os.path.join(tap.ROOT, "tools/kernel-source"), version],
                       stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if p.returncode:
        tap.note(p.stderr.strip())
        return None
    return p.stdout.strip()
