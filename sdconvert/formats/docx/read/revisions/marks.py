"""Paragraph marks that were inserted, deleted or moved (ECMA-376 Part 1, 17.13.5.15, 17.13.5.20,
17.13.5.22, 17.13.5.26)."""

from __future__ import annotations

from collections.abc import Sequence

from sdconvert.formats.docx.names import PPR, SECT_PR, TBL, P, w
from sdconvert.formats.docx.read.joining import join_paragraphs, properties_of
from sdconvert.xmlio import Element

_BLOCKS = frozenset((P, TBL, SECT_PR, w("altChunk")))
_STORY_ENDS = frozenset((w("tc"), w("body"), w("footnote"), w("endnote"), w("txbxContent"), w("comment")))


def marked_paragraph(run_properties: Element) -> Element | None:
    """The paragraph whose mark has these properties, None where they are those of something else."""
    properties = run_properties.getparent()
    return properties.getparent() if properties is not None and properties.tag == PPR else None


def remove_marks(paragraphs: Sequence[Element]) -> None:
    """Join each paragraph whose mark is gone with the next, whose mark, and so whose properties, stay. A section that
    ended there goes on; a paragraph that holds nothing is gone, unless a story must end in it."""
    for paragraph in reversed(paragraphs):
        _join_with_next(paragraph)
    for paragraph in paragraphs:
        _remove_if_empty(paragraph)


def _join_with_next(paragraph: Element) -> None:
    following = _following(paragraph)
    if paragraph.getparent() is None or following is None:
        return
    if following.tag in (P, TBL):
        _end_no_section(paragraph)
    if following.tag == P:
        join_paragraphs(paragraph, following)


def _end_no_section(paragraph: Element) -> None:
    properties = properties_of(paragraph)
    section = None if properties is None else properties.find(SECT_PR)
    if properties is not None and section is not None:
        properties.remove(section)


def _remove_if_empty(paragraph: Element) -> None:
    parent = paragraph.getparent()
    if parent is None or any(child.tag != PPR for child in paragraph):
        return
    if _following(paragraph) is not None or parent.tag not in _STORY_ENDS:
        parent.remove(paragraph)


def _following(paragraph: Element) -> Element | None:
    following = paragraph.getnext()
    while following is not None and following.tag not in _BLOCKS:
        following = following.getnext()
    return following
