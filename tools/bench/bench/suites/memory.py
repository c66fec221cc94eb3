"""Memory of programs, and pauses of the collector."""
import json
import re
import subprocess

from .. import engines
from ..blocks import Grid, Text, mebibytes, number, ratio
from ..measure import BenchError, Measurement, Table, measurements, run_process
from ..context import check_equal
from ..programs import EMPTY, Sources
from ..scheme import compile_chez, compile_guile
from ..tools import HERE, compile_c, compile_langc, has

TITLE = "Memory of programs, and pauses"

# Programs that allocate.
ATLAS = ["bintrees", "closures", "json", "maps", "quicksort", "sort", "strings", "text", "words"]
AI = ["bintrees", "closures", "deriv", "words"]


def measure(context):
    found = []
    for ending, language, names in (("atl", "Atlas", ATLAS), ("ai", "Ai", AI)):
        for name in [EMPTY, *(name for name in names if not context.only or name in context.only)]:
            context.say(f"  {name} in {language}")
            found += context.attempt(f"memory of {name}", lambda: measure_memory(context, name, ending, language))
            if name != EMPTY and has("node"):
                found += context.attempt(f"pauses of {name}", lambda: measure_pauses(context, name, ending, language))
    return found


def sources_of(context, name, ending):
    return Sources(name, "small" if context.quick else "atlas" if ending == "atl" else "ai", context.work)


def measure_memory(context, name, ending, language):
    """One run each: memory differs little from run to run."""
    sources = sources_of(context, name, ending)
    own = sources.folder / f"{ending}.wasm"
    compile_langc(context.langc, sources.path(ending), own)
    runs = {language: context.wasmtime.run(own)}
    if has("node"):
        runs[f"{language}, node"] = engines.node_wasm(own)
    if ending == "atl":
        if sources.has("c") and has("wasi-libc"):
            c = sources.folder / "c.wasm"
            compile_c(sources.path("c"), c)
            runs["C"] = context.wasmtime.run(c)
        runs["JavaScript, node"] = engines.node_script(sources.path("js"))
    else:
        if has("chezscheme"):
            runs["Chez"] = run_process(compile_chez(sources.path(ending), sources.folder, name))
        if has("guile"):
            runs["Guile"] = run_process(compile_guile(sources.path(ending), sources.folder, name))
    check_equal({variant: run.output for variant, run in runs.items()})
    return [each for each in measurements(f"{ending} {name}", {variant: [run] for variant, run in runs.items()}) if each.metric == "memory"]


def measure_pauses(context, name, ending, language):
    sources = sources_of(context, name, ending)
    folder = sources.folder / f"unmerged-{ending}"
    run_process([context.langc, "build", "-O", str(sources.path(ending)), "--unmerged", str(folder)])
    pauses, totals = [], []
    for _ in range(min(context.runs, 3)):
        report = json.loads(run_for_messages(["node", str(HERE / "pauses.mjs"), str(folder)]).splitlines()[-1])
        pauses += report["pauses"]
        totals.append(report["total"])
    found = pause_measurements(f"{ending} {name}", language, pauses, totals)
    if ending == "atl":
        own = [pause_times_of_v8(sources.path("js")) for _ in range(min(context.runs, 3))]
        found += pause_measurements(f"{ending} {name}", "JavaScript, node", sum((each for each, _ in own), []), [total for _, total in own])
    return found


def run_for_messages(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BenchError(f"{' '.join(command[:3])} ended with status {done.returncode}:\n{done.stderr}")
    return done.stderr


def pause_times_of_v8(script):
    """What `--trace-gc` says about each collection, and how long the process took. Steps of incremental marking are not among them."""
    run = run_process(["node", "--trace-gc", str(script)])
    return [float(found) for found in re.findall(r"MB, (?:pooled: \d+ MB, )?([\d.]+) / [\d.]+ ms", run.output)], run.wall


def pause_measurements(subject, variant, pauses, totals):
    return [Measurement(subject, variant, "pauses", [round(pause, 4) for pause in pauses]),
            Measurement(subject, variant, "collections", [len(pauses) / len(totals)]),
            Measurement(subject, variant, "share", [sum(pauses) / sum(totals)])]


def present(found):
    table = Table(found)
    atlas = [subject for subject in table.subjects(having="Atlas") if table.get(subject, "Atlas", "memory")]
    ai = [subject for subject in table.subjects(having="Ai") if table.get(subject, "Ai", "memory")]
    return [
        Text("**Linear memory** of the module when it ends (memory never shrinks), and peak memory of whole processes of node and of Scheme, which the first "
             "row, a program that does nothing, shows to be their own for the most part. In MiB. The last column compares what Atlas adds to an empty process of node "
             "with what JavaScript adds."),
        memory_grid("memory-atlas", table, atlas, ["Atlas", "C", "Atlas, node", "JavaScript, node"],
                    ["Atlas", "C", "Atlas, node process", "JavaScript, node process"], added=("Atlas, node", "JavaScript, node")),
        memory_grid("memory-ai", table, ai, ["Ai", "Ai, node", "Chez", "Guile"], ["Ai", "Ai, node process", "Chez process", "Guile process"]),
        Text("**Pauses** of the collector on node, in milliseconds: all collections of all runs. Programs are built with `--unmerged`, so that the clock "
             "can be read around the runtime's entries that collect. Those of V8 are what `node --trace-gc` reports, without steps of incremental marking "
             "and work of other threads."),
        pauses_grid(table),
    ]


def memory_grid(name, table, subjects, variants, headers, added=None):
    rows = []
    for subject in subjects:
        row = [subject.partition(" ")[2], *(mebibytes(table.median(subject, variant, "memory")) for variant in variants)]
        if added:
            start = f"{subject.partition(' ')[0]} {EMPTY}"
            own, peer = (added_memory(table, subject, start, variant) for variant in added)
            row.append(ratio(own / peer) if own and peer else "–")
        rows.append(row)
    return Grid(name, ["program", *headers, *(["added, to JS"] if added else [])], rows)


def added_memory(table, subject, start, variant):
    """By how much a program exceeds the empty one; None where that is less than a mebibyte, or not known."""
    whole, alone = (table.median(each, variant, "memory") for each in (subject, start))
    return whole - alone if whole and alone and whole - alone >= 1 else None


def percentile(samples, percent):
    """The least sample that so many percent of all do not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)] if ordered else None


def pauses_grid(table):
    rows = []
    for (subject, variant, metric), found in table.found.items():
        if metric == "pauses":
            pauses = found.samples
            rows.append([subject.partition(" ")[2], variant, number(table.median(subject, variant, "collections"), 0),
                         number(percentile(pauses, 50)), number(percentile(pauses, 99)), number(max(pauses, default=None)),
                         f"{table.median(subject, variant, 'share') * 100:.1f} %"])
    return Grid("pauses", ["program", "", "collections a run", "median", "99 %", "longest", "share of the time"], rows)
