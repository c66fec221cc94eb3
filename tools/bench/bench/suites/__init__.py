"""The suites. Each is a module with TITLE, `measure(context)`, which gives Measurements, and `present(measurements)`, which gives blocks of a
report. Presenting uses nothing but the measurements, so that a report can be made again from a file of results."""
from . import ai, atlas, compile, debug, link, memory, size

SUITES = {"atlas": atlas, "ai": ai, "compile": compile, "link": link, "size": size, "memory": memory, "debug": debug}

# What is measured when no suite is named.
USUAL = ["atlas", "ai", "compile", "link", "size", "memory"]
