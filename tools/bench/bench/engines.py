"""The engines that run programs."""
import pathlib
import resource
import tempfile
import time

from .measure import BenchError, Run, run_process
from .tools import HERE


class Wasmtime:
    """Runs modules in this process. Each is compiled once; the time is that of instantiation and of the program itself, and the memory is the
    module's own, its linear memory at the end."""

    def __init__(self):
        import wasmtime
        self.api = wasmtime
        self.engine = wasmtime.Engine()
        self.linker = wasmtime.Linker(self.engine)
        self.linker.define_wasi()
        self.modules = {}

    def prepare(self, path):
        if path not in self.modules:
            self.modules[path] = self.api.Module.from_file(self.engine, str(path))
        return self.modules[path]

    def run(self, path):
        module = self.prepare(path)
        with tempfile.NamedTemporaryFile() as output:
            store = self.api.Store(self.engine)
            wasi = self.api.WasiConfig()
            wasi.argv = ["program"]
            wasi.stdout_file = output.name
            store.set_wasi(wasi)
            wall, cpu = time.perf_counter(), processor_time()
            instance = self.linker.instantiate(store, module)
            exports = instance.exports(store)
            try:
                exports["_start"](store)
            except self.api.ExitTrap as exit:
                if exit.code != 0:
                    raise BenchError(f"{path.name} ended with status {exit.code} on wasmtime") from exit
            except self.api.WasmtimeError as error:
                raise BenchError(f"{path.name} failed on wasmtime: {error}") from error
            wall, cpu = time.perf_counter() - wall, processor_time() - cpu
            memory = exports["memory"].data_len(store) / 1048576
            return Run(wall * 1000, cpu * 1000, memory, pathlib.Path(output.name).read_text())


def processor_time():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def node_wasm(path):
    return run_process(["node", "--no-warnings", str(HERE / "loader.mjs"), str(path)])


def node_script(path):
    return run_process(["node", str(path)])


def wasmkit(path):
    return run_process(["wasmkit", "run", str(path)])
