"""Where comments can stand in the main part of a Word file, and which paragraphs its other parts belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field

from sdconvert.annotation.tags import Tag, read_tags
from sdconvert.formats.docx.names import MC, PPR, SECT_PR, P, R, w
from sdconvert.frozen import dataclass

_FIELD_CHARACTER, _FIELD_TYPE, _ID = w("fldChar"), w("fldCharType"), w("id")
_FALLBACK = f"{{{MC}}}Fallback"
_PREFIX = re.compile(rb"<([^\s:/>]+):")
_RELATION = f"{{{R}}}"
_OF_SECTION = frozenset((w("headerReference"), w("footerReference")))
_STORIES = {
    w("footnoteReference"): "footnotes",
    w("endnoteReference"): "endnotes",
    w("commentReference"): "comments",
}
"""The parts that hold what a reference names."""
NOTE_KINDS = frozenset(_STORIES.values())


@dataclass(frozen=True, slots=True)
class Carrier:
    """A paragraph that a comment can stand on. The marks of its comments begin at `start` and end at `end`, which is
    the same place where what comes between holds the instruction of a field that goes on. An `is_empty` one is an empty
    tag: the marks stand in place of its end."""

    start: int
    end: int
    prefix: bytes
    is_empty: bool = False


@dataclass(slots=True)
class Places:
    """`carriers` by the number of the paragraph; `nearest` says for each paragraph, from the first, which carrier is it
    or is nearest. `related` is the paragraph at which a relationship is used, `referred` that of a note or comment, by
    the kind of part and its id."""

    carriers: dict[int, Carrier] = field(default_factory=dict)
    nearest: Sequence[int] = ()
    related: dict[str, int] = field(default_factory=dict)
    referred: dict[tuple[str, str], int] = field(default_factory=dict)

    def carrier_of(self, paragraph: int) -> int:
        """The paragraph that carries the comments of this one, or of the one before what stands beyond the last."""
        return self.nearest[min(max(paragraph, 1), len(self.nearest)) - 1]


def find_places(data: bytes) -> Places:
    """The places of a main part, in the UTF-8 of its text."""
    finder = _Finder(data)
    for tag in read_tags(data):
        finder.hear(tag)
    return finder.close()


@dataclass(slots=True)
class _OpenParagraph:
    number: int
    start: int
    prefix: bytes
    is_legal: bool
    depth: int


class _Finder:
    """Hears the tags of a part in order. A comment stands on a paragraph of the flow: Word has none in text boxes, and
    in the instruction of a field it would be part of it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._places = Places()
        self._count = 0
        self._open: list[_OpenParagraph] = []
        self._instructions: list[bool] = []
        self._depth = self._fallbacks = 0
        self._section_start = 1

    def hear(self, tag: Tag) -> None:
        if tag.is_closing:
            self._close(tag)
            self._depth -= 1
        else:
            self._depth += 1
            self._begin(tag)

    def _begin(self, tag: Tag) -> None:
        if tag.name == P:
            self._begin_paragraph(tag)
        elif tag.name == _FALLBACK:
            self._fallbacks += 1
        elif tag.name == _FIELD_CHARACTER and len(self._open) < 2:
            self._hear_field(tag.attributes.get(_FIELD_TYPE, ""))
        elif tag.name in _STORIES:
            self._places.referred.setdefault((_STORIES[tag.name], tag.attributes.get(_ID, "")), self._here)
        if tag.attributes:
            self._hear_relations(tag.attributes, self._section_start if tag.name in _OF_SECTION else self._here)

    def _begin_paragraph(self, tag: Tag) -> None:
        self._count += 1
        is_legal = not self._open and not self._fallbacks and not any(self._instructions)
        prefix = _PREFIX.match(self._data, tag.start)
        self._open.append(_OpenParagraph(self._count, tag.end, prefix[1] if prefix else b"", is_legal, self._depth))

    def _hear_field(self, kind: str) -> None:
        if kind == "begin":
            self._instructions.append(True)
        elif self._instructions and kind == "separate":
            self._instructions[-1] = False
        elif self._instructions and kind == "end":
            self._instructions.pop()

    def _hear_relations(self, attributes: Mapping[str, str], paragraph: int) -> None:
        for name, value in attributes.items():
            if name.startswith(_RELATION):
                self._places.related.setdefault(value, paragraph)

    @property
    def _here(self) -> int:
        """The last paragraph that began: the one that is open, or one in it."""
        return max(self._count, 1)

    def _close(self, tag: Tag) -> None:
        if tag.name == P:
            self._close_paragraph(tag)
        elif tag.name == PPR and self._open and self._depth == self._open[-1].depth + 1:
            self._open[-1].start = tag.end
        elif tag.name == _FALLBACK:
            self._fallbacks -= 1
        elif tag.name == SECT_PR:
            self._section_start = self._count + 1

    def _close_paragraph(self, tag: Tag) -> None:
        paragraph = self._open.pop()
        if paragraph.is_legal:
            end = paragraph.start if any(self._instructions) else tag.start
            self._places.carriers[paragraph.number] = Carrier(paragraph.start, end, paragraph.prefix, tag.is_empty)

    def close(self) -> Places:
        self._places.nearest = tuple(self._nearest())
        return self._places

    def _nearest(self) -> list[int]:
        """The last carrier up to each paragraph: what stands in another one has that before it."""
        carriers = self._places.carriers
        last = next(iter(carriers), 0)
        nearest = []
        for number in range(1, self._count + 1):
            last = number if number in carriers else last
            nearest.append(last)
        return nearest
