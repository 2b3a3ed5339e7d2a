"""WordprocessingML as text: the pieces that more than one writer needs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from sdconvert.model.blocks import Alignment
from sdconvert.xmlio import escape_attribute, escape_text

_JUSTIFICATIONS = {
    Alignment.LEFT: "",
    Alignment.CENTER: '<w:jc w:val="center"/>',
    Alignment.RIGHT: '<w:jc w:val="right"/>',
    Alignment.JUSTIFY: '<w:jc w:val="both"/>',
}
_MIRRORED_JUSTIFICATIONS = _JUSTIFICATIONS | {
    Alignment.LEFT: _JUSTIFICATIONS[Alignment.RIGHT],
    Alignment.RIGHT: "",
}
_ELEMENTS = {"\t": "<w:tab/>", "\u2011": "<w:noBreakHyphen/>", "\u00ad": "<w:softHyphen/>"}
_SPECIAL = re.compile("([\t\u2011\u00ad])")
FIELD_BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
_DIRTY_FIELD_BEGIN = FIELD_BEGIN.replace("/></w:r>", ' w:dirty="true"/></w:r>')
FIELD_SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


class Spot(NamedTuple):
    """What a paragraph's place in the document asks for: a new page before it, or a `w:spacing` of its own."""

    starts_page: bool = False
    spacing: str = ""


PLAIN_SPOT = Spot()
IN_CELL = '<w:spacing w:before="0" w:after="40"/>'
AFTER_TABLE = '<w:spacing w:before="160"/>'


def write_text(text: str) -> str:
    """The content of a run that shows this text: tabs and special hyphens are elements of their own."""
    if not text.isascii() and ("\u2011" in text or "\u00ad" in text):
        return "".join([_ELEMENTS.get(piece) or _write_plain(piece) for piece in _SPECIAL.split(text) if piece])
    if "\t" in text:
        return _ELEMENTS["\t"].join([piece and _write_plain(piece) for piece in text.split("\t")])
    space = ' xml:space="preserve"' if text[0] <= " " or text[-1] <= " " else ""
    return f"<w:t{space}>{escape_text(text)}</w:t>"


def _write_plain(text: str) -> str:
    space = ' xml:space="preserve"' if text[0] <= " " or text[-1] <= " " else ""
    return f"<w:t{space}>{escape_text(text)}</w:t>"


def write_run(text: str, properties: str = "") -> str:
    """A run of this text, nothing for no text."""
    return f"<w:r>{properties}{write_text(text)}</w:r>" if text else ""


def write_instruction(instruction: str, is_dirty: bool = False) -> str:
    """The instruction of a complex field, with its begin; what is dirty is to be computed anew when Word opens it.

    Source: ECMA-376 Part 1, 17.16.18 (fldChar).
    """
    begin = _DIRTY_FIELD_BEGIN if is_dirty else FIELD_BEGIN
    return f'{begin}<w:r><w:instrText xml:space="preserve"> {escape_text(instruction)} </w:instrText></w:r>'


def write_field(instruction: str, result: str) -> str:
    """A field around the runs of its result, within one paragraph.

    Source: ECMA-376 Part 1, 17.16.19 (fldSimple).
    """
    return f'<w:fldSimple w:instr=" {escape_attribute(instruction)} ">{result}</w:fldSimple>'


def quote(argument: str) -> str:
    """An argument of a field's instruction in quotes; a tab is no character of one."""
    escaped = argument.replace("\t", " ").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@lru_cache(maxsize=4096)
def text_properties(
    style_id: str,
    spot: Spot,
    number: tuple[int, int] | None,
    indent_twips: int,
    is_indented_whole: bool,
    alignment: Alignment,
    is_rtl: bool,
) -> str:
    """The `w:pPr` of a block of text, found in a third of the time that names of arguments would take."""
    return paragraph_properties(
        style_id,
        spot=spot,
        number=number,
        indent_twips=indent_twips,
        is_indented_whole=is_indented_whole,
        alignment=alignment,
        is_rtl=is_rtl,
    )


def paragraph_properties(
    style_id: str = "",
    *,
    keeps_next: bool = False,
    spot: Spot = PLAIN_SPOT,
    number: tuple[int, int] | None = None,
    indent_twips: int = 0,
    is_indented_whole: bool = False,
    alignment: Alignment = Alignment.LEFT,
    is_rtl: bool = False,
) -> str:
    """A `w:pPr`, nothing when there is nothing to say. `number` are `w:ilvl` and `w:numId`; `is_indented_whole`: the
    first line is too, where a list would let it hang; `is_rtl`: the paragraph is read from the right, and its `left`
    is on that side.

    Source: ECMA-376 Part 1, 17.3.1.26, 17.3.1.6 (bidi), 17.18.44 (left and right in such a paragraph).
    """
    pieces = (
        f'<w:pStyle w:val="{style_id}"/>' if style_id else "",
        "<w:keepNext/>" if keeps_next else "",
        "<w:pageBreakBefore/>" if spot.starts_page else "",
        f'<w:numPr><w:ilvl w:val="{number[0]}"/><w:numId w:val="{number[1]}"/></w:numPr>' if number else "",
        "<w:bidi/>" if is_rtl else "",
        spot.spacing,
        _indent(indent_twips, is_indented_whole) if indent_twips else "",
        (_MIRRORED_JUSTIFICATIONS if is_rtl else _JUSTIFICATIONS)[alignment],
    )
    properties = "".join(pieces)
    return f"<w:pPr>{properties}</w:pPr>" if properties else ""


def _indent(twips: int, is_whole: bool) -> str:
    first_line = ' w:firstLine="0"' if is_whole else ""
    return f'<w:ind w:left="{twips}"{first_line}/>'
