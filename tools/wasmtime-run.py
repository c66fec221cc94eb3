"""Runs one WASI program with the wasmtime package: wasmtime-run.py [--dir HOST::GUEST]... [--env NAME=VALUE]... PROGRAM [ARGUMENT]...

Accepts the flags of the wasmtime command that `langc run` uses, for machines that have the package but not the command.
"""
import signal
import sys

from wasmtime import Config, Engine, ExitTrap, Linker, Module, Store, WasiConfig


def main(arguments):
    # Python would notice Ctrl-C only after the program has ended.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    wasi = WasiConfig()
    wasi.inherit_stdin()
    wasi.inherit_stdout()
    wasi.inherit_stderr()
    environment = []
    if arguments and arguments[0] == "run":
        arguments = arguments[1:]
    while arguments and arguments[0].startswith("--"):
        flag, value, arguments = arguments[0], arguments[1], arguments[2:]
        if flag == "--dir":
            host, _, guest = value.partition("::")
            wasi.preopen_dir(host, guest or host)
        elif flag == "--env":
            name, _, text = value.partition("=")
            environment.append((name, text))
        else:
            sys.exit(f"wasmtime-run: unknown flag {flag}")
    wasi.env = environment
    wasi.argv = arguments
    config = Config()
    config.cache = True
    engine = Engine(config)
    store = Store(engine)
    store.set_wasi(wasi)
    linker = Linker(engine)
    linker.define_wasi()
    try:
        instance = linker.instantiate(store, Module.from_file(engine, arguments[0]))
        instance.exports(store)["_start"](store)
    except ExitTrap as exit:
        return exit.code
    except Exception as error:
        print(error, file=sys.stderr)
        return 134
    return 0


sys.exit(main(sys.argv[1:]))
