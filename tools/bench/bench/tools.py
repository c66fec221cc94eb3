"""The compilers, engines and other tools that benchmarks use, and where they are."""
import functools
import importlib.metadata
import os
import pathlib
import platform
import re
import shutil
import subprocess

from .measure import BenchError, run_process

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
WASI_LIBRARY = pathlib.Path("/usr/lib/wasm32-wasi")

PACKAGES = {"chezscheme": "chezscheme", "guile": "guile-3.0", "guild": "guile-3.0", "esbuild": "esbuild", "node": "nodejs", "make": "make"}


def find_langc(wanted):
    """The compiler that is named, or else the release build, or else the debug build. Raises BenchError if there is none."""
    if wanted:
        candidates = [pathlib.Path(wanted)]
    else:
        candidates = [ROOT / ".build" / configuration / "langc" for configuration in ("release", "debug")]
    for candidate in candidates:
        if candidate.exists():
            return str(candidate.resolve())
    raise BenchError("build langc first: swift build -c release --product langc" if not wanted else f"there is no '{wanted}'")


@functools.cache
def has(tool):
    """Whether a tool of other people is there."""
    if tool == "wasi-libc":
        return (WASI_LIBRARY / "libc.a").exists()
    return shutil.which(tool) is not None


def missing(tools):
    """Those tools that are not there, with what to install."""
    return [f"{tool} (tools/bench/setup installs it)" if tool in PACKAGES or tool == "wasi-libc" else tool for tool in tools if not has(tool)]


def compile_c(source, output, level="-O2"):
    """Compiles a C program for WASI with the toolchain's clang and Debian's wasi-libc, without debug information or names."""
    library = WASI_LIBRARY
    run_process(["clang", "--target=wasm32-wasi", "--sysroot=/usr", "-isystem", "/usr/include/wasm32-wasi", level, "-mbulk-memory", str(source),
                 "-o", str(output), "-nodefaultlibs", "-nostartfiles", f"-L{library}", f"{library}/crt1-command.o", "-lc", "-Wl,--strip-all"])


def compile_langc(langc, source, output, *options):
    run_process([langc, "build", *(options or ["-O"]), str(source), "-o", str(output)])


VERSION_OPTIONS = {
    "clang": ["--version"], "wasm-ld": ["--version"], "node": ["--version"], "wasmkit": ["--version"], "esbuild": ["--version"],
    "chezscheme": ["--version"], "guile": ["--version"],
}


def versions(langc):
    """What each tool says about its version, in one line."""
    found = {"langc": version_of([langc, "--version"])}
    try:
        found["wasmtime"] = importlib.metadata.version("wasmtime")
    except importlib.metadata.PackageNotFoundError:
        pass
    for tool, option in VERSION_OPTIONS.items():
        if has(tool):
            found[tool] = version_of([tool, *option])
    return found


def version_of(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = (done.stdout or done.stderr).strip().splitlines()
    number = re.search(r"\d+(\.\d+)+[\w.+-]*", lines[0]) if lines else None
    return number.group() if number else (lines[0] if lines else "?")


def machine():
    """Processor, number of cores and memory of this machine."""
    processor = platform.processor() or platform.machine()
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                processor = line.partition(":")[2].strip()
                break
        kibibytes = int(re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text()).group(1))
    except (OSError, AttributeError):
        kibibytes = 0
    return {"processor": processor, "cores": len(os.sched_getaffinity(0)), "memory": f"{kibibytes / 1048576:.0f} GiB",
            "system": f"{platform.system()} {platform.release()}"}
