"""What stands in a run besides text: characters by name, breaks, drawings (ECMA-376 Part 1, 17.3.3)."""

from __future__ import annotations

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import prefixed_name, w
from sdconvert.formats.docx.read.drawing import read_drawing
from sdconvert.formats.docx.read.formatting.cascade import RunProperties
from sdconvert.formats.docx.read.inline.reader import HIDDEN_TEXT, InlineReader, ReadInRun
from sdconvert.formats.docx.read.symbols import SYM, SYM_EX, symbol_of, symbol_text
from sdconvert.model.blocks import PageBreak
from sdconvert.model.inlines import LineBreak
from sdconvert.xmlio import Element

UNKNOWN_SYMBOL = declare(
    "DOCX-R032",
    Severity.WARNING,
    "The symbol {char} of the font {font} has no known Unicode character and stands as □.",
    why="A symbol font's characters are pictures without a meaning that other fonts share.",
)
INK = declare("DOCX-R040", Severity.ERROR, "Handwriting is left out.", "Replace it by a picture.", "SDXML has no ink.")
LEGACY_FIELD = declare(
    "DOCX-R041",
    Severity.WARNING,
    "The element {name}, which Word computes when it shows the page, is left out.",
    why="The file holds no text for it.",
)


def _read_tab(reader: InlineReader, element: Element, properties: RunProperties) -> None:
    reader.add_text("\t", properties)


def _read_no_break_hyphen(reader: InlineReader, element: Element, properties: RunProperties) -> None:
    reader.add_text("\u2011", properties)


def _read_soft_hyphen(reader: InlineReader, element: Element, properties: RunProperties) -> None:
    reader.add_text("\u00ad", properties)


def _read_symbol(reader: InlineReader, element: Element, properties: RunProperties) -> None:
    font, char = symbol_of(element)
    text = symbol_text(font, char)
    if text is None:
        reader.reading.report.add(UNKNOWN_SYMBOL, reader.reading.at(element), font=font, char=char)
        text = "□"
    reader.add_text(text, properties)


def _read_break(reader: InlineReader, element: Element, properties: RunProperties) -> None:
    reader.put(PageBreak() if element.get(w("type")) == "page" else LineBreak(properties.marks))


def _read_drawing(reader: InlineReader, element: Element, properties: RunProperties) -> None:
    drawing = read_drawing(element, reader.reading)
    for picture in drawing.pictures:
        reader.put(picture)
    for text in drawing.texts:
        reader.add_text(text, properties)
    if drawing.text_boxes:
        reader.content.drawn.append((drawing.place, drawing.text_boxes))


def _read_deleted_text(reader: InlineReader, element: Element, properties: RunProperties) -> None:
    reader.reading.tally_loss(HIDDEN_TEXT, element)


def _read_ink(reader: InlineReader, element: Element, properties: RunProperties) -> None:
    reader.reading.lose(INK, element)


def _read_legacy_field(reader: InlineReader, element: Element, properties: RunProperties) -> None:
    reader.reading.report.add(LEGACY_FIELD, reader.reading.at(element), name=prefixed_name(element.tag))


READERS_IN_RUN: dict[str, ReadInRun] = {
    w("tab"): _read_tab,
    w("ptab"): _read_tab,
    w("noBreakHyphen"): _read_no_break_hyphen,
    w("softHyphen"): _read_soft_hyphen,
    SYM: _read_symbol,
    SYM_EX: _read_symbol,
    w("br"): _read_break,
    w("cr"): _read_break,
    w("drawing"): _read_drawing,
    w("pict"): _read_drawing,
    w("object"): _read_drawing,
    w("delText"): _read_deleted_text,
    w("contentPart"): _read_ink,
    **{
        w(name): _read_legacy_field
        for name in ("pgNum", "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong")
    },
}
