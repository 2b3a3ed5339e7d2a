"""Bookmarks that something refers to, and the paragraphs they stand on (ECMA-376 Part 1, 17.13.6)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from sdconvert.formats.docx.names import P, T, w
from sdconvert.formats.docx.read.census import GENERATED, ElementsByTag
from sdconvert.formats.docx.read.directories import directory_kind
from sdconvert.formats.docx.read.fields import (
    FLD_CHAR,
    FLD_SIMPLE,
    INSTR,
    NUMBER_SWITCHES,
    parse_instruction,
    switch_value,
)
from sdconvert.frozen import dataclass
from sdconvert.xmlio import Element

_START, _END = w("bookmarkStart"), w("bookmarkEnd")
_NAME, _ID = w("name"), w("id")
_HYPERLINK, _ANCHOR, _LOCATION = w("hyperlink"), w("anchor"), w("docLocation")


@dataclass(frozen=True, slots=True)
class Bookmark:
    """`block` is the id of the block it stands on; `is_whole`: it covers all the text of that block;
    `has_number`: it covers a caption's number."""

    block: str
    is_whole: bool
    has_number: bool


class Bookmarks:
    """The bookmarks referred to, by name in lower case, and the block ids of paragraphs."""

    def __init__(self) -> None:
        self.by_name: dict[str, Bookmark] = {}
        self.ids: dict[Element, str] = {}

    @classmethod
    def read(cls, elements: ElementsByTag, body: Element) -> Bookmarks:
        """All bookmarks of a story that its links and fields name; the first one on a paragraph names its block."""
        result = cls()
        wanted = _find_referenced(elements, body)
        if not wanted:
            return result
        names = {start: name for start in elements[_START] if (name := start.get(_NAME, "").lower()) in wanted}
        paragraphs, layouts = _find_paragraphs(list(names)), dict[Element, _Layout]()
        for start, name in names.items():
            paragraph = paragraphs[start]
            if name not in result.by_name and paragraph is not None:
                if paragraph not in layouts:
                    layouts[paragraph] = _Layout(paragraph)
                bookmark = layouts[paragraph].read(start, result.ids.get(paragraph, name))
                if bookmark.is_whole or bookmark.has_number or not wanted[name]:
                    result.by_name[name] = bookmark
                    result.ids[paragraph] = bookmark.block
        return result

    def find(self, name: str) -> Bookmark | None:
        """The bookmark of this name."""
        return self.by_name.get(name.lower())


def _find_referenced(elements: ElementsByTag, body: Element) -> dict[str, bool]:
    """The names that references of the result may lead to, and whether each needs a bookmark on a whole block.

    What stands in a directory that is made anew refers to nothing: its lines are not repeated.
    """
    names: dict[str, bool] = {}
    has_fields = bool(elements[FLD_SIMPLE] or elements[FLD_CHAR])
    for link in elements[_HYPERLINK]:
        anchor = link.get(_ANCHOR) or link.get(_LOCATION)
        if anchor and not (has_fields and _is_made_anew(link)):
            names[anchor.lower()] = False
    for simple in body.iter(FLD_SIMPLE) if has_fields else ():
        keyword, arguments = parse_instruction(simple.get(INSTR, ""))
        if keyword == "HYPERLINK" and not _is_made_anew(simple):
            names[(switch_value(arguments, "\\l") or "").lower()] = False
        elif keyword == "REF" and arguments:
            needs_whole = not NUMBER_SWITCHES.intersection(map(str.lower, arguments))
            names[arguments[0].lower()] = needs_whole and names.get(arguments[0].lower(), True)
    names.pop("", None)
    return names


def _is_made_anew(element: Element) -> bool:
    return any(directory_kind(field.get(INSTR, "")) for field in element.iterancestors(GENERATED, FLD_SIMPLE))


def _find_paragraphs(starts: Sequence[Element]) -> dict[Element, Element | None]:
    """The paragraph that each of these marks stands in, or the next one; they come in the order of the text."""
    found: dict[Element, Element | None] = {}
    for start in reversed(starts):
        paragraph = next(start.iterancestors(P), None)
        found[start] = _next_paragraph(start, found) if paragraph is None else paragraph
    return found


def _next_paragraph(start: Element, known: Mapping[Element, Element | None]) -> Element | None:
    for following in start.itersiblings():
        if following in known:
            return known[following]
        paragraph = next(following.iter(P), None)
        if paragraph is not None:
            return paragraph
    return None


class _Layout:
    """Where the text of a paragraph begins and ends, where its bookmarks do, and where numbers stand in it: places in
    the order of the text."""

    def __init__(self, paragraph: Element) -> None:
        self._first_text = self._last_text = -1
        self._starts: dict[Element, int] = {}
        self._ends: dict[str | None, list[int]] = {}
        self._numbers: list[int] = []
        for place, element in enumerate(paragraph.iter(T, _START, _END, FLD_SIMPLE)):
            tag = element.tag
            if tag == T:
                if (element.text or "").strip():
                    self._first_text = place if self._first_text < 0 else self._first_text
                    self._last_text = place
            elif tag == _START:
                self._starts[element] = place
            elif tag == _END:
                self._ends.setdefault(element.get(_ID), []).append(place)
            elif parse_instruction(element.get(INSTR, ""))[0] == "SEQ":
                self._numbers.append(place)

    def read(self, start: Element, block: str) -> Bookmark:
        """The bookmark that begins at a mark; one before the paragraph begins with it."""
        begins = self._starts.get(start, -1)
        ends = _first_after(self._ends.get(start.get(_ID), []), begins)
        is_first = begins < 0 or self._first_text < 0 or begins < self._first_text
        is_last = ends is None or self._last_text < ends
        number = _first_after(self._numbers, begins)
        has_number = number is not None and (ends is None or number < ends)
        return Bookmark(block, is_first and is_last, has_number)


def _first_after(places: list[int], place: int) -> int | None:
    at = bisect_right(places, place)
    return places[at] if at < len(places) else None
