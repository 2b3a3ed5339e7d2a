"""Text boxes, and text that stands in a drawing but in none (ECMA-376 Part 1, 20.4.2.38)."""

from __future__ import annotations

from collections.abc import Iterable

from sdconvert.findings import Kind, Severity, declare
from sdconvert.formats.docx.names import WPS, P, w
from sdconvert.formats.docx.read.census import count, visible_text
from sdconvert.formats.docx.read.drawing.content import DrawingContent, ReadInDrawing
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
CONTENTS = (_TXBX_CONTENT, _ODD_TXBX_CONTENT)


def _read_text_box(content: Element, found: DrawingContent) -> Iterable[Element]:
    found.text_boxes.append(content)
    return ()


def _read_odd_text_box(content: Element, found: DrawingContent) -> Iterable[Element]:
    found.reading.report.read({Kind.TEXT_BOXES: 1})
    return _read_text_box(content, found)


def _read_stray_paragraph(paragraph: Element, found: DrawingContent) -> Iterable[Element]:
    found.lose(STRAY_TEXT, count(paragraph), text=visible_text(paragraph))
    return ()


def _read_linked_text_box(_: Element, found: DrawingContent) -> Iterable[Element]:
    """A box that goes on with the text of another, which holds all of it (wps:linkedTxbx)."""
    found.continues_text = True
    return ()


READERS: dict[str, ReadInDrawing] = {
    _TXBX_CONTENT: _read_text_box,
    _ODD_TXBX_CONTENT: _read_odd_text_box,
    P: _read_stray_paragraph,
    f"{{{WPS}}}linkedTxbx": _read_linked_text_box,
}
