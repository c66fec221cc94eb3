"""Reports as Markdown; plots are files beside it."""
from . import svg
from .blocks import Bars, Curves, Grid, Text


def table(grid):
    """A table in Markdown."""
    widths = "|" + "---|" + "--:|" * (len(grid.headers) - 1)
    return "\n".join(["| " + " | ".join(grid.headers) + " |", widths, *("| " + " | ".join(map(str, row)) + " |" for row in grid.rows)])


def write(title, introduction, sections, folder):
    """Writes report.md, and plots/NAME.svg for each plot."""
    plots = folder / "plots"
    plots.mkdir(parents=True, exist_ok=True)
    parts = [f"# {title}", *introduction]
    for section in sections:
        parts.append(f"## {section.title}")
        parts += [render(block, plots) for block in section.blocks]
    (folder / "report.md").write_text("\n\n".join(parts) + "\n")


def render(block, plots):
    match block:
        case Text():
            return block.text
        case Grid():
            return table(block)
        case Bars():
            drawn = svg.bars(block)
        case Curves():
            drawn = svg.curves(block)
    (plots / f"{block.name}.svg").write_text(svg.document(drawn))
    return f"![{block.title}](plots/{block.name}.svg)"
