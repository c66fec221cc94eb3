"""The programs that are compared: folders of tools/bench/programs with the same program in several languages."""
import json
import re

from .measure import BenchError
from .tools import HERE

FOLDER = HERE.parent / "programs"
EMPTY = "empty"


def names(language, only=None):
    """Programs that exist in a language ("atl", "ai"), the empty one first. `only`: those whose names are listed, besides the empty one."""
    found = sorted(path.parent.name for path in FOLDER.glob(f"*/main.{language}"))
    if only:
        found = [name for name in found if name in only or name == EMPTY]
    return sorted(found, key=lambda name: (name != EMPTY, name))


class Sources:
    """The sources of a program at one of its sizes: "full" is what stands in the files; "atlas" and "ai" are what the suites of these names
    measure, "small" is for interpreters and for trying out. Where sizes.json has numbers for a size, they replace those of the files."""

    def __init__(self, name, size, folder):
        self.name = name
        self.size = size
        sizes = json.loads((FOLDER / "sizes.json").read_text()).get(name, {})
        self.numbers = {} if size == "full" else sizes.get(size, {})
        self.folder = folder / size / name
        self.folder.mkdir(parents=True, exist_ok=True)

    def has(self, language):
        return (FOLDER / self.name / f"main.{language}").exists()

    def path(self, language):
        """The source in a language, made if the size is not that of the file. Raises BenchError if a number is not there to be replaced."""
        original = FOLDER / self.name / f"main.{language}"
        if not self.numbers:
            return original
        text = original.read_text().replace('"../bench.h"', f'"{FOLDER / "bench.h"}"')
        absent = [number for number in self.numbers if not re.search(pattern([number]), text)]
        if absent:
            raise BenchError(f"{original} does not have the numbers {', '.join(absent)} that sizes.json names")
        text = re.sub(pattern(self.numbers), lambda found: str(self.numbers[found.group()]), text)
        target = self.folder / f"main.{language}"
        target.write_text(text)
        return target


def pattern(numbers):
    """Matches any of the numbers as a whole."""
    return rf"(?<![\w.])({'|'.join(map(re.escape, numbers))})(?![\w.])"
