"""Text boxes, and text that stands in a drawing but in none (ECMA-376 Part 1, 20.4.2.38)."""

from __future__ import annotations

from collections.abc import Iterable

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import RUN, TBL, WPS, M, P, T, w
from sdconvert.formats.docx.read.census import MATH_TEXT, count, visible_text
from sdconvert.formats.docx.read.drawing.content import DrawingContent, ReadInDrawing
from sdconvert.ledger import Kind
from sdconvert.xmlio import Element

STRAY_TEXT = declare(
    "DOCX-R095",
    Severity.ERROR,
    "Text that stands in a drawing, but in no text box, is left out: “{text}”",
    why="Word does not show text in such a place.",
)

_WNE = "http://schemas.microsoft.com/office/word/2006/wordml"
_TXBX_CONTENT = w("txbxContent")
_ODD_TXBX_CONTENT = f"{{{_WNE}}}txbxContent"  # what Word 2013 writes into Strict files
_TEXT = (
    *(P, RUN, T, TBL, MATH_TEXT, f"{{{M}}}oMath"),
    *map(
        w, ("delText", "br", "cr", "sym", "ptab", "noBreakHyphen", "softHyphen", "hyperlink", "fldSimple", "altChunk")
    ),
    *map(w, ("footnoteReference", "endnoteReference", "comment", "fldChar")),
)
CONTENTS = (_TXBX_CONTENT, _ODD_TXBX_CONTENT)


def _read_text_box(content: Element, found: DrawingContent) -> Iterable[Element]:
    found.text_boxes.append(content)
    return ()


def _read_odd_text_box(content: Element, found: DrawingContent) -> Iterable[Element]:
    found.reading.report.read({Kind.TEXT_BOXES: 1})
    return _read_text_box(content, found)


def _read_stray_text(element: Element, found: DrawingContent) -> Iterable[Element]:
    if count(element):
        found.lose(STRAY_TEXT, count(element), text=visible_text(element)[:120])
    return ()


def _read_linked_text_box(_: Element, found: DrawingContent) -> Iterable[Element]:
    """A box that goes on with the text of another, which holds all of it (wps:linkedTxbx)."""
    found.continues_text = True
    return ()


READERS: dict[str, ReadInDrawing] = {
    _TXBX_CONTENT: _read_text_box,
    _ODD_TXBX_CONTENT: _read_odd_text_box,
    f"{{{WPS}}}linkedTxbx": _read_linked_text_box,
    **dict.fromkeys(_TEXT, _read_stray_text),
}
