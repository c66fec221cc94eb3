"""Sizes of programs in bytes."""
import gzip

from .. import programs
from ..blocks import Bars, Grid, Text, ratio
from ..measure import Measurement, Table, geometric_mean, run_process
from ..programs import EMPTY, Sources
from ..tools import HERE, compile_c, compile_langc, has

TITLE = "Size"
SMALL = HERE.parent / "sizes"
FUNCTIONS = 1000


def measure(context):
    context.say("  small programs")
    found = context.attempt("small programs", lambda: measure_small(context)) + context.attempt("unused code", lambda: measure_unused(context))
    for name in sorted({*programs.names("atl", context.only), *programs.names("ai", context.only)} - {EMPTY}):
        context.say(f"  {name}")
        found += context.attempt(name, lambda name=name: measure_program(context, name))
    return found


def sizes(subject, variant, path):
    content = path.read_bytes()
    return [Measurement(subject, variant, "bytes", [len(content)]),
            Measurement(subject, variant, "gzip", [len(gzip.compress(content, 9, mtime=0))])]


def measure_small(context):
    found = []
    for name in ("hello", "numbers"):
        for ending, variant in (("atl", "Atlas"), ("ai", "Ai")):
            output = context.work / f"{name}.{ending}.wasm"
            compile_langc(context.langc, SMALL / f"{name}.{ending}", output)
            found += sizes(name, variant, output)
        if has("wasi-libc"):
            output = context.work / f"{name}.c.wasm"
            compile_c(SMALL / f"{name}.c", output, "-Oz")
            found += sizes(name, "C with wasi-libc, -Oz", output)
    output = context.work / "freestanding.wasm"
    run_process(["clang", "--target=wasm32", "-Oz", "-nostdlib", "-Wl,--strip-all", str(SMALL / "freestanding.c"), "-o", str(output)])
    return found + sizes("hello", "C without a library, -Oz", output)


def measure_unused(context):
    """A program that uses one of many functions of a module, and one that has only this function."""
    found = []
    atlas = "".join(f"export fn f{i}(n: number) -> number {{ return n * {i} + len(str(n)); }}\n" for i in range(FUNCTIONS))
    ai = "".join(f"(define (f{i} n) (+ (* n {i}) (string-length (number->string n))))\n" for i in range(FUNCTIONS))
    exports = " ".join(f"f{i}" for i in range(FUNCTIONS))
    for variant, ending, library, one, use in (
            ("Atlas", "atl", atlas, atlas.split("\n")[7] + "\n", 'import { f7 } from "./library";\nprint(f7(6));\n'),
            ("Ai", "ai", f"(module library [{exports}]\n{ai})\n", f"(module library [f7]\n{ai.splitlines()[7]})\n",
             '(import "library" (f7))\n(display (f7 6))\n(newline)\n')):
        for subject, text in (("one function of 1000", library), ("one function alone", one)):
            folder = context.work / f"{subject} {ending}"
            folder.mkdir(exist_ok=True)
            (folder / f"library.{ending}").write_text(text)
            (folder / f"main.{ending}").write_text(use)
            compile_langc(context.langc, folder / f"main.{ending}", folder / "built.wasm")
            found += sizes(subject, variant, folder / "built.wasm")
    return found


def measure_program(context, name):
    found = []
    sources = Sources(name, "full", context.work)
    for ending, variant in (("atl", "Atlas"), ("ai", "Ai")):
        if sources.has(ending):
            output = sources.folder / f"size.{ending}.wasm"
            compile_langc(context.langc, sources.path(ending), output)
            found += sizes(f"program {name}", variant, output)
    if sources.has("c") and has("wasi-libc"):
        for level in ("-O2", "-Oz"):
            output = sources.folder / f"size{level}.wasm"
            compile_c(sources.path("c"), output, level)
            found += sizes(f"program {name}", f"C {level}", output)
    return found


def present(found):
    table = Table(found)
    names = [subject for subject in table.subjects() if subject.startswith("program ")]
    labels = [name.partition(" ")[2] for name in names]
    to_c = {variant: [table.ratio(name, variant, "C -O2", "bytes") for name in names] for variant in ("Atlas", "Ai")}
    return [
        Text("Bytes of the linked program, nothing stripped away afterwards; in brackets compressed with gzip. C prints integers with a few lines of its own, "
             "not with `printf`, wherever a program prints nothing else."),
        small_grid(table),
        Text("**What unused code costs**: a program that imports one function from a module of 1000, and one that imports it from a module of its own."),
        unused_grid(table),
        Bars("size", "Bytes as a multiple of those of C -O2", labels, to_c),
        program_grid(table, names, to_c),
    ]


def bytes_of(table, subject, variant):
    found = table.median(subject, variant, "bytes")
    return "–" if found is None else f"{found:,.0f} ({table.median(subject, variant, 'gzip'):,.0f})"


def small_grid(table):
    titles = {"hello": "prints one line", "numbers": "prints a fraction, allocates"}
    variants = ["Atlas", "Ai", "C with wasi-libc, -Oz", "C without a library, -Oz"]
    return Grid("size-small", ["program", *variants],
                [[title, *(bytes_of(table, name, variant) for variant in variants)] for name, title in titles.items()])


def unused_grid(table):
    subjects = ["one function of 1000", "one function alone"]
    return Grid("size-unused", ["", *subjects], [[variant, *(bytes_of(table, subject, variant) for subject in subjects)] for variant in ("Atlas", "Ai")])


def program_grid(table, names, to_c):
    variants = ["Atlas", "Ai", "C -O2", "C -Oz"]
    rows = [[name.partition(" ")[2], *(bytes_of(table, name, variant) for variant in variants), ratio(to_c["Atlas"][row]), ratio(to_c["Ai"][row])]
            for row, name in enumerate(names)]
    rows.append(["**geometric mean**", "", "", "", "", *(ratio(geometric_mean(each)) for each in to_c.values())])
    return Grid("size-programs", ["program", *variants, "Atlas to C -O2", "Ai to C -O2"], rows)
