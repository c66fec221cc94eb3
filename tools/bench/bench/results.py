"""The file of results: all samples of all suites, with the machine and the tools that they come from."""
import json

from .measure import Measurement

FORMAT = 1


def load(path):
    """What a file holds; an empty set of results if there is none or it is of another format."""
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        found = {}
    return found if found.get("format") == FORMAT else {"format": FORMAT, "suites": {}}


def save(path, results):
    path.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")


def packed(measurements):
    return [[each.subject, each.variant, each.metric, each.samples] for each in measurements]


def unpacked(rows):
    return [Measurement(*row) for row in rows]
