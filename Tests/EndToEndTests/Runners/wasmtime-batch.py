# Runs many WASI programs in one process with the wasmtime package. The same protocol as node-batch.mjs; of unmerged programs the wasm
# modules are validated.
import json
import pathlib
import sys

from wasmtime import Engine, ExitTrap, Linker, Module, Store, WasiConfig

engine = Engine()
linker = Linker(engine)
linker.define_wasi()
for line in sys.stdin:
    job = json.loads(line)
    if "unmerged" in job:
        answer = "0"
        for file in sorted(pathlib.Path(job["unmerged"]).rglob("*.wasm")):
            try:
                Module.validate(engine, file.read_bytes())
            except Exception as error:
                answer = f"{file.name}: " + str(error).replace("\n", " ")
        print(answer, flush=True)
        continue
    store = Store(engine)
    wasi = WasiConfig()
    wasi.argv = ["program", *job["args"]]
    wasi.env = [line.split("=", 1) for line in job["env"]]
    wasi.stdin_file = job["stdin"]
    wasi.stdout_file = job["stdout"]
    wasi.stderr_file = job["stderr"]
    for name, path in job["dirs"]:
        wasi.preopen_dir(path, name)
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
