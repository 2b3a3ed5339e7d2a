"""Blocks other than tables."""

from __future__ import annotations

from typing import NamedTuple

from sdconvert.formats.sdxml.attributes import parse_share
from sdconvert.formats.sdxml.names import FILE, MAX_INDENT, MAX_LEVEL
from sdconvert.formats.sdxml.read import spellings
from sdconvert.formats.sdxml.read.context import Reading
from sdconvert.formats.sdxml.read.inlines import read_content
from sdconvert.frozen import builder
from sdconvert.model.blocks import (
    Alignment,
    Directory,
    DirectoryKind,
    Heading,
    ListItem,
    PageBreak,
    Paragraph,
    Picture,
)
from sdconvert.model.extra import Extra
from sdconvert.model.inlines import Inline, Run
from sdconvert.xmlio import Element, text_of

ALIGNMENTS = {str(alignment): alignment for alignment in Alignment}
_DIRECTORIES = {str(kind): kind for kind in DirectoryKind}


_build_heading, _build_paragraph, _build_item = builder(Heading), builder(Paragraph), builder(ListItem)


class _HeadingLook(NamedTuple):
    """What the attributes of a heading say."""

    level: int
    is_numbered: bool
    restarts: bool
    alignment: Alignment
    indent: int
    extra: Extra


def read_heading(reading: Reading, element: Element) -> Heading:
    """Source: DTD, `heading`. Loses: SDXML-R010 to SDXML-R012."""
    own, own_id, look, extra = reading.open_block(element, _read_heading_look)
    level, is_numbered, restarts, alignment, indent, _ = look
    content, at = read_content(reading, element), reading.at
    if reading.comments:
        content += reading.comments.pop(own or "", ())
    return _build_heading(
        content, level, is_numbered, restarts, alignment, "", "", own_id, at, extra, "", False, indent
    )


def _read_heading_look(reading: Reading, element: Element) -> _HeadingLook:
    level = reading.read_number(element, "level", MAX_LEVEL)
    enumeration = reading.read_number(element, "enumeration", MAX_LEVEL)
    is_numbered = enumeration is not None
    restarts = reading.read_flag(element, "restartNumbering")
    extra = reading.carry_attributes(element, spellings.HEADING)
    if (level is None) is not is_numbered:
        extra += (("level", None if level is None else str(level)),)
    if restarts and not is_numbered:
        extra += (("restartNumbering", "1"),)
    return _HeadingLook(
        (enumeration if is_numbered else level) or 0,
        is_numbered,
        restarts and is_numbered,
        reading.read_choice(element, "alignment", ALIGNMENTS, Alignment.LEFT),
        reading.read_number(element, "indent", MAX_INDENT) or 0,
        extra,
    )


class _ParagraphLook(NamedTuple):
    """What the attributes of a paragraph say."""

    indent: int
    alignment: Alignment
    number_level: int | None
    restarts: bool
    style: str
    extra: Extra


def read_paragraph(reading: Reading, element: Element) -> Paragraph:
    """Source: DTD, `paragraph`. Loses: SDXML-R010 to SDXML-R012."""
    own, own_id, look, extra = reading.open_block(element, _read_paragraph_look)
    indent, alignment, number_level, restarts, style, _ = look
    content, at = read_content(reading, element), reading.at
    if reading.comments:
        content += reading.comments.pop(own or "", ())
    return _build_paragraph(content, indent, alignment, number_level, restarts, style, "", own_id, at, extra)


def _read_paragraph_look(reading: Reading, element: Element) -> _ParagraphLook:
    number_level = reading.read_number(element, "enumeration", MAX_LEVEL)
    restarts = reading.read_flag(element, "restartNumbering")
    extra = reading.carry_attributes(element, spellings.PARAGRAPH)
    if restarts and number_level is None:
        extra += (("restartNumbering", "1"),)
    return _ParagraphLook(
        reading.read_number(element, "indent", MAX_INDENT) or 0,
        reading.read_choice(element, "alignment", ALIGNMENTS, Alignment.LEFT),
        number_level,
        restarts and number_level is not None,
        read_style(reading, element),
        extra,
    )


class _ItemLook(NamedTuple):
    """What the attributes of a list item say."""

    level: int
    list_id: str
    extra: Extra


def read_list_item(reading: Reading, element: Element) -> ListItem:
    """Source: DTD, `ol-li` and `ul-li`. Loses: SDXML-R010 to SDXML-R012."""
    own, own_id, look, extra = reading.open_block(element, _read_item_look)
    content = read_content(reading, element)
    if reading.comments:
        content += reading.comments.pop(own or "", ())
    is_ordered = element.tag == "ol-li"
    return _build_item(content, is_ordered, look.level, look.list_id, id=own_id, at=reading.at, extra=extra)


def _read_item_look(reading: Reading, element: Element) -> _ItemLook:
    level = reading.read_number(element, "indent", MAX_INDENT)
    reading.read_number(element, "enumeration", MAX_LEVEL)
    extra = reading.carry_attributes(element, spellings.LIST_ITEM)
    if level is None:
        extra += (("indent", None),)
    return _ItemLook(level or 0, element.get("list-id", ""), extra)


def read_picture(reading: Reading, element: Element) -> Picture:
    """Source: DTD, `image`. Loses: SDXML-R010 to SDXML-R012, SDXML-R030."""
    own_id, extra = reading.take_id(element.get("id"))
    reference = text_of(element)
    return Picture(
        reading.pictures.take(reference, reading.at),
        parse_share(element.get("width")),
        reading.read_choice(element, "alignment", ALIGNMENTS, Alignment.LEFT),
        reading.read_number(element, "indent", MAX_INDENT) or 0,
        read_caption(element),
        reading.read_flag(element, "num-enabled", default=True),
        style=read_style(reading, element),
        id=own_id,
        at=reading.at,
        extra=(
            *extra,
            *reading.carry_attributes(element, spellings.PICTURE),
            *unsaid_width(element),
            (FILE, reference),
        ),
    )


def read_page_break(reading: Reading, element: Element) -> PageBreak:
    """Source: DTD, `pagebreak`."""
    reading.report_unknown_attributes(element, ())
    reading.lose_content(element)
    return PageBreak(at=reading.at)


def read_directory(reading: Reading, element: Element) -> Directory:
    """Source: DTD, `directory`, which has no id. Loses: SDXML-R011, SDXML-R012."""
    reading.report_unknown_attributes(element, ("type",))
    reading.lose_content(element)
    kind = reading.read_choice(element, "type", _DIRECTORIES, DirectoryKind.CONTENT)
    return Directory(kind, at=reading.at)


def read_style(reading: Reading, element: Element) -> str:
    """The paragraph style of a block, which is the author's own."""
    style = element.get("stylename", "")
    if style:
        reading.own_styles.add(style)
    return style


def unsaid_width(element: Element) -> Extra:
    """What says that a picture or table states no width, which the writer always does."""
    return () if "width" in element.attrib else (("width", None),)


def read_caption(element: Element) -> tuple[Inline, ...]:
    """The caption of a picture or table, which is plain text."""
    caption = element.get("caption")
    return (Run(caption),) if caption else ()
