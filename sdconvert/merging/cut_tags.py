"""Tags that a tracked change, a link or a control begins or ends within, made whole where they begin.

The template engine's reader joins a tag over the runs of one element; over the bounds of others it would leave these
open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from sdconvert.findings import QUOTED, Location, Report, Severity, declare
from sdconvert.formats.docx.names import RUN, P, T, local_name, w
from sdconvert.merging.errors import TemplateRefused
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element

TAG_CUT = declare(
    "MERGE-011",
    Severity.WARNING,
    "The tag “{tag}” is cut through by {cause}; it is filled where it begins.",
    "Accept the change, or put the tag wholly into the link.",
    "What a tag becomes stands in one place: what held the rest of the tag, such as a link, is empty there.",
)

_TAGS = r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|\{#(?:(?!\{#).)*?#\}"
"""Tags without the opening of another of their kind: the text is not gone through to its end for each opening."""
_TAG = compile_late(_TAGS, re.DOTALL)
_ENGINE_TAG = compile_late(_TAGS + r"|\{_[{%]|[}%]_\}", re.DOTALL)
_CAUSES = {
    **dict.fromkeys((w("ins"), w("del"), w("moveTo"), w("moveFrom")), "a tracked change"),
    w("hyperlink"): "a link",
    w("fldSimple"): "a field",
    **dict.fromkeys((w("sdt"), w("sdtContent")), "a content control"),
}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class _Piece(NamedTuple):
    """A `w:t` and where its text begins and ends in the paragraph's."""

    text: Element
    start: int
    end: int


def join_cut_tags(part: str, root: Element, report: Report) -> None:
    """Put the text of each tag that crosses the bounds of an element into the run where it begins. Loses: MERGE-011."""
    for number, paragraph in enumerate(root.iter(P), 1):
        pieces = _pieces(paragraph)
        whole = "".join(piece.text.text or "" for piece in pieces)
        for tag in reversed(list(_TAG.finditer(whole))):
            touched = [piece for piece in pieces if piece.start < tag.end() and piece.end > tag.start()]
            cause = _find_cause(touched, paragraph)
            if cause:
                _join(touched, tag.end())
                report.add(TAG_CUT, Location(part, number, words=whole[:QUOTED]), tag=tag[0][:QUOTED], cause=cause)


def _pieces(paragraph: Element) -> list[_Piece]:
    pieces = []
    at = 0
    for text in paragraph.iter(T):
        if next(text.iterancestors(P)) is paragraph:
            end = at + len(text.text or "")
            pieces.append(_Piece(text, at, end))
            at = end
    return pieces


def _find_cause(touched: list[_Piece], paragraph: Element) -> str:
    """What begins or ends within a tag, empty for nothing."""
    holders = [list(_holders(piece.text, paragraph)) for piece in touched]
    crossing = [holder for each in holders for holder in each if not all(holder in others for others in holders)]
    return next((_CAUSES.get(holder.tag, f"an element w:{local_name(holder.tag)}") for holder in crossing), "")


def _holders(text: Element, paragraph: Element) -> Iterator[Element]:
    """What stands between a paragraph and the run of a text."""
    for ancestor in text.iterancestors():
        if ancestor is paragraph:
            return
        if ancestor.tag != RUN:
            yield ancestor


def _join(touched: list[_Piece], end: int) -> None:
    """Move the text up to `end` into the first piece."""
    first, *others = touched
    for piece in others:
        text = piece.text.text or ""
        moved = text[: end - piece.start]
        first.text.text = (first.text.text or "") + moved
        piece.text.text = text[len(moved) :]
        piece.text.set(_SPACE, "preserve")
    first.text.set(_SPACE, "preserve")


def check_markup(part: str, source: str) -> None:
    """Look once at what the engine's reader made of a part: without its tags, it has to be the XML that it was.

    Raises: TemplateRefused.
    """
    try:
        etree.fromstring(_ENGINE_TAG.sub("", source).encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        reason = " ".join(str(error.msg).split())
        raise TemplateRefused(
            f"{part}: a tag begins in one part of the text, such as a tracked change, a link, a text box or a cell, "
            f"and ends in another, so that nothing can be made of it ({reason}). Write the tag anew, in one piece."
        ) from error
