# SPDX-License-Identifier: GPL-2.0-only
"""Shared by the tests that judge recordings: what `unspin trace` says of one, held
against what it should say. Where the recordings are, and their formats."""
import glob
import json
import lzma
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "data")
TOGETHER = " + "


def expected():
    """What each recording, or several " + " each other, must show."""
    with open(os.path.join(HERE, "expected.json"), encoding="utf-8") as f:
        return json.load(f)


def unpack(work):
    """Decompress data/ into @work: {recording: {format: path}}, a format being txt, dat or data
    (perf's), and kallsyms for what has no symbols of its own."""
    found = {}
    for packed in sorted(glob.glob(os.path.join(DATA, "*.xz"))):
        path = os.path.join(work, os.path.basename(packed).removesuffix(".xz"))
        with lzma.open(packed) as f, open(path, "wb") as out:
            out.write(f.read())
        name, kind = os.path.splitext(os.path.basename(path))
        found.setdefault(name, {})[kind[1:]] = path
    return found


def findings(unspin, paths, options):
    """(findings, why there are none to look at) of `unspin trace` on the files together."""
    argv = [unspin, "trace", "--format=json", *options, *paths]
    status, out, err = tap.run(argv)
    said = " ".join(argv) + "\n" + err.decode(errors="replace")
    try:
        found = json.loads(out)["findings"]
    except (ValueError, KeyError, TypeError) as error:
        return None, f"{said}\nexit status {status}, no findings as JSON: {error}"
    if status != (1 if found else 0):
        return None, f"{said}\nexit status {status} with {len(found)} findings"
    return found, None


def sources(finding):
    return {source for side in finding["evidence"] for source in side.get("sources", [])}


def judge(unspin, paths, wanted, options=()):
    """Why the files do not show exactly what is wanted; None where they do."""
    found, why = findings(unspin, paths, options)
    if why:
        return why
    keys = sorted((f["rule"], sorted(f["locks"])) for f in found)
    wanted_keys = sorted((w["rule"], sorted(w["locks"])) for w in wanted)
    if keys != wanted_keys:
        return f"wanted {wanted_keys}\nfound  {keys}"
    for finding in found:
        want = next(w for w in wanted if w["rule"] == finding["rule"])
        missing = set(want["functions"]) - tap.functions_of(finding)
        if missing:
            return f"{finding['rule']}: no word of {', '.join(sorted(missing))}"
        if len(paths) > 1 and not sources(finding) >= set(paths):
            return f"{finding['rule']}: its sides are said to be from {sources(finding)}"
    return None
