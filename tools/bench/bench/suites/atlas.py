"""Run time of programs in Atlas, against C and JavaScript."""
from ..blocks import Bars, Grid, Text, number, ratio, ratio_with_range, share
from ..measure import Table, geometric_mean
from ..programs import EMPTY
from . import run_time

TITLE = "Run time: Atlas"
OWN = "Atlas, wasmtime"
NODE = "Atlas, node"


def measure(context):
    return run_time.measure(context, "atl", "Atlas", "small" if context.quick else "atlas", ["c", "js"])


def present(found):
    table = Table(found)
    names = run_time.programs_of(table, OWN)
    to_c = {name: table.ratio(name, OWN, "C, wasmtime") for name in names}
    to_js = {name: table.ratio(name, NODE, "JavaScript, node", less=EMPTY) for name in names}
    return [
        Text("The same algorithm in Atlas (`langc build -O`), C (clang `-O2` for wasm32 with wasi-libc) and JavaScript, written as one writes it in "
             "that language. All print the same. Medians of runs in turn; ratios are medians of the ratios of paired runs, below 1 means that Atlas is faster."),
        Bars("atlas", "Time of Atlas as a multiple of the peer's", names,
             {"to C, both on wasmtime": list(to_c.values()), "to JavaScript, both on node, less start-up": list(to_js.values())}),
        Text("**On wasmtime**, without compilation of the module: milliseconds by the clock, the spread (half the distance between the quartiles), and "
             "the ratio (least–greatest of the pairs), also of processor time."),
        wasmtime_grid(table, names, to_c),
        Text("**On node**, whole processes. Starting alone takes "
             f"{number(table.median(EMPTY, NODE))} ms for a program in wasm and {number(table.median(EMPTY, 'JavaScript, node'))} ms for a script; "
             "the last columns are without it."),
        node_grid(table, names, to_js),
        Text("**On wasmkit**, an interpreter, whole processes at small sizes; the ratio is without start-up."),
        wasmkit_grid(table, names),
    ]


def wasmtime_grid(table, names, to_c):
    rows = []
    for name in names:
        own = table.get(name, OWN)
        rows.append([name, number(own.median), share(own.spread), number(table.median(name, "C, wasmtime")),
                     ratio_with_range(to_c[name], table.range_of_ratios(name, OWN, "C, wasmtime")),
                     ratio(table.ratio(name, OWN, "C, wasmtime", "cpu"))])
    cpu = geometric_mean(table.ratio(name, OWN, "C, wasmtime", "cpu") for name in names)
    rows.append(["**geometric mean**", "", "", "", ratio(geometric_mean(to_c.values())), ratio(cpu)])
    return Grid("atlas-wasmtime", ["program", "Atlas, ms", "spread", "C, ms", "to C", "to C, CPU"], rows)


def node_grid(table, names, to_js):
    headers = ["program", "Atlas, ms", "C, ms", "JavaScript, ms", "to C", "to JS", "to JS, CPU", "to C, less start-up", "to JS, less start-up"]
    columns = [lambda name: table.ratio(name, NODE, "C, node"), lambda name: table.ratio(name, NODE, "JavaScript, node"),
               lambda name: table.ratio(name, NODE, "JavaScript, node", "cpu"), lambda name: table.ratio(name, NODE, "C, node", less=EMPTY), to_js.get]
    rows = [[name, *(number(table.median(name, variant)) for variant in (NODE, "C, node", "JavaScript, node")),
             *(ratio(column(name)) for column in columns)] for name in names]
    rows.append(["**geometric mean**", "", "", "", *(ratio(geometric_mean(map(column, names))) for column in columns)])
    return Grid("atlas-node", headers, rows)


def wasmkit_grid(table, names):
    ratios = {name: table.ratio(name, "Atlas, wasmkit", "C, wasmkit", less=EMPTY) for name in names}
    rows = [[name, number(table.median(name, "Atlas, wasmkit")), number(table.median(name, "C, wasmkit")), ratio(ratios[name])] for name in names]
    rows.append(["**geometric mean**", "", "", ratio(geometric_mean(ratios.values()))])
    return Grid("atlas-wasmkit", ["program", "Atlas, ms", "C, ms", "to C, less start-up"], rows)
