"""Reports as one self-contained page."""
import re
from html import escape

from . import svg
from .blocks import Bars, Curves, Grid, Text

PAGE = """\
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:1080px;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
h1{font-size:1.7rem;margin-bottom:.3rem}h2{font-size:1.25rem;margin-top:2.4rem;border-bottom:1px solid #ddd;padding-bottom:.2rem}
nav{margin:1rem 0}nav a{margin-right:1rem}a{color:#2563a8}
.scroll{overflow-x:auto}table{border-collapse:collapse;margin:.8rem 0;font-size:13.5px}
th,td{padding:.22rem .6rem;text-align:right;border-bottom:1px solid #e6e6e6;font-variant-numeric:tabular-nums;vertical-align:top}
th{font-weight:600;border-bottom:2px solid #bbb;vertical-align:bottom}th:first-child,td:first-child{text-align:left}
tr:hover td{background:#f4f6f9}tr.total td{font-weight:600;border-top:2px solid #bbb}
.reached{color:#1a7f4b;font-weight:600}.missed{color:#b4232a;font-weight:600}
code{background:#f0f1f3;padding:.05rem .3rem;border-radius:3px;font-size:.92em}svg{max-width:100%;height:auto;margin:.6rem 0}
@media(prefers-color-scheme:dark){
body{color:#ddd;background:#16181c}h2{border-color:#3a3d44}a{color:#79b0ee}th,td{border-color:#2c2f36}th,tr.total td{border-color:#555}
tr:hover td{background:#20242b}code{background:#262a31}.reached{color:#5fce95}.missed{color:#f0787f}
.plot text{fill:#ddd}.plot .quiet{fill:#999}.plot .grid{stroke:#30343b}.plot .base{stroke:#aaa}}
"""


def write(title, introduction, sections, folder):
    """Writes report.html."""
    links = "".join(f'<a href="#s{index}">{escape(section.title)}</a>' for index, section in enumerate(sections))
    parts = [f"<h1>{escape(title)}</h1>", *(f"<p>{inline(each)}</p>" for each in introduction), f"<nav>{links}</nav>"]
    for index, section in enumerate(sections):
        parts.append(f'<h2 id="s{index}">{escape(section.title)}</h2>')
        parts += [render(block) for block in section.blocks]
    body = "\n".join(parts)
    (folder / "report.html").write_text(
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>\n{svg.STYLE}\n{PAGE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n")


def inline(text):
    """Text with code between backquotes, emphasis between asterisks and strong emphasis between pairs of them."""
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", re.sub(r"`(.+?)`", r"<code>\1</code>", escape(text))))


def render(block):
    match block:
        case Text():
            return f"<p>{inline(block.text)}</p>"
        case Grid():
            return table(block)
        case Bars():
            return svg.bars(block)
        case Curves():
            return svg.curves(block)


def table(grid):
    head = "".join(f"<th>{inline(each)}</th>" for each in grid.headers)
    rows = "".join(row_of(row) for row in grid.rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def row_of(row):
    total = ' class="total"' if str(row[0]).startswith("**") else ""
    cells = "".join(f"<td{verdict(cell)}>{inline(str(cell))}</td>" for cell in row)
    return f"<tr{total}>{cells}</tr>"


def verdict(cell):
    return f' class="{cell}"' if cell in ("reached", "missed") else ""
