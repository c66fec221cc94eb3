"""What a suite needs to know to measure."""
import dataclasses
import pathlib
import sys

from .engines import Wasmtime
from .measure import BenchError


@dataclasses.dataclass
class Context:
    """`langc`: the compiler. `runs`: how often everything is measured. `only`: names of programs, or None for all. `quick`: small sizes.
    `modules`: sizes of generated programs. `work`: a directory for compiled programs. `cache`: one that lasts, for what takes long to make.
    `failures`: what could not be measured, as lines."""
    langc: str
    runs: int
    only: list
    quick: bool
    modules: list
    work: pathlib.Path
    cache: pathlib.Path
    failures: list = dataclasses.field(default_factory=list)
    engine: Wasmtime = None

    @property
    def wasmtime(self):
        """The engine, started when it is first needed."""
        if self.engine is None:
            self.engine = Wasmtime()
        return self.engine

    def say(self, text):
        print(text, file=sys.stderr, flush=True)

    def attempt(self, what, action):
        """Does something; a BenchError is noted, and the suite goes on with what is next. Returns [] then."""
        try:
            return action()
        except BenchError as error:
            self.failures.append(f"{what}: {error}")
            self.say(f"FAILED {what}: {error}")
            return []


def check_equal(outputs):
    """Raises BenchError unless all variants printed the same. `outputs` maps variants to texts."""
    first, *rest = outputs.items()
    for variant, output in rest:
        if output != first[1]:
            raise BenchError(f"{variant} prints something else than {first[0]}:\n{output[:500]}\nexpected:\n{first[1][:500]}")
