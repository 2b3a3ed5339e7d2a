"""Bookmarks that something refers to, and the paragraphs they stand on (ECMA-376 Part 1, 17.13.6)."""

from __future__ import annotations

from dataclasses import dataclass

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
        for start in elements[_START]:
            name = start.get(_NAME, "").lower()
            if name in wanted and name not in result.by_name:
                paragraph = _paragraph(start)
                if paragraph is not None:
                    bookmark = _read_bookmark(start, paragraph, result.ids.get(paragraph, name))
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


def _paragraph(start: Element) -> Element | None:
    for ancestor in start.iterancestors(P):
        return ancestor
    return next((paragraph for following in start.itersiblings() for paragraph in following.iter(P)), None)


def _read_bookmark(start: Element, paragraph: Element, block: str) -> Bookmark:
    number = start.get(_ID)
    before = after = ""
    is_open = not any(ancestor is paragraph for ancestor in start.iterancestors())
    is_closed = has_number = False
    for element in paragraph.iter(T, _START, _END, FLD_SIMPLE):
        if element is start:
            is_open = True
        elif element.tag == _END:
            is_closed = is_closed or (is_open and element.get(_ID) == number)
        elif element.tag == FLD_SIMPLE:
            inside = is_open and not is_closed
            has_number = has_number or (inside and parse_instruction(element.get(INSTR, ""))[0] == "SEQ")
        elif element.tag == T:
            if is_closed:
                after += element.text or ""
            elif not is_open:
                before += element.text or ""
    return Bookmark(block, not before.strip() and not after.strip(), has_number)
