"""Build times of programs of many modules, and the memory that builds take."""
import os
import shutil

from ..blocks import Curves, Grid, Text, mebibytes, number
from ..engines import node_script
from ..graph_programs import AtlasProgram, CProgram, JavaScriptProgram, compile_c_objects
from ..measure import Measurement, Table, interleave, measurements, run_process
from ..context import check_equal
from ..tools import has

TITLE = "Build time"
STEPS = {"full": "full", "no-op": "nothing changed", "body": "one body changed", "interface": "one interface changed"}
PLAIN, OPTIMIZED, C, ESBUILD = "langc -O0", "langc -O", "clang -O2 + wasm-ld", "esbuild --bundle"
VARIANTS = [PLAIN, OPTIMIZED, C, ESBUILD]

# Above these, a build takes a minute and more: full builds of C, which are measured once up to the other size if there is time for many runs,
# and optimized builds.
MOST_C, MOST_C_ONCE, MOST_OPTIMIZED = 100, 1000, 1000
MANY_RUNS = 5


def measure(context):
    found = []
    for count in context.modules:
        context.say(f"  {count} modules")
        found += context.attempt(f"{count} modules", lambda count=count: measure_count(context, count))
    return found


def measure_count(context, count):
    builders = programs_of(context, count)
    found = full_builds(context, count, builders)
    check_equal(outputs(context, builders))
    for step in ("no-op", "body", "interface"):
        found += incremental_builds(context, count, step, builders)
    for builder in builders.values():
        builder.edits.restore()
    return found


def programs_of(context, count):
    """What builds the program, by variant. Programs of langc keep a cache each, beside the sources."""
    folder = context.cache / f"{count}-builds"
    builders = {PLAIN: AtlasProgram(count, folder / "O0", context.langc, "-O0")}
    if count <= MOST_OPTIMIZED:
        builders[OPTIMIZED] = AtlasProgram(count, folder / "O", context.langc, "-O")
    if has("clang") and has("wasm-ld") and has("make"):
        # With the objects that the suite `link` uses, so that 5000 modules of C are compiled once, not in each measurement.
        compile_c_objects(count, context.cache / f"{count}-c", context.say)
        copy_of(context.cache / f"{count}-c", folder / "C")
        builders[C] = CProgram(count, folder / "C", os.cpu_count())
    if has("esbuild"):
        builders[ESBUILD] = JavaScriptProgram(count, folder / "JS")
    for variant in (PLAIN, OPTIMIZED):
        if variant in builders:
            use_cache(builders[variant], variant, folder)
    return builders


def use_cache(builder, variant, folder):
    cache = folder / f"cache{variant.rpartition('-')[2]}"
    shutil.rmtree(cache, ignore_errors=True)
    builder.full = [*builder.command, "--no-cache"]
    builder.command += ["--cache-dir", str(cache)]


def copy_of(source, target):
    """A copy with the times of the files, as make compares them."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def full_builds(context, count, builders):
    found = []
    ways = {variant: lambda builder=builder: full_build(builder) for variant, builder in builders.items()
            if variant != C and not (context.quick and variant == OPTIMIZED and count > 100)}
    found += measurements(f"full {count}", interleave(ways, context.runs))
    if C in builders and count <= (MOST_C_ONCE if context.runs >= MANY_RUNS else MOST_C):
        # Without the objects from before.
        runs = min(context.runs, 2) if count <= MOST_C else 1
        found += measurements(f"full {count}", interleave({C: lambda: full_build(builders[C])}, runs))
    for builder in builders.values():
        builder.build()
    return found + [Measurement(f"full {count}", variant, "bytes", [builder.output.stat().st_size]) for variant, builder in builders.items()]


def full_build(builder):
    if isinstance(builder, AtlasProgram):
        return run_process(builder.full, builder.folder)
    if isinstance(builder, CProgram):
        builder.clean()
    return builder.build()


def incremental_builds(context, count, step, builders):
    def build(builder):
        if step == "body":
            builder.edit_body()
        if step == "interface":
            builder.edit_interface()
        return builder.build()
    ways = {variant: lambda builder=builder: build(builder) for variant, builder in builders.items()}
    for builder in builders.values():
        builder.edits.restore()
        builder.build()
    return measurements(f"{step} {count}", interleave(ways, context.runs))


def outputs(context, builders):
    """What the programs print."""
    found = {}
    for variant, builder in builders.items():
        found[variant] = node_script(builder.output).output if variant == ESBUILD else context.wasmtime.run(builder.output).output
    return found


def present(found):
    table = Table(found)
    counts = sorted({int(subject.partition(" ")[2]) for subject in table.subjects()})
    blocks = [
        Text("Generated programs of so many modules, ten functions of six lines and up to three imports of earlier modules each, the same in Atlas, C and "
             "JavaScript. langc builds in one process, at most as many threads as there are processors, and links, without its cache; `-O0` checks types and "
             "generates code, which esbuild does not (it parses and prints). C is built by `make -j` with one clang a module, then wasm-ld; full "
             "builds of C are left out where they take minutes. Medians of whole processes, in milliseconds."),
        Curves("compile-full", "Full builds", "modules", "milliseconds", curves(table, counts, "full")),
        full_grid(table, counts),
        Text("**Incremental builds**: with what the build before has left behind. *One body changed*: a number in a function of one module; *one "
             "interface changed*: one module exports one function more. C compiles the module again, and with its interface those that import it; esbuild's "
             "command line keeps nothing, so all its builds are full ones."),
        Curves("compile-body", "Builds after the body of one function has changed", "modules", "milliseconds", curves(table, counts, "body")),
        incremental_grid(table, counts),
    ]
    return [block for block in blocks if not isinstance(block, Curves) or any(len(each) > 1 for each in block.series.values())]


def curves(table, counts, step):
    lines = {variant: [(count, table.median(f"{step} {count}", variant)) for count in counts if table.get(f"{step} {count}", variant)]
             for variant in VARIANTS}
    return {variant: points for variant, points in lines.items() if points}


def full_grid(table, counts):
    rows = []
    for count in counts:
        for variant in VARIANTS:
            subject = f"full {count}"
            wall, size = table.median(subject, variant), table.median(subject, variant, "bytes")
            if wall:
                rows.append([variant, f"{count}", number(wall, 0), number(table.median(subject, variant, "cpu"), 0), number(count / wall * 1000, 0),
                             mebibytes(table.median(subject, variant, "memory")), f"{size / 1000:,.0f}"])
    return Grid("compile-full", ["full build", "modules", "ms", "CPU ms", "modules/s", "MiB", "output, KB"], rows)


def incremental_grid(table, counts):
    rows = [[STEPS[step], f"{count}", *(number(table.median(f"{step} {count}", variant), 0) for variant in VARIANTS)]
            for step in STEPS for count in counts if step != "full"]
    return Grid("compile-incremental", ["build", "modules", *(f"{variant}, ms" for variant in VARIANTS)], rows)
