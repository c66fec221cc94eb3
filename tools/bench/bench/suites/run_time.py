"""What the suites `atlas` and `ai` share: building a program in several languages and running it on several engines."""
from .. import engines, programs
from ..context import check_equal
from ..measure import interleave, measurements
from ..programs import EMPTY, Sources
from ..scheme import compile_chez, compile_guile
from ..tools import compile_c, compile_langc, has


def measure(context, ending, name_of_language, size, peers):
    """All programs in a language, at a size, against peers ("c", "js", "chez", "guile")."""
    found = []
    for name in programs.names(ending, context.only):
        context.say(f"  {name}")
        found += context.attempt(f"{name}", lambda name=name: measure_program(context, name, ending, name_of_language, size, peers))
        found += context.attempt(f"{name}, wasmkit", lambda name=name: measure_wasmkit(context, name, ending, name_of_language, peers))
    return found


def measure_program(context, name, ending, name_of_language, size, peers):
    sources = Sources(name, size, context.work)
    ways = ways_to_run(context, sources, ending, name_of_language, peers)
    # What all others are measured without should be known well.
    results = interleave(ways, max(context.runs, 5) if name == EMPTY else context.runs)
    check_equal({variant: runs[0].output for variant, runs in results.items()})
    return measurements(name, results)


def ways_to_run(context, sources, ending, name_of_language, peers):
    """Builds everything; returns the ways to run it by variant."""
    program = sources.folder / f"{ending}.wasm"
    compile_langc(context.langc, sources.path(ending), program)
    context.wasmtime.prepare(program)
    ways = {f"{name_of_language}, wasmtime": lambda: context.wasmtime.run(program)}
    if "c" in peers and sources.has("c") and has("clang") and has("wasi-libc"):
        c = sources.folder / "c.wasm"
        compile_c(sources.path("c"), c)
        context.wasmtime.prepare(c)
        ways["C, wasmtime"] = lambda: context.wasmtime.run(c)
    if has("node"):
        ways[f"{name_of_language}, node"] = lambda: engines.node_wasm(program)
        if "C, wasmtime" in ways:
            ways["C, node"] = lambda: engines.node_wasm(c)
        if "js" in peers and sources.has("js"):
            script = sources.path("js")
            ways["JavaScript, node"] = lambda: engines.node_script(script)
    if "chez" in peers and has("chezscheme"):
        chez = compile_chez(sources.path(ending), sources.folder, sources.name)
        ways["Chez"] = lambda: engines.run_process(chez)
    if "guile" in peers and has("guile") and has("guild"):
        guile = compile_guile(sources.path(ending), sources.folder, sources.name)
        ways["Guile"] = lambda: engines.run_process(guile)
    return ways


def measure_wasmkit(context, name, ending, name_of_language, peers):
    """An interpreter runs the small sizes."""
    if not has("wasmkit"):
        return []
    sources = Sources(name, "small", context.work)
    program = sources.folder / f"{ending}.wasm"
    compile_langc(context.langc, sources.path(ending), program)
    ways = {f"{name_of_language}, wasmkit": lambda: engines.wasmkit(program)}
    if "c" in peers and sources.has("c") and has("wasi-libc"):
        c = sources.folder / "c.wasm"
        compile_c(sources.path("c"), c)
        ways["C, wasmkit"] = lambda: engines.wasmkit(c)
    results = interleave(ways, min(context.runs, 3))
    check_equal({variant: runs[0].output for variant, runs in results.items()})
    return measurements(name, results)


def programs_of(table, variant):
    return [name for name in table.subjects(having=variant) if name != EMPTY]
