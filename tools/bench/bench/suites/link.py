"""Linking of programs of many modules, against wasm-ld."""
from ..blocks import Curves, Grid, Text, mebibytes, number, ratio
from ..context import check_equal
from ..graph_programs import compile_c_objects, graphs
from ..measure import Measurement, Table, interleave, measurements, run_process

TITLE = "Linking"
OWN, PEER = "langc link", "wasm-ld"


def measure(context):
    found = []
    for count in context.modules:
        context.say(f"  {count} modules")
        found += context.attempt(f"linking {count} modules", lambda count=count: measure_count(context, count))
    return found


def measure_count(context, count):
    c_folder, atlas_folder = context.cache / f"{count}-c", context.cache / f"{count}-atlas"
    objects = {PEER: (c_folder, compile_c_objects(count, c_folder, context.say)), OWN: (atlas_folder, compile_atlas(context, count, atlas_folder))}
    commands = {PEER: ["wasm-ld", "--strip-all"], OWN: [context.langc, "link"]}
    ways = {linker: lambda linker=linker, folder=folder, names=names: run_process([*commands[linker], *names, "-o", "linked.wasm"], folder)
            for linker, (folder, names) in objects.items()}
    results = interleave(ways, context.runs)
    check_equal({linker: context.wasmtime.run(folder / "linked.wasm").output for linker, (folder, _) in objects.items()})
    sizes = []
    for linker, (folder, names) in objects.items():
        sizes.append(Measurement(str(count), linker, "objects", [sum((folder / name).stat().st_size for name in names)]))
        sizes.append(Measurement(str(count), linker, "bytes", [(folder / "linked.wasm").stat().st_size]))
    return measurements(str(count), results) + sizes


def compile_atlas(context, count, folder):
    graphs.write(graphs.atlas_sources(count), folder)
    run_process([context.langc, "compile", "-O", "--with-dependencies", "main.atl", "-o", "objects"], folder)
    return [f"objects/{name}.o.wasm" for name, _ in graphs.atlas_sources(count)]


def present(found):
    table = Table(found)
    counts = sorted(map(int, table.subjects()))
    blocks = [
        Text("The linkers alone: `langc link` of objects of Atlas (compiled with `-O`) and `wasm-ld --strip-all` of objects of the same program in C (clang `-O2`). "
             "The marginal rate, free of start-up, is that of the bytes and milliseconds by which a size exceeds the one before."),
        link_grid(table, counts),
    ]
    if len(counts) > 1:
        lines = {linker: [(count, table.median(str(count), linker)) for count in counts] for linker in (OWN, PEER)}
        blocks.insert(1, Curves("link", "Linking", "modules", "milliseconds", lines))
    return blocks


def link_grid(table, counts):
    rows = []
    for index, count in enumerate(counts):
        for linker in (PEER, OWN):
            subject = str(count)
            objects, wall = table.median(subject, linker, "objects"), table.median(subject, linker)
            rows.append([linker, subject, number(wall, 0), ratio(table.ratio(subject, linker, PEER)), number(table.median(subject, linker, "cpu"), 0),
                         ratio(table.ratio(subject, linker, PEER, "cpu")), mebibytes(table.median(subject, linker, "memory")), f"{objects / 1000:.0f}",
                         f"{objects / wall / 1000:.0f}", number(marginal(table, counts, index, linker), 0),
                         f"{table.median(subject, linker, 'bytes') / 1000:.0f}"])
    return Grid("link", ["linker", "modules", "ms", "ratio", "CPU ms", "ratio", "MiB", "objects, KB", "MB/s", "marginal MB/s", "program, KB"], rows)


def marginal(table, counts, index, linker):
    """MB/s between a size and the one before it; None for the first one, and where the larger one took no longer."""
    if index == 0:
        return None
    sizes = [table.median(str(counts[each]), linker, "objects") for each in (index - 1, index)]
    times = [table.median(str(counts[each]), linker) for each in (index - 1, index)]
    return (sizes[1] - sizes[0]) / (times[1] - times[0]) / 1000 if times[1] > times[0] else None
