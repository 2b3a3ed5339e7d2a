"""Elements that are blocks, or hold blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sdconvert.findings import Kind, Severity, declare
from sdconvert.formats.html.names import (
    ALIGNMENT_CLASSES,
    BARE,
    COMMENTS,
    DATA_KIND,
    DATA_LEVEL,
    DATA_LIST,
    DATA_RESTARTS,
    DATA_STYLE,
    DIRECTORY,
    ENDNOTES,
    FOOTNOTES,
    INDEX,
    NUMBERED,
    PAGE_BREAK,
    SIDENOTE,
)
from sdconvert.formats.html.read.around import Around, OpenList
from sdconvert.formats.html.read.content import Content, Look
from sdconvert.formats.html.read.css import Style, parse_alignment, parse_style
from sdconvert.formats.html.read.lists import Counter, filtered_level, list_id_for, parse_integer, word_list
from sdconvert.formats.html.read.looks import look_in
from sdconvert.formats.html.read.pictures import read_asset, read_share
from sdconvert.formats.html.read.reading import Reading, classes, own_id, shorten
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
from sdconvert.model.inlines import Inline, Mark, Run
from sdconvert.xmlio import Element

if TYPE_CHECKING:
    from sdconvert.formats.html.read.flow import Flow

RULE = declare("HTML-R026", Severity.INFO, "{count} horizontal rule(s) are left out.", why="A document has no rules.")
DIRECTORY_MADE_ANEW = declare(
    "HTML-R027",
    Severity.INFO,
    "A table of contents became a directory that is made anew: “{text}”.",
    why="The entries of a directory are computed from the headings.",
)
GLOSSARY = declare(
    "HTML-R028",
    Severity.INFO,
    "{count} term(s) of lists of definitions became paragraphs, their definitions indented ones.",
    why="A document has no lists of definitions.",
)

_INDENT_CLASS = re.compile("i([0-9]{1,2})")
_ALIGNMENT_OF_CLASS = {name: alignment for alignment, name in ALIGNMENT_CLASSES.items() if name}
_CONTENTS_NAMES = frozenset({"toc", "table-of-contents", "contents"})
_FILTERED_LABEL = re.compile(r"\s*([·•o§\-–]|\(?[0-9A-Za-z]{1,4}[.)])(?:\xa0| )+\s*")
_OWN_SECTIONS = frozenset({FOOTNOTES, ENDNOTES, COMMENTS, INDEX, SIDENOTE})
_CUSTOM_STYLE = "data-custom-style"


# ----------------------------------------------------------------------------------------------- what elements say


def own_alignment(names: frozenset[str]) -> Alignment:
    """The alignment of an element of our own page."""
    return next((_ALIGNMENT_OF_CLASS[name] for name in names if name in _ALIGNMENT_OF_CLASS), Alignment.LEFT)


def own_indent(names: frozenset[str]) -> int:
    """The indent of an element of our own page."""
    found = next((match for match in map(_INDENT_CLASS.fullmatch, names) if match), None)
    return int(found[1]) if found else 0


def alignment_in(element: Element, around: Around) -> Alignment:
    """The alignment that an element gives to the blocks in it, or has from around it."""
    style = parse_style(element.get("style", ""))
    own = parse_alignment(style.get("text-align", "")) or parse_alignment(element.get("align", ""))
    return own or (Alignment.CENTER if element.tag == "center" else around.alignment)


def _is_own_restart(element: Element) -> bool:
    return element.get(DATA_RESTARTS) is not None


def _break_before(flow: Flow, element: Element, style: Style) -> None:
    if style.get("page-break-before", style.get("break-before", "")).lower() in ("always", "page"):
        flow.reading.report.read({Kind.PAGE_BREAKS: 1})
        flow.add_block(PageBreak(at=flow.reading.at(element)))


# ---------------------------------------------------------------------------------------------------------- containers


def read_container(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """An element that holds blocks and says little itself."""
    if flow.reading.is_own and _is_apart_in_own(element):
        return
    style = parse_style(element.get("style", ""))
    flow.close()
    _break_before(flow, element, style)
    inner = around._replace(
        alignment=alignment_in(element, around), style=element.get(_CUSTOM_STYLE) or around.style
    )
    flow.walk(element, inner, look)
    flow.close()


def _is_apart_in_own(element: Element) -> bool:
    """Whether our own page shows here what is read from elsewhere: title, footer, notes, comments, the index."""
    return element.tag in ("header", "footer") or bool(classes(element) & _OWN_SECTIONS)


# ------------------------------------------------------------------------------------------------ headings, paragraphs


def read_heading(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A heading; numbered when it shows a number of its own."""
    level = int(str(element.tag)[1]) - 1
    names = classes(element)
    at = flow.reading.at()
    style = element.get(DATA_STYLE, "")
    if flow.reading.is_own:
        identity, alignment = own_id(element), own_alignment(names)
        is_numbered, restarts = NUMBERED in names, _is_own_restart(element)
        flow.open(
            lambda content, _: Heading(content, level, is_numbered, restarts, alignment, style, "", identity, at), True
        )
        flow.walk(element, around, look._replace(is_verbatim=True))
    else:
        _break_before(flow, element, parse_style(element.get("style", "")))
        alignment = alignment_in(element, around)
        flow.open(lambda content, own: Heading(content, level, bool(flow.was_labelled), False, alignment, id=own, at=at))
        flow.walk(element, around, look)
    flow.close()


def read_paragraph(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A paragraph, or the item of a list that Word writes as one."""
    if flow.reading.is_own:
        _read_own_paragraph(flow, element, around, look)
        return
    style = parse_style(element.get("style", ""))
    _break_before(flow, element, style)
    at = flow.reading.at()
    inner = around._replace(alignment=alignment_in(element, around))
    listed = word_list(style)
    if listed is not None:
        list_id, level = listed
        flow.open(
            lambda content, own: ListItem(
                content, _is_number(flow.was_labelled), level, list_id, inner.alignment, id=own, at=at
            )
        )
    elif (element.get("class") or "").startswith("MsoListParagraph"):
        level = filtered_level(style)
        flow.open(lambda content, own: _filtered_item(flow, content, level, own, inner, at))
    elif around.of.level >= 0 and flow.is_open and flow.content(around).is_empty:
        pass
    else:
        flow.open(lambda content, own: inner.paragraph(content, own, at))
    flow.walk(element, inner, look)
    flow.close()


def _is_number(label: str) -> bool:
    return any(character.isalnum() for character in label.replace("o", "", 1) if character not in "§·•")
