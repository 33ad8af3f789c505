#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Write text files into one C file, so that the program is one file to copy.

usage: embed.py [--pages|--names|--guest] OUTPUT.c INPUT...

The model's files for src/model/embedded.h; with --pages those of the manual for
src/report/explain.h, with --names what recordings call things for src/trace/names.h,
with --guest the files of a booted guest for src/boot/guest.h.
"""
import os
import sys


def c_string(line):
    out = []
    for byte in line:
        if byte == 0x0A:
            out.append("\\n")
        elif byte in (0x22, 0x5C):
            out.append("\\" + chr(byte))
        elif 0x20 <= byte < 0x7F:
            out.append(chr(byte))
        else:
            out.append("\\%03o" % byte)
    # "??" could begin a trigraph
    return '"' + "".join(out).replace("??", '?""?') + '"'


# header, what a file's name gets before it, stem of the names in C
MODELS = ("model/embedded.h", "model/", "embedded_model")
PAGES = ("report/explain.h", "", "embedded_page")
NAMES = ("trace/names.h", "model/", "embedded_name")
GUEST = ("boot/guest.h", "", "embedded_guest_file")
KINDS = {"--pages": PAGES, "--names": NAMES, "--guest": GUEST}


def main():
    args = sys.argv[1:]
    header, prefix, stem = MODELS
    if args[:1] and args[0] in KINDS:
        header, prefix, stem = KINDS[args.pop(0)]
    if len(args) < 2:
        sys.exit(__doc__.strip())
    inputs = sorted(args[1:], key=os.path.basename)
    out = ["// Made by tools/embed.py: do not edit.", '#include "%s"' % header, ""]
    out.append("const struct %s %ss[] = {" % (stem, stem))
    for path in inputs:
        with open(path, "rb") as f:
            data = f.read()
        out.append('\t{ "%s%s",' % (prefix, os.path.basename(path)))
        # An empty literal first: a file may have no line at all.
        out.append('\t  ""')
        for line in data.splitlines(keepends=True):
            out.append("\t  " + c_string(line))
        out.append("\t  , %d }," % len(data))
    out.append("};")
    out.append("")
    out.append("const unsigned %s_count = %d;" % (stem, len(inputs)))
    text = "\n".join(out) + "\n"
    with open(args[0], "w", encoding="ascii") as f:
        f.write(text)


main()
