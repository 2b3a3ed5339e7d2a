"""The looks of the text of a paragraph, counted where text is gathered."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.findings import Code
from sdconvert.formats.docx.names import TC, w
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.formatting.paragraph_looks import ParagraphLook
from sdconvert.formats.docx.read.formatting.text_looks import WHITE, Looks, TextLook
from sdconvert.formats.docx.read.looks import TEXT_CODES, WHITE_TEXT, Passage
from sdconvert.xmlio import Element

_ON_PAPER = frozenset(map(w, ("body", "footnote", "endnote")))


def hear_text(looks: Looks, text: str, paragraph: Element | None, reading: Reading, *, has_cell: bool) -> None:
    """Count what is seen of the text and not kept. The size of text in a cell is the cell's, of which its table tells
    (`has_cell`: its paragraph stands in one); the font of a sign is no choice."""
    if not text or text.isspace():
        return
    tallies = reading.looks
    passage = (looks, has_cell, text[0].isalnum() or any(map(str.isalnum, text)))
    if tallies.count_again(passage):
        return
    told = list(_told(passage, paragraph, reading))
    for code, value in told:
        if not tallies.count(code, value):
            tallies.add(code, value, reading.at(paragraph), text)
    if not any(value == WHITE for _, value in looks):
        tallies.remember(passage, told)


def _told(passage: Passage, paragraph: Element | None, reading: Reading) -> Iterator[tuple[Code, str]]:
    looks, has_cell, has_letters = passage
    for look, value in looks:
        if look is TextLook.SIZE and has_cell:
            continue
        if look is TextLook.FONT and not has_letters:
            continue
        yield _code(look, value, looks, paragraph, reading), value


def is_in_cell(paragraph: Element | None) -> bool:
    """Whether a paragraph stands directly in a table cell."""
    parent = None if paragraph is None else paragraph.getparent()
    return parent is not None and parent.tag == TC


def _code(look: TextLook, value: str, looks: Looks, paragraph: Element | None, reading: Reading) -> Code:
    if look is TextLook.COLOR and value == WHITE and _is_on_paper(looks, paragraph, reading):
        return WHITE_TEXT
    return TEXT_CODES[look]


def _is_on_paper(looks: Looks, paragraph: Element | None, reading: Reading) -> bool:
    """Whether there is no colour behind the text that could be known."""
    parent = None if paragraph is None else paragraph.getparent()
    if paragraph is None or parent is None or parent.tag not in _ON_PAPER:
        return False
    shades = reading.read_properties(paragraph).looks
    return TextLook.BACKGROUND not in dict(looks) and ParagraphLook.BACKGROUND not in dict(shades)
