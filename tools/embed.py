#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Write text files into one C file, so that the program is one file to copy.

usage: embed.py HEADER ARRAY PREFIX OUTPUT.c INPUT...

HEADER declares ARRAY, of struct embedded (src/base/embedded.h), and ARRAY_count. PREFIX goes before
each file's name, for messages.
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


def main():
    if len(sys.argv) < 6:
        sys.exit(__doc__.strip())
    header, array, prefix, output, *inputs = sys.argv[1:]
    inputs = sorted(inputs, key=os.path.basename)
    out = ["// Made by tools/embed.py: do not edit.", '#include "%s"' % header, ""]
    out.append("const struct embedded %s[] = {" % array)
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
    out.append("const unsigned %s_count = %d;" % (array, len(inputs)))
    text = "\n".join(out) + "\n"
    with open(output, "w", encoding="ascii") as f:
        f.write(text)


main()
