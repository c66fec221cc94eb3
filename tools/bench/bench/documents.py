"""Documents that quote tables of a report between the lines `<!-- bench: NAME -->` and `<!-- end -->`."""
import re

from .blocks import Grid
from .markdown import table
from .measure import BenchError

PLACE = re.compile(r"(<!-- bench: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def updated(text, sections, facts):
    """The document with its tables replaced by those of the sections, and texts by those of `facts`. Raises BenchError if it names something
    that the report does not have."""
    quoted = {block.name: table(block) for section in sections for block in section.blocks if isinstance(block, Grid)} | facts

    def replace(found):
        if found.group(2) not in quoted:
            raise BenchError(f"the document quotes '{found.group(2)}', which the report does not have; it has {', '.join(sorted(quoted))}")
        return f"{found.group(1)}\n{quoted[found.group(2)]}\n\n{found.group(3)}"
    return PLACE.sub(replace, text)
