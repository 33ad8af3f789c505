#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Bad input: whatever the files hold, unspin ends soon, in bounded memory, with the
right status, and with one line on stderr for each file that it could not read.

Each bad file lies in a directory of its own beside a good driver with one known
fault. The run over that directory must still report that fault, and nothing else.
All of it is made here, in a temporary directory.

usage: badinput.py [--unspin BIN] [-k PATTERN]
"""
import argparse
import concurrent.futures
import os
import re
import resource
import shutil
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

SECONDS = 60  # for one run, sanitizers and a busy machine included
MEMORY = 4 << 30
DEPTH = 100_000

# A driver with exactly one fault, which the bad file beside it must not hide.
BROKEN = """\
#include <linux/interrupt.h>
#include <linux/spinlock.h>

struct knob {
	spinlock_t lock;
	int turns;
};

static irqreturn_t knob_irq(int irq, void *data)
{
	struct knob *k = data;

	spin_lock(&k->lock);
	k->turns++;
	spin_unlock(&k->lock);
	return IRQ_HANDLED;
}

static ssize_t knob_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct knob *k = file->private_data;
	unsigned long flags;
	unsigned long more;

	spin_lock_irqsave(&k->lock, flags);
	local_irq_save(flags);
	k->turns = 0;
	local_irq_restore(flags);
	spin_unlock_irqrestore(&k->lock, flags);
	return len;
}

static const struct file_operations knob_fops = {
	.write = knob_write,
};

static int knob_probe(struct platform_device *pdev)
{
	struct knob *k = platform_get_drvdata(pdev);

	spin_lock_init(&k->lock);
	return devm_request_irq(&pdev->dev, 1, knob_irq, 0, "knob", k);
}
"""

CASES = []


def bad(name, lines=0, seconds=SECONDS, only=None):
    """Register a function that fills a directory with the bad file(s).

    @lines: how many lines on stderr the run owes its user for them.
    """
    def register(function):
        if only is None or only():
            CASES.append((name, lines, seconds, function))
        return function
    return register


def put(directory, name, data):
    with open(os.path.join(directory, name), "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())


def text(name, data, **kwargs):
    """A bad file that is just this text."""
    bad(name, **kwargs)(lambda directory: put(directory, "bad.c", data()))


def in_function(body):
    return f"void f(int a)\n{{\n{body}\n}}\n"


# ---- not C ----
text("empty", lambda: "")
text("only blanks", lambda: " \n\t\r\n" * 1000)
text("prose", lambda: "This is not C, it's a letter. Don't \"read\" it (as code;\n" * 5000)
text("markup", lambda: "<html><body>" + "<p class='x'>it's</p>\n" * 5000)
text("an executable", lambda: open("/bin/ls", "rb").read(), lines=1)
text("random bytes", lambda: bytes((i * i * 7 + i // 13) & 0xFF for i in range(300_000)), lines=1)
text("NUL bytes in code", lambda: b"int x;\0\0\0 int y;\nvoid f(void) { g(\0); }\n", lines=1)
text("invalid UTF-8", lambda: b"/* caf\xe9 \xff\xfe */ int x\x80;\nvoid \xc3\x28(void) { \xf0\x9f g(\"\xe9\"); }\n")
text("byte order mark and CRLF", lambda: "\ufeffint x;\r\n#define A \\\r\n  1\r\nvoid f(void)\r\n{\r\n\tg(A);\r\n}\r\n")
text("UTF-16", lambda: "int main(void) { return 0; }\n".encode("utf-16"), lines=1)
text("old Mac line ends", lambda: "int x;\rvoid f(void)\r{\r\tg();\r}\r")
text("only line splices", lambda: "\\\n" * 100_000)
text("only punctuation", lambda: "".join("(){}[];,=#\\'\"&*"[(i * i + i // 7) % 15] for i in range(200_000)))

# ---- large ----
text("100 MB on one line", lambda: b"int a" + b"=a+1" * 25_000_000 + b";\n")
text("100 MB of one identifier", lambda: b"a" * 100_000_000)
text("100 MB of opening parentheses", lambda: b"(" * 100_000_000)
text("100 MB of zero digits", lambda: b"int x = " + b"0" * 100_000_000 + b";")
text("a million declarations", lambda: "int a, *b;\n" * 1_000_000)
text("200,000 functions that lock", lambda: "".join(
    f"void f{i}(void) {{ spin_lock(&l); g{i}(); spin_unlock(&l); }}\n" for i in range(200_000)))
text("a function of a million statements", lambda: in_function("\tg(a);\n" * 1_000_000))
text("a call chain of 50,000", lambda: "".join(
    f"void f{i}(void) {{ f{i + 1}(); }}\n" for i in range(50_000)))
text("a call circle of 20,000", lambda: "".join(
    f"void f{i}(void) {{ f{(i + 1) % 20_000}(); }}\n" for i in range(20_000)))
text("5,000 branches in a row", lambda: in_function(
    "\tif (a & 1) spin_lock(&l);\n\tif (a & 2) spin_unlock(&l);\n" * 2500))
text("a switch of 100,000 cases", lambda: in_function(
    "switch (a) {\n" + "".join(f"case {i}: g({i}); break;\n" for i in range(100_000)) + "}"))
text("20,000 labels and gotos", lambda: in_function(
    "".join(f"l{i}: if (g()) goto l{(i * 7919) % 20_000};\n" for i in range(20_000))))
text("a call with 100,000 arguments", lambda: in_function("g(" + ",".join(["a"] * 100_000) + ");"))
text("a struct of 100,000 members", lambda: "struct s {\n" + "".join(
    f"spinlock_t m{i};\n" for i in range(100_000)) + "};\n")

# ---- deep ----
for what, opening, middle, closing in (
        ("parentheses", "(", "1", ")"), ("brackets", "a[", "1", "]"), ("calls", "g(", "1", ")"),
        ("casts", "(int)", "1", ""), ("unary minus", "- ", "1", ""), ("not", "!", "1", ""),
        ("dereferences", "*", "a", ""), ("ternaries", "a ? ", "1", " : 1"),
        ("ternaries to the right", "a ? 1 : ", "1", ""), ("assignments", "a = ", "1", ""),
        ("sizeof", "sizeof ", "a", ""), ("statement expressions", "({ ", "1;", " ; })"),
        ("members", "a", "", "->a"), ("sums", "a + ", "a", ""), ("commas", "a, ", "a", ""),
        ("logical ors", "a || ", "a", ""), ("compound literals", "(int){ ", "1", " }")):
    for complete in (True, False):
        text(f"nested {DEPTH:,} deep: {what}{'' if complete else ', never closed'}",
             lambda o=opening, m=middle, c=closing, whole=complete: in_function(
                 "\treturn " + o * DEPTH + m + (c * DEPTH if whole else "") + ";"))
for what, opening, middle, closing in (
        ("braces", "{", "g();", "}"), ("if", "if (a) ", "g();", ""), ("while", "while (a) ", "g();", ""),
        ("do", "do ", "g();", " while (a);"), ("for", "for (;;) ", "g();", ""),
        ("else if", "if (a) g(); else ", "g();", ""), ("switch", "switch (a) { case 1: ", "g();", "}"),
        ("labels", "l: ", "g();", ""), ("case", "case 1: ", "g();", ""),
        ("scoped_guard", "scoped_guard(mutex, &m) ", "g();", "")):
    text(f"nested {DEPTH:,} deep: {what}",
         lambda o=opening, m=middle, c=closing: in_function(o * DEPTH + m + c * DEPTH))
for what, opening, middle, closing in (
        ("struct", "struct { ", "int a;", " } a;"), ("initializers", "{ ", "1", " }"),
        ("declarators", "(", "x", ")"), ("pointers", "*", "x", ""), ("arrays", "", "x", "[1]"),
        ("typeof", "typeof(", "int", ") ")):
    text(f"nested {DEPTH:,} deep: {what}", lambda o=opening, m=middle, c=closing, w=what:
         (("int x = " if w == "initializers" else "" if w in ("struct", "typeof") else "int ")
          + o * DEPTH + m + c * DEPTH + (" x;" if w == "typeof" else ";")))
text(f"nested {DEPTH:,} deep: #if", lambda: "#if A\n" * DEPTH + "int x;\n" + "#endif\n" * DEPTH)
text(f"nested {DEPTH:,} deep: #if, never closed", lambda: "#if A\n" * DEPTH + "int x;\n")
text(f"nested {DEPTH:,} deep: #if in a function", lambda: in_function(
    "#if A\n" * DEPTH + "g();\n" + "#else\ng();\n#endif\n" * DEPTH))
text("a group of 100,000 #elif", lambda: "#if A\nint x;\n" + "".join(
    f"#elif A{i}\nint x{i};\n" for i in range(100_000)) + "#endif\n")
text("30 groups that split a brace", lambda: in_function(
    "#ifdef A\nif (a) {\n#else\nif (b) {\n#endif\ng();\n" * 30 + "}\n" * 30))

# ---- broken off ----
text("unterminated comment", lambda: "int x; /* and so on\n" * 1000)
text("unterminated string", lambda: in_function('g("abc);\n' * 1000))
text("unterminated character", lambda: in_function("g('abc);\n" * 1000))
text("unterminated #if", lambda: "#if A\nint x;\n#else\nvoid f(void) {\n")
text("#endif, #else and #elif without #if", lambda: "#endif\n#else\n#elif A\n" * 1000)
text("ends in a function", lambda: "void f(void)\n{\n\tspin_lock(&l);\n\tif (a")
text("ends in a directive", lambda: "#define A(x, ")
text("ends in a line splice", lambda: "int x; \\")
text("more closing than opening braces", lambda: "}\n" * 1000 + "void f(void) { } }\n")
text("crossed brackets", lambda: in_function("g(a[1)];\n({)};\n" * 1000))

# ---- hostile preprocessing ----
text("a macro that calls itself", lambda: "#define A(x) A(A(x))\n" + in_function("A(spin_lock(&l));\n" * 100))
text("two macros that call each other", lambda: "#define A(x) B(x), B(x)\n#define B(x) A(x), A(x)\n"
     + in_function("A(1);\n" * 100))
text("macros that double 64 times", lambda: "#define M0(x) x; x\n" + "".join(
    f"#define M{i}(x) M{i - 1}(x); M{i - 1}(x)\n" for i in range(1, 64)) + in_function("M63(g());"))
text("names defined as themselves", lambda: "#define a a\n#define b c\n#define c b\n" + in_function("b(a);"))
text("a macro body nested deep", lambda: "#define A(x) " + "(" * DEPTH + "x" + ")" * DEPTH + "\n"
     + in_function("A(1);"))
text("100,000 macros", lambda: "".join(f"#define A{i}(x) do {{ f(x, {i}); }} while (0)\n"
                                       for i in range(100_000)))
text("typedefs in a circle", lambda: "typedef b a;\ntypedef a b;\nstruct s { a l; };\n"
     + in_function("struct s *s; b x; spin_lock(&s->l); spin_lock(&x->y);"))
text("structs that hold themselves", lambda: "struct s { struct s s; struct t t; };\nstruct t { struct s s; };\n"
     + in_function("struct s *s; spin_lock(&s->s.t.s.t.lock);"))
text("a member path of 10,000", lambda: "struct s { struct s *n; spinlock_t l; };\n"
     + in_function("struct s *s; spin_lock(&s" + "->n" * 10_000 + "->l);"))
text("a path that grows in a loop", lambda: "struct s { struct s *n; spinlock_t l; };\n"
     "void f(struct s *s) { while (s) { spin_lock(&s->l); s = s->n; } }\n"
     "void h(struct s *s) { spin_lock(&s->l); h(s->n); }\n")


@bad("a file that includes itself")
def _(directory):
    put(directory, "bad.c", '#include "bad.c"\n#include "bad.c"\nint x;\n')


@bad("headers that include each other")
def _(directory):
    put(directory, "bad.c", '#include "a.h"\n')
    put(directory, "a.h", '#include "b.h"\n#include "a.h"\nint a;\n')
    put(directory, "b.h", '#include "a.h"\n#include "b.h"\nint b;\n')


@bad("a chain of 5,000 headers")
def _(directory):
    put(directory, "bad.c", '#include "h0.h"\n')
    for i in range(5000):
        put(directory, f"h{i}.h", f'#include "h{i + 1}.h"\n')


@bad("includes of what is no header")
def _(directory):
    put(directory, "bad.c", '#include "/dev/zero"\n#include "../../../../../../dev/zero"\n#include "."\n'
                            '#include "fifo"\n#include ""\n#include <\n#include\n#include "' + "x/" * 5000 + 'y.h"\n')
    os.mkfifo(os.path.join(directory, "fifo"))


# ---- not readable as a file ----
@bad("a directory named like a source file", lines=1)
def _(directory):
    os.mkdir(os.path.join(directory, "bad.c"))


@bad("a FIFO", lines=1)
def _(directory):
    os.mkfifo(os.path.join(directory, "bad.c"))


@bad("a dangling symlink", lines=1)
def _(directory):
    os.symlink("nowhere.c", os.path.join(directory, "bad.c"))


@bad("a symlink to itself", lines=1)
def _(directory):
    os.symlink("bad.c", os.path.join(directory, "bad.c"))


@bad("symlinks to the directory above")
def _(directory):
    os.mkdir(os.path.join(directory, "sub"))
    for i in range(5):
        os.symlink("..", os.path.join(directory, "sub", f"up{i}"))


@bad("a symlink to /dev/zero", lines=1)
def _(directory):
    os.symlink("/dev/zero", os.path.join(directory, "bad.c"))


@bad("a symlink to a terminal", lines=1)
def _(directory):
    os.symlink("/dev/ptmx", os.path.join(directory, "bad.c"))


@bad("a file without permission", lines=1, only=lambda: os.geteuid() != 0)
def _(directory):
    put(directory, "bad.c", "int x;\n")
    os.chmod(os.path.join(directory, "bad.c"), 0)


# longer than any path that the kernel takes
@bad("directories 500 deep", lines=1)
def _(directory):
    here = os.open(directory, os.O_RDONLY)
    for _ in range(500):
        os.mkdir("deepdeepdeep", dir_fd=here)
        below = os.open("deepdeepdeep", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


@bad("file names that are not text")
def _(directory):
    put(directory, "new\nline \x1b[31m.c", "int x;\n")
    with open(os.path.join(os.fsencode(directory), b"\xff\xfe.c"), "wb") as f:
        f.write(b"int x;\n")


def bounded():
    """For the child: no more memory than MEMORY, where no sanitizer reserves address space."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limits(unspin):
    with open(unspin, "rb") as f:
        sanitized = b"__asan_init" in f.read()
    if sanitized:
        return bounded

    def with_memory():
        bounded()
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    return with_memory


def diagnostics(stderr):
    return [line for line in stderr.splitlines() if line.startswith("unspin: ")]


def check(unspin, directory, lines, seconds):
    """Why the run over @directory was not as it should be; None where it was."""
    report = tap.Report(unspin, ["--no-kernel", directory], timeout=seconds, preexec_fn=limits(unspin))
    if report.status is None:
        return f"{report.command}\nstopped after {seconds} s"
    trouble = report.trouble()
    if trouble:
        return trouble[-3000:]
    if report.status != 1:
        return f"exit status {report.status}, not 1\n{report.stderr[-2000:]}"
    good = [f for f in report.findings if f["file"].endswith("broken.c")]
    if [f["rule"] for f in good] != ["flags-reuse"]:
        return f"findings in broken.c: {[f['rule'] for f in good]}\n{report.stderr[-2000:]}"
    said = diagnostics(report.stderr)
    strange = [line for line in report.stderr.splitlines() if not line.startswith("unspin: ")]
    if strange:
        return "not a line of unspin's own:\n" + "\n".join(strange[:20])
    if len(said) != lines:
        return f"{len(said)} lines on stderr, not {lines}:\n" + "\n".join(said[:20])
    return None


def run_case(unspin, top, case):
    name, lines, seconds, fill = case
    directory = tempfile.mkdtemp(dir=top)
    try:
        put(directory, "broken.c", BROKEN)
        fill(directory)
        why = check(unspin, directory, lines, seconds)
        tap.case(f"bad input: {name}", why is None, why or "")
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def vanishing(unspin, top):
    """Files that come and go while they are read: any findings, but a proper end."""
    directory = os.path.join(top, "vanish")
    os.mkdir(directory)
    for i in range(2000):
        put(directory, f"f{i}.c", BROKEN)
    stop = threading.Event()

    def churn():
        i = 0
        while not stop.is_set():
            path = os.path.join(directory, f"f{1999 - 2 * (i % 1000)}.c")
            try:
                if i % 3:
                    os.unlink(path)
                else:
                    os.truncate(path, 100)
            except OSError:
                pass
            i += 1

    thread = threading.Thread(target=churn)
    thread.start()
    report = tap.Report(unspin, ["--no-kernel", directory], timeout=SECONDS, preexec_fn=limits(unspin))
    stop.set()
    thread.join()
    trouble = report.trouble()
    tap.case("bad input: files that vanish or shrink while they are read", trouble is None,
             (trouble or "")[-3000:])


def statuses(unspin, top):
    """0 clean, 1 findings, 2 could not do the job."""
    put(top, "clean.c", "int x;\n")
    put(top, "broken.c", BROKEN)
    put(top, "errors.model", "acquire\nnonsense f(x)\nacquire g(l) kind=nothing\n")
    clean, broken, nowhere = (os.path.join(top, n) for n in ("clean.c", "broken.c", "nowhere.c"))
    for name, arguments, wanted, lines in (
            ("clean", [clean], 0, 0),
            ("findings", [broken], 1, 0),
            ("no such file", [nowhere], 2, None),
            ("no such file beside one with findings", [nowhere, broken], 1, 1),
            ("the same file twice", [broken, broken], 1, 0),
            ("no path at all", [], 2, None),
            ("an unknown option", ["--nonsense", clean], 2, None),
            ("an unknown format", ["--format=nonsense", clean], 2, 1),
            ("an unknown rule", ["--rules=nonsense", clean], 2, 1),
            ("no such model", ["--model=" + nowhere, clean], 2, 1),
            ("a model with errors", ["--model=" + os.path.join(top, "errors.model"), clean], 0, 3),
            ("no such kernel", ["--kernel=" + nowhere, clean], None, None),
            ("no such overlay", ["--overlay=" + nowhere, clean], None, None),
            ("a number of threads that is none", ["--jobs=x", clean], 2, 1)):
        kernel = [] if any("--kernel" in a for a in arguments) else ["--no-kernel"]
        status, _, err = tap.run([unspin, "check", *kernel, *arguments])
        said = err.decode(errors="replace")
        tap.case(f"exit status: {name}",
                 (status == wanted if wanted is not None else status in (0, 2))
                 and (lines is None or len(diagnostics(said)) == lines),
                 f"{arguments}: exit status {status}, wanted {wanted}; {lines} lines wanted\n{said}")


def full_output(unspin, top):
    """A result that can't be written is no success."""
    path = os.path.join(top, "broken.c")
    for form in ("text", "json"):
        with open("/dev/full", "wb") as full:
            p = tap.subprocess.run([unspin, "check", "--no-kernel", f"--format={form}", path],
                                   stdin=tap.subprocess.DEVNULL, stdout=full, env=tap.ENVIRONMENT,
                                   stderr=tap.subprocess.PIPE, check=False)
        tap.case(f"exit status: {form} to a full disk", p.returncode == 2,
                 f"exit status {p.returncode}\n{p.stderr.decode(errors='replace')}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--unspin", default=os.path.join(tap.ROOT, "build/unspin"))
    parser.add_argument("-k", metavar="PATTERN", default="", help="only cases with this in their names")
    args = parser.parse_args()
    unspin = os.path.abspath(args.unspin)
    with tempfile.TemporaryDirectory(prefix="unspin-bad-") as top:
        chosen = [case for case in CASES if re.search(args.k, case[0])]
        with concurrent.futures.ThreadPoolExecutor(max(1, os.cpu_count() // 2)) as pool:
            list(pool.map(lambda case: run_case(unspin, top, case), chosen))
        for name, function in (("vanish", vanishing), ("status", statuses), ("status", full_output)):
            if re.search(args.k, name):
                function(unspin, top)
    tap.done()


main()
