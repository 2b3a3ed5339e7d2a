"""What blocks and tables lose alike."""

from __future__ import annotations

from math import isfinite

from sdconvert.findings import Location, Severity, declare
from sdconvert.formats.parsx.write.context import Context
from sdconvert.model.blocks import Alignment, Picture
from sdconvert.model.tables import Table

LAYOUT_LOST = declare(
    "PARSX-W051",
    Severity.INFO,
    "The {what} of {count} block(s) or cell(s) is lost.",
    why="parsX says what a text is; its look on the page is left to the publishing house.",
)
STYLE_LOST = declare(
    "PARSX-W052",
    Severity.WARNING,
    "The style “{style}” of {count} block(s) is lost.",
    hint="Use headings, lists and quotations, which parsX knows.",
    why="What is published of parsX has no styles of an author's own. A paragraph style named “zitat” is a quotation.",
)


def lose_layout(context: Context, what: str, at: Location | None) -> None:
    """Tally a look that is lost."""
    context.report.tally(LAYOUT_LOST, what, at, what=what)


def lose_position(context: Context, alignment: Alignment, indent: int, at: Location | None) -> None:
    """Tally where a block stands between the margins."""
    if alignment is not Alignment.LEFT:
        lose_layout(context, f"alignment “{alignment}”", at)
    if indent:
        lose_layout(context, "indent", at)


def lose_style(context: Context, style: str, at: Location | None) -> None:
    """Tally a paragraph style of the author's own; others are Word's."""
    if style and style in context.own_styles:
        context.report.tally(STYLE_LOST, style, at, style=style)


def lose_frame(context: Context, block: Picture | Table) -> None:
    """Tally what pictures and tables lose alike."""
    lose_position(context, block.alignment, block.indent, block.at)
    lose_style(context, block.style, block.at)
    if not isfinite(block.width) or block.width != 100:
        lose_layout(context, "width", block.at)
