"""What reports are made of, independent of the format."""
import dataclasses


@dataclasses.dataclass
class Text:
    """A paragraph. Words between backquotes are code."""
    text: str


@dataclasses.dataclass
class Grid:
    """A table. `name` identifies it in documents that quote it; the first column is text, the others are numbers."""
    name: str
    headers: list
    rows: list


@dataclasses.dataclass
class Bars:
    """Bars of ratios on a logarithmic axis, from 1 to the left (less) and to the right (more). `series` maps names to values, one (or None)
    for each of `labels`."""
    name: str
    title: str
    labels: list
    series: dict


@dataclasses.dataclass
class Curves:
    """Lines over a logarithmic axis each. `series` maps names to points (x, y)."""
    name: str
    title: str
    x_label: str
    y_label: str
    series: dict


@dataclasses.dataclass
class Section:
    title: str
    blocks: list = dataclasses.field(default_factory=list)


def number(value, digits=None):
    """A number as a table shows it: three significant digits unless `digits` says how many behind the point; "–" for None."""
    if value is None:
        return "–"
    if digits is None:
        size = abs(value)
        digits = 0 if size >= 99.95 else 1 if size >= 9.995 else 2
    return f"{value:.{digits}f}"


def ratio(value):
    return "–" if value is None else f"{value:.2f}" if value < 9.995 else f"{value:.1f}"


def ratio_with_range(value, limits):
    """A ratio with the least and the greatest of the single runs."""
    if value is None or limits is None or limits[0] == limits[1]:
        return ratio(value)
    return f"{ratio(value)} ({ratio(limits[0])}–{ratio(limits[1])})"


def share(value):
    return "–" if value is None else f"±{value * 100:.0f} %"


def mebibytes(value):
    return "–" if value is None else f"{value:.0f}" if value >= 9.95 else f"{value:.1f}"
