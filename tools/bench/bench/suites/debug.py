"""What debug information costs: programs compiled with -g against the same without it."""
from .. import programs
from ..blocks import Grid, Text, number, ratio
from ..measure import Measurement, Table, geometric_mean, interleave, measurements
from ..programs import EMPTY, Sources
from ..tools import compile_langc

TITLE = "Cost of debug information"


def measure(context):
    found = []
    for name in programs.names("atl", context.only):
        if name != EMPTY:
            context.say(f"  {name}")
            found += context.attempt(name, lambda name=name: measure_program(context, name))
    return found


def measure_program(context, name):
    sources = Sources(name, "small" if context.quick else "atlas", context.work)
    ways, sizes = {}, []
    for variant, options in (("plain", ["-O"]), ("-g", ["-O", "-g"])):
        output = sources.folder / f"debug{variant}.wasm"
        compile_langc(context.langc, sources.path("atl"), output, *options)
        context.wasmtime.prepare(output)
        ways[variant] = lambda output=output: context.wasmtime.run(output)
        sizes.append(Measurement(name, variant, "bytes", [output.stat().st_size]))
    return measurements(name, interleave(ways, context.runs)) + sizes


def present(found):
    table = Table(found)
    names = table.subjects()
    ratios = {name: table.ratio(name, "-g", "plain") for name in names}
    rows = [[name, number(table.median(name, "plain")), number(table.median(name, "-g")), ratio(ratios[name]),
             number(table.median(name, "plain", "bytes"), 0), number(table.median(name, "-g", "bytes"), 0)] for name in names]
    rows.append(["**geometric mean**", "", "", ratio(geometric_mean(ratios.values())), "", ""])
    return [Text("Programs compiled with `-O -g`, which keep records of calls while they run, against the same without `-g`, on wasmtime."),
            Grid("debug", ["program", "ms", "-g, ms", "ratio", "bytes", "-g, bytes"], rows)]
