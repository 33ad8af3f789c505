#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Hold the model files against kernel source: does what they name exist?

usage: check-model.py --tree DIR [--tree DIR...] [FILE.model...]

An API, macro, type or attribute exists if it stands as a word in one of the
trees; an ops member if a struct of that name has a member of that name there.
What exists in none of them is listed, and the exit status is 1. Without FILEs
all of model/ is checked but newer.model, which is ahead of any released tree.
"""
import argparse
import glob
import os
import re
import sys

WORD = re.compile(rb"[A-Za-z_]\w+")
COMMENT = re.compile(rb"/\*.*?\*/|//[^\n]*", re.S)
# "struct tag {" up to the "}" in the first column, or on the same nesting level.
STRUCT = re.compile(rb"\b(?:struct|union)\s+([A-Za-z_]\w*)\s*(?:[a-z_]+\s*)?\{")
FLAGS = {"maybe", "weak"}
# DEFINE_GUARD_COND(mutex, _try, …) makes the class mutex_try.
COND_SUFFIX = re.compile(r"_(try|intr|kill)$")


def logical_lines(path):
    text, first = "", 0
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            if not text:
                first = number
            line = line.split("#", 1)[0].rstrip()
            if line.endswith("\\"):
                text += line[:-1] + " "
                continue
            text += line
            if text.strip():
                yield first, text.split('"')[0].strip()
            text = ""


def names_of(line):
    """The verb and the names of one line."""
    verb, _, rest = line.partition(" ")
    words = rest.partition("(")[0].split()
    names = []
    for word in words:
        if "=" in word or word in FLAGS:
            break
        names.append(word)
    return verb, [n for word in names for n in word.split("|") if n]


def fixed_words(line):
    """APIs that a guard line names."""
    return re.findall(r"\b(?:acquire|release)=(\w+)", line)


class Tree:
    """Words of all files; struct members where asked for."""

    def __init__(self, wanted, tags):
        self.wanted, self.tags = wanted, tags
        self.words = set()
        self.members = {}

    def read(self, root):
        for folder, _, files in os.walk(root):
            for name in files:
                if name.endswith((".c", ".h", ".S")):
                    self.read_file(os.path.join(folder, name))

    def read_file(self, path):
        if "asic_reg" in path:
            return
        with open(path, "rb") as f:
            data = f.read()
        self.words |= self.wanted.intersection(WORD.findall(data))
        for m in STRUCT.finditer(data):
            if m.group(1) in self.tags:
                self.add_members(m.group(1), data, m.end())

    def add_members(self, tag, data, at):
        depth, end = 1, at
        while depth and end < len(data):
            c = data[end]
            depth += (c == 0x7B) - (c == 0x7D)
            end += 1
        body = COMMENT.sub(b" ", data[at:end])
        self.members.setdefault(tag, set()).update(WORD.findall(body))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tree", action="append", required=True)
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    files = args.files or sorted(
        f for f in glob.glob(os.path.join(here, "..", "model", "*.model"))
        if os.path.basename(f) != "newer.model")

    claims = []
    for path in files:
        for number, line in logical_lines(path):
            verb, names = names_of(line)
            tag = None
            for name in names:
                if verb == "ops":
                    if "." in name:
                        tag, name = name.split(".", 1)
                    claims.append((path, number, tag.encode(), name.encode()))
                else:
                    claims.append((path, number, None, name.encode()))
            if verb == "guard":
                path_, number_, _, name = claims.pop()
                claims.append((path_, number_, None,
                               COND_SUFFIX.sub("", name.decode()).encode()))
                for name in fixed_words(line):
                    claims.append((path, number, None, name.encode()))

    plain = {c[3] for c in claims if c[2] is None}
    prefixes = tuple(p[:-1] for p in plain if p.endswith(b"*"))
    tree = Tree(plain, {c[2] for c in claims if c[2]})
    for root in args.tree:
        tree.read(root)

    missing = 0
    for path, number, tag, name in claims:
        if tag is None:
            if name.endswith(b"*") or name in tree.words:
                continue
            what = name.decode()
        else:
            if name == b"*" and tag in tree.members:
                continue
            if name in tree.members.get(tag, ()):
                continue
            what = "%s.%s" % (tag.decode(), name.decode())
            if tag not in tree.members:
                what += " (no such struct)"
        print("%s:%d: %s is in no tree" % (os.path.relpath(path), number, what))
        missing += 1
    print("%d names checked, %d missing (%d prefixes not checked)"
          % (len(claims), missing, len(prefixes)))
    return missing > 0


sys.exit(main())
