"""Plots as SVG, drawn by hand. Colours stand in classes, so that a page can change them for a dark background."""
import math
from html import escape

COLOURS = ["#2563a8", "#d9822b", "#2f9e6e", "#9b4fa5", "#b8393f", "#6b7280", "#0f8b9d", "#8a6d1d"]
STYLE = """\
.plot text{font:12px system-ui,sans-serif;fill:#333}.plot .title{font-weight:600;font-size:13px}.plot .quiet{fill:#777;font-size:11px}
.plot .grid{stroke:#e3e3e3}.plot .base{stroke:#555;stroke-width:1.5}""" + "".join(
    f".plot .f{index}{{fill:{colour}}}.plot .s{index}{{stroke:{colour};fill:none;stroke-width:2}}" for index, colour in enumerate(COLOURS))

WIDTH = 860


def document(svg):
    """A file of its own."""
    return svg.replace(">", f'><style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>', 1)


def opening(height, label):
    return (f'<svg class="plot" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
            f'aria-label="{escape(label, quote=True)}">')


def text(x, y, content, style="", anchor="start"):
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{style}" text-anchor="{anchor}">{escape(str(content))}</text>'


def legend(names, y):
    parts, x = [], 12
    for index, name in enumerate(names):
        parts.append(f'<rect x="{x}" y="{y - 10}" width="11" height="11" rx="2" class="f{index % len(COLOURS)}"/>')
        parts.append(text(x + 16, y, name))
        x += 34 + 6.6 * len(name)
    return parts


def ticks_of_ratios(low, high):
    close = (0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4)
    return [tick for tick in (close if high / low < 16 else (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)) if low <= tick <= high]


def bars(plot):
    """Groups of horizontal bars, one group for each label."""
    values = [value for each in plot.series.values() for value in each if value]
    low, high = min([0.5, *values]), max([2, *values])
    margin = (high / low) ** 0.05
    low, high = low / margin, high * margin
    left, right, thick = 130, WIDTH - 56, 11
    group = thick * len(plot.series) + 9
    top, height = 52, 52 + group * len(plot.labels) + 34

    def x(value):
        return left + (math.log(value) - math.log(low)) / (math.log(high) - math.log(low)) * (right - left)

    parts = [opening(height, plot.title), text(12, 18, plot.title, "title"), *legend(plot.series, 38)]
    for tick in ticks_of_ratios(low, high):
        style = "base" if tick == 1 else "grid"
        parts.append(f'<line x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="{top}" y2="{height - 28}" class="{style}"/>')
        parts.append(text(x(tick), height - 12, f"{tick:g}×", "quiet", "middle"))
    for row, label in enumerate(plot.labels):
        y = top + 5 + row * group
        parts.append(text(left - 8, y + (group - 9) / 2 + 4, label, "", "end"))
        for index, series in enumerate(plot.series.values()):
            value = series[row]
            if value is None:
                continue
            start, end = sorted((x(1), x(value)))
            at = y + index * thick
            parts.append(f'<rect x="{start:.1f}" y="{at}" width="{max(end - start, 1.5):.1f}" height="{thick - 2}" class="f{index % len(COLOURS)}"/>')
            outside = (end + 4, "start") if value >= 1 else (start - 4, "end")
            parts.append(text(outside[0], at + 9, f"{value:.2f}" if value < 10 else f"{value:.0f}", "quiet", outside[1]))
    return "\n".join([*parts, "</svg>"])


def decades(low, high):
    """Round numbers for a logarithmic axis, few enough to be read."""
    found = [factor * 10.0 ** power for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1) for factor in (1, 2, 5)]
    found = [tick for tick in found if low <= tick <= high]
    return found if len(found) <= 12 else [tick for tick in found if math.log10(tick) % 1 < 1e-9]


def curves(plot):
    """Lines with points, both axes logarithmic, names at their ends."""
    points = [point for each in plot.series.values() for point in each]
    low_x, high_x = min(x for x, _ in points), max(x for x, _ in points)
    low_y, high_y = min(y for _, y in points) / 1.3, max(y for _, y in points) * 1.3
    left, right, top, bottom, height = 78, WIDTH - 250, 34, 350, 396
    span_x = math.log(high_x / low_x) or 1.0

    def x(value):
        return left + 12 + math.log(value / low_x) / span_x * (right - left - 24)

    def y(value):
        return bottom - math.log(value / low_y) / math.log(high_y / low_y) * (bottom - top)

    parts = [opening(height, plot.title), text(12, 18, plot.title, "title")]
    for tick in decades(low_y, high_y):
        parts.append(f'<line x1="{left}" x2="{right}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" class="grid"/>')
        parts.append(text(left - 6, y(tick) + 4, f"{tick:,.0f}" if tick >= 1 else f"{tick:g}", "quiet", "end"))
    for tick in sorted({x for x, _ in points}):
        parts.append(f'<line x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="{top}" y2="{bottom}" class="grid"/>')
        parts.append(text(x(tick), bottom + 16, f"{tick:,}", "quiet", "middle"))
    parts.append(text((left + right) / 2, bottom + 36, plot.x_label, "", "middle"))
    parts.append(f'<text transform="translate(16,{(top + bottom) / 2}) rotate(-90)" text-anchor="middle">{escape(plot.y_label)}</text>')
    for index, each in enumerate(plot.series.values()):
        path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in each)
        parts.append(f'<polyline points="{path}" class="s{index % len(COLOURS)}"/>')
        parts += [f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3.5" class="f{index % len(COLOURS)}"/>' for a, b in each]
    ends = [(y(each[-1][1]), index, name, x(each[-1][0])) for index, (name, each) in enumerate(plot.series.items()) if each]
    place = top
    for at, index, name, end in sorted(ends):
        place = max(at, place)
        parts.append(f'<line x1="{end + 5:.1f}" x2="{right + 12}" y1="{at:.1f}" y2="{place:.1f}" class="grid"/>')
        parts.append(f'<rect x="{right + 16}" y="{place - 5:.1f}" width="10" height="10" rx="2" class="f{index % len(COLOURS)}"/>')
        parts.append(text(right + 31, place + 4, name))
        place += 17
    return "\n".join([*parts, "</svg>"])
