"""What is measured, how processes are measured, and what is made of several runs."""
import dataclasses
import functools
import json
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile

LIMIT = 300  # seconds that one process may take

# Without start-up, so many milliseconds must be left, and so much compared with the start-up itself, which varies.
LEAST_LEFT = 1
SHARE_LEFT = 0.4


class BenchError(Exception):
    """Something that makes a measurement impossible or worthless: a tool that fails, a program that prints something else."""


@dataclasses.dataclass
class Run:
    """One run of something: milliseconds by the clock, milliseconds of processor time, peak memory in MiB, and what was printed."""
    wall: float
    cpu: float
    memory: float
    output: str = ""


@dataclasses.dataclass
class Measurement:
    """All runs of one variant (a compiler with an engine, a tool) of one subject (a program, a size of program) for one metric."""
    subject: str
    variant: str
    metric: str
    samples: list

    @property
    def median(self):
        return statistics.median(self.samples)

    @property
    def spread(self):
        """Half the distance between the quartiles, as a share of the median; between the extremes where there are few runs."""
        ordered = sorted(self.samples)
        cut = len(ordered) // 4
        middle = ordered[cut:len(ordered) - cut]
        return (middle[-1] - middle[0]) / 2 / self.median if self.median else 0.0


@functools.cache
def spawner():
    """The process that starts all others."""
    return subprocess.Popen([sys.executable, "-S", "-E", str(pathlib.Path(__file__).with_name("spawner.py"))],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def run_process(command, folder=None, environment=None):
    """Runs a command to its end. Raises BenchError if it fails or takes longer than LIMIT. Not for several threads at a time."""
    with tempfile.NamedTemporaryFile() as output, tempfile.NamedTemporaryFile() as messages:
        request = {"command": list(map(str, command)), "folder": str(folder) if folder else None, "environment": environment,
                   "output": output.name, "messages": messages.name, "limit": LIMIT}
        print(json.dumps(request), file=spawner().stdin, flush=True)
        done = json.loads(spawner().stdout.readline())
        shown = " ".join(request["command"][:4])
        if done["stopped"]:
            raise BenchError(f"{shown} … was stopped after {LIMIT} s")
        if done["status"] != 0:
            raise BenchError(f"{shown} … ended with status {done['status']}:\n{contents(messages) or contents(output)}")
        return Run(done["wall"] * 1000, done["cpu"] * 1000, done["memory"] / 1024, contents(output))


def contents(file, limit=1_000_000):
    file.seek(0)
    return file.read(limit).decode(errors="replace")


def interleave(ways, runs):
    """Runs each way in turn, as often as wanted: A B C A B C … `ways` maps names to functions that give a Run."""
    results = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            results[name].append(way())
    return results


def measurements(subject, results):
    """The Runs of `interleave` as Measurements of the metrics wall, cpu and memory."""
    return [Measurement(subject, variant, metric, [round(getattr(run, metric), 4) for run in runs])
            for variant, runs in results.items() for metric in ("wall", "cpu", "memory")]


class Table:
    """Finds measurements by subject, variant and metric."""

    def __init__(self, all_measurements):
        self.found = {(each.subject, each.variant, each.metric): each for each in all_measurements}

    def get(self, subject, variant, metric="wall"):
        return self.found.get((subject, variant, metric))

    def median(self, subject, variant, metric="wall"):
        found = self.get(subject, variant, metric)
        return found.median if found else None

    def subjects(self, *, having=None):
        """The subjects in the order of measurement; `having`: only those with this variant."""
        return list(dict.fromkeys(subject for subject, variant, _ in self.found if having is None or variant == having))

    def ratio(self, subject, variant, base, metric="wall", less=None):
        """The median of the ratios of paired runs. `less` names the subject whose time is that of starting, which is subtracted from both; None
        where so little is left that it says nothing."""
        over, under = self.get(subject, variant, metric), self.get(subject, base, metric)
        if not over or not under:
            return None
        starts = [0.0, 0.0] if less is None else [self.median(less, each, metric) or 0.0 for each in (variant, base)]
        pairs = [(a - starts[0], b - starts[1]) for a, b in zip(over.samples, under.samples)]
        left = [each.median - start >= max(LEAST_LEFT, SHARE_LEFT * start) for each, start in zip((over, under), starts)]
        if (less and not all(left)) or not pairs or min(min(pair) for pair in pairs) <= 0:
            return None
        return statistics.median(a / b for a, b in pairs)

    def range_of_ratios(self, subject, variant, base, metric="wall"):
        over, under = self.get(subject, variant, metric), self.get(subject, base, metric)
        ratios = [a / b for a, b in zip(over.samples, under.samples) if b] if over and under else []
        return (min(ratios), max(ratios)) if ratios else None


def geometric_mean(values):
    """Of those values that are there and positive; None if none is."""
    known = [value for value in values if value]
    return math.exp(sum(map(math.log, known)) / len(known)) if known else None
