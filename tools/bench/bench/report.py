"""Makes reports of results."""
from . import aims, html, markdown
from .blocks import Grid, Section, Text
from .results import unpacked
from .suites import SUITES

TITLE = "langc: what was measured"


def sections_of(results):
    """All sections: the aims, then each suite that was measured, in the usual order."""
    suites = results["suites"]
    measurements = {name: unpacked(suites[name]["measurements"]) for name in SUITES if name in suites}
    sections = [Section("Aims", aims.blocks(measurements))]
    if any(suites[name].get("quick") for name in measurements):
        sections[0].blocks.insert(0, Text("**Small sizes** were measured (`--quick`), which only shows that everything works."))
    for name, found in measurements.items():
        blocks = SUITES[name].present(found)
        failures = suites[name]["failures"]
        if failures:
            blocks.insert(0, Text("**Not measured:** " + "; ".join(line.splitlines()[0] for line in failures)))
        blocks.append(Text(f"Measured {suites[name]['when']}, {suites[name]['runs']} runs, by `{suites[name]['command']}` in {suites[name]['seconds']:.0f} s."))
        sections.append(Section(SUITES[name].TITLE, blocks))
    return sections


def environment(results):
    """The machine and the tools, in one line each."""
    machine = results.get("machine", {})
    tools = ", ".join(f"{name} {version}" for name, version in sorted(results.get("tools", {}).items()))
    return [f"{machine.get('processor')}, {machine.get('cores')} processors, {machine.get('memory')}; {machine.get('system')}.", f"{tools}."]


def write(results, folder):
    """Writes report.html and report.md with its plots. Returns the sections."""
    sections = sections_of(results)
    introduction = environment(results)
    html.write(TITLE, introduction, sections, folder)
    markdown.write(TITLE, introduction, sections, folder)
    return sections


def tables_of(name, results):
    """The tables of one suite as text."""
    blocks = SUITES[name].present(unpacked(results["suites"][name]["measurements"]))
    return "\n\n".join(markdown.table(block) for block in blocks if isinstance(block, Grid)) + "\n"
