"""Run time of programs in Ai, against Chez Scheme, Guile, C and JavaScript."""
from ..blocks import Bars, Grid, Text, number, ratio, share
from ..measure import Table, geometric_mean
from ..programs import EMPTY
from . import run_time

TITLE = "Run time: Ai"
OWN = "Ai, wasmtime"
NODE = "Ai, node"


def measure(context):
    return run_time.measure(context, "ai", "Ai", "small" if context.quick else "ai", ["c", "js", "chez", "guile"])


def present(found):
    table = Table(found)
    names = run_time.programs_of(table, OWN)
    to_chez = {name: table.ratio(name, OWN, "Chez", less=EMPTY) for name in names}
    to_guile = {name: table.ratio(name, OWN, "Guile", less=EMPTY) for name in names}
    return [
        Text("The same source compiled by langc (`-O`, run on wasmtime), by Chez Scheme (`compile-program`) and by Guile (`guild compile -O2`), both to native code; a "
             "prelude of a few lines defines what they name differently. C and JavaScript run the same algorithm at the same size where there is such a program. "
             "Floats are boxed in Chez and Guile, so sizes of programs with floats are smaller than those of Atlas."),
        Bars("ai", "Time of Ai on wasmtime as a multiple of the peer's, less start-up", names,
             {"to Chez": list(to_chez.values()), "to Guile": list(to_guile.values())}),
        Text("Milliseconds are those of whole processes for Chez and Guile, of which starting takes "
             f"{number(table.median(EMPTY, 'Chez'))} and {number(table.median(EMPTY, 'Guile'))} ms; the ratios are without it."),
        peers_grid(table, names, to_chez, to_guile),
        Text("**On node**, whole processes; the last column is without start-up."),
        node_grid(table, names),
        Text("**On wasmkit**, an interpreter, at small sizes: milliseconds of the process, start-up included."),
        wasmkit_grid(table, names),
    ]


def peers_grid(table, names, to_chez, to_guile):
    to_c = {name: table.ratio(name, OWN, "C, wasmtime") for name in names}
    rows = []
    for name in names:
        own = table.get(name, OWN)
        rows.append([name, number(own.median), share(own.spread), number(table.median(name, "Chez")), number(table.median(name, "Guile")),
                     number(table.median(name, "C, wasmtime")), ratio(to_chez[name]), ratio(table.ratio(name, OWN, "Chez", "cpu", less=EMPTY)),
                     ratio(to_guile[name]), ratio(to_c[name])])
    cpu = geometric_mean(table.ratio(name, OWN, "Chez", "cpu", less=EMPTY) for name in names)
    rows.append(["**geometric mean**", "", "", "", "", "", *(ratio(geometric_mean(each)) for each in (to_chez.values(),)), ratio(cpu),
                 *(ratio(geometric_mean(each.values())) for each in (to_guile, to_c))])
    return Grid("ai-peers", ["program", "Ai, ms", "spread", "Chez, ms", "Guile, ms", "C, ms", "to Chez", "to Chez, CPU", "to Guile", "to C"], rows)


def node_grid(table, names):
    having_js = [name for name in names if table.get(name, "JavaScript, node")]
    to_js = {name: table.ratio(name, NODE, "JavaScript, node", less=EMPTY) for name in having_js}
    rows = [[name, number(table.median(name, NODE)), number(table.median(name, "JavaScript, node")),
             ratio(table.ratio(name, NODE, "JavaScript, node")), ratio(to_js.get(name))] for name in names]
    whole = geometric_mean(table.ratio(name, NODE, "JavaScript, node") for name in having_js)
    rows.append(["**geometric mean**", "", "", ratio(whole), ratio(geometric_mean(to_js.values()))])
    return Grid("ai-node", ["program", "Ai, ms", "JavaScript, ms", "to JS", "to JS, less start-up"], rows)


def wasmkit_grid(table, names):
    rows = [[name, number(table.median(name, "Ai, wasmkit"))] for name in (EMPTY, *names)]
    return Grid("ai-wasmkit", ["program", "Ai, ms"], rows)
