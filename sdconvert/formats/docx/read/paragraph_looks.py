"""What a reader of the source sees of paragraphs, and SDXML cannot say: told once for each kind in a document."""

from __future__ import annotations

from functools import lru_cache

from sdconvert.findings import Code, Severity, declare
from sdconvert.formats.docx.read.context import DEEPEST_INDENT, Reading
from sdconvert.formats.docx.read.formatting.cascade import ParagraphProperties
from sdconvert.formats.docx.read.formatting.paragraph_looks import ParagraphLook, ParagraphLooks
from sdconvert.formats.docx.read.inline.content import Piece
from sdconvert.formats.docx.units import TWIPS_PER_POINT
from sdconvert.model.inlines import Run
from sdconvert.xmlio import Element

_WHY = "SDXML says what a paragraph is, its alignment and its indent: the template of SMASHDOCs gives the look."

PARAGRAPH_BORDERS = declare(
    "DOCX-R143",
    Severity.INFO,
    "Lines around paragraphs are not kept: {count} paragraph(s) ({values}).",
    "Use a table of one cell for a box that matters.",
    _WHY,
)
PARAGRAPH_SHADING = declare(
    "DOCX-R144",
    Severity.INFO,
    "Shading of paragraphs is not kept: {count} paragraph(s), {number} colour(s) ({values}).",
    "Use a table of one cell for a box that matters.",
    _WHY,
)
PARAGRAPH_SPACING = declare(
    "DOCX-R145",
    Severity.INFO,
    "Spacing of paragraphs other than that of the document is not kept: {count} paragraph(s) ({values}).",
    why=_WHY,
)
TAB_STOPS = declare(
    "DOCX-R146",
    Severity.INFO,
    "Tab stops are not kept, so what they align stands in running text: {count} paragraph(s) ({values}).",
    "Use a table without lines for columns.",
    "SDXML has no tab stops.",
)
INDENTS = declare(
    "DOCX-R147",
    Severity.INFO,
    "Indents other than whole steps of the whole paragraph are not kept: {count} paragraph(s) ({values}).",
    why="SDXML indents whole paragraphs at the left, in 15 steps; a step counts as a default tab stop of Word.",
)
TURNED_PARAGRAPHS = declare(
    "DOCX-R149",
    Severity.INFO,
    "Turned text of paragraphs runs horizontally: {count} paragraph(s) ({values}).",
    why="SDXML has no turned text.",
)
LABEL_LOOKS = declare(
    "DOCX-R226",
    Severity.INFO,
    "Numbers and signs before paragraphs look as their text does: {count} paragraph(s) ({values}).",
    why="SMASHDOCs gives labels their look; SDXML says what is counted.",
)

PARAGRAPH_CODES: dict[ParagraphLook, Code] = {
    ParagraphLook.BORDER: PARAGRAPH_BORDERS,
    ParagraphLook.BACKGROUND: PARAGRAPH_SHADING,
    ParagraphLook.SPACING: PARAGRAPH_SPACING,
    ParagraphLook.TABS: TAB_STOPS,
    ParagraphLook.INDENT: INDENTS,
    ParagraphLook.DIRECTION: TURNED_PARAGRAPHS,
    ParagraphLook.LABEL: LABEL_LOOKS,
}
_UNSEEN_SHARE = 0.25
"""An indent that is so much of a step more or less looks the same."""
_SEEN_WHERE_EMPTY = frozenset((ParagraphLook.BORDER, ParagraphLook.BACKGROUND, ParagraphLook.LABEL))


def hear_paragraph(looks: ParagraphLooks, paragraph: Element, pieces: list[Piece], reading: Reading) -> None:
    """Count what is seen of the paragraph and not kept. Tab stops are seen where there is a tab."""
    tallies = reading.looks
    for look, value in looks:
        if not pieces and look not in _SEEN_WHERE_EMPTY:
            continue
        if look is ParagraphLook.TABS and not any(isinstance(piece, Run) and "\t" in piece.text for piece in pieces):
            continue
        code = PARAGRAPH_CODES[look]
        if not tallies.count(code, value):
            tallies.add(code, value, reading.at(paragraph))


def hear_uneven_indent(properties: ParagraphProperties, paragraph: Element, reading: Reading) -> None:
    """Count an indent that is no whole number of steps, or of more steps than there are. Items are indented as deep as
    their list is."""
    value = _uneven_indent(properties.indent_of_text, reading.default_tab) if properties.level is None else ""
    if value and not reading.looks.count(INDENTS, value):
        reading.looks.add(INDENTS, value, reading.at(paragraph))


@lru_cache(maxsize=256)
def _uneven_indent(twips: int, default_tab: int) -> str:
    """An indent that is no whole number of steps in the words of a person, empty for one that is."""
    steps = twips / default_tab
    is_uneven = abs(steps - min(round(steps), DEEPEST_INDENT)) > _UNSEEN_SHARE
    return f"{steps * default_tab / TWIPS_PER_POINT:g} pt at the left" if is_uneven else ""
