# Runs many WASI programs in one process with the wasmtime package. The same protocol as node-batch.mjs.
import json
import sys

from wasmtime import Engine, ExitTrap, Linker, Module, Store, WasiConfig

engine = Engine()
linker = Linker(engine)
linker.define_wasi()
for line in sys.stdin:
    job = json.loads(line)
    store = Store(engine)
    wasi = WasiConfig()
    wasi.argv = ["program", *job.get("args", [])]
    wasi.stdout_file = job["stdout"]
    wasi.stderr_file = job["stderr"]
    if job.get("dir"):
        wasi.preopen_dir(job["dir"], "/")
    store.set_wasi(wasi)
    try:
        instance = linker.instantiate(store, Module.from_file(engine, job["wasm"]))
        instance.exports(store)["_start"](store)
        answer = "0"
    except ExitTrap as exit:
        answer = str(exit.code)
    except Exception as error:
        answer = "trap: " + str(error).replace("\n", " ")
    print(answer, flush=True)
