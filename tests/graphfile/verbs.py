#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""`unspin graph` from outside: merge, check, diff and dot on the graphs of small drivers and
of made-up recordings; and what is no graph is refused.

usage: verbs.py [--unspin BIN]
"""
import argparse
import glob
import json
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

# One driver in two files; each takes the two locks in an order of its own.
DRIVER = {
    "pair.h": """\
struct pair {
	spinlock_t left, right;
};
""",
    "one.c": """\
#include "pair.h"
static ssize_t one_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct pair *p = file->private_data;

	spin_lock(&p->left);
	spin_lock(&p->right);
	spin_unlock(&p->right);
	spin_unlock(&p->left);
	return len;
}
static const struct file_operations one_fops = { .write = one_write };
void one_init(struct pair *p)
{
	spin_lock_init(&p->left);
	spin_lock_init(&p->right);
}
""",
    "two.c": """\
#include "pair.h"
static ssize_t two_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct pair *p = file->private_data;

	spin_lock(&p->right);
	spin_lock(&p->left);
	spin_unlock(&p->left);
	spin_unlock(&p->right);
	return len;
}
static const struct file_operations two_fops = { .write = two_write };
""",
}


def recording(name, *deps, usages=(), kinds=None):
    """The text of a graph as of a recording: (from, to) pairs, (class, bit) pairs."""
    classes = sorted({c for d in deps for c in d} | {u[0] for u in usages})
    kinds = kinds or {}
    lines = ["unspin-graph\t1"] + [f"class\t{c}\t{kinds.get(c, 'spinlock')}" for c in classes]
    facts = sorted([f"dep\t{a}\t{b}\tEN" for a, b in deps] + [f"usage\t{c}\t{b}" for c, b in usages])
    for fact in facts:
        lines += [fact, "why\thigh\t1\t", f"step\t{name}:7:0\t\tsaw it", f"from\t{name}"]
    return "\n".join(lines + [f"end\t{len(lines)}"]) + "\n"


class Folder:
    """Graph files in a temporary folder, and unspin run in it."""

    def __init__(self, unspin, path):
        self.unspin, self.path = unspin, path

    def write(self, name, text):
        with open(os.path.join(self.path, name), "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())

    def read(self, name):
        with open(os.path.join(self.path, name), "rb") as f:
            return f.read()

    def run(self, *args):
        status, out, err = tap.run([self.unspin, *args], cwd=self.path)
        return status, out.decode(errors="replace"), err.decode(errors="replace")

    def sources(self):
        """The driver, and the graphs one, two of its halves and whole of both."""
        for name, text in DRIVER.items():
            self.write(name, text)
        for graph, files in (("one", ["one.c"]), ("two", ["two.c"]), ("whole", ["one.c", "two.c"])):
            self.run("check", "--no-kernel", "--graph-out", graph, *files)


def expect(name, got, wanted):
    tap.case(f"graph: {name}", got == wanted, f"got {got!r}\nnot {wanted!r}")


def merge(f):
    for out, files in (("m1", ["one", "two"]), ("m2", ["two", "one"]), ("m3", ["m1", "two", "m1"])):
        expect(f"merge {' '.join(files)}", f.run("graph", "merge", *files, "-o", out), (0, "", ""))
    expect("merge in another order", f.read("m2"), f.read("m1"))
    expect("merge of what was merged", f.read("m3"), f.read("m1"))
    expect("merge to stdout", f.run("graph", "merge", "one", "two")[1].encode(), f.read("m1"))
    expect("merge can't write", f.run("graph", "merge", "one", "-o", "/dev/full"),
           (2, "", "unspin: /dev/full: can't be written: No space left on device\n"))


def check(f):
    def rules(*files):
        status, out, err = f.run("graph", "check", "--format=json", *files)
        return status, [x["rule"] for x in json.loads(out)["findings"]], err

    for name in ("one", "two"):
        expect(f"check {name} alone", rules(name), (0, [], ""))
    expect("check of both", rules("one", "two"), (1, ["lock-order"], ""))
    expect("check of the union", rules("m1"), (1, ["lock-order"], ""))
    expect("check --rules", f.run("graph", "check", "--rules=double-lock", "m1"), (0, "", ""))

    # A recording's class is the source's of which it has one of the names; sides name their own.
    f.write("run", recording("run.dat", ("&p->right", "&p->left")))
    status, out, _ = f.run("graph", "check", "one", "run", "--format=json")
    found = json.loads(out)["findings"]
    expect("check of source and recording", status, 1)
    expect("check names the sources", [[s["sources"] for s in x["evidence"]] for x in found],
           [[["source"], ["run.dat"]]])
    expect("check names them in text", f.run("graph", "check", "one", "run")[1].count("from run.dat"), 1)
    f.write("other", recording("run.dat", ("&p->right", "&p->left"), kinds={"&p->left": "mutex"}))
    expect("check: a class of another kind is another one", rules("one", "other")[:2], (0, []))


def same_report(f):
    """What check reports of the examples, its graph tells as well."""
    for path in sorted(glob.glob(os.path.join(tap.ROOT, "examples/*/*.c"))):
        args = ["--confidence=low", "--format=json"]
        first = f.run("check", "--no-kernel", *args, "--graph-out=g", path)
        second = f.run("graph", "check", *args, "g")
        tap.case(f"graph: check reports {os.path.relpath(path, tap.ROOT)} as check does",
                 without_sources(first) == without_sources(second), second[1] + second[2])


def without_sources(report):
    findings = json.loads(report[1])["findings"]
    for finding in findings:
        for side in finding["evidence"]:
            side.pop("sources")
    return report[0], findings, report[2]


def diff(f):
    def counts(*args):
        status, out, err = f.run("graph", "diff", "--format=json", *args)
        if err or status not in (0, 1):
            return status, out, err
        return (status, *(json.loads(out)[t]["counts"] for t in ("dependencies", "usages")
                          if t in json.loads(out)))

    def of(both=0, only_a=0, only_b=0, unknown_to_b=0, unknown_to_a=0):
        return {"both": both, "only-a": only_a, "only-b": only_b, "unknown-to-b": unknown_to_b,
                "unknown-to-a": unknown_to_a}

    expect("diff of one graph with itself", counts("one", "one"), (0, of(both=1)))
    expect("diff: what B has not may be missing", counts("whole", "one"), (0, of(both=1, only_a=1)))
    expect("diff: what A has not may not", counts("one", "whole"), (1, of(both=1, only_b=1)))
    expect("diff by lockdep's names", counts("whole", "run"), (0, of(both=1, only_a=1)))
    expect("diff by lockdep's names, the other way", counts("run", "whole"), (1, of(both=1, only_b=1)))
    f.write("marked", recording("run.dat", ("&p->right#2", "&p->left/1")))
    expect("diff: #2 and /1 are no part of a name", counts("whole", "marked"), (0, of(1, 1)))
    f.write("first", recording("lockdep", ("&p->right", "&p->left"), ("&p->right#2", "&q->lock")))
    f.write("unmarked", recording("run.dat", ("&p->right", "&p->left"), ("&p->right", "&q->lock")))
    expect("diff: a name without a mark is meant with marks too", counts("first", "unmarked"),
           (0, of(2)))
    f.write("core", recording("run.dat", ("&p->right", "&p->left"), ("&p->left", "&rq->__lock"),
                              ("&rq->__lock", "&x->y")))
    expect("diff: classes that A does not know are counted apart", counts("whole", "core"),
           (0, of(both=1, only_a=1, unknown_to_a=2)))

    # Two structs, one name: it is there if it is there for any of them.
    f.write("name.c", DRIVER["one.c"].replace("pair", "twin") + "struct twin { spinlock_t left, right; };\n")
    f.run("check", "--no-kernel", "--graph-out=ambiguous", "name.c", "two.c", "one.c")
    expect("diff: an ambiguous name means all", counts("ambiguous", "run")[0], 0)
    expect("check: an ambiguous name is no class of the source's",
           f.run("graph", "check", "--format=gcc", "ambiguous", "one", "run"),
           f.run("graph", "check", "--format=gcc", "ambiguous", "one"))
    f.write("selfish", recording("run.dat", ("&p->left", "&p->left")))
    expect("diff: a class and itself", counts("whole", "selfish"), (0, of(unknown_to_b=2)))

    expect("diff --of=usages", counts("--of=usages", "one", "two"), (0, of(both=4)))
    f.write("irq", recording("run.dat", usages=[("&p->left", "in-hardirq"), ("&p->left", "hardirqs-on")]))
    expect("diff of usages", counts("--of=usages,dependencies", "one", "irq"),
           (1, of(unknown_to_b=1), of(both=1, only_a=1, only_b=1, unknown_to_b=2)))
    expect("diff as text", f.run("graph", "diff", "run", "whole"), (1, """\
dependencies: 1 in both, 0 only in A (run), 1 only in B (whole)
  not compared, since a class of them is in one graph alone: 0 of A, 0 of B
dependencies only in B:
  struct pair.left -> struct pair.right
      one.c:7  one_write() takes struct pair.right by spin_lock()
""", ""))
    expect("diff --list", f.run("graph", "diff", "--list=both,unknown-to-a", "whole", "core")[1], """\
dependencies: 1 in both, 1 only in A (whole), 0 only in B (core)
  not compared, since a class of them is in one graph alone: 0 of A, 2 of B
dependencies in both:
  &p->right -> &p->left
      run.dat:7 saw it
dependencies of B, about a class that A does not have:
  &p->left -> &rq->__lock
      run.dat:7 saw it
  &rq->__lock -> &x->y
      run.dat:7 saw it
""")
    expect("diff --list=none", f.run("graph", "diff", "--list=none", "whole", "run")[1].count("\n"), 2)


def dot(f):
    f.write("chain", recording("run.dat", ("a", "b"), ("b", "c"), ("c", "d"),
                               usages=[("b", "in-hardirq"), ("b", "hardirqs-on"), ("c", "in-softirq")]))
    status, out, err = f.run("graph", "dot", "chain")
    expect("dot", (status, err, out.count("->"), out.count("label=\"")), (0, "", 3, 7))
    expect("dot: colours", [line.split("fillcolor=\"")[1][:7] for line in out.splitlines()
                            if "fillcolor" in line], ["#ffffff", "#ff8a80", "#fff59d", "#ffffff"])
    for depth, shown in (("0", "a"), ("1", "ab"), ("2", "abc"), ("3", "abcd")):
        out = f.run("graph", "dot", "--lock=a", f"--depth={depth}", "chain")[1]
        expect(f"dot --depth={depth}", "".join(c for c in "abcd" if f"label=\"{c}\"" in out), shown)
    expect("dot: another name of the lock", f.run("graph", "dot", "--lock=&p->left", "one")[0], 0)
    expect("dot: no such lock", f.run("graph", "dot", "--lock=x", "chain"),
           (2, "", "unspin: no lock class goes by the name 'x'\n"))
    f.write("odd", recording("run.dat", ("a\"\\\\x\\x01", "ä]};")))
    if shutil.which("dot"):
        for name in ("chain", "odd", "whole"):
            with open(os.path.join(f.path, "drawing"), "wb") as out:
                out.write(f.run("graph", "dot", name)[1].encode())
            status, svg, err = tap.run(["dot", "-Tsvg", "drawing"], cwd=f.path)
            expect(f"dot draws {name}", (status, b"</svg>" in svg, err), (0, True, b""))
    else:
        tap.note("no Graphviz: its drawing is not looked at")


def refused(f):
    whole = f.read("whole")
    bad = {
        "empty": (b"", "1: empty"),
        "text": (b"some text\n", "1: no lock graph"),
        "binary": (bytes(range(256)) * 5000, "1: no lock graph"),
        "newer": (b"unspin-graph\t2\nend\t1\n", "1: format 2"),
        "cut": (whole[:len(whole) // 2], "cut off here"),
        "cut-line": (whole[:whole.rindex(b"end")], "cut off here"),
        "twice": (whole + whole, "behind the end"),
        "nul": (whole.replace(b"struct", b"str\0ct", 1), "NUL"),
        "unsorted": (whole.replace(b"dep", b"aep", 1), "not a line"),
        "long": (b"unspin-graph\t1\nclass\t" + b"x" * (2 << 20) + b"\tspinlock\nend\t2\n", "too long"),
    }
    for name, (text, word) in bad.items():
        f.write(name, text)
        for verb in ("merge", "check", "dot"):
            status, out, err = f.run("graph", verb, "one", name)
            tap.case(f"graph: {verb} refuses {name}", status == 2 and not out and
                     err.count("\n") == 1 and name in err and word in err, f"{status}\n{out}\n{err}")
        expect(f"diff refuses {name}", f.run("graph", "diff", "one", name)[:2], (2, ""))
    for path in ("/dev/zero", ".", "no-such-file"):
        status, out, err = f.run("graph", "check", path)
        tap.case(f"graph: {path} is refused", status == 2 and not out and err.count("\n") == 1, err)
    for args in (["graph"], ["graph", "frob"], ["graph", "merge"], ["graph", "check"], ["graph", "dot"],
                 ["graph", "diff", "one"], ["graph", "diff", "one", "two", "one"],
                 ["graph", "diff", "--of=x", "one", "two"], ["graph", "diff", "--list=x", "one", "two"],
                 ["graph", "diff", "--format=x", "one", "two"], ["graph", "dot", "--depth=x", "one"],
                 ["graph", "check", "--rules=x", "one"], ["graph", "merge", "--frob", "one"],
                 ["check", "--no-kernel", "--graph-out=/dev/full", "one.c"]):
        status, out, err = f.run(*args)
        tap.case(f"graph: {' '.join(args)} can't be done", status == 2 and not out and err, f"{status} {out}")
    for verb in ([], ["merge"], ["check"], ["diff"], ["dot"]):
        status, out, err = f.run("graph", *verb, "--help")
        tap.case(f"graph: {' '.join(verb)} --help", status == 0 and out.startswith("usage: ") and not err, err)


def main():
    parser = argparse.ArgumentParser(description="unspin graph from outside")
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unspin-graph-") as path:
        folder = Folder(os.path.abspath(args.unspin), path)
        folder.sources()
        for part in (merge, check, same_report, diff, dot, refused):
            part(folder)
    tap.done()


main()
