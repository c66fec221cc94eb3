"""What langc aims at, and whether it was reached. Each aim is a figure computed from measurements, and the most it may be."""
import dataclasses

from .blocks import Grid, Text, number, ratio
from .measure import Table, geometric_mean
from .programs import EMPTY
from .suites import ai, atlas, compile, link, run_time
from .suites.memory import added_memory

FLOATS = ["nbody", "mandelbrot", "spectral"]
NUMBERS = ["fib", "fannkuch", "sieve", "matmul", "nqueens", "quicksort"]


@dataclasses.dataclass
class Aim:
    """`figure` takes the Tables by suite and gives a number, or None where nothing was measured. `shown` makes a text of it.
    `least`: the figure should be at least the bound, instead of at most."""
    text: str
    suite: str
    figure: object
    bound: float
    shown: object = ratio
    least: bool = False

    def verdict(self, value):
        if value is None:
            return "not measured"
        return "reached" if (value >= self.bound if self.least else value <= self.bound) else "missed"


def mean_to_c(names):
    return lambda table: geometric_mean(table.ratio(name, atlas.OWN, "C, wasmtime") for name in names)


def largest_to_chez(names):
    def figure(table):
        known = [value for name in names if (value := table.ratio(name, ai.OWN, "Chez", less=EMPTY))]
        return max(known, default=None)
    return figure


def mean_to_javascript(less):
    def figure(table):
        names = run_time.programs_of(table, atlas.NODE)
        return geometric_mean(table.ratio(name, atlas.NODE, "JavaScript, node", less=less) for name in names)
    return figure


def median(subject, variant, metric="wall", scale=1.0):
    def figure(table):
        found = table.median(subject, variant, metric)
        return None if found is None else found / scale
    return figure


def marginal_rate(table):
    counts = sorted(map(int, table.subjects()))
    return link.marginal(table, counts, len(counts) - 1, link.OWN) if len(counts) > 1 else None


def bintrees_with_engine(table):
    """What the program needs beside an empty engine's 17 MiB."""
    found = table.median("atl bintrees", "Atlas", "memory")
    return None if found is None else found + 17


def largest_added_to_javascript(table):
    found = []
    for subject in table.subjects(having="Atlas"):
        own, peer = (added_memory(table, subject, f"atl {EMPTY}", variant) for variant in ("Atlas, node", "JavaScript, node"))
        if own and peer:
            found.append(own / peer)
    return max(found, default=None)


def milliseconds(value):
    return f"{number(value, 0)} ms"


def seconds(value):
    return "–" if value is None else f"{value / 1000:.2f} s"


def size_in_bytes(value):
    return "–" if value is None else f"{value:,.0f} B"


def mebibytes(value):
    return f"{number(value, 0)} MiB"


def rate(value):
    return f"{number(value, 0)} MB/s"


AIMS = [
    Aim("Atlas, float loops (nbody, mandelbrot, spectral) on wasmtime, to C", "atlas", mean_to_c(FLOATS), 1.15),
    Aim("Atlas, integers and arrays (fib, fannkuch, sieve, matmul, nqueens, quicksort), to C", "atlas", mean_to_c(NUMBERS), 1.4),
    Aim("Atlas, allocation (bintrees), to C's malloc and free", "atlas", mean_to_c(["bintrees"]), 0.6),
    Aim("Atlas, words, to C", "atlas", mean_to_c(["words"]), 1.2),
    Aim("Atlas, json, to C", "atlas", mean_to_c(["json"]), 2.0),
    Aim("Atlas, closures, to C", "atlas", mean_to_c(["closures"]), 2.5),
    Aim("Atlas, dispatch, to C", "atlas", mean_to_c(["dispatch"]), 1.3),
    Aim("Atlas on V8, all programs, to JavaScript on node, whole processes", "atlas", mean_to_javascript(None), 0.75),
    Aim("the same, less start-up", "atlas", mean_to_javascript(EMPTY), 0.75),
    Aim("Ai, the largest of fib, nqueens, quicksort, dispatch, words, to Chez", "ai", largest_to_chez(["fib", "nqueens", "quicksort", "dispatch", "words"]), 0.8),
    Aim("Ai, bintrees, to Chez", "ai", largest_to_chez(["bintrees"]), 1.0),
    Aim("Ai, floats, the largest of mandelbrot, nbody, spectral, matmul, to Chez", "ai", largest_to_chez(["mandelbrot", "nbody", "spectral", "matmul"]), 0.4),
    Aim("hello in Atlas", "size", median("hello", "Atlas", "bytes"), 400, size_in_bytes),
    Aim("hello in Ai", "size", median("hello", "Ai", "bytes"), 2048, size_in_bytes),
    Aim("a program that prints fractions and allocates, Atlas", "size", median("numbers", "Atlas", "bytes"), 12 * 1024, size_in_bytes),
    Aim("full build of 1000 modules, -O0", "compile", median("full 1000", compile.PLAIN), 1200, seconds),
    Aim("full build of 5000 modules, -O0", "compile", median("full 5000", compile.PLAIN), 6000, seconds),
    Aim("full build of 1000 modules, -O", "compile", median("full 1000", compile.OPTIMIZED), 6000, seconds),
    Aim("one body of 1000 modules changed, -O0, linked", "compile", median("body 1000", compile.PLAIN), 120, milliseconds),
    Aim("one body of 5000 modules changed, -O0, linked", "compile", median("body 5000", compile.PLAIN), 300, milliseconds),
    Aim("nothing changed in 5000 modules", "compile", median("no-op 5000", compile.PLAIN), 150, milliseconds),
    Aim("memory of a full build of 1000 modules, -O0", "compile", median("full 1000", compile.PLAIN, "memory"), 200, mebibytes),
    Aim("memory of a full build of 5000 modules, -O0", "compile", median("full 5000", compile.PLAIN, "memory"), 600, mebibytes),
    Aim("linking 1000 modules, to wasm-ld", "link", lambda table: table.ratio("1000", link.OWN, link.PEER), 1.0),
    Aim("linking, marginal rate up to the largest size", "link", marginal_rate, 120, rate, least=True),
    Aim("memory of linking 1000 modules, to wasm-ld", "link", lambda table: table.ratio("1000", link.OWN, link.PEER, "memory"), 1.0),
    Aim("memory of linking 5000 modules, to wasm-ld", "link", lambda table: table.ratio("5000", link.OWN, link.PEER, "memory"), 1.0),
    Aim("memory of bintrees in Atlas, with 17 MiB for the engine", "memory", bintrees_with_engine, 45, mebibytes),
    Aim("memory added to node's, the largest share of what JavaScript adds", "memory", largest_added_to_javascript, 0.5),
]


def blocks(measurements):
    """The section on aims: `measurements` has those of each suite by its name."""
    tables = {suite: Table(found) for suite, found in measurements.items()}
    rows, verdicts = [], []
    for aim in AIMS:
        value = aim.figure(tables[aim.suite]) if aim.suite in tables else None
        verdicts.append(aim.verdict(value))
        rows.append([aim.text, ("≥ " if aim.least else "≤ ") + aim.shown(aim.bound), aim.shown(value) if value is not None else "–", verdicts[-1]])
    reached, missed = verdicts.count("reached"), verdicts.count("missed")
    return [Text(f"{reached} of {reached + missed} aims are reached. Ratios are times as a multiple of the peer's, means are geometric."),
            Grid("aims", ["aim", "at most (least)", "measured", "verdict"], rows)]
