"""The same Ai program compiled by Chez Scheme and by Guile: a prelude for each defines what Ai names differently."""
import os

from .measure import run_process
from .tools import HERE

PRELUDES = HERE.parent / "preludes"


def compile_chez(source, folder, name):
    """Makes a program of its own of the source, compiled ahead, with Chez's default safety. Returns the command that runs it."""
    program = folder / f"{name}.chez.ss"
    program.write_text((PRELUDES / "chez.scm").read_text() + source.read_text())
    compiled = program.with_suffix(".so")
    script = folder / "compile.ss"
    script.write_text(f'(compile-program "{program}" "{compiled}")\n')
    run_process(["chezscheme", "-q", "--script", str(script)])
    return ["chezscheme", "-q", "--program", str(compiled)]


def compile_guile(source, folder, name):
    """Compiles the source with Guile's usual optimizations. Returns the command that runs it."""
    program = folder / f"{name}.guile.scm"
    program.write_text((PRELUDES / "guile.scm").read_text() + source.read_text())
    compiled = program.with_suffix(".go")
    run_process(["guild", "compile", "-O2", "-o", str(compiled), str(program)], environment=guile_environment())
    return ["guile", "--no-auto-compile", "-c", f'(load-compiled "{compiled}")']


def guile_environment():
    return {**os.environ, "GUILE_AUTO_COMPILE": "0"}
