"""The command line of tools/bench/run."""
import argparse
import datetime
import os
import pathlib
import shutil
import sys
import tempfile
import time

from . import documents, report, results, tools
from .context import Context
from .measure import BenchError
from .suites import SUITES, USUAL

DESCRIPTION = """\
Measures langc and what it makes against other compilers, linkers and languages, and writes a report.

Suites (without any, all but debug):
  atlas    run time of programs in Atlas, against C and JavaScript
  ai       run time of programs in Ai, against Chez Scheme, Guile, C and JavaScript
  compile  full and incremental builds of many modules, against clang with wasm-ld, and esbuild
  link     linking of many modules, against wasm-ld
  size     sizes of programs
  memory   memory of programs, and pauses of the collector
  debug    what -g costs

Tables go to standard output. The report (report.html, report.md with plots/, and all samples in results.json) goes into the output
directory. Suites that are not measured again keep the results that stand there. Peers that are not installed are left out; tools/bench/setup installs them.
"""


def parse(arguments):
    parser = argparse.ArgumentParser(prog="tools/bench/run", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help="what to measure")
    parser.add_argument("--runs", type=int, default=5, help="how often each is run (default: 5)")
    parser.add_argument("--only", type=lambda text: text.split(","), metavar="NAMES", help="only these programs, separated by commas")
    parser.add_argument("--quick", action="store_true", help="small sizes: to see whether everything works")
    parser.add_argument("--modules", type=lambda text: [int(each) for each in text.split(",")], metavar="COUNTS",
                        help="sizes of generated programs (default: 100,1000,5000; quick: 10,30)")
    parser.add_argument("--langc", metavar="PATH", help="the compiler, instead of the one that was built here")
    parser.add_argument("--out", type=pathlib.Path, metavar="DIR", help="where the report goes (default: .build/bench/report)")
    parser.add_argument("--cache", type=pathlib.Path, metavar="DIR", help="where objects of C and generated sources stay (default: .build/bench)")
    parser.add_argument("--keep", type=pathlib.Path, metavar="DIR", help="leave the compiled programs in this directory")
    parser.add_argument("--report", action="store_true", help="measure nothing; make the report again from results.json")
    parser.add_argument("--update", type=pathlib.Path, metavar="DOCUMENT", help="put tables of the report into a document that quotes them")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.suites if name not in SUITES]
    if unknown:
        parser.error(f"there is no suite '{unknown[0]}'; there are {', '.join(SUITES)}")
    return options


def main(arguments):
    """Returns the exit status: 1 if something could not be measured."""
    options = parse(arguments)
    try:
        return run(options)
    except BenchError as error:
        print(f"tools/bench/run: {error}", file=sys.stderr)
        return 1


def run(options):
    out = options.out or tools.ROOT / ".build" / "bench" / "report"
    out.mkdir(parents=True, exist_ok=True)
    found = results.load(out / "results.json")
    failed = False
    if not options.report:
        failed = measure(options, found, out)
    sections = report.write(found, out)
    print(f"{out / 'report.html'}", file=sys.stderr)
    if options.update:
        options.update.write_text(documents.updated(options.update.read_text(), sections, {"machine": " ".join(report.environment(found))}))
    return 1 if failed else 0


def measure(options, found, out):
    """Measures the suites, and saves the results after each. Returns whether anything failed."""
    langc = tools.find_langc(options.langc)
    lacking = tools.missing(["node", "wasmkit", "clang", "wasm-ld", "wasi-libc", "make", "esbuild", "chezscheme", "guile"])
    if lacking:
        print(f"left out: {', '.join(lacking)}", file=sys.stderr)
    # Only the suite that measures builds wants a cache, and names it.
    os.environ["LANGC_CACHE_DIR"] = "off"
    found["machine"], found["tools"] = tools.machine(), tools.versions(langc)
    work = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="langc-bench-"))
    work.mkdir(parents=True, exist_ok=True)
    cache = (options.cache or tools.ROOT / ".build" / "bench").resolve()
    context = Context(langc, options.runs, options.only, options.quick, options.modules or ([10, 30] if options.quick else [100, 1000, 5000]),
                      work.resolve(), cache)
    failed = False
    for name in options.suites or USUAL:
        context.failures = []
        found["suites"][name] = measure_suite(name, context)
        failed = failed or bool(context.failures)
        results.save(out / "results.json", found)
        print(report.tables_of(name, found), flush=True)
    if not options.keep:
        shutil.rmtree(work)
    return failed


def measure_suite(name, context):
    context.say(f"{name}: {SUITES[name].TITLE}")
    start = time.perf_counter()
    measurements = SUITES[name].measure(context)
    return {
        "measurements": results.packed(measurements), "failures": context.failures, "runs": context.runs, "quick": context.quick, "seconds": time.perf_counter() - start,
        "when": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "command": f"tools/bench/run {name} --runs {context.runs}" + (" --quick" if context.quick else "")
                   + (f" --only {','.join(context.only)}" if context.only else ""),
    }
