#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Every word of the model format makes a difference: tests/model/words.txt.

A case is a model of a few made-up APIs, a driver that uses them, and one word.
What unspin finds with the model as it is, and with that word struck out of it,
must be as the case says, and differ. A word that nothing reads any more would
make no difference. Every verb and key that the loader knows needs a case; named= finds nothing,
names.py looks at it.

    == name of the case
    model: sleep nap() weak         the model, a line each
    strike: weak                    a key (with its value) or flag; all of it, or …
    strike: verb sleep              … the lines of a verb
    by: kind=mutex                  what stands in its place (keys that must be there)
    with: nothing                   findings: "rule confidence", sorted, ", " between them
    without: sleep-in-atomic high
    check: --rules=wait-context     further arguments
    C code; "-- b.c" begins another file

usage: words.py [--unspin BIN] [-k PATTERN]
"""
import argparse
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

CASES = os.path.join(tap.TESTS, "model/words.txt")


class Case:
    def __init__(self, name):
        self.name, self.model, self.code = name, [], []
        self.strike = self.by = self.expect_with = self.expect_without = self.check = ""


def read_cases():
    cases = []
    keys = {"strike": "strike", "by": "by", "with": "expect_with", "without": "expect_without",
            "check": "check"}
    with open(CASES, encoding="utf-8") as f:
        for line in f.read().splitlines():
            if not cases and line.startswith("#"):
                continue
            if line.startswith("== "):
                cases.append(Case(line[3:]))
                continue
            if not cases:
                continue
            key, colon, rest = line.partition(": ")
            case = cases[-1]
            if colon and not case.code and key == "model":
                case.model.append(rest)
            elif colon and not case.code and key in keys:
                setattr(case, keys[key], rest)
            elif line or case.code:
                case.code.append(line)
    return cases


def struck(case):
    verb = re.fullmatch(r"verb (\S+)", case.strike)
    if verb:
        return [line for line in case.model if line.split()[0] != verb[1]]
    word = re.compile(r'(?<=\s)' + re.escape(case.strike) +
                      ("" if "=" in case.strike else r'(=("[^"]*"|\S+))?') + r"(?=\s|$)")
    return [word.sub(case.by, line) for line in case.model]


def findings(unspin, folder, model, options):
    path = os.path.join(folder, "words.model")
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(model) + "\n")
    report = tap.Report(unspin, ["--no-kernel", "--model", path, *options, "."], cwd=folder)
    trouble = report.trouble()
    if trouble or report.stderr.strip():
        return f"{trouble or ''} {report.stderr}".strip()
    found = sorted(f"{f['rule']} {f['confidence']}" for f in report.findings)
    return ", ".join(found) or "nothing"


def check(unspin, case):
    with tempfile.TemporaryDirectory() as folder:
        name, text = "a.c", {}
        for line in case.code:
            if line.startswith("-- "):
                name = line[3:]
            else:
                text.setdefault(name, []).append(line)
        for name, lines in text.items():
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                f.write("\n".join(lines) + "\n")
        less = struck(case)
        if less == case.model:
            return f"{case.strike} does not stand in the model"
        why = []
        for model, expected, what in ((case.model, case.expect_with, "with"),
                                      (less, case.expect_without, "without")):
            found = findings(unspin, folder, model, case.check.split())
            if found != expected:
                why.append(f"{what} {case.strike}: expected {expected}, found {found}")
        if case.expect_with == case.expect_without:
            why.append("the word makes no difference")
        return "\n".join(why) or None


def known_words():
    """The verbs and keys of the loader, as its tables spell them."""
    with open(os.path.join(tap.ROOT, "src/model/line.c"), encoding="utf-8") as f:
        keys = re.findall(r'\[K_\w+\] = \{ "([^"]+)"', f.read())
    with open(os.path.join(tap.ROOT, "src/model/load.c"), encoding="utf-8") as f:
        table = f.read().partition("} verbs[] = {")[2].partition("\n};")[0]
    return set(keys), set(re.findall(r'^\t\{ "([^"]+)"', table, re.M))


def main():
    parser = argparse.ArgumentParser(description="Each word of the model makes a difference.")
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    parser.add_argument("-k", metavar="PATTERN", default="")
    args = parser.parse_args()
    args.unspin = os.path.abspath(args.unspin)
    cases = read_cases()
    keys, verbs = known_words()
    keys -= {"named"}
    for case in cases:
        if re.search(args.k, case.name):
            why = check(args.unspin, case)
            tap.case(f"words: {case.name}", why is None, why or "")
    if not args.k:
        shown = {word.partition("=")[0] for case in cases for word in case.strike.split()}
        missing = sorted((keys | verbs) - shown)
        tap.case("words: each verb and key has a case", bool(keys and verbs) and not missing,
                 "none for " + ", ".join(missing))
    tap.done()


if __name__ == "__main__":
    sys.exit(main())
