"""Programs of many modules on disk, and how each compiler builds them. The sources come from tools/bench/graphs.py."""
import concurrent.futures
import os
import pathlib
import subprocess
import sys

from .measure import BenchError, run_process
from .tools import HERE

sys.path.insert(0, str(HERE.parent))
import graphs  # noqa: E402 (in the directory above, which is not a package)


def compile_c_objects(count, folder, say):
    """Compiles what is not there yet or has changed, into the folder; returns names of objects."""
    folder.mkdir(parents=True, exist_ok=True)
    stale, objects = [], []
    for name, text in graphs.c_sources(count):
        source = folder / name
        target = source.with_suffix(".o")
        objects.append(target.name)
        if not target.exists() or not source.exists() or source.read_text() != text:
            target.unlink(missing_ok=True)
            source.write_text(text)
            stale.append(name)
    if stale:
        say(f"  compiling {len(stale)} modules of C")

    def compile_one(name):
        # A compilation that is interrupted leaves no object.
        part = pathlib.Path(name).with_suffix(".part")
        subprocess.run(["clang", "--target=wasm32-unknown-unknown", "-O2", "-c", name, "-o", str(part)], cwd=folder, check=True)
        (folder / part).rename((folder / name).with_suffix(".o"))

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(compile_one, stale))
    return objects


def middle(count):
    """The module that is edited."""
    return count // 2


class AtlasProgram:
    """Built by langc; `options` choose the level and the cache."""
    source_ending = "atl"

    def __init__(self, count, folder, langc, *options):
        self.count = count
        self.folder = folder
        graphs.write(graphs.atlas_sources(count), folder)
        self.command = [langc, "build", "main.atl", "-o", "built.wasm", *options]
        self.output = folder / "built.wasm"
        self.edits = Edits(dict(graphs.atlas_sources(count))[f"m{middle(count)}.atl"], folder / f"m{middle(count)}.atl")

    def build(self):
        return run_process(self.command, self.folder)

    def edit_body(self):
        self.edits.replace(f"+ {middle(self.count) % 100};\n", "+ {};\n")

    def edit_interface(self):
        self.edits.append("export fn added{}(n: number) -> number {{ return n; }}\n")


class CProgram:
    """Built by make, clang and wasm-ld. Every module has a header, which those that import it depend on."""

    def __init__(self, count, folder, jobs):
        self.count = count
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        sources = dict(graphs.c_sources(count))
        for name, text in sources.items():
            if not (folder / name).exists() or (folder / name).read_text() != text:
                (folder / name).write_text(text)
        self.headers(count, set(os.listdir(folder)))
        self.write_makefile(count, list(sources))
        self.command = ["make", "--silent", f"-j{jobs}"]
        self.output = folder / "built.wasm"
        self.edits = Edits(sources[f"m{middle(count)}.c"], folder / f"m{middle(count)}.c")

    def headers(self, count, there):
        """Empty: what they would declare stands in the modules that import it. As old as the sources, so that objects made before stay valid."""
        for module in range(count):
            header = self.folder / f"m{module}.h"
            if header.name not in there:
                header.touch()
                stamp = (self.folder / f"m{module}.c").stat().st_mtime_ns
                os.utime(header, ns=(stamp, stamp))

    def write_makefile(self, count, names):
        objects = [name.replace(".c", ".o") for name in names]
        (self.folder / "objects.txt").write_text("\n".join(objects) + "\n")
        lines = ["built.wasm: " + " ".join(objects), "\twasm-ld --strip-all @objects.txt -o $@"]
        for module in range(count):
            used = "".join(f" m{other}.h" for other, _ in graphs.imports(module))
            lines += [f"m{module}.o: m{module}.c m{module}.h{used}"]
        lines += ["main.o: main.c", "%.o: %.c", "\tclang --target=wasm32-unknown-unknown -O2 -c $< -o $@"]
        (self.folder / "Makefile").write_text("\n".join(lines) + "\n")

    def clean(self):
        for path in self.folder.glob("*.o"):
            path.unlink()
        self.output.unlink(missing_ok=True)

    def build(self):
        return run_process(self.command, self.folder)

    def edit_body(self):
        self.edits.replace(f"+ {middle(self.count) % 100});\n", "+ {});\n")

    def edit_interface(self):
        self.edits.append("double added{}(double n) {{ return n; }}\n")
        (self.folder / f"m{middle(self.count)}.h").touch()

    def restore(self):
        """Puts the source back; its object is made again."""
        self.edits.restore()
        self.build()


class JavaScriptProgram:
    """Bundled by esbuild, whose command line keeps nothing from one build to the next."""

    def __init__(self, count, folder):
        self.count = count
        self.folder = folder
        graphs.write(graphs.javascript_sources(count), folder)
        self.command = ["esbuild", "main.js", "--bundle", "--log-level=warning", "--outfile=built.js"]
        self.output = folder / "built.js"
        self.edits = Edits(dict(graphs.javascript_sources(count))[f"m{middle(count)}.js"], folder / f"m{middle(count)}.js")

    def build(self):
        return run_process(self.command, self.folder)

    def edit_body(self):
        self.edits.replace(f"+ {middle(self.count) % 100};\n", "+ {};\n")

    def edit_interface(self):
        self.edits.append("export function added{}(n) {{ return n; }}\n")


class Edits:
    """Changes one source, each time to something that was not there before."""

    def __init__(self, text, path):
        self.text = text
        self.path = path
        self.changes = 0

    def replace(self, found, pattern):
        if found not in self.text:
            raise BenchError(f"{self.path.name} has no '{found.strip()}' to edit")
        self.changes += 1
        self.path.write_text(self.text.replace(found, pattern.format(100000 + self.changes), 1))

    def append(self, pattern):
        self.changes += 1
        self.path.write_text(self.text + pattern.format(self.changes))

    def restore(self):
        self.path.write_text(self.text)
